import errno
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pages
from pages import Answer, Exchange, Site, page, redirect, status, versioned
from stopgen.cli import main
from stopgen.emit import transaction
from stopgen.fetch import record
from test_cli import DIAGNOSTIC, description, table

FOLDER = Path("specs/acme")
DOCUMENT = FOLDER / "stop.json"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pages.serve(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(autouse=True)
def project(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory, with a provider that has one document, published as it is."""
    monkeypatch.chdir(tmp_path)
    FOLDER.mkdir(parents=True)
    url = site.put("/stop.json", page(description()))
    (FOLDER / "provider.toml").write_text(f'[documents]\n"stop.json" = "{url}"\n')
    DOCUMENT.write_text(description())
    site.seen.clear()


def update(site: Site, *arguments: str) -> Result:
    command = ("update", "--ca-file", str(site.ca_file), "--timeout", "20", *arguments)
    done = CliRunner().invoke(main, command)
    assert not isinstance(done.exception, Exception), done.exception
    return done


def ok(site: Site, *arguments: str) -> str:
    done = update(site, *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def failed(site: Site, *arguments: str) -> list[str]:
    done = update(site, *arguments)
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert lines
    assert all(DIAGNOSTIC.fullmatch(line) for line in lines), lines
    return lines


def remembered() -> dict[str, dict[str, str]]:
    tree = json.loads((FOLDER / record.NAME).read_text())
    documents: dict[str, dict[str, str]] = tree["documents"]
    return documents


class TestLooking:
    def test_nothing_new_is_nothing_to_do(self, site: Site) -> None:
        assert table(ok(site)) == [[str(DOCUMENT), "unchanged"]]
        assert sorted(path.name for path in FOLDER.iterdir()) == ["provider.toml", "stop.json"]

    def test_line_ends_of_a_checkout_are_no_news(self, site: Site) -> None:
        DOCUMENT.write_bytes(description().replace("\n", "\r\n").encode())
        ok(site)

    def test_a_change_is_shown_and_nothing_is_written(self, site: Site) -> None:
        site.put("/stop.json", page(description(deprecated=True)))
        done = update(site)
        assert (done.exit_code, done.stderr) == (1, "")
        lines = done.stdout.splitlines()
        assert lines[0].endswith("differs, and was not fetched before")
        assert lines[2].startswith("here -> published: minor")
        assert "deprecated" in done.stdout
        assert "update --accept" in lines[-1]
        assert DOCUMENT.read_text() == description()
        assert not (FOLDER / record.NAME).exists()

    def test_calls_that_come_and_go_are_named(self, site: Site) -> None:
        site.put("/stop.json", page(description("/jobs/{id}/stop")))
        text = update(site).stdout
        assert "here -> published: major" in text
        assert "POST /jobs/{id}/stop" in text
        assert "POST /runs/{id}/stop" in text

    def test_another_text_that_means_the_same_is_said_to_be_just_that(self, site: Site) -> None:
        site.put("/stop.json", page(json.dumps(json.loads(description()))))
        assert "here -> published: none" in update(site).stdout

    def test_what_the_published_document_gets_wrong_is_said(self, site: Site) -> None:
        site.put("/stop.json", page('{"openapi": "3.1.0",'))
        assert f"{DOCUMENT}:1:" in failed(site)[0]

    def test_what_nobody_can_read_says_nothing_about_callers(self, site: Site) -> None:
        site.put("/stop.json", page('{"openapi": "3.1.0",'))
        assert "here -> published" not in update(site).stdout

    def test_doubts_are_told_of_news_alone(self, site: Site) -> None:
        def unmeasured(exchange: Exchange) -> None:
            exchange.send(b"HTTP/1.1 200 OK\r\n\r\n" + text.encode())

        text = description()
        site.put("/stop.json", unmeasured)
        assert ok(site)
        text = description(deprecated=True)
        assert "without its length" in update(site).stderr

    def test_a_time_must_be_a_number(self, site: Site) -> None:
        assert update(site, "--timeout", "nan").exit_code == 2

    def test_one_provider_can_be_named(self, site: Site) -> None:
        other = Path("specs/beta")
        other.mkdir()
        (other / "stop.json").write_text(description())
        (other / "provider.toml").write_text('[documents]\n"stop.json" = "https://x.invalid/"\n')
        ok(site, "acme")
        assert "[host-unknown]" in failed(site, "beta")[0]

    def test_a_provider_that_is_not_there_is_an_error_with_a_suggestion(self, site: Site) -> None:
        assert "did you mean 'acme'? [unknown-provider]" in failed(site, "amce")[0]

    def test_a_provider_without_addresses_is_an_error_if_it_is_named(self, site: Site) -> None:
        (FOLDER / "provider.toml").unlink()
        assert "[no-address]" in failed(site, "acme")[0]
        assert ok(site) == "no provider.toml names the address of a document\n"

    def test_a_mistake_in_the_settings_is_found_before_anything_is_fetched(
        self, site: Site
    ) -> None:
        with (FOLDER / "provider.toml").open("a") as file:
            file.write('"x.md" = "http://127.0.0.1/"\n')
        assert "provider.toml:3:1" in failed(site)[0]
        assert site.seen == []


class TestFailures:
    def test_a_failure_stands_at_the_address_and_says_which(self, site: Site) -> None:
        url = site.put("/stop.json", status(404))
        (line,) = failed(site, "--accept")
        place = f"{FOLDER / 'provider.toml'}:2:1"
        reason = "is not there (status 404); has it moved?"
        assert line == f"{place}: error: {url} {reason} [page-missing]"
        assert DOCUMENT.read_text() == description()

    @pytest.mark.parametrize(
        ("answer", "seconds", "code"),
        [
            (pages.drip, "0.3", "fetch-timed-out"),
            (pages.truncated, "20", "page-truncated"),
            (pages.announced, "20", "too-large"),
            (page("<html>"), "20", "not-a-document"),
            (redirect("http://127.0.0.1/stop.json"), "20", "redirect-refused"),
        ],
    )
    def test_no_failure_costs_a_document(
        self, site: Site, answer: Answer, seconds: str, code: str
    ) -> None:
        site.put("/stop.json", answer)
        (line,) = failed(site, "--accept", "--timeout", seconds)
        assert line.endswith(f"[{code}]")
        assert DOCUMENT.read_text() == description()
        assert not (FOLDER / record.NAME).exists()

    def test_programs_are_told_as_well(self, site: Site) -> None:
        site.put("/stop.json", page(description(deprecated=True)))
        done = update(site, "--format", "json")
        assert done.exit_code == 1
        assert "outdated-document" in json.dumps(json.loads(done.stdout))

    def test_a_provider_is_renewed_as_a_whole_or_not_at_all(self, site: Site) -> None:
        gone = site.put("/gone.md", status(500))
        with (FOLDER / "provider.toml").open("a") as file:
            file.write(f'"gone.md" = "{gone}"\n')
        site.put("/stop.json", page(description(deprecated=True)))
        failed(site, "--accept")
        assert DOCUMENT.read_text() == description()

    def test_without_the_library_it_says_what_to_install(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("stopgen.commands.network._LIBRARY", "no_such_library")
        assert "stopgen[update]" in failed(site)[0]


class TestAccepting:
    @pytest.mark.parametrize(
        "text", ['{"openapi": "3.1.0",', "Please sign in.", "openapi: 3.1.0\n"]
    )
    def test_no_faulty_document_takes_the_place_of_a_good_one(self, site: Site, text: str) -> None:
        site.put("/stop.json", page(text))
        assert failed(site, "--accept")
        assert DOCUMENT.read_text() == description()
        assert f"left {FOLDER} as it is" in update(site, "--accept").stdout

    def test_a_faulty_document_can_come_where_there_is_no_better_one(self, site: Site) -> None:
        site.put("/stop.json", page('{"openapi": "3.1.0",'))
        DOCUMENT.write_text("{")
        assert f"wrote {DOCUMENT}" in update(site, "--accept").stdout

    def test_it_replaces_the_document_and_remembers_where_it_came_from(self, site: Site) -> None:
        ok(site, "--accept")
        changed = description(deprecated=True)
        url = site.put("/stop.json", page(changed, ETag='"2"'))
        text = ok(site, "--accept")
        assert f"wrote {DOCUMENT}" in text
        assert DOCUMENT.read_text() == changed
        assert remembered()["stop.json"]["url"] == url
        assert remembered()["stop.json"]["etag"] == '"2"'
        assert sorted(path.name for path in FOLDER.iterdir()) == [
            "provider.lock",
            "provider.toml",
            "stop.json",
        ]

    def test_an_unchanged_page_does_not_travel_again(self, site: Site) -> None:
        site.put("/stop.json", versioned(description(), '"1"'))
        ok(site, "--accept")
        before = (FOLDER / record.NAME).read_bytes()
        assert table(ok(site, "--accept")) == [[str(DOCUMENT), "unchanged"]]
        assert site.seen[-1].headers["if-none-match"] == '"1"'
        assert (FOLDER / record.NAME).read_bytes() == before

    def test_another_name_for_the_same_version_changes_no_file(self, site: Site) -> None:
        site.put("/stop.json", page(description(), ETag='"1"'))
        ok(site, "--accept")
        before = (FOLDER / record.NAME).read_bytes()
        site.put("/stop.json", page(description(), ETag='"2"'))
        ok(site, "--accept")
        assert (FOLDER / record.NAME).read_bytes() == before

    def test_another_address_is_asked_without_conditions(self, site: Site) -> None:
        site.put("/stop.json", versioned(description(), '"1"'))
        ok(site, "--accept")
        url = site.put("/moved.json", versioned(description(), '"1"'))
        (FOLDER / "provider.toml").write_text(f'[documents]\n"stop.json" = "{url}"\n')
        ok(site)
        assert "if-none-match" not in site.seen[-1].headers

    def test_a_document_that_is_not_here_yet_is_fetched(self, site: Site) -> None:
        DOCUMENT.unlink()
        assert table(update(site).stdout.partition("\n\n")[0]) == [[str(DOCUMENT), "new"]]
        ok(site, "--accept")
        assert DOCUMENT.read_text() == description()

    @pytest.mark.parametrize("version", ['"1"', ""])
    def test_an_edit_is_no_news_while_the_page_stays_as_it_was(
        self, site: Site, version: str
    ) -> None:
        site.put("/stop.json", versioned(description(), version))
        ok(site, "--accept")
        DOCUMENT.write_text(description(summary="Ours."))
        assert table(ok(site, "--accept")) == [[str(DOCUMENT), "edited here, published as before"]]
        assert DOCUMENT.read_text() == description(summary="Ours.")

    def test_an_edit_is_kept_when_the_page_changes(self, site: Site) -> None:
        ok(site, "--accept")
        ours, theirs = description(summary="Ours."), description(summary="Theirs.")
        DOCUMENT.write_text(ours)
        site.put("/stop.json", page(theirs))
        done = update(site, "--accept")
        assert done.exit_code == 0
        assert f"{DOCUMENT}:1:1: warning: this was edited here" in done.stderr
        assert DOCUMENT.read_text() == theirs
        assert (FOLDER / "stop.json.orig").read_text() == ours
        ok(site)

    def test_what_was_kept_is_never_overwritten(self, site: Site) -> None:
        (FOLDER / "stop.json.orig").write_text("precious")
        site.put("/stop.json", page(description(summary="Theirs.")))
        assert "[edited-document]" in failed(site, "--accept")[0]
        assert (FOLDER / "stop.json.orig").read_text() == "precious"
        assert DOCUMENT.read_text() == description()

    def test_a_folder_that_cannot_be_written_stays_as_it_is(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def replace(*_: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied", str(FOLDER))

        site.put("/stop.json", page(description(summary="Theirs.")))
        monkeypatch.setattr(transaction, "replace", replace)
        assert "cannot be read or written: Permission denied" in failed(site, "--accept")[0]
        assert DOCUMENT.read_text() == description()

    def test_a_damaged_record_is_said_and_costs_no_document(self, site: Site) -> None:
        (FOLDER / record.NAME).write_text("<<<<<<< ours\n")
        site.put("/stop.json", page(description(summary="Theirs.")))
        assert "[damaged-lock]" in update(site, "--accept").stderr
        assert (FOLDER / "stop.json.orig").read_text() == description()
        ok(site)
