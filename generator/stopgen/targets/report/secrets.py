"""Names what callers must keep to themselves: environment variables, and arguments of clients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stopgen.model import Operation, Provider, SecurityScheme
from stopgen.targets.python.build_keys import API_KEY, BASIC, Credentials
from stopgen.targets.python.names import constant_name


@dataclass(frozen=True, slots=True)
class Variables:
    """Names of environment variables.

    Attributes:
        prefix: How all that nobody named begin.
        key: The one that clients take the key from.
        url: The one that clients take the address from.
    """

    prefix: str
    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret of a request.

    Attributes:
        scheme: How it travels.
        argument: The argument of clients that takes it.
        variable: The environment variable that holds it in what we show.
    """

    scheme: SecurityScheme
    argument: str
    variable: str


def variables_of(provider: Provider, package: str | None) -> Variables:
    """Return the environment variables of a platform."""
    prefix = f"{constant_name(package)}_" if package else ""
    settings = provider.settings
    return Variables(
        prefix,
        settings.key_variable or f"{prefix}API_KEY",
        settings.url_variable or f"{prefix}BASE_URL",
    )


def secrets_of(
    operation: Operation,
    schemes: Mapping[str, SecurityScheme],
    credentials: Credentials,
    variables: Variables,
) -> Iterator[Secret]:
    """Yield the secrets of a request, in the first of the ways that it allows."""
    for key in next(map(tuple, operation.security), ()):
        if key in schemes:
            argument = credentials.get(key, API_KEY)
            own = f"{variables.prefix}{argument.upper()}"
            yield Secret(schemes[key], argument, variables.key if argument == API_KEY else own)


def arguments(secrets: Iterable[Secret]) -> Iterator[str]:
    """Yield the arguments of a client for what it does not find in the environment."""
    names = dict.fromkeys(secret.argument for secret in secrets)
    for name in names:
        if name == BASIC:
            yield from ("username='USERNAME'", "password='PASSWORD'")
        elif name != API_KEY:
            yield f"{name}={name.upper()!r}"
