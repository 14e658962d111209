import pytest
from click.testing import CliRunner, Result

from stopgen import colour
from stopgen.cli import main
from stopgen.commands import explain
from stopgen.diagnostic import Code

BOLD = "\x1b[1m"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ("explain", *arguments), catch_exceptions=False)


@pytest.mark.parametrize("spelled", ["bad-yaml", "[bad-yaml]", "BAD-YAML"])
def test_it_prints_the_page_of_a_code_as_it_stands(spelled: str) -> None:
    done = run(spelled)
    assert done.exit_code == 0
    assert done.stdout.startswith("# bad-yaml\n\nThe text is not YAML.")
    assert "\n## Mend it\n" in done.stdout
    assert BOLD not in done.stdout


def test_without_a_code_it_lists_all_on_a_line_each() -> None:
    lines = run().stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(Code)
    assert all(line.endswith(".") for line in lines)


@pytest.mark.parametrize(
    ("spelled", "hint"),
    [
        ("bad-yml", "Did you mean 'bad-yaml'?"),
        ("unclosedfence", "Did you mean 'unclosed-fence'?"),
        ("moonshine", "'stopgen explain' lists all codes."),
    ],
)
def test_a_misspelt_code_is_misuse_and_gets_a_suggestion(spelled: str, hint: str) -> None:
    done = run(spelled)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"No such code {spelled!r}. {hint}" in done.stderr


def test_headings_are_bold_where_people_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(colour, "is_wanted", lambda _stream: True)
    done = CliRunner().invoke(main, ("explain", "unclosed-fence"), color=True)
    bold = [line for line in done.stdout.splitlines() if line.startswith(BOLD)]
    headings = ["# unclosed-fence", "## Mend it", "## Example"]
    assert [line.removeprefix(BOLD).removesuffix("\x1b[0m") for line in bold] == headings


def test_a_shell_completes_the_codes() -> None:
    (argument,) = explain.command.params
    offered = argument.shell_complete(explain.command.make_context("explain", []), "bad-")
    assert {item.value for item in offered} == {code for code in Code if code.startswith("bad-")}
