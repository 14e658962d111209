"""The runtime works wherever it is copied to, with nothing but httpx2 and pydantic."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import _runtime

RUNTIME = Path(_runtime.__file__).parents[1]
SOURCES = sorted((RUNTIME / "_runtime").glob("*.py"))
ALLOWED = {"anyio", "httpx2", "pydantic", "pydantic_core"} | sys.stdlib_module_names


def imported(source: Path) -> set[str]:
    """The top names of absolute imports; relative ones that leave the package count too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            relative = {0: (node.module or "").partition(".")[0], 1: "__future__"}
            names.add(relative.get(node.level, "above the package"))
    return names


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_module_needs_only_httpx2_with_its_anyio_and_pydantic(source: Path) -> None:
    assert imported(source) <= ALLOWED


def test_public_names_are_listed_and_exist() -> None:
    public = {name for name in vars(_runtime) if not name.startswith("_")}
    modules = {source.stem for source in SOURCES}

    assert set(_runtime.__all__) == public - modules - {"annotations"}
    assert sorted(_runtime.__all__) == sorted(set(_runtime.__all__))


SCRIPT = """
import sys
from someapp._vendor.deep.clients import _runtime
early = {"pydantic", "httpx2"} & set(sys.modules)
assert not early, early
from someapp._vendor.deep.clients._runtime.declare import Operation, Platform, Server
from someapp._vendor.deep.clients._runtime.sync_client import SyncClient
import httpx2
http = httpx2.Client(transport=httpx2.MockTransport(lambda r: httpx2.Response(200)))
platform = Platform("p", "P", "P_KEY", "P_URL", Server("https://p.example"))
with SyncClient(platform, "key", http_client=http) as client:
    print(client._stop(Operation("stop", "POST", ("/stop",))).outcome)
"""


def test_it_works_at_any_depth_and_exceptions_alone_load_no_library(tmp_path: Path) -> None:
    target = tmp_path / "someapp" / "_vendor" / "deep" / "clients" / "_runtime"
    shutil.copytree(RUNTIME / "_runtime", target, ignore=shutil.ignore_patterns("__pycache__"))

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert done.stdout == "ACCEPTED\n"


@pytest.fixture
def lazy_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    package = tmp_path / "lazy_platform"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from _runtime.lazy import loader\n"
        "__all__ = ['Client']\n"
        "__getattr__ = loader(__name__, {'Client': 'client'})\n"
    )
    (package / "client.py").write_text("class Client: pass\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    yield import_module("lazy_platform")
    for name in ("lazy_platform", "lazy_platform.client"):
        sys.modules.pop(name, None)


def test_lazy_package_loads_a_module_at_first_use(lazy_package: ModuleType) -> None:
    assert "lazy_platform.client" not in sys.modules

    client = lazy_package.Client

    assert client is sys.modules["lazy_platform.client"].Client
    assert lazy_package.Client is client
    assert lazy_package.client is sys.modules["lazy_platform.client"]


def test_lazy_package_has_its_modules_too(lazy_package: ModuleType) -> None:
    assert lazy_package.client.Client is lazy_package.Client


def test_lazy_package_has_nothing_else(lazy_package: ModuleType) -> None:
    with pytest.raises(AttributeError, match=r"lazy_platform.*Clinet"):
        lazy_package.Clinet  # noqa: B018


def without_asynchrony(source: str) -> str:
    """Spell an asynchronous module as its synchronous twin."""
    kept = [line for line in source.splitlines() if "anext(stream" not in line]
    text = re.sub(r"\basync |\bawait ", "", "\n".join(kept))
    text = re.sub(r"\bAsync(?=Http(Client|Response))", "Sync", text)
    text = re.sub(r"(?<!httpx2\.)\bAsyncClient\b", "SyncClient", text).replace("Async", "")
    text = re.sub(r"\ba(?=close\b|iter_bytes\b)|(?<=__)a(?=enter__|exit__)", "", text)
    return ast.unparse(drop_docstrings(ast.parse(text)))


def drop_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            del node.body[0]
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            node.names.sort(key=lambda alias: alias.name)
    return tree


def test_flavours_differ_only_in_async_and_await() -> None:
    sources = {source.stem: source.read_text(encoding="utf-8") for source in SOURCES}

    assert without_asynchrony(sources["async_client"]) == without_asynchrony(sources["sync_client"])
