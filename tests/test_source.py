import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen import source
from stopgen.diagnostic import Code, Diagnostic, Severity, collect
from stopgen.source import Document, Sources


def load(*roots: Path) -> tuple[Sources, list[Diagnostic]]:
    return collect(source.load(roots))


def clean(*roots: Path) -> Sources:
    sources, found = load(*roots)
    assert found == []
    return sources


def only(*roots: Path) -> Diagnostic:
    _, found = load(*roots)
    assert len(found) == 1
    assert found[0].severity is Severity.ERROR
    return found[0]


def put(path: Path, content: bytes = b"text\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return tmp_path / "specs"


def test_a_document_knows_its_file_name_provider_locale_and_text(specs: Path) -> None:
    put(specs / "acme" / "stop.zh-hans.md", b"# Stop\n")
    assert clean(specs).documents == (
        Document(
            file=str(specs / "acme" / "stop.zh-hans.md"),
            name="acme/stop.zh-hans.md",
            provider="acme",
            locale="zh-hans",
            text="# Stop\n",
            root=specs,
        ),
    )


def test_the_file_is_named_as_the_user_typed_it(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(specs / "acme" / "stop.md")
    monkeypatch.chdir(specs.parent)
    assert clean(Path("specs")).documents[0].file == str(Path("specs/acme/stop.md"))


def test_documents_come_in_the_order_of_their_names(specs: Path) -> None:
    for name in ("b/a.md", "ä/a.md", "a/z.md", "a/Z.md", "a-b/a.md", "a/b/c.md", "Z/a.md"):
        put(specs / name)
    names = [document.name for document in clean(specs).documents]
    assert names == sorted(names, key=str.encode)
    assert len(names) == 7


def test_a_folder_is_searched_for_known_endings_only(specs: Path) -> None:
    for ending in ("md", "mdx", "txt", "yaml", "yml", "json", "MD", "html", "py", "toml", "md~"):
        put(specs / "acme" / f"{ending}.{ending}")
    put(specs / "acme" / "provider.toml")
    put(specs / "acme" / "LICENSE")
    found = {document.name.rpartition(".")[2] for document in clean(specs).documents}
    assert found == {"md", "mdx", "txt", "yaml", "yml", "json", "MD"}


def test_hidden_files_and_folders_are_left_out(specs: Path) -> None:
    put(specs / "acme" / ".stop.md")
    put(specs / ".git" / "stop.md")
    kept = put(specs / "acme" / "stop.md")
    assert [document.file for document in clean(specs).documents] == [str(kept)]


@pytest.mark.parametrize("name", ["overlay.yaml", "overlay.yml", "overlay.json"])
def test_overlays_are_no_documents(specs: Path, name: str) -> None:
    put(specs / "acme" / "stop.md")
    put(specs / "acme" / name, b"overlay: 1.0.0\n")
    sources = clean(specs)
    assert [document.name for document in sources.documents] == ["acme/stop.md"]
    assert [(found.name, found.provider) for found in sources.overlays] == [
        (f"acme/{name}", "acme")
    ]


def test_the_provider_is_the_first_folder_below_the_root(specs: Path) -> None:
    put(specs / "acme" / "v2" / "chat" / "stop.md")
    assert clean(specs).documents[0].provider == "acme"
    assert clean(specs).documents[0].name == "acme/v2/chat/stop.md"


def test_a_file_directly_in_the_root_belongs_to_a_provider_named_after_the_root(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(specs / "acme" / "stop.md")
    monkeypatch.chdir(specs / "acme")
    document = clean(Path()).documents[0]
    assert (document.provider, document.name, document.file) == ("acme", "stop.md", "stop.md")


def test_a_file_named_directly_is_read_whatever_its_ending(specs: Path) -> None:
    path = put(specs / "acme" / "stop.page")
    document = clean(path).documents[0]
    assert (document.provider, document.name) == ("acme", "acme/stop.page")


def test_a_file_named_by_its_name_alone_has_the_working_directory_as_provider(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(specs / "acme" / "stop")
    monkeypatch.chdir(specs / "acme")
    assert clean(Path("stop")).documents[0].provider == "acme"


def test_a_file_that_is_named_twice_is_read_once(specs: Path) -> None:
    path = put(specs / "acme" / "stop.md")
    assert len(clean(specs, path, specs).documents) == 1


@pytest.mark.parametrize(
    ("name", "locale"),
    [
        ("stop.en.md", "en"),
        ("stop.zh-hans.md", "zh-hans"),
        ("stop.zh-Hans.md", "zh-hans"),
        ("stop.pt_BR.mdx", "pt-br"),
        ("stop.es-419.md", "es-419"),
        ("stop.yue-hant-hk.md", "yue-hant-hk"),
        ("stop.md", None),
        ("stop.v2.md", None),
        ("stop.api.md", None),
        ("stop.openapi.json", None),
        ("stop.en", None),
        ("en.md", None),
        ("stop..md", None),
    ],
)
def test_the_locale_is_the_part_before_the_ending_if_it_is_a_language_tag(
    specs: Path, name: str, locale: str | None
) -> None:
    path = put(specs / "acme" / name)
    assert clean(path).documents[0].locale == locale


def test_a_byte_order_mark_is_not_part_of_the_text(specs: Path) -> None:
    put(specs / "acme" / "stop.md", b"\xef\xbb\xbf# Stop")
    assert clean(specs).documents[0].text == "# Stop"


@given(st.lists(st.sampled_from(["a", "", "é", "\x0b", "\u2028"]), max_size=6))
def test_every_kind_of_line_end_gives_the_same_text(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("specs")
    texts = {
        clean(put(folder / "stop.md", end.join(parts).encode())).documents[0].text
        for end in ("\n", "\r\n", "\r")
    }
    assert texts == {"\n".join(parts)}


def test_bytes_that_are_not_utf8_are_an_error_at_their_line_and_column(specs: Path) -> None:
    path = put(specs / "acme" / "stop.md", b"\xef\xbb\xbfone\r\ntwo\rh\xc3\xa9 \xff!\n")
    found = only(specs)
    assert found.code is Code.NOT_UTF8
    assert str(found.position) == f"{path}:3:4"
    assert "0xff" in found.message


def test_one_broken_document_does_not_hide_the_others(specs: Path) -> None:
    put(specs / "acme" / "bad.md", b"\xff")
    put(specs / "acme" / "good.md")
    put(specs / "acme" / "worse.md", b"\xfe")
    sources, found = load(specs)
    assert [document.name for document in sources.documents] == ["acme/good.md"]
    assert len(found) == 2


def test_a_file_over_the_limit_is_an_error(specs: Path) -> None:
    limit = 2 * 1024 * 1024
    put(specs / "acme" / "stop.md", b"x" * limit)
    assert collect(source.load([specs], limit))[1] == []
    put(specs / "acme" / "stop.md", b"x" * (limit + 1))
    [found] = collect(source.load([specs], limit))[1]
    assert found.code is Code.TOO_LARGE
    assert "2MiB" in found.message


def test_a_path_that_does_not_exist_is_an_error_that_names_it(specs: Path) -> None:
    found = only(specs)
    assert (found.code, found.position.file) == (Code.FILE_UNREADABLE, str(specs))
    assert "no such file" in found.message


@pytest.mark.parametrize("content", [[], ["acme/overlay.yaml"], ["acme/notes.rst"]])
def test_a_folder_without_documents_is_an_error(specs: Path, content: list[str]) -> None:
    specs.mkdir()
    for name in content:
        put(specs / name)
    assert only(specs).code is Code.NO_DOCUMENTS


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.md")


def _to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [_dangling, _to_itself, _pipe, _device])
@pytest.mark.parametrize("directly", [False, True])
def test_what_cannot_be_read_as_a_file_is_an_error_and_never_a_hang(
    specs: Path, make: Callable[[Path], None], *, directly: bool
) -> None:
    put(specs / "acme" / "good.md")
    path = specs / "acme" / "stop.md"
    make(path)
    found = only(path if directly else specs)
    assert (found.code, found.position.file) == (Code.FILE_UNREADABLE, str(path))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the superuser")
@pytest.mark.parametrize("name", ["stop.md", "."])
def test_a_file_or_folder_without_permission_is_an_error(specs: Path, name: str) -> None:
    put(specs / "other" / "stop.md")
    locked = put(specs / "acme" / "stop.md").parent / name
    locked.chmod(0)
    try:
        found = only(specs)
    finally:
        locked.chmod(0o755)
    assert "permission denied" in found.message


def test_a_file_that_cannot_be_opened_is_an_error(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    put(specs / "acme" / "stop.md")
    monkeypatch.setattr(Path, "open", refuse)
    assert only(specs).message == "cannot be read: permission denied"


def test_a_folder_that_cannot_be_listed_is_an_error(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Path.iterdir

    def refuse(folder: Path) -> Iterator[Path]:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    put(specs / "acme" / "stop.md")
    (specs / "closed").mkdir()
    monkeypatch.setattr(Path, "iterdir", refuse)
    found = only(specs)
    assert found.position.file == str(specs / "closed")


def test_links_are_followed_but_never_round_in_circles(specs: Path) -> None:
    put(specs / "acme" / "v1" / "stop.md")
    (specs / "acme" / "v1" / "up").symlink_to(specs / "acme")
    (specs / "acme" / "top").symlink_to(specs)
    (specs / "acme" / "again").symlink_to("v1")
    (specs / "self").symlink_to(specs)
    assert len(clean(specs).documents) == 1


def test_two_providers_can_share_a_folder_by_links(specs: Path, tmp_path: Path) -> None:
    put(tmp_path / "common" / "stop.md")
    for provider in ("one", "two"):
        (specs / provider).mkdir(parents=True)
        (specs / provider / "common").symlink_to(tmp_path / "common")
    assert [document.name for document in clean(specs).documents] == [
        "one/common/stop.md",
        "two/common/stop.md",
    ]


@pytest.mark.parametrize("name", ["a\nb.md", "a\x1b[31m.md", "a\u2028b.md", "a\u202eb.md"])
def test_a_file_name_that_could_disturb_the_output_is_an_error(specs: Path, name: str) -> None:
    put(specs / "acme" / name)
    assert only(specs).code is Code.UNUSABLE_FILE_NAME


def test_a_file_name_that_is_no_text_is_an_error(specs: Path) -> None:
    put(specs / "acme" / os.fsdecode(b"\xff.md"))
    assert only(specs).code is Code.UNUSABLE_FILE_NAME


@pytest.mark.parametrize("folder", ["a:b", "a*", "a.", "a ", "back\\slash"])
def test_a_folder_name_that_not_every_system_can_have_is_no_provider(
    specs: Path, folder: str
) -> None:
    put(specs / folder / "stop.md")
    assert only(specs).code is Code.UNUSABLE_FILE_NAME
