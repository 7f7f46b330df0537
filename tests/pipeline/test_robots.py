"""RFC 9309 by its own rules, and never an error."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.robots import Group, normalise, parse_robots
from tests.cost import within

US = "Fivefold/0.1 (+https://fivefold.example/)"


def rules(text: str, product: str = US) -> Group:
    return parse_robots(text.encode(), product)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/", "/anything", True),
        ("/fish", "/fish.html", True),
        ("/fish", "/salmon/fish", False),
        ("/fish", "/Fish", False),
        ("/fish/", "/fish", False),
        ("/fish*", "/fishheads", True),
        ("/*.php", "/folder/a.php?x", True),
        ("/*.php", "/windows.PHP", False),
        ("/*.php$", "/folder/a.php", True),
        ("/*.php$", "/a.php?x=1", False),
        ("/*.php$", "/a.php/b.php", True),
        ("/a*b*c$", "/a-b-b-c", True),
        ("/a*bb$", "/ab", False),
        ("/ab*b$", "/ab", False),
        ("/$", "/", True),
        ("/$", "/a", False),
        ("*", "/a", True),
        ("**/x", "/y/x", True),
        ("/é", "/%C3%A9t%C3%A9", True),
        ("/%c3%a9", "/é", True),
        ("/%7Eme", "/~me/x", True),
        ("/a%2Fb", "/a/b", False),
        ("/search?q=", "/search?q=x", True),
        ("/a$b", "/a$bc", True),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    assert rules(f"User-agent: *\nDisallow: {pattern}\n").is_allowed(path) is not matches


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("allow: /p\ndisallow: /", "/page", True),
        ("allow: /folder\ndisallow: /folder", "/folder/page", True),
        ("allow: /page\ndisallow: /*.htm", "/page.htm", False),
        ("allow: /$\ndisallow: /", "/", True),
        ("allow: /$\ndisallow: /", "/page.htm", False),
        ("disallow:", "/x", True),
        ("disallow: /", "/robots.txt", True),
        ("disallow: /x # comment", "/x", False),
        ("DISALLOW : /x", "/x", False),
        ("noindex: /x", "/x", True),
    ],
)
def test_precedence(text: str, path: str, allowed: bool) -> None:
    assert rules(f"user-agent: *\n{text}").is_allowed(path) is allowed


def test_our_own_group_wins_over_the_star_wherever_it_stands() -> None:
    text = "User-agent: fivefold\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-Agent: FIVEFOLD/9\nDisallow: /b\n"
    ours = rules(text)
    assert [ours.is_allowed(path) for path in ("/a", "/b", "/c")] == [False, False, True]
    assert not rules(text, "Other/1").is_allowed("/c")


def test_agents_that_follow_each_other_share_their_rules() -> None:
    text = """User-agent: other
Sitemap: http://a.test/s.xml
Crawl-delay: 7
User-agent: fivefold
Disallow: /
User-agent: third
Allow: /"""
    assert not rules(text).is_allowed("/x")
    assert not rules(text, "other").is_allowed("/x")
    assert rules(text, "third").is_allowed("/x")


def test_rules_before_any_agent_and_groups_of_others_do_not_count() -> None:
    assert rules("Disallow: /\nUser-agent: other\nDisallow: /\n").is_allowed("/x")


def test_crawl_delay_is_read_and_bounded() -> None:
    assert rules("user-agent: *\ncrawl-delay: 2.5\ndisallow: /x").crawl_delay == timedelta(seconds=2.5)
    assert rules("user-agent: *\ncrawl-delay: 999999").crawl_delay == timedelta(hours=1)
    assert rules("user-agent: *\ncrawl-delay: soon").crawl_delay is None


def test_only_the_first_500_kib_count() -> None:
    filler = "# " + "x" * 98 + "\n"
    text = "user-agent: *\n" + filler * 5200 + "disallow: /\n"
    assert rules(text).is_allowed("/x")
    assert not rules("user-agent: *\ndisallow: /\n" + filler * 5200).is_allowed("/x")


def test_byte_order_mark_and_odd_line_ends() -> None:
    assert not parse_robots(b"\xef\xbb\xbfUser-agent: *\rDisallow: /\r\n", US).is_allowed("/x")


def test_many_stars_take_linear_time() -> None:
    text = "user-agent: *\n" + ("disallow: /" + "*a" * 1000 + "b\n") * 240
    group = rules(text)
    assert within(20.0, lambda: group.is_allowed("/" + "a" * 2000)), "backtracking would not end"


@given(st.binary(max_size=2000), st.text(max_size=50))
def test_any_bytes_are_read_and_any_path_is_judged(body: bytes, path: str) -> None:
    assert parse_robots(b"user-agent: *\n" + body, US).is_allowed(path) in (True, False)


@given(st.text(alphabet="ab*$/%C3A9é", max_size=12), st.text(alphabet="ab$/%C3A9é", max_size=12))
def test_matching_agrees_with_a_regular_expression(pattern: str, path: str) -> None:
    import re

    anchored = pattern.endswith("$")
    body = normalise(pattern.removesuffix("$") if anchored else pattern)
    expected = re.match(
        "".join(".*" if sign == "*" else re.escape(sign) for sign in body) + (r"\Z" if anchored else ""),
        normalise("/" + path),
        re.DOTALL,
    )
    group = rules(f"user-agent: *\ndisallow: {pattern}\n")
    if pattern.strip():
        assert group.is_allowed("/" + path) is (expected is None)
