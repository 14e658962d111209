"""What all calls of a client share, and what all requests for one operation share."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from .credentials import Key, missing_key
from .declare import ApiKey, Basic, Bearer, Operation, Platform, Scheme
from .encoding import COOKIE_SAFE
from .policy import Policy
from .settings import Settings
from .transport import Library


@dataclass(slots=True, repr=False)  # crash reports show the variables of a traceback's frames
class Constant:
    """What every request for an operation carries.

    Attributes:
        base_url: Where the operation is answered.
        headers: Names and values by their names in lower case.
        query: Query parameters that hold a key.
    """

    base_url: str
    headers: dict[bytes, tuple[bytes, bytes]]
    query: dict[str, object] = field(default_factory=dict[str, object])

    def set_header(self, name: str, text: str) -> None:
        """Set a header, whatever it was before."""
        raw = name.encode("ascii")
        self.headers[raw.lower()] = (raw, text.encode("latin-1"))

    def authorize(self, scheme: Scheme, key: Key) -> None:
        """Put a key where a scheme wants it."""
        match scheme:
            case Bearer():
                self.set_header("Authorization", key.behind("Bearer"))
            case Basic():
                self.set_header("Authorization", f"Basic {key.base64}")
            case ApiKey("header", name):
                self.set_header(name, key.behind(scheme.prefix))
            case ApiKey("cookie", name):
                self._add_cookie(f"{name}={quote(key.text, COOKIE_SAFE)}")
            case ApiKey(_, name):
                self.query[name] = key.text

    def _add_cookie(self, cookie: str) -> None:
        known = self.headers.get(b"cookie")
        self.set_header("Cookie", f"{known[1].decode()}; {cookie}" if known else cookie)


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
        address = self.settings.address_of(operation.server)
        constant = Constant(address.base_url, {b"host": (b"Host", address.host)})
        for name, text in operation.headers:
            constant.set_header(name, text)
        for scheme, key in self._keys_for(operation):
            constant.authorize(scheme, key)
        return self._constants.setdefault(operation.name, constant)

    def _keys_for(self, operation: Operation) -> list[tuple[Scheme, Key]]:
        """Follow, of the alternatives for which there are keys, the one that uses most of them."""
        found = [keys for way in operation.security if way and (keys := self._keys_of(way))]
        if found:
            return max(found, key=_rank)
        if operation.security and () not in operation.security:
            raise missing_key(self.platform, operation.security)
        return []

    def _keys_of(self, way: tuple[Scheme, ...]) -> list[tuple[Scheme, Key]]:
        """Find the keys that are needed together; where one is enough, any other can stand for it."""
        keys = self.settings.keys
        substitute = keys.get("api_key") if len(way) == 1 else None
        found = [(scheme, keys.get(scheme.credential, substitute)) for scheme in way]
        known = [(scheme, key) for scheme, key in found if key is not None]
        return known if len(known) == len(way) else []


def _rank(keys: list[tuple[Scheme, Key]]) -> tuple[bool, int, int]:
    """Prefer keys that were given for their scheme, then more of them, then fewer schemes."""
    is_own = all(key.credential == scheme.credential for scheme, key in keys)
    return is_own, len({key.credential for _, key in keys}), -len(keys)
