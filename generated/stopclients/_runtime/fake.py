"""A pretended platform for tests: it knows the documents, keeps runs, and can be told to misbehave."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Generator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import Any, ClassVar
from urllib.parse import urlsplit

import httpx2

from . import fake_samples as samples
from .declare import PathValue, Platform, Server
from .errors import ConfigurationError
from .fake_check import Problem, check, find_route, run_id
from .fake_declare import Route
from .fake_exchange import FakeRun, Fault, Reply, RunState, Seen
from .fake_keys import keys_shown
from .fake_transport import in_event_loop, perform, perform_async, seen_of
from .outcomes import Outcome
from .settings import expand

_SLOW = (Fault.SILENCE,)


class FakePlatform(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """The base of every platform's `Fake`: a transport for HTTP clients, and a server on loopback.

    Attributes:
        runs: What was started, by id.
        seen: The requests so far, in order.
        delay: Seconds that pass before every answer.
    """

    platform: ClassVar[Platform]
    routes: ClassVar[tuple[Route, ...]]

    def __init__(self, *, api_keys: Collection[str] = (), base_path: str | None = None) -> None:
        """Set up a platform on which nothing runs.

        Args:
            api_keys: The keys that it knows; without any, every key is right.
            base_path: Where it answers; else at the path of the documented address.
        """
        self.runs: dict[str, FakeRun] = {}
        self.seen: list[Seen] = []
        self.delay = 0.0
        self._keys = frozenset(api_keys)
        self._base = _path_of(self.platform.server) if base_path is None else base_path
        self._planned: deque[Reply] = deque()
        self._always: Reply | None = None
        self._lock = Lock()

    def start(
        self,
        run: object,
        *,
        owner: str | None = None,
        reply: Reply | None = None,
        stops_after: float = 0,
    ) -> FakeRun:
        """Pretend that something runs.

        Args:
            run: Its id.
            owner: Whose it is: an API key, or the value that tells users apart in the body. Others
                cannot stop it.
            reply: What every stop of this run is answered with, instead of the usual.
            stops_after: How many status calls after its stop still tell of a running run; with
                `math.inf` it goes on for ever.
        """
        started = self.runs[str(run)] = FakeRun(str(run), owner, reply, stops_after)
        return started

    def answer(self, *replies: Reply) -> None:
        """Give these to the next requests, whatever they are, one each and in order."""
        self._planned.extend(replies)

    def always(self, reply: Reply | None) -> None:
        """Give this to all requests from now on; None goes back to the usual."""
        self._always = reply

    def documented(self, status: int, code: str | None = None, **changes: Any) -> Reply:
        """Make an answer that the documents have.

        Args:
            status: Its status.
            code: The platform's own code; else the one that the documents show.
            changes: What else is different, such as `delay`.

        Raises:
            ValueError: The documents have no answer of that status.
        """
        for sample in (sample for route in self.routes for sample in route.samples):
            if sample.status in {str(status), f"{status // 100}XX"}:
                body = sample.body
                if code is not None and sample.code is not None:
                    body = samples.put(body, sample.code, code)
                return replace(samples.reply_of(sample, status), json=body, **changes)
        raise ValueError(f"the documents of {self.platform.title} have no answer {status}")

    @property
    def problems(self) -> list[str]:
        """What the documents do not allow about the requests so far."""
        return [seen.problem for seen in self.seen if seen.problem is not None]

    @contextmanager
    def serve(self) -> Generator[str]:
        """Answer on loopback as long as the block lasts; yields a `base_url` for clients."""
        from .fake_server import serve

        with serve(self.reply_to) as url:
            yield url + self._base

    def __call__(self, request: Any) -> Any:
        """Answer a request, as `httpx2.MockTransport` wants it."""
        reply = self.reply_to(seen_of(request))
        if (reply.delay or reply.fault in _SLOW) and in_event_loop():
            return perform_async(request, reply)
        return perform(request, reply)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of a synchronous client."""
        request.read()
        response: httpx2.Response = perform(request, self.reply_to(seen_of(request)))
        return response

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of an asynchronous client."""
        await request.aread()
        reply = self.reply_to(seen_of(request))
        response: httpx2.Response = await perform_async(request, reply)
        return response

    def reply_to(self, seen: Seen) -> Reply:
        """Decide what a request is answered with, and record it."""
        with self._lock:
            reply = self._decide(seen)
        return replace(reply, delay=reply.delay + self.delay) if self.delay else reply

    def _decide(self, seen: Seen) -> Reply:
        route, values = self._find(seen)
        if not isinstance(route, Route):
            self.seen.append(replace(seen, problem=route.text))
            return self._chosen() or samples.refusal(None, route)
        run = run_id(route, values, seen)
        problem = check(route, values, seen, self._keys)
        told = problem.text if problem else None
        self.seen.append(replace(seen, operation=route.name, run=run, problem=told))
        if (chosen := self._chosen()) is not None:
            return chosen
        if problem is not None:
            return samples.refusal(route, problem)
        found = self.runs.get(run)
        reply = self._usual(route, found, seen)
        if found is not None and reply is found.reply:
            return reply
        return replace(reply, json=samples.personal(reply.json, _named(route, values)))

    def _find(self, seen: Seen) -> tuple[Route | Problem, tuple[str, ...]]:
        """Find the operation that is called, at the platform's address or at its own."""
        homes = [(self._base, self.routes)]
        homes += [(_path_of(route.server), (route,)) for route in self.routes if route.server]
        tried: list[tuple[Route | Problem, tuple[str, ...]]] = []
        for home, routes in homes:
            base = home.rstrip("/")
            target = seen.target.removeprefix(base) if seen.target.startswith(f"{base}/") else ""
            tried.append(find_route(routes, seen, target))
        return next((found for found in tried if isinstance(found[0], Route)), tried[0])

    def _chosen(self) -> Reply | None:
        return self._planned.popleft() if self._planned else self._always

    def _usual(self, route: Route, run: FakeRun | None, seen: Seen) -> Reply:
        if run is None:
            return self._unknown(route)
        if not _is_owner(run, route, seen):
            return self._failure(route, 403) or self._failure(route, 404) or samples.plain(route)
        if route.states is not None:
            return self._status(route, run)
        if run.reply is not None:
            return run.reply
        if run.state in {RunState.STOPPED, RunState.ENDED}:
            return samples.nothing_to_stop(route)
        run.stop()
        return samples.with_outcome(route, Outcome.STOPPED) or samples.plain(route)

    def _unknown(self, route: Route) -> Reply:
        known = self._failure(route, 404)
        if known is None and route.states is not None:
            return Reply(status=404, json={"message": "there is no such run"})
        return known or samples.nothing_to_stop(route)

    def _failure(self, route: Route, status: int) -> Reply | None:
        sample = samples.documented(route, status)
        is_meant = sample is not None and sample.status != "default"
        return samples.reply_of(sample, status) if sample and is_meant else None

    def _status(self, route: Route, run: FakeRun) -> Reply:
        states = route.states
        if states is None:
            return samples.plain(route)
        words = {
            RunState.RUNNING: states.running[-1:],
            RunState.STOPPING: states.running[-1:],
            RunState.STOPPED: (*states.stopped, *states.finished),
            RunState.ENDED: (*states.finished, *states.stopped),
        }
        reply = samples.plain(route)
        for word in words[run.look()][:1]:
            reply = replace(reply, json=samples.put(reply.json, states.at, word))
        return reply


def _path_of(server: Server | None) -> str:
    """Return the path of a documented address; a variable without a value has none."""
    try:
        return urlsplit(expand(server, {})).path.rstrip("/") if server else ""
    except ConfigurationError:
        return ""


def _named(route: Route, values: tuple[str, ...]) -> dict[str, str]:
    names = (piece.name for piece in route.path if isinstance(piece, PathValue))
    return dict(zip(names, values, strict=False))


def _is_owner(run: FakeRun, route: Route, seen: Seen) -> bool:
    return run.owner is None or run.owner in (*keys_shown(route, seen), *seen.members.values())
