"""What the synchronous and the asynchronous client share: all but sending."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from .clock import Clock
from .context import Context
from .declare import Platform
from .errors import ClientClosedError, ConfigurationError
from .flow import stop_flow
from .outcomes import StopResult
from .policy import OnEvent, OnLimit, make_policy
from .protocols import HttpClient
from .quota import RateLimit, RateLimiter
from .request import Call
from .settings import resolve
from .steps import Flow
from .transport import library_of

if TYPE_CHECKING:
    from .poll import Poll, RunStatus

HttpT = TypeVar("HttpT", bound=HttpClient)


class BaseClient(Generic[HttpT]):
    """Holds what a client was told; threads and tasks may share it."""

    _http_class: ClassVar[type[Any]]
    _leaving_class: ClassVar[type[Any]]
    _clock: ClassVar[Clock] = Clock()
    _confirmable: ClassVar[tuple[str, ...]] = ()
    """Methods that can look for themselves what became of the run."""

    def __init__(
        self,
        platform: Platform,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 30.0,
        http_client: HttpT | None = None,
        allow_http: bool = False,
        variables: Mapping[str, str | None] | None = None,
        credentials: Mapping[str, str | None] | None = None,
        max_retries: int = 2,
        deadline: float | None = None,
        rate_limit: RateLimit | RateLimiter | None = None,
        on_limit: OnLimit = "raise",
        on_event: OnEvent | None = None,
    ) -> None:
        """Set up a client.

        Args:
            platform: What the documents say about the platform.
            api_key: The key; else it is read from the environment.
            base_url: The address; else it is read from the environment, else the documented one.
            timeout: Seconds for each of connecting, sending, waiting, and reading the answer.
            http_client: The application's own client. Its transport, proxies, hooks and headers
                are used; its auth, address, cookies and time limit are not. It is not closed.
            allow_http: Whether a network is trusted to carry the key without encryption.
            variables: Values of variables in the documented address.
            credentials: Other secrets than the key, by name; else they are read from the environment.
            max_retries: How often a stop is tried again after a failed connection, 429, 502, 503
                or 504.
            deadline: Seconds that a stop may take with all its attempts and waits.
            rate_limit: How often each operation may be called; a limiter is shared by its clients.
            on_limit: Whether a call that the limit forbids raises RateLimitError or waits.
            on_event: Is called with what happens, in the thread or task of the stop.

        Raises:
            ConfigurationError: The key is missing or malformed, the address must not be used, or
                another argument cannot be followed.
        """
        policy = make_policy(
            self._clock,
            max_retries=max_retries,
            deadline=deadline,
            rate_limit=rate_limit,
            on_limit=on_limit,
            on_event=on_event,
        )
        settings = resolve(
            platform,
            api_key,
            base_url,
            variables,
            credentials=credentials,
            timeout=timeout,
            allow_http=allow_http,
        )
        if http_client is not None:
            _check_flavour(http_client, self._http_class)
        self._http: HttpT = self._http_class() if http_client is None else http_client
        self._owns_http = http_client is None
        self._closed = False
        self._leaving = self._leaving_class()
        self._context = Context(platform, settings, library_of(self._http), policy)

    def __repr__(self) -> str:
        name = f"{self._context.platform.name}.{type(self).__name__}"
        return f"{name}(base_url={self.base_url!r})"

    @property
    def base_url(self) -> str:
        """The address that the client talks to, without a slash at its end."""
        return self._context.settings.address.base_url

    @property
    def is_closed(self) -> bool:
        """Whether the client can no longer be used."""
        return self._closed or self._http.is_closed

    def _begin(self, call: Call, confirm: Poll | None, *, check: bool) -> Flow[StopResult[Any]]:
        """Begin a stop; `check` first asks whether there is anything to stop."""
        self._refuse_closed()
        if confirm is None and not check:
            return stop_flow(self._context, call, self._http.headers)
        from .confirm import confirm_flow, stop_if_running_flow  # here, for those who confirm

        flow = stop_if_running_flow if check else confirm_flow
        return flow(self._context, call, self._http.headers, confirm)

    def _begin_status(self, call: Call) -> Flow[RunStatus[Any]]:
        self._refuse_closed()
        from .confirm import status_flow  # here, for those who ask

        return status_flow(self._context, call, self._http.headers)

    def _refuse_closed(self) -> None:
        if self.is_closed:
            raise ClientClosedError(f"{self!r} is closed")

    def _leave(self) -> ClientClosedError:
        return ClientClosedError(f"{self!r} was closed")


def _check_flavour(http_client: Any, wanted: type[Any]) -> None:
    if iscoroutinefunction(http_client.send) is not iscoroutinefunction(wanted.send):
        raise ConfigurationError(f"http_client must be like httpx2.{wanted.__name__}")
