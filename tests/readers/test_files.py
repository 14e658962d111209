from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

import pytest

from readers.reading import mapping, part
from stopgen import finding, pipeline, reuse, source
from stopgen.config import Config
from stopgen.description import Description
from stopgen.diagnostic import Code, Diagnostic, Severity, collect
from stopgen.model import Provider
from stopgen.readers.files import bring
from stopgen.references import references_in
from stopgen.select import choose
from stopgen.select.prune import prune
from stopgen.source import Sources
from stopgen.targets import openapi as target

CALL = ("paths", "/jobs/{id}/stop", "post")
STOP = """\
stop:
  parameters:
    - {name: id, in: path, required: true, schema: {type: string}}
  post:
    responses:
      "200":
        description: Stopped.
        content: {application/json: {schema: {$ref: "ANSWER"}}}
"""
JOB = "Job: {type: object, properties: {state: {type: string}}}\n"


def whole(item: str = "$ref: 'paths.yaml#/stop'", rest: str = "") -> str:
    """Return a document with one path."""
    head = "openapi: 3.1.0\ninfo: {title: Acme, version: '1'}\n"
    servers = "servers: [{url: 'https://api.acme.example'}]\n"
    return f"{head}{servers}paths:\n  /jobs/{{id}}/stop: {{{item}}}\n{rest}"


def inline(answer: str, rest: str = "") -> str:
    """Return a document whose call answers with what a reference names."""
    content = f"content: {{application/json: {{schema: {{$ref: '{answer}'}}}}}}"
    parameter = "parameters: [{name: id, in: path, required: true, schema: {type: string}}]"
    responses = f"responses: {{'200': {{description: Stopped., {content}}}}}"
    return whole(f"{parameter}, post: {{{responses}}}", rest)


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    (folder / "acme").mkdir(parents=True)
    return folder


def write(specs: Path, **files: str) -> Path:
    """Write files below the provider's folder; two underlines stand for a slash."""
    for name, text in files.items():
        path = specs / "acme" / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return specs


def described(specs: Path) -> tuple[list[Description], list[Diagnostic]]:
    sources, faults = collect(source.load([specs]))
    descriptions, found = collect(finding.describe(sources))
    return descriptions, faults + found


def selected(specs: Path) -> tuple[Description | None, list[Diagnostic]]:
    """Return what stops something in the only description, with what that reaches in other files."""
    (description,), found = described(specs)
    keys, _ = collect(choose(description))
    assert keys
    brought, problems = collect(bring(description, keys))
    return prune(brought, keys) if brought else None, found + problems


def complete(specs: Path) -> Description:
    description, found = selected(specs)
    assert [str(finding) for finding in found] == []
    assert description is not None
    tree = description.openapi
    for _, pointer in references_in((), tree):
        part(tree, *pointer)
    return description


def provided(specs: Path) -> tuple[list[Provider], Sources, list[Diagnostic]]:
    (providers, sources), found = collect(pipeline.provide(specs, "en"))
    return providers, sources, found


def exported(specs: Path) -> dict[str, dict[str, object]]:
    """Return the named schemas of what is exported from documents without faults."""
    providers, _, found = provided(specs)
    assert [str(finding) for finding in found] == []
    (file,) = target.generate(providers)
    schemas: dict[str, dict[str, object]] = json.loads(file.content)["components"]["schemas"]
    return schemas


def place(description: Description, *pointer: str | int) -> tuple[str, int]:
    position = description.origins.position(pointer)
    return Path(position.file).name, position.line


def test_a_path_item_stands_in_another_file(specs: Path) -> None:
    write(specs, api=whole(), paths=STOP.replace("ANSWER", "#/Job") + JOB)
    description = complete(specs)
    assert mapping(description.openapi, "components", "schemas", "Job")["type"] == "object"
    assert place(description, *CALL) == ("paths.yaml", 4)
    assert place(description, "components", "schemas", "Job") == ("paths.yaml", 9)
    assert place(description, "servers", 0) == ("api.yaml", 3)


def test_what_stands_beside_a_reference_to_a_path_item_counts(specs: Path) -> None:
    item = "$ref: 'paths.yaml#/stop', servers: [{url: 'https://stop.acme.example'}]"
    write(specs, api=whole(item), paths=STOP.replace("ANSWER", "#/Job") + JOB)
    description = complete(specs)
    servers = part(description.openapi, "paths", CALL[1], "servers")
    assert servers == [{"url": "https://stop.acme.example"}]
    assert place(description, "paths", CALL[1], "servers") == ("api.yaml", 5)


def test_references_count_from_the_file_that_they_stand_in(specs: Path) -> None:
    write(
        specs,
        api=whole("$ref: './paths/jobs.yaml#/stop'"),
        paths__jobs=STOP.replace("ANSWER", "../schemas/job.yaml#/Job"),
        schemas__job="Job: {type: object, properties: {by: {$ref: './sub/user%20name.yaml'}}}\n",
    )
    write(specs, **{"schemas__sub__user name": "type: object\nproperties: {id: {type: string}}\n"})
    schemas = mapping(complete(specs).openapi, "components", "schemas")
    assert list(schemas) == ["Job", "UserName"]
    by = part(schemas, "Job", "properties", "by")
    assert by == {"$ref": "#/components/schemas/UserName"}


def test_other_files_refer_back_to_the_document(specs: Path) -> None:
    write(
        specs,
        api=whole(rest=f"components:\n  schemas:\n    {JOB}"),
        paths=STOP.replace("ANSWER", "api.yaml#/components/schemas/Job"),
    )
    description = complete(specs)
    assert list(mapping(description.openapi, "components", "schemas")) == ["Job"]
    assert place(description, "components", "schemas", "Job") == ("api.yaml", 8)


def test_every_kind_of_part_can_stand_in_another_file(specs: Path) -> None:
    item = (
        "parameters: [{$ref: 'parts.yaml#/Id'}],"
        " post: {requestBody: {$ref: 'parts.yaml#/Body'}, responses: {'200': {$ref: 'parts.yaml#/Done'}}}"
    )
    parts = (
        "Id: {name: id, in: path, required: true, schema: {type: string}}\n"
        "Body: {content: {application/json: {schema: {type: object}}}}\n"
        "Done: {description: Stopped.}\n"
    )
    tree = complete(write(specs, api=whole(item), parts=parts)).openapi
    kinds = mapping(tree, "components")
    names = {kind: list(mapping(kinds, kind)) for kind in kinds}
    assert names == {"parameters": ["Id"], "requestBodies": ["Body"], "responses": ["Done"]}


def test_a_file_that_only_passes_on_gives_no_name(specs: Path) -> None:
    write(
        specs,
        api=inline("index.yaml#/Job"),
        index="Job: {$ref: 'job.yaml#/Job'}\nOther: {$ref: 'missing.yaml#/Other'}\n",
        job=JOB,
    )
    assert list(exported(specs)) == ["Job"]


def test_circles_run_through_files(specs: Path) -> None:
    write(
        specs,
        api=inline("a.yaml#/A"),
        a="A: {type: object, properties: {b: {$ref: 'b.yaml#/B'}}}\n",
        b="B: {type: object, properties: {a: {$ref: 'a.yaml#/A'}}}\n",
    )
    assert list(exported(specs)) == ["A", "B"]


def test_files_that_only_refer_to_each_other_are_told(specs: Path) -> None:
    write(
        specs, api=inline("a.yaml#/A"), a="A: {$ref: 'b.yaml#/B'}\n", b="B: {$ref: 'a.yaml#/A'}\n"
    )
    _, _, found = provided(specs)
    assert Code.ENDLESS_REFERENCE in {finding.code for finding in found}


def test_a_reference_has_siblings(specs: Path) -> None:
    rest = "components: {schemas: {Kind: {$ref: 'job.yaml#/Job', description: Mine.}}}\n"
    write(specs, api=inline("#/components/schemas/Kind") + rest, job=JOB)
    kind = part(complete(specs).openapi, "components", "schemas", "Kind")
    assert kind == {"$ref": "#/components/schemas/Job", "description": "Mine."}


def test_a_discriminator_names_what_is_in_another_file(specs: Path) -> None:
    rest = (
        "components: {schemas: {Any: {oneOf: [{$ref: 'kinds.yaml#/Dog'}], discriminator:"
        " {propertyName: kind, mapping: {dog: 'kinds.yaml#/Dog', cat: Dog}}}}}\n"
    )
    write(specs, api=inline("#/components/schemas/Any") + rest, kinds="Dog: {type: object}\n")
    tree = complete(specs).openapi
    names = part(tree, "components", "schemas", "Any", "discriminator", "mapping")
    assert names == {"dog": "#/components/schemas/Dog", "cat": "Dog"}


def test_swagger_2_has_parts_in_other_files(specs: Path) -> None:
    text = inline("x").replace("openapi: 3.1.0", "swagger: '2.0'").partition("servers:")[0]
    item = "post: {parameters: [{$ref: 'parts.yaml#/Id'}], responses: {'200': {description: '',"
    item += " schema: {$ref: 'parts.yaml#/definitions/Job'}}}}"
    write(
        specs,
        api=f"{text}paths: {{'/jobs/{{id}}/stop': {{{item}}}}}\n",
        parts=f"Id: {{name: id, in: path, required: true, type: string}}\ndefinitions:\n  {JOB}",
    )
    assert list(exported(specs)) == ["Job"]


REFUSED = [
    ("https://acme.example/api.yaml#/Job", "is not fetched"),
    ("file:///etc/passwd.yaml", "is not fetched"),
    ("//acme.example/api.yaml", "is not fetched"),
    ("/etc/secret.yaml", "is no relative path"),
    ("..\\secret.yaml", "is no relative path"),
    ("../../secret.yaml#/Job", "is outside of the folder"),
    ("%2e%2e/%2e%2e/secret.yaml#/Job", "is outside of the folder"),
    ("link.yaml#/Job", "is a link out of the folder"),
    (".hidden.yaml#/Job", "names no file that is read"),
    ("job.secret#/Job", "names no file that is read"),
    ("missing.yaml#/Job", "names a file that is missing; put it in at "),
    (f"{'x' * 300}.yaml", "names a file that is missing"),
    ("job.yaml#/Jab", "leads nowhere; the file has nothing at '/Jab'"),
    ("job.yaml#Job", "names no part of a file"),
    ("list.yaml#/0", "holds no mapping"),
]


@pytest.fixture
def secretive(specs: Path) -> Path:
    """A folder beside and in which there are files that no document may use."""
    outside = specs.parent / "secret.yaml"
    for path in (outside, specs / "acme/.hidden.yaml", specs / "acme/job.secret"):
        path.write_text(JOB, "utf-8")
    (specs / "acme/link.yaml").symlink_to(outside)
    return write(specs, job=JOB, list="[1]\n")


@pytest.mark.parametrize(("reference", "reason"), REFUSED)
def test_what_cannot_be_had_is_told_where_it_is_referred_to(
    secretive: Path, reference: str, reason: str
) -> None:
    description, found = selected(write(secretive, api=inline(reference)))
    assert description is None
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert [(finding.code, finding.position.line) for finding in errors] == [
        (Code.REMOTE_REFERENCE, 5)
    ]
    assert reason in errors[0].message


@pytest.mark.parametrize(("reference", "reason"), REFUSED)
def test_a_path_that_cannot_be_seen_is_a_warning(
    secretive: Path, reference: str, reason: str
) -> None:
    item = whole(f"$ref: '{reference}'") + "  /jobs/{id}/cancel: {post: {responses: {}}}\n"
    (description,), found = described(write(secretive, api=item))
    warnings = [finding for finding in found if finding.severity is Severity.WARNING]
    assert [(finding.code, finding.position.line) for finding in warnings] == [
        (Code.REMOTE_REFERENCE, 5)
    ]
    assert reason in warnings[0].message
    assert len(collect(choose(description))[0]) == 1


def test_nothing_outside_of_the_folder_is_opened(
    secretive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = "".join(f"  /{i}/stop: {{$ref: '{ref}'}}\n" for i, (ref, _) in enumerate(REFUSED))
    write(secretive, api=whole("post: {responses: {}}") + paths)
    opened: list[Path] = []
    original = Path.open

    def watched(path: Path, mode: str = "r") -> IO[Any]:
        opened.append(path.resolve())
        return original(path, mode)

    monkeypatch.setattr(Path, "open", watched)
    described(secretive / "acme/api.yaml")
    assert {path.name for path in opened} == {"api.yaml", "job.yaml", "list.yaml"}


def test_a_missing_file_is_told_once_with_the_place_where_it_belongs(specs: Path) -> None:
    item = "post: {responses: {'200': {$ref: 'x/y.yaml#/A'}, '404': {$ref: 'x/y.yaml#/B'}}}"
    _, found = selected(write(specs, api=whole(item)))
    (fault,) = [finding for finding in found if finding.severity is Severity.ERROR]
    assert fault.message.endswith(f"put it in at {(specs / 'acme/x/y.yaml').as_posix()}")


def test_what_other_operations_refer_to_is_no_obstacle(specs: Path) -> None:
    item = (
        "post: {responses: {'204': {description: Stopped.}}, callbacks: {x: {$ref: 'no.yaml'}}},"
        " get: {responses: {'200': {$ref: 'missing.yaml#/A'}}}"
    )
    assert list(mapping(complete(write(specs, api=whole(item))).openapi, *CALL)) == ["responses"]


def test_extensions_refer_to_nothing(specs: Path) -> None:
    item = (
        "post: {x-examples: {a: {$ref: 'missing.json'}}, responses: {'204': {description: Stopped.,"
        " x-more: {$ref: 'missing.json'}}}}"
    )
    complete(write(specs, api=whole(item)))


def test_data_refers_to_nothing(specs: Path) -> None:
    rest = "components: {schemas: {Job: {type: object, example: {$ref: 'https://a.example'}}}}\n"
    complete(write(specs, api=inline("#/components/schemas/Job") + rest))


def test_a_fault_in_another_file_is_told_there(specs: Path) -> None:
    write(specs, api=inline("job.yaml#/Job"), job="Job: {\n  type: object\n")
    _, found = selected(specs)
    assert ("job.yaml", Code.BAD_YAML) in {
        (Path(finding.position.file).name, finding.code) for finding in found
    }


def test_a_fault_of_a_schema_in_another_file_is_told_there(specs: Path) -> None:
    write(specs, api=inline("job.yaml#/Job"), job="# A comment.\nJob: {type: strung}\n")
    _, _, found = provided(specs)
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert {(Path(error.position.file).name, error.position.line) for error in errors} >= {
        ("job.yaml", 2)
    }


def test_files_with_parts_are_no_documents_without_operations(specs: Path) -> None:
    write(specs, api=inline("index.yaml#/Job"), index="Job: {$ref: 'job.yaml#/Job'}\n", job=JOB)
    write(specs, other="nobody: refers to this\n")
    _, found = described(specs)
    assert [(finding.code, Path(finding.position.file).name) for finding in found] == [
        (Code.NOT_A_DESCRIPTION, "other.yaml")
    ]


@pytest.mark.parametrize("nothing", ["", ".", "index", "#/x-stopgen-files"])
def test_a_reference_to_nothing_in_another_file_is_told(specs: Path, nothing: str) -> None:
    write(specs, api=inline("index.yaml#/Job"), index=f"Job: {{items: {{$ref: '{nothing}'}}}}\n")
    _, _, found = provided(specs)
    assert {(finding.severity, Path(finding.position.file).name) for finding in found} == {
        (Severity.ERROR, "index.yaml")
    }


def test_the_lock_tells_every_file_that_is_used(specs: Path) -> None:
    write(specs, api=whole(), paths=STOP.replace("ANSWER", "sub/job.yaml#/Job"), sub__job=JOB)
    _, sources, _ = provided(specs)
    assert list(reuse.record(Config(specs), sources).inputs) == [
        "acme/api.yaml",
        "acme/paths.yaml",
        "acme/sub/job.yaml",
    ]
