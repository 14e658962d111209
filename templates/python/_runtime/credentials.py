"""Finds secrets in arguments and the environment."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from os import environ
from typing import NoReturn

from .declare import Platform, Scheme
from .encoding import is_header_safe
from .errors import ConfigurationError

_SHORTEST_SECRET = 8


class Key:
    """A secret that shows itself only when asked.

    Attributes:
        credential: Which one it is, as clients call it.
        base64: The secret as HTTP's Basic scheme spells it; without a colon it is a user's name.
    """

    __slots__ = ("_echoes", "_text", "base64", "credential")

    def __init__(self, text: str, credential: str = "api_key", *secrets: str) -> None:
        self.credential = credential
        self._text = text
        self.base64 = b64encode((text if ":" in text else f"{text}:").encode()).decode()
        echoes = (secret.encode() for secret in (text, *secrets, self.base64))
        self._echoes = tuple(secret for secret in echoes if len(secret) >= _SHORTEST_SECRET)

    def __repr__(self) -> str:
        return "Key('…')"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds an API key and is not pickled; make a new one instead")

    @property
    def text(self) -> str:
        """The secret itself."""
        return self._text

    def behind(self, prefix: str | None) -> str:
        """The secret behind a word that goes before it, unless it is there already."""
        if prefix is None or self._text.lower().startswith(f"{prefix.lower()} "):
            return self._text
        return f"{prefix} {self._text}"

    def hide(self, raw: bytes) -> bytes:
        """Take the secret out of bytes that may echo it."""
        for secret in self._echoes:
            if secret in raw:
                raw = raw.replace(secret, b"[hidden]")
        return raw


def find_keys(platform: Platform, given: Mapping[str, str | None]) -> dict[str, Key]:
    """Find every secret of a client; a name and a password become one.

    Args:
        platform: Who is called.
        given: What the application gave, by what clients call it.

    Raises:
        ConfigurationError: A secret has characters that cannot be sent, or none is there.
    """
    texts = {name: _find(platform, name, text) for name, text in given.items()}
    user, password = texts.pop("username", None), texts.pop("password", None)
    keys = {name: Key(text, name) for name, text in texts.items() if text}
    if user or password:
        keys["basic"] = _pair(user or "", password or "")
    if platform.key_required and not keys:
        raise missing_key(platform, names=tuple(given))
    return keys


def _find(platform: Platform, name: str, given: str | None) -> str | None:
    text = environ.get(platform.variable(name)) if given is None else given
    is_plain = text is None or (text.isprintable() if name == "password" else is_header_safe(text))
    if not is_plain:
        source = platform.variable(name) if given is None else name
        raise ConfigurationError(
            f"{source} has a line break, a space at an end or another character that "
            "cannot be part of an API key"
        )
    return text


def _pair(user: str, password: str) -> Key:
    if ":" in user:
        raise ConfigurationError("username must not have a colon")
    return Key(f"{user}:{password}", "basic", password)


def missing_key(
    platform: Platform,
    security: tuple[tuple[Scheme, ...], ...] = (),
    names: tuple[str, ...] = ("api_key",),
) -> ConfigurationError:
    """Say which keys are needed, and where they are looked for.

    Args:
        platform: Who is called.
        security: The alternatives that an operation has.
        names: What clients call the keys, where no operation is known.
    """
    ways = [tuple(dict.fromkeys(s.credential for s in way)) for way in security if way]
    alternatives = [_each(way) for way in ways or [(name,) for name in names]]
    variables = [platform.variable(name) for way in alternatives for name in way]
    wanted = " or ".join(dict.fromkeys(" and ".join(way) for way in alternatives))
    needed = "an API key" if wanted == "api_key" else "credentials"
    return ConfigurationError(
        f"{platform.title} needs {needed}: pass {wanted} or set {', '.join(dict.fromkeys(variables))}"
    )


def _each(way: tuple[str, ...]) -> tuple[str, ...]:
    """Name what a client is given, rather than what is made of it."""
    pairs = (("username", "password") if name == "basic" else (name,) for name in way)
    return tuple(name for pair in pairs for name in pair)
