"""How a role is put down, whichever words told it."""

from __future__ import annotations

from pipeline.extract.offices import normal_form
from schemas.mention import Mention, RoleMention

WINDOW = 100
"""Characters looked at beside a name; the longest office in use is shorter."""


def role(
    text: str, span: tuple[int, int], office: str, body: str | None, holder: Mention, *, is_former: bool
) -> RoleMention:
    """The role that `text[span]` states; `body` and the holder by the names of their entities."""
    return RoleMention(
        start_char=span[0],
        end_char=span[1],
        surface=text[span[0] : span[1]],
        role=normal_form(office, body),
        organisation=body,
        holder=holder.entity,
        is_former=is_former,
    )
