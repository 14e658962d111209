"""What all calls of a client share, and what all requests for one operation share."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from .declare import ApiKey, Basic, Bearer, Operation, Platform, Scheme
from .encoding import COOKIE_SAFE
from .policy import Policy
from .settings import Key, Settings, missing_key
from .transport import Library


@dataclass(slots=True)
class Constant:
    """What every request for an operation carries.

    Attributes:
        headers: Names and values by their names in lower case.
        query: Query parameters that hold the key.
    """

    headers: dict[bytes, tuple[bytes, bytes]]
    query: dict[str, object] = field(default_factory=dict[str, object])

    def set_header(self, name: str, text: str) -> None:
        """Set a header, whatever it was before."""
        raw = name.encode("ascii")
        self.headers[raw.lower()] = (raw, text.encode("latin-1"))

    def authorize(self, scheme: Scheme, key: Key) -> None:
        """Put the key where a scheme wants it."""
        match scheme:
            case Bearer():
                self.set_header("Authorization", f"Bearer {key.text}")
            case Basic():
                self.set_header("Authorization", f"Basic {key.base64}")
            case ApiKey("header", name):
                self.set_header(name, key.text)
            case ApiKey("cookie", name):
                self.set_header("Cookie", f"{name}={quote(key.text, COOKIE_SAFE)}")
            case ApiKey(_, name):
                self.query[name] = key.text


@dataclass(frozen=True, slots=True)
class Context:
    """What all calls of a client share.

    Attributes:
        platform: Who is called.
        settings: What the client was told.
        library: Where requests come from.
        policy: How the client tries.
    """

    platform: Platform
    settings: Settings
    library: Library
    policy: Policy
    _constants: dict[str, Constant] = field(default_factory=dict[str, Constant], repr=False)

    def constant(self, operation: Operation) -> Constant:
        """Give what every request for an operation carries; made once.

        Raises:
            ConfigurationError: The operation needs a key, and there is none.
        """
        if (known := self._constants.get(operation.name)) is not None:
            return known
        constant = Constant({b"host": (b"Host", self.settings.host)})
        for name, text in operation.headers:
            constant.set_header(name, text)
        self._authorize(constant, operation)
        return self._constants.setdefault(operation.name, constant)

    def _authorize(self, constant: Constant, operation: Operation) -> None:
        """Follow the alternative that asks for least, as there is one key."""
        if (key := self.settings.key) is not None:
            for scheme in min(filter(None, operation.security), key=len, default=()):
                constant.authorize(scheme, key)
        elif operation.security and () not in operation.security:
            raise missing_key(self.platform)
