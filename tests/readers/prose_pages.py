"""Pages in prose for the tests, and a way to read them that also validates what comes out."""

from dataclasses import dataclass

from openapi_spec_validator import OpenAPIV31SpecValidator

from readers.reading import document, mapping
from stopgen.description import Description, JsonObject
from stopgen.diagnostic import Code, Diagnostic, Position, Severity, collect
from stopgen.readers import prose

KEY = "Authorization: Bearer SECRET"

PAGE = f"""\
# Halt a Render

Ends a render that is under way.

## Endpoint

```
POST /v2/renders/{{render_id}}/halt
```

## Request Headers

| Header | Type | Required | Description |
|--------|------|----------|-------------|
| `Authorization` | string | Yes | A Bearer token |
| `Content-Type` | string | Yes | Must be `application/json` |

## Path Parameters

| Parameter | Type | Required | Description |
|-----------|------|----------|-------------|
| `render_id` | string | Yes | Which render |

## Example

```bash
curl -X POST https://api.studio.example/v2/renders/r1/halt \\
  -H "{KEY}" \\
  -H "Content-Type: application/json"
```

## Response

### Success Response (200 OK)

```json
{{
  "ok": true,
  "data": {{
    "id": "r1",
    "state": "HALTED"
  }}
}}
```

### Error Responses

#### 404 Not Found

```json
{{
  "ok": false,
  "error": {{
    "code": "NO_SUCH_RENDER",
    "message": "Nobody knows it"
  }}
}}
```

#### 409 Conflict

```json
{{
  "ok": false,
  "error": {{
    "code": "RENDER_IS_DONE",
    "message": "Too late"
  }}
}}
```

## Response Fields

| Field | Type | Description |
|-------|------|-------------|
| `ok` | boolean | Whether it worked |
| `data.id` | string | Which render |
| `data.state` | string | How it stands now (HALTED) |

## Rate Limits

- **Free Tier**: 5 requests per minute
- **Enterprise**: Custom limits
"""
"""A page like those that platforms publish, with every kind of section."""


@dataclass(frozen=True)
class Result:
    """What comes of a page."""

    text: str
    descriptions: list[Description]
    diagnostics: list[Diagnostic]

    @property
    def openapi(self) -> JsonObject:
        assert len(self.descriptions) == 1, self.diagnostics
        return self.descriptions[0].openapi

    @property
    def calls(self) -> list[tuple[str, str]]:
        """Methods and paths in the order of the page."""
        paths = mapping(self.openapi, "paths")
        return [(method, path) for path in paths for method in mapping(paths, path)]

    @property
    def operation(self) -> JsonObject:
        """The first operation."""
        method, path = self.calls[0]
        return mapping(self.openapi, "paths", path, method)

    @property
    def parameters(self) -> dict[str, JsonObject]:
        """The parameters of the first operation by name."""
        found = self.operation.get("parameters", [])
        assert isinstance(found, list)
        named = [parameter for parameter in found if isinstance(parameter, dict)]
        return {str(parameter["name"]): parameter for parameter in named}

    def schema(self, status: str) -> JsonObject:
        """The schema of an answer in JSON."""
        media = mapping(self.operation, "responses", status, "content", "application/json")
        return mapping(media, "schema")

    def found(self, severity: Severity) -> list[tuple[str, int]]:
        """Codes and lines of the findings of one severity."""
        told = [one for one in self.diagnostics if one.severity is severity]
        return [(str(one.code), one.position.line) for one in told]

    @property
    def errors(self) -> list[tuple[str, int]]:
        return self.found(Severity.ERROR)

    def lines(self, code: Code) -> list[int]:
        """The lines of the findings with a code."""
        return [one.position.line for one in self.diagnostics if one.code is code]

    def position(self, *pointer: str | int) -> Position:
        """Where a part of the first operation stands."""
        method, path = self.calls[0]
        return self.descriptions[0].origins.position(("paths", path, method, *pointer))

    def stands_at(self, *pointer: str | int) -> str:
        """The rest of the line at which a part of the first operation stands."""
        place = self.position(*pointer)
        return self.text.split("\n")[place.line - 1][place.column - 1 :]


def read_page(text: str) -> Result:
    """Read a page; whatever it says, what comes out is OpenAPI, and every position is in the page."""
    page = document(text)
    descriptions, diagnostics = collect(prose.read(page))
    for description in descriptions:
        assert [
            str(one) for one in OpenAPIV31SpecValidator(description.openapi).iter_errors()
        ] == []
    lines = text.split("\n")
    for one in diagnostics:
        for place in (one.position, *one.related):
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    return Result(text, descriptions, diagnostics)


def recognised(text: str) -> bool:
    return prose.recognises(document(text))


def edited(old: str, new: str) -> Result:
    """Read the page with one edit."""
    assert PAGE.count(old) >= 1, old
    return read_page(PAGE.replace(old, new, 1))


def line_of(result: Result, text: str) -> int:
    """The first line of a page that holds a text."""
    return next(n for n, line in enumerate(result.text.split("\n"), 1) if text in line)


def simple(call: str, rest: str = "") -> Result:
    """Read a page that has little more than its call."""
    return read_page(f"# Halt\n\n```\n{call}\n```\n\n{rest}")
