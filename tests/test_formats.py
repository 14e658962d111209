import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from stopgen import explanation, formats
from stopgen.cli import main
from stopgen.commands import options
from stopgen.diagnostic import Code, Diagnostic, Position, Severity, error, note, warning

FIRST = error(Code.BAD_YAML, Position("specs/a/b c.md", 12, 5), "a colon is missing")
SECOND = warning(Code.CONTRADICTION, Position("specs/a/d.md", 3, 1), "x", Position("e.md", 7, 2))
THIRD = note(Code.BAD_YAML, Position("specs/a/停.md"), "50 %, or\nmore: 1,2")

texts = st.text(st.characters(exclude_categories=[]), max_size=20)
positions = st.builds(Position, texts, st.integers(1, 99), st.integers(1, 99))
findings = st.lists(
    st.builds(
        Diagnostic,
        st.sampled_from(Code),
        st.sampled_from(Severity),
        positions,
        texts,
        st.lists(positions, max_size=2).map(tuple),
    ),
    max_size=5,
)


def parsed(form: str, found: Sequence[Diagnostic]) -> Any:
    return json.loads("\n".join(formats.render(form, found)))


def results(found: Sequence[Diagnostic]) -> list[Mapping[str, Any]]:
    run: list[Mapping[str, Any]] = parsed("sarif", found)["runs"][0]["results"]
    return run


@cache
def sarif_schema(path: str) -> Any:
    return json.loads(Path(path).read_text())


def test_the_command_line_offers_every_form_that_there_is() -> None:
    assert options.FORMATS == formats.NAMES


class TestJson:
    def test_it_says_all_there_is_about_a_finding(self) -> None:
        assert parsed("json", [SECOND, FIRST]) == {
            "diagnostics": [
                {
                    "code": "bad-yaml",
                    "severity": "error",
                    "message": "a colon is missing",
                    "file": "specs/a/b c.md",
                    "line": 12,
                    "column": 5,
                    "related": [],
                },
                {
                    "code": "contradiction",
                    "severity": "warning",
                    "message": "x",
                    "file": "specs/a/d.md",
                    "line": 3,
                    "column": 1,
                    "related": [{"file": "e.md", "line": 7, "column": 2}],
                },
            ]
        }


class TestGithub:
    def test_a_finding_is_an_annotation_at_its_line(self) -> None:
        first, second = formats.render("github", [FIRST, SECOND])
        place = "file=specs/a/b c.md,line=12,col=5,title=stopgen%3A bad-yaml"
        assert first == f"::error {place}::a colon is missing"
        place = "file=specs/a/d.md,line=3,col=1,title=stopgen%3A contradiction"
        assert second == f"::warning {place}::x; the other place is e.md:7:2"

    def test_what_would_end_a_property_or_a_line_is_escaped(self) -> None:
        (line,) = formats.render("github", [THIRD])
        assert line == (
            "::notice file=specs/a/停.md,line=1,col=1,title=stopgen%3A bad-yaml"
            "::50 %25, or\\nmore: 1,2"
        )
        odd = error(Code.BAD_YAML, Position("a,line=9::b.md"), "::set-output name=x::y")
        (line,) = formats.render("github", [odd])
        assert line.startswith("::error file=a%2Cline=9%3A%3Ab.md,line=1,")

    @given(findings)
    def test_every_finding_is_one_line_that_is_a_command(self, found: list[Diagnostic]) -> None:
        lines = formats.render("github", found)
        assert len(lines) == len(set(found))
        assert all(line.isprintable() for line in lines)
        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)


class TestSarif:
    def test_a_result_has_its_rule_its_level_and_its_place(self) -> None:
        (result,) = results([SECOND])
        assert result["ruleId"] == "contradiction"
        assert result["level"] == "warning"
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "specs/a/d.md"}
        assert place["region"] == {"startLine": 3, "startColumn": 1}
        other = result["relatedLocations"][0]["physicalLocation"]
        assert other["artifactLocation"] == {"uri": "e.md"}

    def test_a_rule_is_listed_once_and_pointed_to(self) -> None:
        run = parsed("sarif", [FIRST, SECOND, THIRD])["runs"][0]
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["bad-yaml", "contradiction"]
        assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
            result["ruleId"] for result in run["results"]
        ]

    def test_a_rule_says_what_its_page_says(self) -> None:
        (rule,) = parsed("sarif", [FIRST])["runs"][0]["tool"]["driver"]["rules"]
        assert rule["shortDescription"] == {"text": "The text is not YAML."}
        assert rule["fullDescription"]["text"].startswith("The text is not YAML. It is an error")
        assert rule["help"]["text"].startswith("Look at the line")
        assert rule["help"]["markdown"] == explanation.of(Code.BAD_YAML).page

    def test_a_file_name_is_an_address(self, tmp_path: Path) -> None:
        absolute = error(Code.NOT_UTF8, Position(str(tmp_path / "a b.md")), "x")
        uris = {
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for result in results([FIRST, THIRD, absolute])
        }
        assert uris == {
            "specs/a/b%20c.md",
            "specs/a/%E5%81%9C.md",
            (tmp_path / "a b.md").as_uri(),
        }

    def test_a_finding_is_recognised_after_its_line_has_moved(self) -> None:
        def fingerprints(*lines: int) -> list[str]:
            found = [error(Code.BAD_YAML, Position("a.md", line), "x") for line in lines]
            return [result["partialFingerprints"]["stopgenFinding/v1"] for result in results(found)]

        assert fingerprints(3, 9) == fingerprints(5, 40)
        assert len(set(fingerprints(3, 9))) == 2

    def test_other_findings_have_other_fingerprints(self) -> None:
        found = [
            error(Code.BAD_YAML, Position("a.md"), "x"),
            error(Code.BAD_JSON, Position("a.md"), "x"),
            error(Code.BAD_YAML, Position("b.md"), "x"),
            error(Code.BAD_YAML, Position("a.md"), "y"),
        ]
        assert len({str(result["partialFingerprints"]) for result in results(found)}) == len(found)

    @given(findings)
    def test_it_satisfies_the_standards_schema(self, found: list[Diagnostic]) -> None:
        path = os.environ.get("STOPGEN_SARIF_SCHEMA")
        if not path:
            pytest.skip("STOPGEN_SARIF_SCHEMA does not name the schema of SARIF 2.1.0")
        jsonschema.validate(parsed("sarif", found), sarif_schema(path))


class TestCommands:
    @pytest.fixture
    def project(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (tmp_path / "specs" / "acme").mkdir(parents=True)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    @pytest.mark.parametrize("command", ["generate", "check", "export"])
    def test_a_document_with_an_error_is_told_in_the_form(
        self, command: str, project: Path
    ) -> None:
        (project / "specs" / "acme" / "stop.json").write_text('{"openapi": "3.1.0",')
        done = self.run(command, "--format", "json")
        assert done.exit_code == 1
        assert done.stderr == ""
        (finding,) = json.loads(done.stdout)["diagnostics"]
        assert (finding["code"], finding["severity"]) == ("bad-json", "error")
        assert finding["file"] == str(Path("specs/acme/stop.json"))

    def test_stale_files_are_findings_of_a_check(self, project: Path) -> None:
        description = {
            "openapi": "3.1.0",
            "info": {"title": "Acme", "version": "1"},
            "servers": [{"url": "https://acme.example"}],
            "paths": {"/runs/stop": {"post": {"responses": {"200": {"description": "done"}}}}},
        }
        (project / "specs" / "acme" / "stop.json").write_text(json.dumps(description))
        assert self.run("check", "--format", "text").stdout.startswith("missing")
        done = self.run("check", "--format", "sarif")
        assert done.exit_code == 1
        found = json.loads(done.stdout)["runs"][0]["results"]
        assert {result["ruleId"] for result in found} == {"stale-file"}
        assert self.run("generate", "--format", "json").stdout == '{\n  "diagnostics": []\n}\n'
        done = self.run("check", "--format", "sarif")
        assert (done.exit_code, json.loads(done.stdout)["runs"][0]["results"]) == (0, [])

    def test_a_list_tells_programs_its_operations_or_its_findings(self, project: Path) -> None:
        (project / "specs" / "acme" / "stop.json").write_text('{"openapi": "3.1.0",')
        done = self.run("list", "--format", "json")
        assert json.loads(done.stdout) == []
        assert "[bad-json]" in done.stderr
        done = self.run("list", "--format", "sarif")
        (result,) = json.loads(done.stdout)["runs"][0]["results"]
        assert (result["ruleId"], done.exit_code, done.stderr) == ("bad-json", 1, "")
        assert self.run("list", "--format", "github").stdout.startswith("::error file=")

    @pytest.mark.parametrize("form", ["sarif", "github"])
    def test_a_list_tells_mistakes_in_the_settings_too(self, form: str, project: Path) -> None:
        (project / "pyproject.toml").write_text("[tool.stopgen]\nspec = 1\n")
        done = self.run("list", "--format", form)
        assert (done.exit_code, done.stderr) == (1, "")
        assert "unknown-configuration-key" in done.stdout

    def test_a_step_in_a_folder_of_the_checkout_names_files_from_its_root(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (project / "specs" / "acme" / "stop.json").write_text('{"openapi": "3.1.0",')
        monkeypatch.setenv("GITHUB_WORKSPACE", str(project))
        at_root = self.run("list", "--format", "github").stdout
        assert at_root.startswith("::error file=specs/acme/stop.json,")
        monkeypatch.chdir(project / "specs")
        told = self.run("list", "--format", "github", ".").stdout
        assert told.startswith("::error file=specs/acme/stop.json,")
        (result,) = json.loads(self.run("list", "--format", "sarif", ".").stdout)["runs"][0][
            "results"
        ]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uri"] == "specs/acme/stop.json"

    def test_annotations_stand_beside_what_people_read(self, project: Path) -> None:
        (project / "specs" / "acme" / "stop.json").write_text('{"openapi": "3.1.0",')
        done = self.run("generate", "--format", "github")
        assert done.exit_code == 1
        assert done.stdout.startswith("::")
