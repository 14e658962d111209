import errno
import functools
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import pages
from pages import Site, page, status
from stopgen.cli import main
from stopgen.fetch import index, names
from stopgen.fetch.limits import Limits
from stopgen.filenames import has_known_ending, is_document
from stopgen.paths import is_safe
from test_cli import DIAGNOSTIC, description, table

SPECS = Path("specs")
ACME = SPECS / "acme"
STOP = "# Stop a run\n\n```\nPOST /runs/{id}/stop\n```\n\n## Response\n\n```json\n{}\n```\n"
MAYBE = description("/calls/{id}/hangup", summary="Hang up a call")
INDEX = """\
# Acme

> What there is.

- [Start a run](/runs/start.md): Starts one.
- [Stop a run](/runs/stop.md): Stops one.
- [Hang up](calls/hangup.json)
- [Stop a run, again](/runs/stop.md#again)
- [Elsewhere](https://elsewhere.invalid/stop.md)
- [Unencrypted](http://127.0.0.1/stop.md)
- [A picture](/stop.png)
- [Nonsense](https://[::1/stop.md)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pages.serve(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(autouse=True)
def project(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working directory, and a site with an index."""
    monkeypatch.chdir(tmp_path)
    site.pages.clear()
    site.seen.clear()
    site.put("/llms.txt", page(INDEX, Content_Type="text/plain"))
    site.put("/runs/start.md", page("# Start a run\n\n```\nPOST /runs\n```\n"))
    site.put("/runs/stop.md", page(STOP, ETag='"1"'))
    site.put("/calls/hangup.json", page(MAYBE))


def add(site: Site, *arguments: str, text: str | None = None) -> Result:
    command = ("add", *arguments, "--ca-file", str(site.ca_file), "--timeout", "20")
    done = CliRunner().invoke(main, command, input=text)
    assert not isinstance(done.exception, Exception), done.exception
    return done


def ok(site: Site, *arguments: str) -> str:
    done = add(site, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def failed(site: Site, *arguments: str) -> list[str]:
    """Run a command that ends with an error and leaves nothing behind."""
    done = add(site, *arguments)
    assert done.exit_code == 1, done.output
    assert not SPECS.exists() or list(SPECS.iterdir()) == []
    return [line for line in done.stderr.splitlines() if ": error: " in line]


def files() -> list[str]:
    return sorted(path.name for path in ACME.iterdir())


class TestPages:
    def test_a_page_becomes_a_folder_that_knows_where_it_came_from(self, site: Site) -> None:
        text = ok(site, "acme", f"{site.url}/runs/stop.md")
        assert table(text)[0][:3] == ["acme", "stop_run", "yes"]
        assert files() == ["provider.lock", "provider.toml", "stop.md"]
        assert (ACME / "stop.md").read_text() == STOP
        settings = tomllib.loads((ACME / "provider.toml").read_text())
        assert settings == {"documents": {"stop.md": f"{site.url}/runs/stop.md"}}
        assert json.loads((ACME / "provider.lock").read_text())["documents"]["stop.md"]["etag"]

    def test_what_was_added_is_up_to_date(self, site: Site) -> None:
        ok(site, "acme", f"{site.url}/runs/stop.md")
        command = ["update", "--ca-file", str(site.ca_file)]
        done = CliRunner().invoke(main, command)
        assert (done.exit_code, table(done.stdout)) == (0, [[str(ACME / "stop.md"), "unchanged"]])

    def test_files_are_taken_as_they_are_and_need_no_network(self, site: Site) -> None:
        Path("page.markdown").write_bytes(STOP.replace("\n", "\r\n").encode())
        Path("api.yaml").write_text("# An API\nopenapi: 3.1.0\npaths: {}\n")
        add(site, "acme", "page.markdown", "api.yaml")
        assert files() == ["api.yaml", "page.markdown.md"]
        assert (ACME / "page.markdown.md").read_bytes() == Path("page.markdown").read_bytes()
        assert site.seen == []

    def test_pages_of_one_name_are_told_apart_by_their_folders(self, site: Site) -> None:
        site.put("/en/stop.md", page(STOP))
        site.put("/de/stop.md", page(STOP))
        ok(site, "acme", f"{site.url}/en/stop.md", f"{site.url}/de/stop.md")
        assert files()[:2] == ["de-stop.md", "en-stop.md"]

    def test_a_page_without_a_length_is_told(self, site: Site) -> None:
        url = site.put("/unmeasured.md", pages.unmeasured)
        (line, *_) = add(site, "acme", url).stderr.splitlines()
        assert line.startswith(f"{url}:1:1: warning: this came without its length")

    def test_the_folder_can_be_read_by_others(self, site: Site) -> None:
        ok(site, "acme", f"{site.url}/runs/stop.md")
        Path("plain").mkdir()
        assert ACME.stat().st_mode == Path("plain").stat().st_mode


class TestIndexes:
    def test_the_pages_that_surely_stop_something_are_added(self, site: Site) -> None:
        text = ok(site, "acme", f"{site.url}/llms.txt")
        offered = table(text.partition("\n\n")[0])
        assert [row[:2] for row in offered] == [["1", "surely"], ["2", "maybe"]]
        assert files() == ["provider.lock", "provider.toml", "stop.md"]

    def test_only_pages_of_the_same_host_are_asked_for_and_each_once(self, site: Site) -> None:
        ok(site, "acme", f"{site.url}/llms.txt")
        asked = ["/calls/hangup.json", "/llms.txt", "/runs/start.md", "/runs/stop.md"]
        assert sorted(site.asked()) == asked

    def test_all_can_be_added(self, site: Site) -> None:
        ok(site, "acme", f"{site.url}/llms.txt", "--all")
        assert files() == ["hangup.json", "provider.lock", "provider.toml", "stop.md"]

    def test_some_can_be_chosen(self, site: Site) -> None:
        ok(site, "acme", f"{site.url}/llms.txt", "--choose", "2")
        assert files() == ["hangup.json", "provider.lock", "provider.toml"]

    @pytest.mark.parametrize(("answer", "name"), [("\n", "stop.md"), ("x\n2\n", "hangup.json")])
    def test_people_are_asked(
        self, site: Site, monkeypatch: pytest.MonkeyPatch, answer: str, name: str
    ) -> None:
        monkeypatch.setattr("stopgen.commands.add._is_terminal", lambda: True)
        done = add(site, "acme", f"{site.url}/llms.txt", text=answer)
        assert done.exit_code == 0
        assert "Which of these [1]" in done.stdout
        assert name in files()

    @pytest.mark.parametrize("choice", ["3", "0", "x", "1;2", ""])
    def test_what_is_not_offered_cannot_be_chosen(self, site: Site, choice: str) -> None:
        done = add(site, "acme", f"{site.url}/llms.txt", "--choose", choice)
        assert done.exit_code == 2
        assert not SPECS.exists()

    def test_an_index_without_anything_to_stop_is_an_error(self, site: Site) -> None:
        site.put("/llms.txt", page("- [Start](/runs/start.md)\n"))
        assert "[no-stop-operation]" in failed(site, "acme", f"{site.url}/llms.txt")[0]

    def test_pages_that_cannot_be_had_are_counted(self, site: Site) -> None:
        site.put("/runs/start.md", status(500))
        done = add(site, "acme", f"{site.url}/llms.txt")
        assert done.exit_code == 0
        assert "1 of 3 pages could not be looked at" in done.stderr

    def test_a_long_index_is_looked_at_in_part_and_says_so(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few = functools.partial(Limits, pages=2)
        monkeypatch.setattr("stopgen.fetch.limits.Limits", few)
        done = add(site, "acme", f"{site.url}/llms.txt")
        assert "only the first 2 of 3 pages" in done.stderr
        assert "/calls/hangup.json" not in site.asked()


class TestFailures:
    def test_a_page_that_is_not_there_leaves_nothing_behind(self, site: Site) -> None:
        (line,) = failed(site, "acme", f"{site.url}/runs/stop.md", f"{site.url}/gone.md")
        assert line.startswith(f"{site.url}/gone.md:1:1: error: this is not there")

    def test_a_web_page_is_no_document_not_even_from_a_file(self, site: Site) -> None:
        Path("stop.html").write_text("<!doctype html><p>Stop</p>")
        assert "[not-a-document]" in failed(site, "acme", "stop.html")[0]

    def test_a_file_that_is_not_there_is_an_error(self, site: Site) -> None:
        assert "[file-unreadable]" in failed(site, "acme", "none.md")[0]
        assert "[file-unreadable]" in failed(site, "acme", ".")[0]

    def test_plain_http_is_refused(self, site: Site) -> None:
        assert "[address-refused]" in failed(site, "acme", "http://127.0.0.1/stop.md")[0]

    @pytest.mark.parametrize("name", ["", "..", "a/b", ".acme", "class", "1st", "a b\n", "a:b"])
    def test_a_name_that_no_package_can_have_is_an_error(self, site: Site, name: str) -> None:
        assert "[unusable-name]" in failed(site, name, f"{site.url}/runs/stop.md")[0]
        assert site.seen == []

    def test_pages_that_stop_nothing_are_an_error(self, site: Site) -> None:
        done = add(site, "acme", site.put("/login.md", page("Please sign in.\n")))
        assert done.exit_code == 1
        assert "specs/acme:1:1: error: nothing here describes an operation" in done.stderr

    def test_two_providers_cannot_have_one_package(self, site: Site) -> None:
        ok(site, "acme-one", f"{site.url}/runs/stop.md")
        done = add(site, "Acme_One", f"{site.url}/runs/stop.md")
        assert (done.exit_code, sorted(path.name for path in SPECS.iterdir())) == (1, ["acme-one"])
        assert done.stderr.startswith("specs/acme-one:1:1: error: the package of this provider")

    def test_a_provider_that_is_here_is_left_alone(self, site: Site) -> None:
        ACME.mkdir(parents=True)
        done = add(site, "acme", f"{site.url}/runs/stop.md")
        assert (done.exit_code, list(ACME.iterdir())) == (1, [])
        assert "[provider-exists]" in done.stderr

    def test_a_full_disk_leaves_nothing_behind(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def write_bytes(path: Path, data: bytes) -> int:
            if path.name == "provider.toml":
                raise OSError(errno.ENOSPC, "No space left on device", str(path))
            return path.write_text(data.decode())

        monkeypatch.setattr(Path, "write_bytes", write_bytes)
        (line,) = failed(site, "acme", f"{site.url}/runs/stop.md")
        assert line.startswith(f"{ACME}:1:1: error: cannot be written: No space")

    def test_a_place_that_cannot_be_written_is_an_error(self, site: Site) -> None:
        SPECS.write_text("a file")
        done = add(site, "acme", f"{site.url}/runs/stop.md")
        assert done.exit_code == 1
        assert all(DIAGNOSTIC.fullmatch(line) for line in done.stderr.splitlines())


class TestNames:
    @pytest.mark.parametrize(
        ("place", "content", "name"),
        [
            ("https://a.test/x/stop.md?v=1", b"", "stop.md"),
            ("https://a.test/x/Stop%20Run", b"# Stop", "Stop-Run.md"),
            ("https://a.test/", b'{"openapi": 1}', "document.json"),
            ("https://a.test/v1/openapi", b"# x\nopenapi: 3.1.0", "openapi.yaml"),
            ("https://a.test/overlay.yaml", b"", "document-overlay.yaml"),
            ("https://a.test/%2e%2e%2f..%5cx.md", b"", "x.md"),
            ("https://a.test/.hidden.md", b"", "hidden.md"),
            ("../x/stop.md", b"", "stop.md"),
        ],
    )
    def test_a_file_is_named_after_the_end_of_its_address(
        self, place: str, content: bytes, name: str
    ) -> None:
        assert names.file_names([(place, content)]) == [name]

    def test_no_two_have_the_same_name(self) -> None:
        places = [f"https://{host}.test/{name}.md" for host in "ab" for name in ("x", "X", "y")]
        found = names.file_names([(place, b"") for place in places])
        assert len({name.casefold() for name in found}) == len(places)


def test_links_are_read_from_any_markdown() -> None:
    text = "* [One](a.md)\n\n[Two **bold**][2] and <https://a.test/three>\n\n[2]: /b/two.md\n"
    found = index.links(text, "https://a.test/docs/llms.txt")
    assert [(link.title, link.url) for link in found] == [
        ("One", "https://a.test/docs/a.md"),
        ("Two bold", "https://a.test/b/two.md"),
        ("https://a.test/three", "https://a.test/three"),
    ]


@given(st.text(max_size=200), st.text(max_size=50))
def test_no_index_and_no_address_ends_in_a_traceback(text: str, target: str) -> None:
    base = "https://a.test/llms.txt"
    for link in index.links(f"{text}\n\n[x](<{target}>)\n", base):
        assert link.url.startswith("https://a.test")
    (name,) = names.file_names([(f"https://a.test/{target}", text.encode(errors="replace"))])
    assert is_safe(name)
    assert is_document(name)
    assert has_known_ending(name)
