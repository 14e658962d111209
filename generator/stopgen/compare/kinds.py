"""Every kind of change, and what it means to callers of the generated package."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Level(StrEnum):
    """How much a change matters to code that calls the generated package."""

    BREAKING = "breaking"
    ADDITIVE = "additive"
    DOCUMENTATION = "documentation"


class Kind(StrEnum):
    """The stable name of each kind of change."""

    # platforms
    PROVIDER_ADDED = "provider-added"
    PROVIDER_REMOVED = "provider-removed"
    # operations
    OPERATION_ADDED = "operation-added"
    OPERATION_REMOVED = "operation-removed"
    OPERATION_MOVED = "operation-moved"
    METHOD_RENAMED = "method-renamed"
    OPERATION_DEPRECATED = "operation-deprecated"
    OPERATION_UNDEPRECATED = "operation-undeprecated"
    CONFIRMATION_ADDED = "confirmation-added"
    CONFIRMATION_REMOVED = "confirmation-removed"
    RUN_STATES_CHANGED = "run-states-changed"
    # parameters
    PARAMETER_ADDED = "parameter-added"
    REQUIRED_PARAMETER_ADDED = "required-parameter-added"
    PARAMETER_REMOVED = "parameter-removed"
    PARAMETER_REQUIRED = "parameter-required"
    PARAMETER_OPTIONAL = "parameter-optional"
    PARAMETER_RENAMED = "parameter-renamed"
    PARAMETER_RESPELLED = "parameter-respelled"
    PARAMETER_MOVED = "parameter-moved"
    POSITIONAL_ARGUMENTS_CHANGED = "positional-arguments-changed"
    PARAMETER_RETYPED = "parameter-retyped"
    PARAMETER_WIDENED = "parameter-widened"
    PARAMETER_VALUE_ADDED = "parameter-value-added"
    PARAMETER_VALUE_REMOVED = "parameter-value-removed"
    PARAMETER_LIMITS_TIGHTENED = "parameter-limits-tightened"
    PARAMETER_LIMITS_LOOSENED = "parameter-limits-loosened"
    PARAMETER_FORMAT_CHANGED = "parameter-format-changed"
    PARAMETER_FIELD_ADDED = "parameter-field-added"
    PARAMETER_FIELD_REQUIRED = "parameter-field-required"
    PARAMETER_FIELD_OPTIONAL = "parameter-field-optional"
    PARAMETER_FIELD_REMOVED = "parameter-field-removed"
    PARAMETER_DEFAULT_ADDED = "parameter-default-added"
    PARAMETER_DEFAULT_REMOVED = "parameter-default-removed"
    PARAMETER_DEFAULT_CHANGED = "parameter-default-changed"
    PARAMETER_STYLE_CHANGED = "parameter-style-changed"
    PARAMETER_DEPRECATED = "parameter-deprecated"
    PARAMETER_UNDEPRECATED = "parameter-undeprecated"
    CONSTANT_HEADERS_CHANGED = "constant-headers-changed"
    # answers
    STATUS_ADDED = "status-added"
    STATUS_REMOVED = "status-removed"
    STATUS_CHANGED = "status-changed"
    ANSWER_BODY_ADDED = "answer-body-added"
    ANSWER_BODY_REMOVED = "answer-body-removed"
    ANSWER_RETYPED = "answer-retyped"
    ANSWER_NARROWED = "answer-narrowed"
    ANSWER_VALUE_ADDED = "answer-value-added"
    ANSWER_VALUE_REMOVED = "answer-value-removed"
    ANSWER_LIMITS_CHANGED = "answer-limits-changed"
    ANSWER_FIELD_ADDED = "answer-field-added"
    ANSWER_FIELD_REMOVED = "answer-field-removed"
    ANSWER_FIELD_REQUIRED = "answer-field-required"
    ANSWER_FIELD_OPTIONAL = "answer-field-optional"
    KNOWN_VALUE_ADDED = "known-value-added"
    KNOWN_VALUE_REMOVED = "known-value-removed"
    FIELD_DEPRECATED = "field-deprecated"
    FIELD_UNDEPRECATED = "field-undeprecated"
    # errors
    ERROR_CODE_ADDED = "error-code-added"
    ERROR_CODE_REMOVED = "error-code-removed"
    ERROR_DETAIL_ADDED = "error-detail-added"
    ERROR_DETAIL_REMOVED = "error-detail-removed"
    ERROR_DETAIL_MOVED = "error-detail-moved"
    EXCEPTION_ADDED = "exception-added"
    EXCEPTION_REMOVED = "exception-removed"
    # models
    MODEL_ADDED = "model-added"
    MODEL_REMOVED = "model-removed"
    MODEL_RENAMED = "model-renamed"
    # authentication
    AUTH_REQUIRED = "auth-required"
    AUTH_OPTIONAL = "auth-optional"
    AUTH_CHANGED = "auth-changed"
    AUTH_ALTERNATIVE_ADDED = "auth-alternative-added"
    AUTH_ALTERNATIVE_REMOVED = "auth-alternative-removed"
    CREDENTIAL_ADDED = "credential-added"
    CREDENTIAL_REMOVED = "credential-removed"
    ENVIRONMENT_CHANGED = "environment-changed"
    # servers
    SERVER_DOCUMENTED = "server-documented"
    SERVER_REMOVED = "server-removed"
    SERVER_CHANGED = "server-changed"
    SERVER_PATH_CHANGED = "server-path-changed"
    OTHER_SERVERS_CHANGED = "other-servers-changed"
    SERVER_VARIABLE_ADDED = "server-variable-added"
    SERVER_VARIABLE_REMOVED = "server-variable-removed"
    SERVER_VALUE_ADDED = "server-value-added"
    SERVER_VALUE_REMOVED = "server-value-removed"
    # rate limits
    RATE_LIMIT_ADDED = "rate-limit-added"
    RATE_LIMIT_REMOVED = "rate-limit-removed"
    RATE_LIMIT_RAISED = "rate-limit-raised"
    RATE_LIMIT_LOWERED = "rate-limit-lowered"
    RATE_LIMIT_RETYPED = "rate-limit-retyped"
    # outcomes
    OUTCOME_ADDED = "outcome-added"
    OUTCOME_REMOVED = "outcome-removed"
    OUTCOME_REFINED = "outcome-refined"
    OUTCOME_LOST = "outcome-lost"
    OUTCOME_CHANGED = "outcome-changed"
    OUTCOME_MOVED = "outcome-moved"
    ERROR_BECAME_OUTCOME = "error-became-outcome"
    OUTCOME_BECAME_ERROR = "outcome-became-error"
    # words
    DESCRIPTION_CHANGED = "description-changed"
    EXAMPLES_CHANGED = "examples-changed"
    TITLE_CHANGED = "title-changed"
    VERSION_CHANGED = "version-changed"
    DOCUMENTS_CHANGED = "documents-changed"


_BREAKING: Final = frozenset(
    {
        Kind.PROVIDER_REMOVED,
        Kind.OPERATION_REMOVED,
        Kind.METHOD_RENAMED,
        Kind.CONFIRMATION_REMOVED,
        Kind.REQUIRED_PARAMETER_ADDED,
        Kind.PARAMETER_REMOVED,
        Kind.PARAMETER_REQUIRED,
        Kind.PARAMETER_RENAMED,
        Kind.POSITIONAL_ARGUMENTS_CHANGED,
        Kind.PARAMETER_RETYPED,
        Kind.PARAMETER_VALUE_REMOVED,
        Kind.PARAMETER_LIMITS_TIGHTENED,
        Kind.PARAMETER_FIELD_REQUIRED,
        Kind.PARAMETER_FIELD_REMOVED,
        Kind.PARAMETER_DEFAULT_CHANGED,
        Kind.ANSWER_BODY_REMOVED,
        Kind.ANSWER_RETYPED,
        Kind.ANSWER_FIELD_REMOVED,
        Kind.ANSWER_FIELD_OPTIONAL,
        Kind.ERROR_DETAIL_REMOVED,
        Kind.EXCEPTION_REMOVED,
        Kind.MODEL_REMOVED,
        Kind.MODEL_RENAMED,
        Kind.AUTH_REQUIRED,
        Kind.AUTH_CHANGED,
        Kind.AUTH_ALTERNATIVE_REMOVED,
        Kind.CREDENTIAL_REMOVED,
        Kind.ENVIRONMENT_CHANGED,
        Kind.SERVER_REMOVED,
        Kind.SERVER_CHANGED,
        Kind.SERVER_VARIABLE_REMOVED,
        Kind.SERVER_VALUE_REMOVED,
        Kind.RATE_LIMIT_REMOVED,
        Kind.RATE_LIMIT_RETYPED,
        Kind.OUTCOME_REMOVED,
        Kind.OUTCOME_LOST,
        Kind.OUTCOME_CHANGED,
        Kind.ERROR_BECAME_OUTCOME,
        Kind.OUTCOME_BECAME_ERROR,
    }
)
"""Code that calls the package may fail, be refused by a type checker, or mean something else."""

_DOCUMENTATION: Final = frozenset(
    {
        Kind.OPERATION_UNDEPRECATED,
        Kind.PARAMETER_UNDEPRECATED,
        Kind.FIELD_UNDEPRECATED,
        Kind.STATUS_REMOVED,
        Kind.ANSWER_LIMITS_CHANGED,
        Kind.KNOWN_VALUE_REMOVED,
        Kind.ERROR_CODE_REMOVED,
        Kind.OTHER_SERVERS_CHANGED,
        Kind.DESCRIPTION_CHANGED,
        Kind.EXAMPLES_CHANGED,
        Kind.TITLE_CHANGED,
        Kind.VERSION_CHANGED,
        Kind.DOCUMENTS_CHANGED,
    }
)
"""Neither code that calls the package nor what it can do is another."""


def _level(kind: Kind) -> Level:
    if kind in _BREAKING:
        return Level.BREAKING
    return Level.DOCUMENTATION if kind in _DOCUMENTATION else Level.ADDITIVE


LEVELS: Final[Mapping[Kind, Level]] = MappingProxyType({kind: _level(kind) for kind in Kind})
"""How much each kind matters; what is in neither list adds to what callers can do, or follows the platform
without their help."""
