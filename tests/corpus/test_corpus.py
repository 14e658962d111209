"""Clients of real documents do what those documents ask for."""

from __future__ import annotations

import fcntl
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from corpus.asked import Asked, Book, asked_by_page
from corpus.calls import Sink, arrivals
from corpus.compare import complaints, is_for
from corpus.manifest import Entry, entries, place
from stopgen import pipeline
from stopgen.cli import main
from stopgen.diagnostic import Severity, collect

_ROOT = Path(__file__).parents[2]
_PACKAGE = "corpus_clients"

REFUSED = {
    # parameters are in files that the document does not come with
    "openapi/azure.com/azure.com_automation-job_2015-10-31_job.yaml": "remote-reference",
    "openapi/azure.com/azure.com_automation-runbook_2015-10-31_runbook.yaml": "remote-reference",
    "openapi/azure.com/azure.com_automation-watcher_2015-10-31_watcher.yaml": "remote-reference",
    # the name of the security scheme and the keys in it are damaged
    "openapi/import.io/import.io_run_1.0_swagger.yaml": "unsupported-security",
    # the end of the page is missing
    "markdown/12-flowmaestro-cancel-execution.fragment.md": "unclosed-fence",
}
"""Documents that cannot be generated, and the code of the first error that says why."""

INCLUDED = {"markdown/15-weclapp-openapi-generator-JobApi.fragment.md": "GET /job/abort"}
"""Calls that no rule can be sure of: this one has no sentence, and GET stops nothing by itself."""


def generated() -> list[Entry]:
    """Return the documents that clients are generated from."""
    return [entry for entry in entries() if entry.expected and entry.file not in REFUSED]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate one package out of all documents, or take the one that another process made."""
    kept = os.environ.get("STOPGEN_CORPUS_CLIENTS")
    home = Path(kept) if kept else tmp_path_factory.mktemp("corpus")
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / _PACKAGE).exists():
            _generate(home)
    return home


@pytest.fixture(scope="module")
def clients(folder: Path) -> Iterator[dict[str, ModuleType]]:
    """Import the package of every document."""
    sys.path.insert(0, str(folder))
    try:
        yield {
            entry.file: importlib.import_module(f"{_PACKAGE}.{entry.provider}")
            for entry in generated()
        }
    finally:
        sys.path.remove(str(folder))
        for known in [known for known in sys.modules if known.partition(".")[0] == _PACKAGE]:
            del sys.modules[known]


def test_documents_that_cannot_be_generated_say_why(tmp_path: Path) -> None:
    refused = [entry for entry in entries() if entry.file in REFUSED]
    found: dict[str, str] = {}
    for entry in refused:
        specs = place([entry], tmp_path / entry.provider)
        _, diagnostics = collect(pipeline.provide(specs, "en"))
        errors = [known for known in diagnostics if known.severity is Severity.ERROR]
        found[entry.file] = str(errors[0].code)

    assert found == REFUSED


def test_importing_clients_only_reads_modules(folder: Path) -> None:
    program = Path(__file__).parent / "importing.py"
    run = _run("-B", "-W", "error", str(program), str(folder), _PACKAGE, cwd=folder)

    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert int(run.stdout.split()[0]) > 7 * len(generated())


def test_calls_are_what_the_documents_ask_for(clients: dict[str, ModuleType]) -> None:
    wrong: list[str] = []
    with Sink() as sink:
        for entry in generated():
            wrong += [f"{entry.file}: {flaw}" for flaw in _flaws(entry, clients[entry.file], sink)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.skipif(not importlib.util.find_spec("mypy"), reason="mypy is not installed")
def test_clients_are_strictly_typed(folder: Path) -> None:
    run = _run("-m", "mypy", "--strict", "--cache-dir=mypy", "-p", _PACKAGE, cwd=folder)

    assert (run.returncode, run.stderr) == (0, ""), run.stdout


def test_every_document_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for entry in entries():
        result = CliRunner().invoke(main, ["list", str(entry.path)])

        assert isinstance(result.exception, SystemExit | None), entry.file
        assert result.exit_code in {0, 1}, entry.file
        assert "Traceback" not in result.output, entry.file


def _generate(home: Path) -> None:
    shutil.rmtree(home / "specs", ignore_errors=True)
    specs = place(generated(), home / "specs")
    (home / "pyproject.toml").write_text("\n".join(_configuration()), encoding="utf-8")
    run = _run("-m", "stopgen", "generate", "--specs", str(specs), "--output", _PACKAGE, cwd=home)
    assert run.returncode == 0, run.stderr


def _configuration() -> Iterator[str]:
    for entry in generated():
        if entry.file in INCLUDED:
            yield f"[tool.stopgen.providers.{entry.provider}]"
            yield f'include = ["{INCLUDED[entry.file]}"]'


def _flaws(entry: Entry, platform: ModuleType, sink: Sink) -> Iterator[str]:
    """Say what of the calls of a document is not as it asks."""
    all_asked = _asked(entry)
    servers = {asked.server for asked in all_asked}
    arrived = {server: list(arrivals(platform, server, sink)) for server in servers}
    for asked in all_asked:
        made = [arrival for arrival in arrived[asked.server] if is_for(asked, arrival.seen)]
        names = sorted({arrival.method for arrival in made})
        if len(made) != 2 or len(names) != 1:
            yield f"{asked.method} {asked.path} is called by {len(made)} of {names}"
        for arrival in made:
            yield from (f"{arrival.method}: {flaw}" for flaw in complaints(asked, arrival))


def _asked(entry: Entry) -> list[Asked]:
    """Read what a document asks for; a page without a description tells little of it to programs."""
    if entry.kind in {"markdown", "mintlify-expanded"}:
        return [asked_by_page(entry.path, *call) for call in entry.expected]
    book = Book(entry.path)
    return [book.asked(*call) for call in entry.expected]


def _run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python as somebody does who has installed what stands in this checkout."""
    paths = os.pathsep.join([str(_ROOT / "generator"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
