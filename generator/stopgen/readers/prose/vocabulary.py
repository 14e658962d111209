"""The words of headings and columns, in every language that is read; ``lexicon`` has the other words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """What a heading, or a label in front of a block, says that the text below is about."""

    ENDPOINT = "endpoint"
    METHOD = "method"
    ADDRESS = "address"
    BASE = "base"
    AUTH = "auth"
    HEADERS = "headers"
    PATH = "path"
    QUERY = "query"
    BODY = "body"
    PARAMETERS = "parameters"
    REQUEST = "request"
    EXAMPLE = "example"
    RESPONSE = "response"
    SUCCESS = "success"
    ERRORS = "errors"
    FIELDS = "fields"
    STATUSES = "statuses"
    STATUS = "status"
    LIMITS = "limits"
    ENDED = "ended"
    RUNNING = "running"
    OTHER = "other"


class Role(StrEnum):
    """What a column of a table holds."""

    NAME = "name"
    TYPE = "type"
    REQUIRED = "required"
    DESCRIPTION = "description"
    LOCATION = "location"
    STATUS = "status"
    CODE = "code"
    METHOD = "method"
    ADDRESS = "address"
    TIER = "tier"
    LIMIT = "limit"


TOPICS: Final[Mapping[Topic, tuple[str, ...]]] = {
    Topic.ENDPOINT: (
        "endpoint", "api endpoint", "endpoint url", "http request", "request line", "endpoints",
        "接口", "接口地址", "端点", "请求行",
    ),
    Topic.METHOD: ("method", "http method", "request method", "verb", "请求方式", "请求方法", "方法"),
    Topic.ADDRESS: (
        "url", "path", "request url", "uri", "route", "request path", "full url",
        "请求地址", "请求路径", "请求 url", "请求url", "路径", "地址",
    ),
    Topic.BASE: (
        "base url", "base urls", "host", "server", "base uri", "base path", "api base url",
        "基础 url", "基础地址", "服务地址", "域名",
    ),
    Topic.AUTH: (
        "authentication", "authorization", "authorizations", "auth", "security", "auth required", "auth type",
        "authentication method", "鉴权", "认证", "身份验证", "授权", "认证方式", "鉴权方式",
    ),
    Topic.HEADERS: (
        "request headers", "headers", "request header", "header parameters",
        "request header parameters", "header", "http headers",
        "请求头", "请求头参数", "请求头部", "header 参数", "请求header参数",
    ),
    Topic.PATH: (
        "path parameters", "path parameter", "path params", "url parameters", "url params",
        "path variables", "uri parameters", "route parameters", "url parameter",
        "路径参数", "url 参数", "path 参数",
    ),
    Topic.QUERY: (
        "query parameters", "query parameter", "query params", "query string", "query",
        "query string parameters", "查询参数", "query 参数", "query参数",
    ),
    Topic.BODY: (
        "request body", "body", "body parameters", "body params", "body parameter", "payload",
        "request payload", "request fields", "json body", "request body parameters", "request body fields",
        "form parameters", "form data", "form fields", "form params", "form body", "formdata",
        "multipart form", "表单参数", "请求体", "请求体参数", "body 参数", "请求正文", "请求body参数",
    ),
    Topic.PARAMETERS: (
        "parameters", "request parameters", "params", "arguments", "parameter", "inputs",
        "参数", "请求参数", "参数说明", "入参",
    ),
    Topic.REQUEST: ("request", "requests", "请求"),
    Topic.EXAMPLE: (
        "example", "examples", "example request", "request example", "example requests", "sample",
        "sample request", "code examples", "code samples", "request examples", "request sample", "usage",
        "example usage", "curl",
        "示例", "请求示例", "代码示例", "调用示例",
    ),
    Topic.RESPONSE: (
        "response", "responses", "example response", "response example", "sample response",
        "response sample", "return example",
        "response body", "returns", "return value", "output", "example responses", "result",
        "响应", "返回", "返回结果", "响应示例", "返回示例", "返回值", "响应体",
    ),
    Topic.SUCCESS: (
        "success response", "successful response", "success", "on success", "success responses",
        "成功响应", "成功返回", "成功",
    ),
    Topic.ERRORS: (
        "error responses", "error response", "errors", "error", "failure", "failure response",
        "error examples", "possible errors", "common errors", "bad request", "invalid request",
        "错误响应", "错误", "失败响应", "错误返回", "异常响应",
    ),
    Topic.FIELDS: (
        "response fields", "response parameters", "response field", "response attributes",
        "response properties", "response schema", "response body fields", "return parameters",
        "return fields", "output parameters", "response body parameters",
        "响应字段", "返回参数", "响应参数", "返回字段", "出参", "字段说明", "响应body参数",
    ),
    Topic.STATUSES: (
        "status codes", "http status codes", "response codes", "return codes", "error codes",
        "response status codes", "http response codes",
        "状态码", "返回码", "错误码", "响应码", "错误代码",
    ),
    Topic.STATUS: (
        "status code", "code", "http status", "status", "response code", "http code",
        "http 状态码",
    ),
    Topic.LIMITS: (
        "rate limits", "rate limit", "rate limiting", "limits", "quota", "quotas", "throttling",
        "限流", "速率限制", "频率限制", "调用限制", "配额", "请求限制",
    ),
    Topic.ENDED: (
        "cannot stop", "cannot be stopped", "cannot cancel", "cannot be cancelled",
        "cannot be canceled", "can't stop", "can't cancel", "not stoppable", "not cancellable",
        "terminal states", "terminal statuses", "final states", "final statuses", "ended states",
        "无法停止", "不能停止", "不可停止", "无法取消", "终态", "结束状态",
    ),
    Topic.RUNNING: (
        "can stop", "can be stopped", "can cancel", "can be cancelled", "can be canceled",
        "stoppable", "stoppable states", "cancellable states", "running states",
        "可以停止", "可停止", "可取消", "运行状态",
    ),
    Topic.OTHER: (
        "response headers", "response header parameters", "notes", "important notes", "响应头",
        "响应header参数", "备注", "注意事项",
    ),
}  # fmt: skip
"""The headings of each topic, as they read without punctuation and in lower case."""

FILLERS: Final = frozenset(
    "a all an and any available details for http json list of optional required supported the".split()
)
"""Words of a heading that do not change what it is about."""

ENDINGS: Final = frozenset(
    "body description details example examples format info information json payload reference "
    "schema structure syntax table".split()
)
"""Words that may follow a topic in a heading."""

COLUMNS: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.NAME: (
        "name", "parameter", "parameters", "param", "field", "header", "key", "property", "argument",
        "attribute", "field name", "parameter name", "header name", "path parameter", "variable",
        "query parameter", "fields", "headers", "response field", "variablename",
        "名称", "参数", "参数名", "参数名称", "字段", "字段名", "字段名称", "请求头", "属性", "头部",
    ),
    Role.TYPE: (
        "type", "data type", "datatype", "value type", "format", "schema",
        "类型", "数据类型", "参数类型", "字段类型",
    ),
    Role.REQUIRED: (
        "required", "required?", "mandatory", "must", "is required", "requirement", "req", "presence",
        "必填", "是否必填", "是否必需", "必需", "必须", "是否必须", "必选", "是否必选",
    ),
    Role.DESCRIPTION: (
        "description", "meaning", "notes", "details", "explanation", "desc", "message", "comment",
        "reason", "purpose", "value", "cause", "when", "remarks",
        "描述", "说明", "含义", "备注", "解释", "原因", "值",
    ),
    Role.LOCATION: ("in", "location", "located in", "位置", "参数位置", "所在位置"),
    Role.STATUS: (
        "status", "status code", "http status", "http code", "http status code", "http",
        "httpcode", "状态码", "http 状态码", "http状态码", "返回码", "响应码",
    ),
    Role.CODE: ("code", "error code", "error", "error_code", "错误码", "错误代码", "业务码", "代码"),
    Role.METHOD: ("method", "http method", "verb", "http verb", "request method", "请求方式", "请求方法", "方法"),
    Role.ADDRESS: (
        "endpoint", "path", "url", "http request", "route", "uri", "api", "url format", "resource",
        "接口", "路径", "地址", "请求地址", "端点",
    ),
    Role.TIER: ("tier", "plan", "subscription", "套餐", "版本", "等级", "计划"),
    Role.LIMIT: ("limit", "rate limit", "limits", "quota", "requests", "限制", "限额", "配额", "次数"),
}  # fmt: skip
"""The column headings of each role."""
