from pathlib import Path

import black
import pytest

from stopgen.targets.python.tidy import tidy

PACKAGE = Path(__file__).parents[3] / "generated" / "stopclients"
MODULES = [path for path in sorted(PACKAGE.glob("*/*.py")) if path.parent.name != "_runtime"]
LONG = ", ".join(f"argument_{number}" for number in range(30))


@pytest.mark.parametrize(
    "source",
    [
        f"def call({LONG}): return other({LONG})",
        f"x = [{LONG},]\ny = (a if b else c)[({LONG})]",
        f"def f(a,):\n    if ({LONG}) or not f(a,)[0,]:\n        return f({LONG},)[f(a,)]",
        "class A:\n  x: Annotated[str, Field(alias='" + "x" * 90 + "')] = None",
    ],
)
def test_a_second_pass_of_black_would_change_nothing(source: str) -> None:
    mode = black.Mode(line_length=100, magic_trailing_comma=False)
    tidied = tidy(source)
    assert tidied != source
    assert black.format_str(tidied, mode=mode) == tidied


@pytest.mark.parametrize("module", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nor_would_it_in_what_is_generated(module: Path) -> None:
    source = module.read_text("utf-8")
    assert black.format_str(source, mode=black.Mode(line_length=100)) == source


def test_imports_that_nothing_uses_go() -> None:
    source = "from a import b, c as d\nfrom e import f\n\n\n\n__all__ = ['f']\nd()\n"
    assert tidy(source) == 'from a import c as d\nfrom e import f\n\n__all__ = ["f"]\nd()\n'
