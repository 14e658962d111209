"""Writes the docstrings of a provider's package and of its clients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stopgen import model
from stopgen.targets.python import view
from stopgen.targets.python.build_servers import whole_url
from stopgen.targets.python.docs import docstring, prose, section

_TRYING = (
    (
        "max_retries",
        "How often a stop is tried again after a failed connection or 429, 502, 503 or 504",
    ),
    ("deadline", "Seconds that a stop may take with all its attempts and waits; None for no end"),
    ("rate_limit", "How often each operation may be called; clients can share a RateLimiter"),
    ("on_limit", "Whether a call that rate_limit forbids raises RateLimitError or waits"),
    ("on_event", "Is called with each event of a stop, in its thread or task"),
)


def package_doc(title: str, pages: Mapping[str, str]) -> str:
    """Write the docstring of a package.

    Args:
        title: The platform's name, for people.
        pages: Where its documents are published.
    """
    return docstring([prose(f"Stop what {title} is running.", 0), _pages(pages)])


def client_doc(
    title: str,
    environment: tuple[str, str],
    server: model.Server | None,
    others: Iterable[view.Argument],
    manner: str,
    *,
    is_told: bool,
) -> str:
    """Write the docstring of a client.

    Args:
        title: The platform's name, for people.
        environment: The variables that hold the key and the base URL.
        server: Where the platform answers.
        others: Arguments for further keys, and for parts of the URL.
        manner: How it stops runs.
        is_told: Whether the documents say how a key is sent.
    """
    untold = "" if is_told else ", sent as a bearer token, as the documents name no other way"
    (key_variable, url_variable), documented = environment, "nothing: it must be given"
    if server:
        whole = whole_url(server)
        documented = f"the documented server, {whole.default if whole else server.url}"
    return docstring(
        [
            f"Stops runs on {title}{manner}.",
            section(
                "Args",
                [
                    (
                        "api_key",
                        f"The key{untold}; falls back to the environment variable {key_variable}",
                    ),
                    (
                        "base_url",
                        f"Where the platform answers; falls back to {url_variable}, then to {documented}",
                    ),
                    *((a.name, a.text or f"The part {a.wire} of the server's URL") for a in others),
                    (
                        "timeout",
                        "Seconds that each of connecting, sending and waiting for bytes may take",
                    ),
                    (
                        "http_client",
                        "The application's own HTTP client, which stays open; by default one is made",
                    ),
                    ("allow_http", "Whether the key may travel unencrypted to another machine"),
                    *_TRYING,
                ],
                4,
            ),
            section("Raises", [("StopError", "No key was found, or the URL cannot be used")], 4),
        ]
    )


def _pages(pages: Mapping[str, str]) -> str:
    """Say where the documents are published, a line for each."""
    urls = [f"- {url}" for url in dict.fromkeys(pages.values())]
    return "\n".join(["The documentation that this package follows:", "", *urls]) if urls else ""
