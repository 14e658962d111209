"""Every answer that was observed gives a calm and right result, in every flavour."""

from __future__ import annotations

from typing import Any

import pytest

import _runtime
from _runtime import StatusError, StopError, StopResult
from loopback import TRICKLED, Fault, LoopbackServer, Seen
from platforms import KEY, SCENARIOS, Scenario
from runtime.flavours import Flavour


def play(
    flavour: Flavour, server: LoopbackServer, scenario: Scenario
) -> StopResult[Any] | StopError:
    stage = server.play(scenario.reply)
    method, arguments, keywords = scenario.call
    options = {"api_key": KEY, "base_url": stage.url, "timeout": scenario.timeout}
    try:
        return flavour.stop(scenario.platform, method, arguments, keywords, **options)
    except StopError as error:
        return error
    finally:
        (seen,) = stage.seen
        check_request(scenario, seen)


def check_request(scenario: Scenario, seen: Seen) -> None:
    name, value = scenario.wire.key_header
    assert (seen.method, seen.path) == ("POST", scenario.path or scenario.wire.path)
    assert seen.header(name) == value
    assert seen.header("content-type") == scenario.wire.content_type
    assert seen.header("accept") == "application/json"
    assert seen.header("content-length") == str(len(seen.body))
    if scenario.keywords is None:
        assert seen.body == scenario.wire.body


@pytest.mark.filterwarnings(
    # On trio, httpx2 itself leaves a generator open where a body is not in its declared encoding.
    "ignore:.*PoolByteStream.__aiter__:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_observed_answer_is_understood(
    flavour: Flavour, server: LoopbackServer, scenario: Scenario
) -> None:
    expected = scenario.expected

    came = play(flavour, server, scenario)

    if isinstance(came, StopResult):
        assert came.outcome == expected.outcome
        assert came.evidence == expected.evidence
        assert (came.body is not None) is expected.has_body
        assert came.status == scenario.reply.status
    else:
        assert expected.error is not None, repr(came)
        assert isinstance(came, getattr(_runtime, expected.error))
    if isinstance(came, StopResult | StatusError):
        assert came.status == scenario.reply.status
        assert (came.code, came.message) == (expected.code, expected.message)


def test_wait_that_a_platform_asks_for_is_handed_on(server: LoopbackServer) -> None:
    scenario = next(s for s in SCENARIOS if s.name == "a 429")

    error = play(Flavour("sync"), server, scenario)

    assert isinstance(error, _runtime.RateLimitError)
    assert error.retry_after == 12.0


@pytest.mark.parametrize("name", ["silence", "a reset"])
def test_transport_error_says_whether_time_ran_out(server: LoopbackServer, name: str) -> None:
    scenario = next(s for s in SCENARIOS if s.name == name)

    error = play(Flavour("sync"), server, scenario)

    assert isinstance(error, _runtime.TransportError)
    assert error.timed_out is (name == "silence")
    assert error.__cause__ is not None


def test_answer_that_trickles_is_cut_off(flavour: Flavour, server: LoopbackServer) -> None:
    scenario = next(s for s in SCENARIOS if s.reply.fault is Fault.TRICKLE)

    came = play(flavour, server, scenario)

    assert isinstance(came, StopResult)
    assert len(came.raw) < TRICKLED
