"""Each folder in ``cases/`` is a folder of documents with what comes of it.

``STOPGEN_UPDATE_CASES=1 pytest tests/test_cases.py`` writes down what comes of them now; read the difference.
"""

import json
import os
from pathlib import Path

import pytest

from stopgen import config, pipeline, report
from stopgen.config import Config
from stopgen.diagnostic import Severity, collect
from stopgen.targets import openapi, python

PROJECT = "pyproject.toml"
CASES = Path(__file__).parent / "cases"
SPECS = Path(__file__).parents[1] / "specs"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


def outcome(case: Path) -> dict[str, str]:
    """Return what comes of a case: diagnostics, and without an error the files and exported documents."""
    specs = case / "specs" if (case / "specs").is_dir() else SPECS
    settings, problems = collect(config.load(case)) if (case / PROJECT).exists() else (Config(), [])
    (providers, _), found = collect(pipeline.provide(specs, "en", settings.providers))
    found = [*problems, *found]
    lines = [line.replace(f"{specs}/", "") for line in report.diagnostics(found)]
    result = {"diagnostics.txt": "".join(f"{line}\n" for line in lines)}
    if any(finding.severity is Severity.ERROR for finding in found):
        return result
    files, faults = collect(python.generate(providers))
    assert faults == []
    names = (file.path for file in files if not file.path.startswith("_runtime/"))
    result["files.txt"] = "".join(f"{name}\n" for name in sorted(names))
    exported = openapi.generate(providers)
    return result | {file.path: file.content.decode() for file in exported}


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.name)
def test_a_case_comes_out_as_written_down(case: Path) -> None:
    expected = case / "expected"
    result = outcome(case)
    if os.environ.get("STOPGEN_UPDATE_CASES"):
        expected.mkdir(exist_ok=True)
        for old in expected.iterdir():
            old.unlink()
        for name, text in result.items():
            (expected / name).write_text(text, "utf-8", newline="\n")
    written = {path.name: path.read_text("utf-8") for path in expected.iterdir()}
    assert result == written


def test_every_reader_and_every_kind_of_fault_has_a_case() -> None:
    texts = [path.read_text("utf-8") for path in CASES.glob("*/expected/diagnostics.txt")]
    codes = {line.rpartition("[")[2].rstrip("]") for text in texts for line in text.splitlines()}
    assert {"unclosed-fence", "duplicate-key", "documents-disagree", "overlay-no-match"} <= codes


def test_the_published_platforms_are_a_case() -> None:
    exported = json.loads((CASES / "platforms/expected/dify.openapi.json").read_text("utf-8"))
    assert list(exported["paths"]) == ["/chat-messages/{task_id}/stop"]
