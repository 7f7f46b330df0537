"""An operator who has not said who he is hears of it before the first site is visited."""

from __future__ import annotations

import pytest

from workers.cli import setting
from workers.contact import has_contact
from workers.settings import Settings, load_settings


@pytest.mark.parametrize(
    "user_agent",
    [
        "Reader/1.0 (+https://reader.news/about)",
        "Reader (editor@reader.news)",
        "Reader/1.0 (+http://192.0.2.7:8080/)",
        "Example/1.0 (+https://news.test.net/example)",
    ],
)
def test_a_web_or_mail_address_is_a_contact(user_agent: str) -> None:
    assert has_contact(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [
        "",
        "Reader/1.0",
        "Reader (+https://reader.example/)",
        "Reader (me@example.org)",
        "Reader (+http://localhost:80/)",
    ],
)
def test_nobody_can_be_reached_at_a_name_that_cannot_exist(user_agent: str) -> None:
    assert not has_contact(user_agent)


def test_the_default_names_nobody() -> None:
    assert not has_contact(Settings().user_agent)


class Told:
    """Takes what would be logged."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def warning(self, event: str, **_: object) -> None:
        self.events.append(event)


@pytest.mark.parametrize(("user_agent", "said"), [("", ["contact_missing"]), ("Reader (+https://reader.news/)", [])])
def test_a_process_that_will_visit_sites_says_so_once(
    monkeypatch: pytest.MonkeyPatch, user_agent: str, said: list[str]
) -> None:
    told = Told()
    monkeypatch.setattr(setting, "get_logger", lambda _: told)
    setting.warn_of_missing_contact(load_settings().model_copy(update={"user_agent": user_agent}))
    assert told.events == said
