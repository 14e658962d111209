"""Findings about documents: position, severity, code, sentence; and how stages hand them on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from enum import StrEnum
from typing import NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Severity(StrEnum):
    """How much a finding matters: an error stops the run from writing anything."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Position(NamedTuple):
    """A place in a document; line and column count characters from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Code(StrEnum):
    """The stable name of each kind of finding; users search for it and configure by it."""

    # source
    FILE_UNREADABLE = "file-unreadable"
    NOT_UTF8 = "not-utf8"
    TOO_LARGE = "too-large"
    NO_DOCUMENTS = "no-documents"
    UNUSABLE_FILE_NAME = "unusable-file-name"
    WORKER_LOST = "worker-lost"
    # config
    INVALID_CONFIGURATION = "invalid-configuration"
    UNKNOWN_CONFIGURATION_KEY = "unknown-configuration-key"
    CHOICE_NO_MATCH = "choice-no-match"
    DOCUMENT_MISSING = "document-missing"
    # revisions
    NO_GIT = "no-git"
    NO_REPOSITORY = "no-repository"
    UNKNOWN_REVISION = "unknown-revision"
    NOT_IN_REVISION = "not-in-revision"
    # readers
    NOT_A_DESCRIPTION = "not-a-description"
    NO_OPERATION = "no-operation"
    BAD_YAML = "bad-yaml"
    BAD_JSON = "bad-json"
    DUPLICATE_KEY = "duplicate-key"
    ALIAS_BOMB = "alias-bomb"
    TOO_DEEP = "too-deep"
    MISSING_VERSION = "missing-version"
    UNSUPPORTED_VERSION = "unsupported-version"
    WRONG_SHAPE = "wrong-shape"
    UNKNOWN_KEY = "unknown-key"
    UNCLOSED_FENCE = "unclosed-fence"
    FENCE_MISMATCH = "fence-mismatch"
    INDENTATION_LOST = "indentation-lost"
    NOT_CARRIED = "not-carried"
    ONLY_REFERENCED = "only-referenced"
    # readers of prose
    NO_ENDPOINT = "no-endpoint"
    UNKNOWN_METHOD = "unknown-method"
    MALFORMED_PATH = "malformed-path"
    CONTRADICTION = "contradiction"
    MALFORMED_TABLE = "malformed-table"
    UNKNOWN_VALUE = "unknown-value"
    UNKNOWN_STATUS = "unknown-status"
    UNREAD = "unread"
    BAD_EXAMPLE = "bad-example"
    EXAMPLE_MISMATCH = "example-mismatch"
    INFERRED_SERVER = "inferred-server"
    INFERRED_SECURITY = "inferred-security"
    INFERRED_PARAMETER = "inferred-parameter"
    INFERRED_SCHEMA = "inferred-schema"
    INFERRED_STATUS = "inferred-status"
    INFERRED_OPERATION = "inferred-operation"
    # overlay
    OVERLAY_INVALID = "overlay-invalid"
    OVERLAY_NO_MATCH = "overlay-no-match"
    # fetch
    ADDRESS_REFUSED = "address-refused"
    BAD_CERTIFICATES = "bad-certificates"
    BAD_PROXY = "bad-proxy"
    FETCH_FAILED = "fetch-failed"
    FETCH_TIMED_OUT = "fetch-timed-out"
    HOST_UNKNOWN = "host-unknown"
    HOST_UNREACHABLE = "host-unreachable"
    LIBRARY_MISSING = "library-missing"
    NOT_A_DOCUMENT = "not-a-document"
    NO_SECURE_CONNECTION = "no-secure-connection"
    PAGE_MISSING = "page-missing"
    PAGE_TRUNCATED = "page-truncated"
    REDIRECT_REFUSED = "redirect-refused"
    EDITED_DOCUMENT = "edited-document"
    NO_ADDRESS = "no-address"
    UNKNOWN_PROVIDER = "unknown-provider"
    OUTDATED_DOCUMENT = "outdated-document"
    PROVIDER_EXISTS = "provider-exists"
    PAGES_LEFT_OUT = "pages-left-out"
    # select
    NO_STOP_OPERATION = "no-stop-operation"
    MAYBE_STOPS = "maybe-stops"
    # validate
    INVALID_DESCRIPTION = "invalid-description"
    NESTED_TOO_DEEPLY = "nested-too-deeply"
    UNUSABLE_VALUE = "unusable-value"
    REMOTE_REFERENCE = "remote-reference"
    ENDLESS_REFERENCE = "endless-reference"
    UNDECLARED_PATH_PARAMETER = "undeclared-path-parameter"
    UNUSED_PATH_PARAMETER = "unused-path-parameter"
    DUPLICATE_PARAMETER = "duplicate-parameter"
    DUPLICATE_OPERATION_ID = "duplicate-operation-id"
    # lower
    UNRESOLVED_REFERENCE = "unresolved-reference"
    BAD_OUTCOME_RULE = "bad-outcome-rule"
    UNSUPPORTED_SECURITY = "unsupported-security"
    # link
    DOCUMENTS_DISAGREE = "documents-disagree"
    SCHEMA_RENAMED = "schema-renamed"
    # classify
    OUTCOME_RULE_UNUSED = "outcome-rule-unused"
    # targets
    UNUSABLE_NAME = "unusable-name"
    UNSUPPORTED_REQUEST = "unsupported-request"
    MODELS_CUT = "models-cut"
    AUDIT_FAILED = "audit-failed"
    # emit
    COLLIDING_FILES = "colliding-files"
    DAMAGED_LOCK = "damaged-lock"
    EDITED_FILE = "edited-file"
    FOREIGN_FILE = "foreign-file"
    STALE_FILE = "stale-file"
    OUTPUT_BUSY = "output-busy"
    OUTPUT_BLOCKED = "output-blocked"
    OUTPUT_INACCESSIBLE = "output-inaccessible"


class Diagnostic(NamedTuple):
    """One finding: what is wrong, where, and how much it matters.

    Attributes:
        code: The stable name of this kind of finding.
        severity: Errors stop the run from writing; warnings and notes do not.
        position: The place in the document.
        message: One sentence, without a full stop, that a user can act on.
        related: Other places that the sentence is about.
    """

    code: Code
    severity: Severity
    position: Position
    message: str
    related: tuple[Position, ...] = ()

    def __str__(self) -> str:
        return f"{self.position}: {self.severity}: {self.message} [{self.code}]"


Checked: TypeAlias = Generator[Diagnostic, None, T]
"""What a stage is: it yields diagnostics and returns its value.

Call a stage from a stage with ``value = yield from stage(...)``.
"""


def collect(stage: Checked[T]) -> tuple[T, list[Diagnostic]]:
    """Run a stage to its end.

    Returns:
        The value of the stage, and its diagnostics in the order in which they were found.
    """
    found: list[Diagnostic] = []
    while True:
        try:
            found.append(next(stage))
        except StopIteration as end:
            return end.value, found


def each(stage: Callable[[T], Checked[U | None]], items: Iterable[T]) -> Checked[list[U]]:
    """Run a stage over every item, keep what it returned, leave out what came back as None."""
    values: list[U] = []
    for item in items:
        value = yield from stage(item)
        if value is not None:
            values.append(value)
    return values


def has_error(found: Iterable[Diagnostic]) -> bool:
    """Tell whether one of the findings stops the run from writing anything."""
    return any(finding.severity is Severity.ERROR for finding in found)


def error(code: Code, position: Position, message: str, *related: Position) -> Diagnostic:
    """Make a finding that stops the run from writing anything."""
    return Diagnostic(code, Severity.ERROR, position, message, related)


def warning(code: Code, position: Position, message: str, *related: Position) -> Diagnostic:
    """Make a finding that a user should look at; the run goes on."""
    return Diagnostic(code, Severity.WARNING, position, message, related)


def note(code: Code, position: Position, message: str, *related: Position) -> Diagnostic:
    """Make a finding that a user may like to know."""
    return Diagnostic(code, Severity.NOTE, position, message, related)
