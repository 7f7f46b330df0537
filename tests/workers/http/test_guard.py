"""The guard's choices, without a socket: a resolver that answers from a list and connections that are only noted."""

from __future__ import annotations

import socket
from ipaddress import ip_network

import pytest

from pipeline.errors import Transient
from schemas.outcome import Reason
from workers.http.deadline import Deadline
from workers.http.guard import Guard, TooMuch
from workers.http.refusal import Refused

V4, V6 = "93.184.216.34", "2606:4700::1111"


def guard(*answers: str, allowed: tuple[str, ...] = (), seconds: float = 20.0) -> Guard:
    return Guard(Deadline(seconds), tuple(map(ip_network, allowed)), resolver=lambda host, port: list(answers))


def test_all_answers_are_vetted() -> None:
    assert [str(one) for one in guard(V4, V6).vetted("a.test", 80)] == [V4, V6]
    for answers in (("127.0.0.1",), (V4, "10.0.0.1"), (V6, "::1"), (V4, "fe80::1%lo")):
        with pytest.raises(Refused) as caught:
            guard(*answers).vetted("a.test", 80)
        assert caught.value.reason is Reason.ADDRESS_REFUSED


def test_another_port_needs_an_address_that_the_operator_opened() -> None:
    assert guard("10.0.0.1", allowed=("10.0.0.0/8",)).vetted("intranet", 9999)
    with pytest.raises(Refused) as caught:
        guard(V4, allowed=("10.0.0.0/8",)).vetted("a.test", 9999)
    assert caught.value.reason is Reason.URL_REFUSED


@pytest.mark.parametrize("answers", [(), ("not an address",)])
def test_no_address(answers: tuple[str, ...]) -> None:
    with pytest.raises(Transient) as caught:
        guard(*answers).vetted("a.test", 80)
    assert caught.value.reason is Reason.DNS


def test_families_take_turns_and_the_literal_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(address)
        assert 0 < timeout <= 10
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Transient, match="unreachable") as caught:
        guard("2606:4700::1", "2606:4700::2", "2606:4700::3", "1.1.1.1", "8.8.8.8").connect_tcp("a.test", 80)
    assert caught.value.reason is Reason.CONNECTION
    assert [host for host, _ in tried] == ["2606:4700::1", "1.1.1.1", "2606:4700::2", "8.8.8.8"]


def test_no_time_left_means_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    with pytest.raises(Transient) as caught:
        guard(seconds=0.0).connect_tcp(V4, 80)
    assert caught.value.reason is Reason.TIMEOUT


def test_the_budget_is_counted() -> None:
    ours = guard()
    ours.expect(10)
    ours.count(10)
    with pytest.raises(TooMuch):
        ours.count(1)
