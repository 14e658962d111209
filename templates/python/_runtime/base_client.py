"""What the synchronous and the asynchronous client share: all but sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from inspect import iscoroutinefunction
from typing import Any, ClassVar, Generic, TypeVar

from .context import Context
from .declare import Operation, Platform
from .errors import ClientClosedError, ConfigurationError
from .flow import Flow, stop_flow
from .protocols import HttpClient
from .request import Call
from .settings import resolve
from .transport import Intake, library_of

HttpT = TypeVar("HttpT", bound=HttpClient)


class BaseClient(Generic[HttpT]):
    """Holds what a client was told; threads and tasks may share it."""

    _http_class: ClassVar[type[Any]]

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

        Raises:
            ConfigurationError: The key is missing or malformed, or the address must not be used.
        """
        settings = resolve(
            platform, api_key, base_url, variables, timeout=timeout, allow_http=allow_http
        )
        if http_client is not None:
            _check_flavour(http_client, self._http_class)
        self._http: HttpT = self._http_class() if http_client is None else http_client
        self._owns_http = http_client is None
        self._closed = False
        self._context = Context(platform, settings, library_of(self._http))

    def __repr__(self) -> str:
        name = f"{self._context.platform.name}.{type(self).__name__}"
        return f"{name}(base_url={self.base_url!r})"

    @property
    def base_url(self) -> str:
        """The address that the client talks to, without a slash at its end."""
        return self._context.settings.base_url

    @property
    def is_closed(self) -> bool:
        """Whether the client can no longer be used."""
        return self._closed or self._http.is_closed

    def _begin(
        self,
        operation: Operation,
        path: Sequence[object],
        *,
        query: Mapping[str, object] | None,
        headers: Mapping[str, object] | None,
        cookies: Mapping[str, object] | None,
        json: object,
    ) -> Flow:
        if self.is_closed:
            raise ClientClosedError(f"{self!r} is closed")
        call = Call(operation, path, query or {}, headers or {}, cookies or {}, json)
        return stop_flow(self._context, call, self._http.headers)

    def _intake(self) -> Intake:
        return Intake(self._context.settings.timeout)


def _check_flavour(http_client: Any, wanted: type[Any]) -> None:
    if iscoroutinefunction(http_client.send) is not iscoroutinefunction(wanted.send):
        raise ConfigurationError(f"http_client must be like httpx2.{wanted.__name__}")
