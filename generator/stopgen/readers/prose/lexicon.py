"""The words of cells and sentences, in every language that is read; see ``vocabulary`` for headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stopgen.readers.prose import translations
from stopgen.readers.prose.vocabulary import Topic

SPOKEN_REQUIRED: Final = ("required", "mandatory", "必填", "必需", *translations.SPOKEN_REQUIRED)
SPOKEN_OPTIONAL: Final = ("optional", "可选", "选填", *translations.SPOKEN_OPTIONAL)
"""Words in running text, or beside a type, that say whether a value must be there."""

TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "string": (
        "string", "str", "text", "char", "varchar", "enum", "id", "token",
        "字符串", "字符", "文本", "枚举",
    ),
    "integer": (
        "integer", "int", "long", "int32", "int64", "bigint", "short",
        "整数", "整型", "整形", "长整型",
    ),
    "number": ("number", "float", "double", "decimal", "numeric", "real", "数字", "数值", "浮点数", "小数"),
    "boolean": ("boolean", "bool", "布尔", "布尔值", "布尔型"),
    "object": (
        "object", "dict", "map", "hash", "struct", "json", "json object", "dictionary", "record",
        "对象", "字典",
    ),
    "array": ("array", "list", "arr", "数组", "列表"),
    "null": ("null", "none", "nil", "空"),
    "any": ("any", "mixed", "value", "任意"),
    "timestamp": ("timestamp", "时间戳"),
    "uuid": ("uuid", "guid", "uuidv4", "uuid4"),
    "date-time": ("datetime", "date-time", "iso8601", "iso 8601", "日期时间"),
    "date": ("date", "日期"),
    "uri": ("url", "uri"),
    "email": ("email", "邮箱"),
    "binary": ("file", "binary", "文件"),
}  # fmt: skip
"""Spellings of JSON types, and of text formats."""

STATE_WORDS: Final = ("status", "state", "状态")
"""What comes before the name of a state in running text: ``(status: FAILED)``."""

STATUS_WORDS: Final = (
    "status", "code", "http", "response", "error", "success", "状态", "状态码", "返回码", "错误", "错误码",
    "响应",
)  # fmt: skip
"""What comes before the number of a status in a heading."""

YES: Final = translations.YES | frozenset(
    "yes true required y ✓ ✔ ✔️ ✅ ☑ mandatory always must is 1 是 必填 必须 必需 必选".split()
)
NO: Final = (
    translations.NO
    | frozenset(
        "no false optional n ✗ ✘ ❌ ✖ x - — – 0 否 可选 选填 非必填 不必填 非必须 非必选".split()
    )
    | {""}
)
CONDITIONAL: Final = (
    "conditional",
    "depends",
    "if ",
    "only ",
    "when ",
    "unless ",
    "条件",
    "视情况",
)
"""How a cell starts that says "sometimes": not required of every caller."""

LOCATIONS: Final[Mapping[str, Topic]] = {
    **translations.LOCATIONS,
    "header": Topic.HEADERS, "headers": Topic.HEADERS, "path": Topic.PATH, "url": Topic.PATH,
    "uri": Topic.PATH, "route": Topic.PATH, "query": Topic.QUERY, "querystring": Topic.QUERY,
    "formdata": Topic.BODY, "form": Topic.BODY, "form-data": Topic.BODY,
    "query string": Topic.QUERY, "body": Topic.BODY, "json": Topic.BODY, "request body": Topic.BODY,
    "请求头": Topic.HEADERS, "路径": Topic.PATH, "查询": Topic.QUERY, "请求体": Topic.BODY,
}  # fmt: skip
"""Where a parameter goes."""

PERIODS: Final[Mapping[str, int]] = {
    "second": 1, "seconds": 1, "sec": 1, "s": 1, "minute": 60, "minutes": 60, "min": 60, "m": 60,
    "hour": 3600, "hours": 3600, "hr": 3600, "h": 3600, "day": 86400, "days": 86400, "d": 86400,
    "week": 604800, "weeks": 604800, "month": 2592000, "months": 2592000,
    "秒": 1, "秒钟": 1, "分钟": 60, "分": 60, "小时": 3600, "天": 86400, "日": 86400, "月": 2592000,
}  # fmt: skip
"""Seconds in each period of a rate limit; a month is 30 days."""

PER: Final = ("per", "/", "every", "each", "a", "an", "每")
UNLIMITED: Final = (
    "custom", "unlimited", "contact", "negotiable", "no limit", "by agreement",
    "自定义", "定制", "无限", "不限", "联系", "协商",
)  # fmt: skip
TIERS: Final = frozenset("tier plan tiers plans users customers 套餐 版 用户 计划".split())
"""Words that follow a plan's name without being part of it."""

CONSTANT: Final = (
    "must be", "always", "should be", "set to", "fixed", "value:", "has to be",
    "必须为", "必须是", "固定为", "固定值", "值为", "应为",
)  # fmt: skip
"""What comes before the one value that a header may have."""

CHOICES: Final = (
    "one of", "possible values", "allowed values", "valid values", "values:", "enum",
    "可选值", "取值", "枚举", "之一",
)  # fmt: skip
"""What comes before the values that a field may have."""

SUMMARIES: Final = frozenset({"summary", "简要描述", "接口名称", "概要"})
DESCRIPTIONS: Final = SUMMARIES | frozenset(
    "description overview about descripción descrição beschreibung 描述 说明 简介 功能描述 接口描述 接口说明 "
    "功能介绍 説明 설명 описание".split()
)
"""Headings of what a call is for."""

RELATIVE_TO: Final = ("relative to", "base url", "相对于")
STATE_FIELDS: Final = frozenset({"status", "state", "run_status", "job_status"})
STATE_SEGMENTS: Final = frozenset({"status", "state", "progress"})
"""Last words of a path that asks how a run stands."""

CODE_FIELDS: Final = frozenset({"code", "error_code", "errorcode", "err_code", "errcode"})
ERROR_FIELDS: Final = frozenset({"error", "errors", "err", "detail", "details", "fault"})
"""Objects of an answer that may hold a code."""
