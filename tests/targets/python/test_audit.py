from __future__ import annotations

import importlib
from typing import Any

import pytest

from descriptions import PATH, openapi, parameter, response, stop
from stopgen import render
from stopgen.diagnostic import Code, Severity, collect
from stopgen.targets.python import generate
from stopgen.targets.python.audit import foreign
from targets.python.support import attempt, platform, view

WHOLE = openapi(
    {
        PATH: stop(
            {"type": "object", "properties": {"os": {"type": "string", "default": "x"}}},
            {
                "type": "object",
                "properties": {"eval": {"type": "string"}, "open": {"type": "integer"}},
            },
            parameters=[
                parameter("job_id", "path", {"type": "string"}),
                parameter("system", "query", {"type": "string"}),
            ],
            responses={
                "200": response({"type": "object", "properties": {"os": {"type": "string"}}}),
                "404": response({"type": "object", "properties": {"exec": {"type": "string"}}}),
            },
        )
    }
)
MODULES = ["__init__", "client", "async_client", "errors", "models", "operations"]
PLANTED = [
    "import os",
    "from os import system",
    "from os import path as client",
    "import os as client",
    "from . import os as eval",
    "eval('1')",
    "exec",
    "__import__('os').system('id')",
    "open('x')",
    "print(1)",
    "getattr(client, 'x')",
    "client.__class__",
    "().__class__.__base__.__subclasses__()",
    "Client.__init__.__globals__",
    "lambda: 0",
    "x = 1",
    "job_id = os = 1\nsystem(job_id)",
    "client('x')",
    "models.os('id')",
    "str(1)",
    "type('x', (), {})",
    "(lambda: 0)()",
    "operations[0]()",
    "str.format",
    "while True: pass",
    "for name in (): pass",
    "with str: pass",
    "try: pass\nexcept: pass",
    "raise StopError",
    "assert False",
    "del str",
    "global str",
    "f'{str}'",
    "[name for name in ()]",
    "{name: 1 for name in ()}",
    "(name := 1)",
    "str += 1",
    "str @ str",
    "not str",
    "str and str",
    "1 + 1",
    "(yield)",
    "match str:\n    case _: pass",
    "async def stop_job(): await str()",
    "def stop_job(*, os=eval('1')): pass",
    "@eval\ndef stop_job(): pass",
    "class Client(metaclass=eval): pass",
    "class Client(eval('1')): pass",
    "Field(**{})",
    "Field(*())",
    "given({**{}})",
    "b'x'",
    "1j",
    "str",
    "str.os",
    "'ok' 'a' if str else 1",
]


@pytest.fixture(scope="module")
def rendered() -> tuple[dict[str, str], frozenset[str]]:
    """The modules of a document before black, and the names that they may hold."""
    generating: Any = importlib.import_module("stopgen.targets.python.generate")
    made = view(WHOLE)
    values = generating._values(made)
    sources = {name: render.render(f"python/provider/{name}.py.j2", **values) for name in MODULES}
    return sources, generating._known(made)


def test_modules_of_a_document_are_as_they_were_meant(
    rendered: tuple[dict[str, str], frozenset[str]],
) -> None:
    sources, known = rendered
    assert [foreign(source, known) for source in sources.values()] == [[]] * len(MODULES)
    files, found = attempt(platform(WHOLE))
    assert found == []
    assert {f"acme/{name}.py" for name in MODULES} <= set(files)


@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_planted_is_foreign(
    planted: str, rendered: tuple[dict[str, str], frozenset[str]]
) -> None:
    sources, known = rendered
    for source in sources.values():
        assert foreign(f"{source}\n{planted}\n", known)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_that_holds_what_is_foreign_is_refused(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = render.render

    def with_more(template: str, **values: object) -> str:
        text = original(template, **values)
        return f"{text}\nimport os\n" if template.endswith(f"provider/{module}.py.j2") else text

    monkeypatch.setattr(render, "render", with_more)
    files, found = attempt(platform(WHOLE))
    assert [(item.code, item.severity) for item in found] == [(Code.AUDIT_FAILED, Severity.ERROR)]
    assert f"acme/{module}.py would hold" in found[0].message
    assert f"acme/{module}.py" not in files


def test_text_that_reached_a_template_unescaped_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    docs: Any = importlib.import_module("stopgen.targets.python.docs")
    monkeypatch.setattr(docs, "escape", str)
    item = stop(None, summary='Stop."""\nimport os\nos.system("id")\n"""')
    files, found = collect(generate([platform(openapi({PATH: item}))]))
    assert {item.code for item in found} == {Code.AUDIT_FAILED}
    assert not {"acme/client.py", "acme/async_client.py"} & {file.path for file in files}


@pytest.mark.parametrize(
    "source", ["(", "x = '", "\x00", "(" * 500 + ")" * 500, "-" * 100_000 + "1", "\ud800"]
)
def test_what_is_no_python_at_all_is_refused(source: str) -> None:
    assert foreign(source, frozenset("x"))


@pytest.mark.parametrize(
    "source",
    [
        '"""Text."""\n',
        "from typing import Literal\n",
        "x: Literal['a', 1, True, None] | str = 'a'\n",
        "x = -1.5\n",
        "def x(self, a: str = 'b') -> None:\n    return self._stop(a, (a,), body={'a': a})\n",
        "class x(str):\n    @property\n    def x(self) -> None:\n        return None\n",
    ],
)
def test_what_templates_are_made_of_is_let_through(source: str) -> None:
    assert (
        foreign(source, frozenset("x a self str typing Literal _stop body property".split())) == []
    )


def test_a_name_that_nobody_gave_is_refused() -> None:
    assert foreign("x = y\n", frozenset("x")) == ["the name 'y'"]
    assert foreign("def x(a):\n    return x\n", frozenset("x")) == ["the name 'a'"]
    assert foreign("x.b\n", frozenset("x")) != []
