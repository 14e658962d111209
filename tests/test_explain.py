import pytest
from click.testing import CliRunner, Result

from stopgen import colour, explanation
from stopgen.cli import main
from stopgen.commands import explain
from stopgen.compare import LEVELS
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


@pytest.mark.parametrize("spelled", ["method-renamed", "[method-renamed]"])
def test_it_knows_kinds_of_changes(spelled: str) -> None:
    text = run(spelled).stdout
    assert text.startswith(
        "A change that counts as breaking for callers: the method of the clients"
    )


def test_it_knows_every_kind_at_its_level() -> None:
    told = {kind: text.split()[5] for kind, text in explanation.changes().items()}
    assert told == LEVELS


def test_without_a_code_it_lists_all_on_a_line_each() -> None:
    lines = run().stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(Code)
    assert all(line.endswith(".") for line in lines)


@pytest.mark.parametrize(
    ("spelled", "hint"),
    [
        ("bad-yml", "Did you mean 'bad-yaml'?"),
        ("unclosedfence", "Did you mean 'unclosed-fence'?"),
        ("metod-renamed", "Did you mean 'method-renamed'?"),
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
