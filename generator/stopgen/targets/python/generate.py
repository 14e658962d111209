"""Turns providers into the files of a Python package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from stopgen import model, render
from stopgen.diagnostic import Checked, Code, Position, error
from stopgen.emit import File
from stopgen.model import Outcome
from stopgen.targets.python.audit import SPELLED, foreign
from stopgen.targets.python.budget import MOST, bound
from stopgen.targets.python.build import build
from stopgen.targets.python.names import package_name
from stopgen.targets.python.sendable import check_sendable
from stopgen.targets.python.tidy import tidy
from stopgen.targets.python.view import Module

_FOLDER = "python"
_MODULES = ("__init__", "client", "async_client", "errors", "fake", "operations")
_MODELS = "models"
"""The module that is rendered last, as what is in it may come from another process."""


def generate(
    providers: Sequence[model.Provider],
    *,
    others: Mapping[str, str] | None = None,
    most_models: Mapping[str, int] | None = None,
) -> Checked[list[File]]:
    """Return the files of the package, the same bytes for the same providers.

    Args:
        providers: Platforms.
        others: Platforms that have a package already, which is not generated: for each name the folder.
        most_models: How many models an operation may have, for platforms that have a number of their own.
    """
    packages = yield from check(providers, others)
    modules: list[Module] = []
    for provider in providers:
        if package := packages.get(provider.name):
            bounded = yield from bound(provider, (most_models or {}).get(provider.name, MOST))
            modules.append(build(bounded, package, shared_names()))
    files = [*_shared([packages[name] for name in sorted(packages)])]
    for name in (*_MODULES, _MODELS):
        for module in modules:
            files.extend((yield from _file(module, name)))
    return files


def check(
    providers: Sequence[model.Provider], others: Mapping[str, str] | None = None
) -> Checked[dict[str, str]]:
    """Tell what no client can be made of, or no request sent as the documents want it.

    Args:
        providers: Platforms.
        others: Platforms that have a package already: for each name the folder.

    Returns:
        The package of each platform that can have one, and of the others.
    """
    packages = dict(others or {})
    for provider in providers:
        package = package_name(provider.name)
        if package is None or package in packages.values():
            position = _place(provider)
            sentence = f"the folder {provider.name!r} cannot name a Python package of its own"
            yield error(Code.UNUSABLE_NAME, position, sentence)
        else:
            yield from check_sendable(provider)
            packages[provider.name] = package
    return packages


def _place(provider: model.Provider) -> Position:
    """Return where a platform's first document begins."""
    origin = next((call.origin for call in provider.operations if call.origin), None)
    return Position(origin.position.file if origin else provider.name)


def shared_names() -> tuple[str, ...]:
    """Return the public names of what all platforms share."""
    return render.public_names(f"{_FOLDER}/_runtime/__init__.py")


def _shared(packages: Sequence[str]) -> Iterator[File]:
    """Yield what all platforms share; the runtime is copied as it stands."""
    source = render.render(f"{_FOLDER}/__init__.py.j2", packages=packages, shared=shared_names())
    yield File("__init__.py", tidy(source).encode())
    yield File("py.typed", b"")
    for name, content in render.copies(f"{_FOLDER}/_runtime"):
        yield File(f"_runtime/{name}", content)


def _file(module: Module, name: str) -> Checked[list[File]]:
    """Render a module of one platform; one that holds what nobody meant is not returned."""
    path = f"{module.package}/{name}.py"
    source = render.render(f"{_FOLDER}/provider/{name}.py.j2", **_values(module))
    if found := foreign(source, _known(module)):
        sentence = f"{path} would hold {found[0]}; this is a fault of the generator"
        yield error(Code.AUDIT_FAILED, Position(module.sources), sentence)
        return []
    return [File(path, tidy(source).encode())]


def _known(module: Module) -> frozenset[str]:
    """Return the identifiers that the modules of one platform may hold."""
    return frozenset(
        (
            *render.vocabulary(_FOLDER),
            *shared_names(),
            *SPELLED,
            *Outcome,
            *module.names(),
            *module.models.allowed,
        )
    )


def _values(module: Module) -> dict[str, object]:
    """Return what the templates of one platform may use."""
    errors = [name for name in shared_names() if name.endswith("Error")]
    own = {error.name for error in module.errors}
    homes = {
        "async_client": ["AsyncClient"],
        "client": ["Client"],
        "errors": errors,
        "models": list(module.models.names),
        "operations": [
            *(["RATE_LIMITS"] if module.rate_limits else []),
            *(states.constant for states in module.run_states),
        ],
    }
    return {
        "module": module,
        "shared_errors": errors,
        "inherited_errors": [name for name in errors if name not in own],
        "homes": [(home, names) for home, names in homes.items() if names],
        "exports": sorted(chain.from_iterable(homes.values())),
    }
