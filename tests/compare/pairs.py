"""Edits of documents, and by hand what each means to callers: kinds of changes with their levels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

DOCUMENTS = Path(__file__).parent / "documents"
API, PAGE, PROSE = "api.yaml", "page.md", "prose.md"
BREAKING, ADDITIVE, WORDS = "breaking", "additive", "documentation"


@dataclass(frozen=True)
class Pair:
    """A document and an edit of it.

    Attributes:
        name: What the edit does.
        document: The document.
        find: Text in it.
        replace: What stands in its place afterwards.
        changes: The kinds of changes that this makes, and the level of each.
        undone: Whether it is undoing the edit that makes them.
    """

    name: str
    document: str
    find: str
    replace: str
    changes: dict[str, str]
    undone: bool = False

    @property
    def before(self) -> str:
        return self._edited() if self.undone else self._text()

    @property
    def after(self) -> str:
        return self._text() if self.undone else self._edited()

    def _text(self) -> str:
        return (DOCUMENTS / self.document).read_text(encoding="utf-8")

    def _edited(self) -> str:
        assert self.find in self._text(), "the edit is none"
        return self._text().replace(self.find, self.replace)

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def lines(text: str, indent: int) -> str:
    """Return lines of a document, as deep in it as they belong, without the last line's end."""
    return "".join(
        f"{' ' * indent}{line}" if line.strip() else line
        for line in dedent(text).strip("\n").splitlines(keepends=True)
    )


_TRACE = lines("- name: X-Trace\n  in: header\n  schema: {type: string}", 8)
_USER = lines("- name: user\n  in: query\n  required: true\n  schema: {type: string}", 8)
_ID = "description: Which run.\n          schema: {type: string}"
_FORCED = "        force: {type: boolean}\n"
_BODY = lines(
    """
    content:
      application/json:
        schema:
          type: object
          properties:
            cancelled:
              type: boolean
            note:
              type: string
    """,
    10,
)
_PROBLEM = lines(
    """
    required: [code, message]
    properties:
      code:
        type: string
        enum: [RUN_NOT_FOUND]
    """,
    6,
)


ARGUMENTS = [
    Pair(
        "an optional parameter is added",
        API,
        _TRACE,
        f"{_TRACE}\n{lines('- {name: dry, in: query, schema: {type: boolean}}', 8)}",
        {"parameter-added": ADDITIVE},
    ),
    Pair(
        "a required parameter is added",
        API,
        _TRACE,
        f"{_TRACE}\n{lines('- {name: dry, in: query, required: true, schema: {type: boolean}}', 8)}",
        {"required-parameter-added": BREAKING},
    ),
    Pair("a parameter is removed", API, f"{_TRACE}\n", "", {"parameter-removed": BREAKING}),
    Pair(
        "an optional parameter becomes required",
        API,
        _TRACE,
        _TRACE.replace("in: header", "in: header\n          required: true"),
        {"parameter-required": BREAKING},
    ),
    Pair(
        "a required parameter becomes optional",
        API,
        _USER,
        _USER.replace("required: true", "required: false"),
        {"parameter-optional": ADDITIVE},
    ),
    Pair(
        "a query parameter gets another name",
        API,
        "name: user",
        "name: account",
        {"parameter-renamed": BREAKING},
    ),
    Pair(
        "a header is spelled in other letters, which is the same header",
        API,
        "name: X-Trace",
        "name: x-trace",
        {},
    ),
    Pair(
        "a parameter is spelled differently and the argument stays",
        API,
        "name: user\n",
        "name: USER\n",
        {"parameter-respelled": ADDITIVE},
    ),
    Pair(
        "a query parameter moves to a header",
        API,
        _USER,
        _USER.replace("in: query", "in: header"),
        {"parameter-moved": ADDITIVE},
    ),
    Pair(
        "a path parameter gets another name",
        PAGE,
        "taskId",
        "task",
        {"parameter-renamed": BREAKING},
    ),
    Pair(
        "a parameter has another type",
        API,
        _USER,
        _USER.replace("type: string", "type: integer"),
        {"parameter-retyped": BREAKING},
    ),
    Pair(
        "a parameter takes null as well",
        API,
        _USER,
        _USER.replace("type: string", "type: [string, 'null']"),
        {"parameter-widened": ADDITIVE},
    ),
    Pair(
        "a text becomes a closed list",
        API,
        _USER,
        _USER.replace("type: string", "enum: [me, you]"),
        {"parameter-retyped": BREAKING},
    ),
    Pair(
        "a closed list of an argument has a value more",
        API,
        "[soft, hard, later]",
        "[soft, hard, later, brutal]",
        {"parameter-value-added": ADDITIVE},
    ),
    Pair(
        "a closed list of an argument has a value less",
        API,
        "[soft, hard, later]",
        "[soft, hard]",
        {"parameter-value-removed": BREAKING},
    ),
    Pair(
        "a closed list of an argument is opened",
        API,
        "enum: [soft, hard, later]",
        "x-extensible-enum: [soft, hard, later]",
        {"parameter-widened": ADDITIVE},
    ),
    Pair(
        "a limit is tightened",
        API,
        "maximum: 60",
        "maximum: 30",
        {"parameter-limits-tightened": BREAKING},
    ),
    Pair(
        "a limit is loosened",
        API,
        "maximum: 60",
        "maximum: 90",
        {"parameter-limits-loosened": ADDITIVE},
    ),
    Pair(
        "a default is another value",
        API,
        "default: 10",
        "default: 20",
        {"parameter-default-changed": BREAKING},
    ),
    Pair(
        "a default is documented",
        API,
        _TRACE,
        _TRACE.replace("type: string", "type: string, default: none"),
        {"parameter-default-added": ADDITIVE},
    ),
    Pair(
        "a default is not documented any more",
        API,
        "default: 10, ",
        "",
        {"parameter-default-removed": ADDITIVE},
    ),
    Pair(
        "a format is documented",
        API,
        _USER,
        _USER.replace("type: string", "type: string, format: uuid"),
        {"parameter-format-changed": ADDITIVE},
    ),
    Pair(
        "a field of the body becomes required",
        API,
        "required: [mode]",
        "required: [mode, reason]",
        {"parameter-required": BREAKING},
    ),
    Pair(
        "an optional field of an argument is added",
        API,
        _FORCED,
        f"{_FORCED}        soon: {{type: boolean}}\n",
        {"parameter-field-added": ADDITIVE},
    ),
    Pair(
        "a required field of an argument is added",
        API,
        f"      required: [level]\n      properties:\n        level: {{type: integer}}\n{_FORCED}",
        "      required: [level, soon]\n      properties:\n        level: {type: integer}\n"
        f"{_FORCED}        soon: {{type: boolean}}\n",
        {"parameter-field-required": BREAKING},
    ),
    Pair(
        "a field of an argument is removed",
        API,
        _FORCED,
        "",
        {"parameter-field-removed": BREAKING},
    ),
    Pair(
        "a field of an argument can be missing",
        API,
        "      required: [level]\n",
        "",
        {"parameter-field-optional": ADDITIVE},
    ),
    Pair(
        "a parameter is deprecated",
        API,
        _TRACE,
        _TRACE.replace("in: header", "in: header\n          deprecated: true"),
        {"parameter-deprecated": ADDITIVE},
    ),
    Pair(
        "a parameter is described otherwise",
        API,
        "description: Which run.",
        "description: The run that is to end.",
        {"description-changed": WORDS},
    ),
    Pair(
        "a header that the client sends by itself is added",
        API,
        _TRACE,
        f"{_TRACE}\n{lines('- {name: X-Api, in: header, required: true, schema: {const: a}}', 8)}",
        {"constant-headers-changed": ADDITIVE},
    ),
]

OPERATIONS = [
    Pair(
        "an operation is added",
        PAGE,
        "components:\n",
        lines(
            """
            /sessions/{id}/stop:
              post:
                parameters:
                  - {name: id, in: path, required: true, schema: {type: string}}
                responses:
                  '200': {description: Fine.}
            """,
            2,
        )
        + "\ncomponents:\n",
        {"operation-added": ADDITIVE},
    ),
    Pair(
        "the path has another version and the method keeps its name",
        API,
        "/runs/{run_id}/stop:",
        "/v2/runs/{run_id}/stop:",
        {"operation-moved": ADDITIVE},
    ),
    Pair(
        "the call has another HTTP method and the method keeps its name",
        API,
        "    post:\n",
        "    put:\n",
        {"operation-moved": ADDITIVE},
    ),
    Pair(
        "the path is about another thing",
        API,
        "/runs/{run_id}/stop:",
        "/jobs/{run_id}/stop:",
        {"operation-removed": BREAKING, "operation-added": ADDITIVE},
    ),
    Pair(
        "the operation gets a name by hand",
        API,
        "summary: Stop a run\n",
        "summary: Stop a run\n      operationId: haltRun\n",
        {"method-renamed": BREAKING},
    ),
    Pair(
        "the operation is deprecated",
        API,
        "summary: Stop a run\n",
        "summary: Stop a run\n      deprecated: true\n",
        {"operation-deprecated": ADDITIVE},
    ),
    Pair(
        "the summary is another",
        API,
        "summary: Stop a run\n",
        "summary: Stops one run\n",
        {"description-changed": WORDS},
    ),
    Pair(
        "the title of the document is another",
        API,
        "title: Acme",
        "title: The Acme API",
        {"title-changed": WORDS},
    ),
    Pair(
        "the version of the document is another",
        API,
        'version: "1"',
        'version: "2"',
        {"version-changed": WORDS},
    ),
]

ANSWERS = [
    Pair(
        "a field of an answer is added",
        API,
        "        label: {type: string}\n",
        "        label: {type: string}\n        owner: {type: string}\n",
        {"answer-field-added": ADDITIVE},
    ),
    Pair(
        "a field of an answer is removed",
        API,
        "        label: {type: string}\n",
        "",
        {"answer-field-removed": BREAKING},
    ),
    Pair(
        "a field of an answer has another type",
        API,
        "label: {type: string}",
        "label: {type: integer}",
        {"answer-retyped": BREAKING},
    ),
    Pair(
        "a field of an answer can be null",
        API,
        "id: {type: string}\n        label",
        "id: {type: [string, 'null']}\n        label",
        {"answer-retyped": BREAKING},
    ),
    Pair(
        "a field of an answer can be fewer things",
        API,
        "id: {type: string}\n        label",
        "id: {type: string, enum: [a]}\n        label",
        {"answer-narrowed": ADDITIVE},
    ),
    Pair(
        "items of a list in an answer have another type",
        API,
        "items: {type: string}",
        "items: {type: integer}",
        {"answer-retyped": BREAKING},
    ),
    Pair(
        "a text of an answer becomes a time",
        API,
        "label: {type: string}",
        "label: {type: string, format: date-time}",
        {"answer-retyped": BREAKING},
    ),
    Pair(
        "a text of an answer gets a limit",
        API,
        "label: {type: string}",
        "label: {type: string, maxLength: 9}",
        {"answer-limits-changed": WORDS},
    ),
    Pair(
        "a field of an answer can be missing",
        API,
        "required: [stopped, phase]",
        "required: [stopped]",
        {"answer-field-optional": BREAKING},
    ),
    Pair(
        "a field of an answer is always there",
        API,
        "required: [stopped, phase]",
        "required: [stopped, phase, run]",
        {"answer-field-required": ADDITIVE},
    ),
    Pair(
        "a closed list of an answer has a value more",
        API,
        "[before, after]",
        "[before, during, after]",
        {"answer-value-added": ADDITIVE},
    ),
    Pair(
        "a closed list of an answer has a value less",
        API,
        "[before, after]",
        "[after]",
        {"answer-value-removed": ADDITIVE},
    ),
    Pair(
        "a success of another type is documented",
        API,
        "        '404':\n",
        lines(
            """
            '202':
              description: Taken.
              content:
                application/json: {schema: {$ref: '#/components/schemas/Run'}}
            """,
            8,
        )
        + "\n        '404':\n",
        {"status-added": ADDITIVE, "answer-retyped": BREAKING},
    ),
    Pair(
        "the only success has another status",
        API,
        "'200'",
        "'202'",
        {"status-changed": ADDITIVE},
    ),
    Pair(
        "a body of a success is not documented any more",
        PAGE,
        f"{_BODY}\n",
        "",
        {
            "answer-body-removed": BREAKING,
            "model-removed": BREAKING,
            "outcome-lost": BREAKING,
        },
    ),
    Pair(
        "a named schema of an answer gets another name",
        API,
        "Stopped",
        "Halted",
        {"model-renamed": BREAKING},
    ),
    Pair(
        "a description of an answer is another",
        API,
        "Dealt with.",
        "The run was dealt with.",
        {"description-changed": WORDS},
    ),
]

ERRORS = [
    Pair(
        "a status is documented that gives an exception of its own",
        API,
        "        '409':\n",
        lines(
            """
            '403':
              description: Not yours.
              content:
                application/json: {schema: {$ref: '#/components/schemas/Problem'}}
            """,
            8,
        )
        + "\n        '409':\n",
        {"status-added": ADDITIVE, "exception-added": ADDITIVE},
    ),
    Pair(
        "a status without a body is not documented any more",
        API,
        "        '409':\n          description: Something else is going on.\n",
        "",
        {"status-removed": WORDS},
    ),
    Pair(
        "a status with a body is not documented any more",
        API,
        lines(
            """
            '404':
              description: No such run.
              content:
                application/json:
                  schema:
                    $ref: '#/components/schemas/Problem'
            """,
            8,
        )
        + "\n",
        "",
        {"status-removed": WORDS, "exception-removed": BREAKING, "model-removed": BREAKING},
    ),
    Pair(
        "an error code is added",
        API,
        "enum: [RUN_NOT_FOUND]",
        "enum: [RUN_NOT_FOUND, PLAN_NOT_FOUND]",
        {"answer-value-added": ADDITIVE, "error-code-added": ADDITIVE},
    ),
    Pair(
        "an error code is shown in an example",
        PROSE,
        '"code": "REQUEST_NOT_FOUND"',
        '"code": "CONVERSATION_NOT_FOUND"',
        {
            "error-code-added": ADDITIVE,
            "error-code-removed": WORDS,
            "known-value-added": ADDITIVE,
            "known-value-removed": WORDS,
            "examples-changed": WORDS,
        },
    ),
    Pair(
        "an error has no code any more",
        API,
        _PROBLEM,
        lines("required: [message]\nproperties:", 6),
        {
            "answer-field-removed": BREAKING,
            "error-code-removed": WORDS,
            "error-detail-removed": BREAKING,
        },
    ),
]

OUTCOMES = [
    Pair(
        "a success says now that the run was stopped",
        API,
        "[before, after]",
        "[before, after]\n        status: {type: string, enum: [stopped, already_completed]}",
        {"answer-field-added": ADDITIVE, "outcome-refined": ADDITIVE},
    ),
    Pair(
        "a success does not say any more whether the run was stopped",
        PAGE,
        "                  cancelled:\n                    type: boolean\n",
        "",
        {"answer-field-removed": BREAKING, "outcome-lost": BREAKING},
    ),
    Pair(
        "a documented status turns from an exception into a result",
        API,
        "      x-rate-limits:\n",
        "      x-stop-outcomes: [{status: '409', outcome: ALREADY_FINISHED}]\n      x-rate-limits:\n",
        {"error-became-outcome": BREAKING},
    ),
    Pair(
        "the words that were all that a status had say that the run had ended",
        API,
        "Something else is going on.",
        "The run has already finished.",
        {"description-changed": WORDS, "error-became-outcome": BREAKING},
    ),
    Pair(
        "a new status is a result",
        API,
        "      x-rate-limits:\n",
        "        '410': {description: The run has already finished.}\n      x-rate-limits:\n",
        {"status-added": ADDITIVE, "outcome-added": ADDITIVE},
    ),
    Pair(
        "an answer means another outcome",
        API,
        "      x-rate-limits:\n",
        lines(
            """
            x-stop-outcomes:
              - {status: '200', pointer: /stopped, equals: false, outcome: ALREADY_FINISHED}
            """,
            6,
        )
        + "\n      x-rate-limits:\n",
        {"outcome-changed": BREAKING},
    ),
    Pair(
        "an error code that meant a result is gone",
        PROSE,
        '"code": "CONVERSATION_ALREADY_COMPLETED"',
        '"code": "BAD_ID"',
        {
            "outcome-removed": BREAKING,
            "error-code-added": ADDITIVE,
            "error-code-removed": WORDS,
            "known-value-added": ADDITIVE,
            "known-value-removed": WORDS,
            "examples-changed": WORDS,
        },
    ),
]

SURROUNDINGS = [
    Pair(
        "the key travels in another header",
        API,
        "name: X-Key",
        "name: X-Token",
        {"auth-changed": BREAKING},
    ),
    Pair(
        "the key travels in another way",
        PAGE,
        "type: http\n      scheme: bearer",
        "type: apiKey\n      in: header\n      name: X-Key",
        {"auth-changed": BREAKING},
    ),
    Pair(
        "no key is needed any more",
        API,
        "security:\n  - key: []",
        "security:\n  - {}\n  - key: []",
        {"auth-optional": ADDITIVE},
    ),
    Pair(
        "there is another way to show a key",
        API,
        "  - key: []",
        "  - key: []\n  - token: []",
        {"auth-alternative-added": ADDITIVE, "credential-added": ADDITIVE},
    ),
    Pair(
        "the server is another machine",
        API,
        "https://api.acme.example/v1",
        "https://eu.acme.example/v1",
        {"server-changed": BREAKING},
    ),
    Pair(
        "the server's path is another",
        API,
        "https://api.acme.example/v1",
        "https://api.acme.example/v2",
        {"server-path-changed": ADDITIVE},
    ),
    Pair(
        "another server is documented",
        API,
        "  - url: https://api.acme.example/v1\n",
        "  - url: https://api.acme.example/v1\n  - url: https://eu.acme.example/v1\n",
        {"other-servers-changed": WORDS},
    ),
    Pair(
        "a part of the server's address can be given",
        API,
        "  - url: https://api.acme.example/v1\n",
        "  - url: https://{region}.acme.example/v1\n"
        "    variables: {region: {default: api, enum: [api, eu]}}\n",
        {"server-variable-added": ADDITIVE},
    ),
    Pair(
        "the server of a page in prose is another",
        PROSE,
        "https://api.talk.example",
        "https://talk.example",
        {"server-changed": BREAKING},
    ),
    Pair(
        "a rate limit is lowered",
        PROSE,
        "20 requests per hour",
        "10 requests per hour",
        {"rate-limit-lowered": ADDITIVE},
    ),
    Pair(
        "a rate limit is raised",
        API,
        "requests: 200,",
        "requests: 300,",
        {"rate-limit-raised": ADDITIVE},
    ),
    Pair(
        "a plan has no documented limit any more",
        API,
        "        - {tier: pro, requests: 200, seconds: 3600}\n",
        "",
        {"rate-limit-removed": BREAKING},
    ),
    Pair(
        "a plan's limit is left to a contract",
        API,
        "{tier: pro, requests: 200, seconds: 3600}",
        "{tier: pro}",
        {"rate-limit-retyped": BREAKING},
    ),
    Pair(
        "a page in prose is worded otherwise",
        PROSE,
        "What creating the conversation gave back",
        "The ID that you got when you created it",
        {"description-changed": WORDS},
    ),
]

_SERVER = "  - url: https://api.acme.example/v1\n"
_REGION = "  - url: https://{region}.acme.example/v1\n    variables: {region: {default: api%s}}\n"
OPPOSITES = [
    Pair(
        "a body of a success is documented",
        PAGE,
        f"{_BODY}\n",
        "",
        {"answer-body-added": ADDITIVE, "model-added": ADDITIVE, "outcome-refined": ADDITIVE},
        undone=True,
    ),
    Pair(
        "a success tells that the run was stopped at another place",
        PAGE,
        "                  cancelled:\n                    type: boolean\n",
        lines(
            "data: {type: object, properties: {cancelled: {type: boolean}}}",
            18,
        )
        + "\n",
        {
            "answer-field-added": ADDITIVE,
            "answer-field-removed": BREAKING,
            "model-added": ADDITIVE,
            "outcome-moved": ADDITIVE,
        },
    ),
    Pair(
        "a result turns into an exception",
        API,
        "      x-rate-limits:\n",
        "      x-stop-outcomes: [{status: '409', outcome: ALREADY_FINISHED}]\n      x-rate-limits:\n",
        {"outcome-became-error": BREAKING},
        undone=True,
    ),
    Pair(
        "an error has a code",
        API,
        _PROBLEM,
        lines("required: [message]\nproperties:", 6),
        {
            "answer-field-added": ADDITIVE,
            "error-code-added": ADDITIVE,
            "error-detail-added": ADDITIVE,
        },
        undone=True,
    ),
    Pair(
        "an error has its code under another name",
        API,
        _PROBLEM,
        _PROBLEM.replace("code,", "error_code,").replace("code:", "error_code:"),
        {
            "answer-field-added": ADDITIVE,
            "answer-field-removed": BREAKING,
            "error-detail-moved": ADDITIVE,
        },
    ),
    Pair(
        "a field of an answer is deprecated",
        API,
        "label: {type: string}",
        "label: {type: string, deprecated: true}",
        {"field-deprecated": ADDITIVE},
    ),
    Pair(
        "a field of an answer is not deprecated any more",
        API,
        "label: {type: string}",
        "label: {type: string, deprecated: true}",
        {"field-undeprecated": WORDS},
        undone=True,
    ),
    Pair(
        "the operation is not deprecated any more",
        API,
        "summary: Stop a run\n",
        "summary: Stop a run\n      deprecated: true\n",
        {"operation-undeprecated": WORDS},
        undone=True,
    ),
    Pair(
        "a parameter is not deprecated any more",
        API,
        _TRACE,
        _TRACE.replace("in: header", "in: header\n          deprecated: true"),
        {"parameter-undeprecated": WORDS},
        undone=True,
    ),
    Pair(
        "a text is called JSON, and stays without quotes",
        API,
        "name: X-Trace\n          in: header\n          schema: {type: string}",
        "name: X-Trace\n          in: header\n          content: {application/json: {schema: {type: string}}}",
        {},
    ),
    Pair(
        "a usual spelling is written down",
        API,
        _TRACE,
        _TRACE.replace(
            "in: header", "in: header\n          style: simple\n          explode: true"
        ),
        {},
    ),
    Pair(
        "the value of a path must be a UUID",
        API,
        _ID,
        _ID.replace("string", "string, format: uuid"),
        {"parameter-limits-tightened": BREAKING},
    ),
    Pair(
        "the value of a path cannot be a UUID any more",
        API,
        _ID,
        _ID.replace("string", "string, format: uuid"),
        {"parameter-retyped": BREAKING},
        undone=True,
    ),
    Pair(
        "the fields of a body travel as a form",
        API,
        "application/json:\n            schema:\n              type: object",
        "application/x-www-form-urlencoded:\n            schema:\n              type: object",
        {"parameter-style-changed": ADDITIVE},
    ),
    Pair(
        "nothing is said about keys any more",
        API,
        "security:\n  - key: []\n",
        "",
        {"auth-optional": ADDITIVE, "auth-changed": BREAKING},
    ),
    Pair(
        "a call has a server of its own",
        API,
        "    post:\n",
        "    post:\n      servers: [{url: https://stop.acme.example/v1}]\n",
        {"server-changed": BREAKING},
    ),
    Pair(
        "the body of a success is text instead of JSON",
        API,
        "application/json:\n              schema:\n                $ref: '#/components/schemas/Stopped'",
        "text/plain:\n              schema: {type: string}",
        {"answer-retyped": BREAKING, "model-removed": BREAKING, "outcome-lost": BREAKING},
    ),
    Pair(
        "a key is needed",
        API,
        "security:\n  - key: []",
        "security:\n  - {}\n  - key: []",
        {"auth-required": BREAKING},
        undone=True,
    ),
    Pair(
        "another way to show a key is gone",
        API,
        "  - key: []",
        "  - key: []\n  - token: []",
        {"auth-alternative-removed": BREAKING, "credential-removed": BREAKING},
        undone=True,
    ),
    Pair(
        "a part of the server's address cannot be given any more",
        API,
        _SERVER,
        _REGION % "",
        {"server-variable-removed": BREAKING},
        undone=True,
    ),
    Pair(
        "the server is not documented any more",
        API,
        f"servers:\n{_SERVER}",
        "",
        {"server-removed": BREAKING},
    ),
    Pair(
        "the server is documented",
        API,
        f"servers:\n{_SERVER}",
        "",
        {"server-documented": ADDITIVE},
        undone=True,
    ),
    Pair(
        "a plan has a documented limit",
        API,
        "        - {tier: pro, requests: 200, seconds: 3600}\n",
        "",
        {"rate-limit-added": ADDITIVE},
        undone=True,
    ),
]

PAIRS = [*ARGUMENTS, *OPERATIONS, *ANSWERS, *ERRORS, *OUTCOMES, *SURROUNDINGS, *OPPOSITES]
