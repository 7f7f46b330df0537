"use strict";
// Everything works without this file. It keeps the health page fresh while somebody looks at it.
const EVERY = 10000;

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
    const shown = document.getElementById("main");
    if (fresh && !shown.contains(document.activeElement)) shown.replaceChildren(...fresh.childNodes);
  } catch {
    // The console is away for a moment; the next round asks again.
  }
}

if (location.pathname === "/") setInterval(refresh, EVERY);
