"""An independent, simple reading of documents: what do they ask of a request?

It shares nothing with the generator, so that both can hardly be wrong in the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import yaml

Node: TypeAlias = dict[str, Any]

_JSON = "application/json"
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_FENCE = re.compile(r"^(`{3,})ya?ml[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"""['"`](x-[a-z-]*key|authorization: *(?:bearer|basic))\b""", re.IGNORECASE)
"""How pages show the header that says who calls."""
_UNHEEDED = {"accept", "content-type", "authorization"}
"""Headers that OpenAPI does not let parameters describe."""


class _Loader(yaml.CSafeLoader):
    """Reads plain words and dates as what they are in JSON."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith((":timestamp", ":bool"))]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false|True|False)$"), list("tTfF")
)


@dataclass(frozen=True)
class Scheme:
    """A way to show who calls: "bearer", "basic", or where a key stands, and its name."""

    place: str
    name: str = ""


@dataclass(frozen=True)
class Asked:
    """What a document asks of one request.

    Attributes:
        server: The address that comes before the path; None if the document has no whole address.
        parameters: Each parameter, as the document spells it, by place and name.
        security: Alternatives, each with all schemes that it needs; None if it cannot be told.
        bodies: The schema by media type.
        needs_body: Whether a request without body is wrong.
    """

    method: str
    path: str
    server: str | None = None
    parameters: dict[tuple[str, str], Node] = field(default_factory=dict[tuple[str, str], Node])
    security: list[list[Scheme]] | None = None
    bodies: dict[str, Any] = field(default_factory=dict[str, Any])
    needs_body: bool = False
    book: Book | None = None


class Book:
    """A document with the other files that it refers to."""

    def __init__(self, path: Path) -> None:
        self._files: dict[Path, Any] = {}
        self.root: Node = self._load(path.resolve())

    def follow(self, node: Any) -> Any:
        """Return what a node refers to; the node itself where it is no reference."""
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            file, _, pointer = node["$ref"].partition("#")
            node = self._load(Path(file))
            for word in filter(None, unquote(pointer).split("/")):
                key = word.replace("~1", "/").replace("~0", "~")
                node = node[int(key)] if isinstance(node, list) else node[key]
        return node

    def _load(self, path: Path) -> Any:
        if path not in self._files:
            content = path.read_text("utf-8-sig")
            if path.suffix in {".md", ".mdx", ".txt"}:
                fence = _FENCE.search(content)
                content = fence[2] if fence else "{}"
            is_json = path.suffix == ".json"
            loaded = json.loads(content) if is_json else yaml.load(content, _Loader)
            self._files[path] = _at_home(loaded, path)
        return self._files[path]

    def _calls(self) -> Iterator[tuple[str, str, Node, Node]]:
        for path, reference in self.root.get("paths", {}).items():
            item = self.follow(reference)
            for method in set(_METHODS) & set(item):
                yield method.upper(), path, item, self.follow(item[method])

    def asked(self, method: str, path: str) -> Asked:
        """Return what is asked of a call."""
        for known, template, item, operation in self._calls():
            if (known, _shape(template)) == (method, _shape(path)):
                return self._asked(known, template, item, operation)
        return Asked(method, path)

    def _asked(self, method: str, path: str, item: Node, operation: Node) -> Asked:
        parameters: dict[tuple[str, str], Node] = {}
        for entry in (*item.get("parameters", ()), *operation.get("parameters", ())):
            parameter = self.follow(entry)
            parameters[parameter["in"], parameter["name"]] = parameter
        if "swagger" in self.root:
            body = _old_body(parameters)
            consumes = operation.get("consumes") or self.root.get("consumes") or [_JSON]
            bodies = dict.fromkeys(consumes, body.get("schema")) if body else {}
        else:
            body = self.follow(operation.get("requestBody", {}))
            bodies = {kind: entry.get("schema") for kind, entry in body.get("content", {}).items()}
        return Asked(
            method,
            path,
            self._server(item, operation),
            {key: entry for key, entry in parameters.items() if _is_heeded(*key)},
            self._security(operation),
            bodies,
            needs_body=body.get("required", False),
            book=self,
        )

    def _server(self, item: Node, operation: Node) -> str | None:
        if "swagger" in self.root:
            schemes = self.root.get("schemes", ["https"])
            scheme = "https" if "https" in schemes else schemes[0]
            host = self.root.get("host")
            return f"{scheme}://{host}{self.root.get('basePath', '')}" if host else None
        servers = operation.get("servers") or item.get("servers") or self.root.get("servers")
        if not servers:
            return None
        variables = servers[0].get("variables", {})
        url = servers[0]["url"]
        for name, entry in variables.items():
            url = url.replace(f"{{{name}}}", str(entry.get("default", f"{{{name}}}")))
        whole = urlsplit(url).scheme in {"http", "https"} and "{" not in url and "<" not in url
        return url if whole else None

    def _security(self, operation: Node) -> list[list[Scheme]] | None:
        required = operation.get("security", self.root.get("security"))
        if required is None:
            return None
        declared = self.root.get("components", {}).get("securitySchemes", {})
        declared = declared | self.root.get("securityDefinitions", {})
        return [[_scheme(self.follow(declared[name])) for name in way] for way in required]


def asked_by_page(page: Path, method: str, path: str) -> Asked:
    """Return what is asked of a call that a page tells in words: besides the call, who calls."""
    shown = _SHOWN.findall(page.read_text("utf-8-sig"))
    words = dict.fromkeys(text.lower().split()[-1] for text in shown)
    schemes = [Scheme(w) if w in {"bearer", "basic"} else Scheme("header", w) for w in words]
    return Asked(method, path, security=[[scheme] for scheme in schemes])


def _at_home(node: Any, home: Path) -> Any:
    """Return a part of a file with whole paths in its references."""
    if isinstance(node, list):
        return [_at_home(entry, home) for entry in node]
    if not isinstance(node, dict):
        return node
    found = {key: _at_home(entry, home) for key, entry in node.items()}
    if isinstance(node.get("$ref"), str):
        file, _, pointer = node["$ref"].partition("#")
        found["$ref"] = f"{(home.parent / file).resolve() if file else home}#{pointer}"
    return found


def _old_body(parameters: dict[tuple[str, str], Node]) -> Node:
    """Return the body as Swagger 2 describes it: as a parameter, or as several of a form."""
    for (place, _), parameter in parameters.items():
        if place == "body":
            return parameter
    form = {name: entry for (place, name), entry in parameters.items() if place == "formData"}
    needed = [name for name, entry in form.items() if entry.get("required")]
    schema = {"type": "object", "properties": form, "required": needed}
    return {"schema": schema, "required": bool(needed)} if form else {}


def _is_heeded(place: str, name: str) -> bool:
    is_header = place == "header" and name.lower() not in _UNHEEDED
    return is_header or place in {"path", "query", "cookie"}


def _scheme(declared: Node) -> Scheme:
    match declared:
        case {"type": "apiKey", "in": place, "name": name}:
            return Scheme(place, name)
        case {"type": "basic"} | {"type": "http", "scheme": "basic" | "Basic"}:
            return Scheme("basic")
        case _:
            return Scheme("bearer")


def _shape(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path).rstrip("/")
