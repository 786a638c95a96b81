"""Every refusal as a problem document (RFC 9457): stable code, Chinese or English by Accept-Language, what to do.

What a client sent is never echoed back: validation errors name the place and the fault, not the value, and a text that
looks like a subject's code is masked wherever it comes from.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from casework.errors import FieldFault, Refused
from casework.masking import without_identifiers
from casework.ports import StaleVersion, StoreBusy, StoreRefused, StoreUnwritable

PROBLEM_TYPE = "application/problem+json"
CLOSED_SECONDS = "300"
CODE = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}|[0-9]{17}[0-9X]|[0-9]{15})(?![0-9A-Za-z])", re.IGNORECASE
)
FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}|[0-9]{1,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a refusal says, in both languages; the problem document and the console's page are made from it."""

    code: str
    status: int
    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""
    law: str = ""
    faults: tuple[FieldFault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def install_problem_handlers(app: FastAPI) -> None:
    """Maps every exception a route may let through; anything else is a 500 that tells nothing of the inside."""

    async def answered(request: Request, fault: Exception) -> JSONResponse:
        return problem_of(request, fault)

    for kind in (*EXPECTED, HTTPException, Exception):
        app.add_exception_handler(kind, answered)


def problem_of(request: Request, fault: Exception) -> JSONResponse:
    """One problem document in the language asked for."""
    telling = telling_of(fault)
    english = wants_english(request)
    body: dict[str, object] = {
        "type": f"urn:shangfa:problem:{telling.code}",
        "code": telling.code,
        "title": masked(telling.en if english else telling.zh),
        "status": telling.status,
        "what_to_do": masked(telling.hint_en if english else telling.hint_zh),
    }
    if telling.law:
        body["law"] = telling.law
    if telling.faults:
        body["faults"] = [
            {"where": masked(one.where), "what": masked(one.en if english else one.zh)} for one in telling.faults
        ]
    language = {"Content-Language": "en" if english else "zh-CN", "Vary": "Accept-Language"}
    return JSONResponse(
        body, status_code=telling.status, media_type=PROBLEM_TYPE, headers={**language, **telling.headers}
    )


def masked(text: str) -> str:
    """The text without anything that looks like a subject's code, also one written wrongly, and fit for UTF-8."""
    return without_identifiers(CODE.sub("***", text)).encode("utf-8", "replace").decode()


def wants_english(request: Request) -> bool:
    """Whether Accept-Language puts English before Chinese; Chinese is the default."""
    weights = {"en": 0.0, "zh": 0.0}
    for place, part in enumerate(request.headers.get("accept-language", "").lower().split(",")[:20]):
        tag, _, parameter = part.strip().partition(";")
        language = tag.strip().partition("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _quality(parameter) - place / 1000)
    return weights["en"] > weights["zh"]


def _quality(parameter: str) -> float:
    match = re.fullmatch(r"\s*q=([01](?:\.[0-9]{1,3})?)\s*", parameter)
    return float(match[1]) if match else 1.0


def telling_of(fault: Exception) -> Telling:
    """The words for an exception that a door lets through."""
    match fault:
        case Refused():
            return _refusal(fault)
        case RequestValidationError():
            return Telling(
                code="request-malformed",
                status=422,
                zh="请求格式有误，未作处理",
                en="the request does not have the documented form; nothing was done",
                hint_zh="请对照接口文档更正下列位置",
                hint_en="correct the places named below; the form is in /openapi.json",
                faults=tuple(_field_fault(error) for error in fault.errors()[:200]),
            )
        case HTTPException():
            zh, en = _PLAIN.get(fault.status_code, ("请求未能处理", "the request could not be served"))
            hint_zh, hint_en = "地址和格式见 /openapi.json", "addresses and forms are in /openapi.json"
            code, headers = f"http-{fault.status_code}", fault.headers or {}
            return Telling(
                code=code, status=fault.status_code, zh=zh, en=en, hint_zh=hint_zh, hint_en=hint_en, headers=headers
            )
    return next((telling for kind, telling in _STORE if isinstance(fault, kind)), _INTERNAL)


def _refusal(fault: Refused) -> Telling:
    headers: dict[str, str] = {}
    if fault.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="shangfa", charset="UTF-8"'
    if fault.status == 429:
        headers["Retry-After"] = CLOSED_SECONDS
    return Telling(
        code=fault.code,
        status=fault.status,
        zh=fault.zh,
        en=fault.en,
        hint_zh=fault.hint_zh or "请按所列原因更正后再办理；未作任何登记",
        hint_en=fault.hint_en or "correct what is named and ask again; nothing was recorded",
        law=fault.law,
        faults=fault.faults,
        headers=headers,
    )


EXPECTED = (Refused, RequestValidationError, StoreBusy, StoreUnwritable, StaleVersion, StoreRefused)
_STORE = (
    (
        StoreBusy,
        Telling(
            code="store-busy",
            status=503,
            zh="数据库正被占用，本次请求未作任何登记",
            en="the database is locked by another writer; nothing was recorded",
            hint_zh="请稍后以同一 Idempotency-Key 重试",
            hint_en="retry with the same Idempotency-Key",
            headers={"Retry-After": "1"},
        ),
    ),
    (
        StoreUnwritable,
        Telling(
            code="store-unwritable",
            status=503,
            zh="无法写入数据库（磁盘已满或者不可写），本次请求未作任何登记",
            en="the database cannot be written (disk full or not writable); nothing was recorded",
            hint_zh="请联系运维清理磁盘空间、检查权限；审批事项按其自身规定的中断办法办理",
            hint_en="free disk space or mend permissions; the approval follows its own policy for an outage",
            headers={"Retry-After": "30"},
        ),
    ),
    (
        StaleVersion,
        Telling(
            code="stale-version",
            status=412,
            zh="条目已被他人办理",
            en="somebody moved the entry first",
            hint_zh="请重新打开后再办理",
            hint_en="read it again, then decide",
        ),
    ),
    (
        StoreRefused,
        Telling(
            code="record-refused",
            status=409,
            zh="登记簿的规则不允许这样登记，本次请求未作任何登记",
            en="the book's own rules refuse this record; nothing was recorded",
            hint_zh="请重新读取现有记录后再办理",
            hint_en="read what stands there now, then decide",
        ),
    ),
)
_INTERNAL = Telling(
    code="internal-error",
    status=500,
    zh="平台内部错误，已记录",
    en="an internal error; it has been logged",
    hint_zh="请以同一 Idempotency-Key 重试，仍不成功的请联系运维",
    hint_en="retry with the same Idempotency-Key, then call the operator",
)
_PLAIN = {
    400: ("请求内容无法读取，未作处理", "the body cannot be read; nothing was done"),
    404: ("没有这个地址", "no such address"),
    405: ("该地址不支持此方法", "this address does not take that method"),
    413: ("请求过大（上限4 MiB），未作处理", "the request is larger than 4 MiB; nothing was done"),
}


def _field_fault(error: Mapping[str, object]) -> FieldFault:
    """The place and the kind of fault; a place that is no field's name is the client's own text and is not repeated."""
    place = error.get("loc")
    parts = [str(part) for part in place[1:]] if isinstance(place, tuple) else []
    shown = [part if FIELD_NAME.fullmatch(part) else "…" for part in parts]
    kind = str(error.get("type", ""))
    return FieldFault(where="/" + "/".join(shown), zh=_KINDS.get(kind, "格式不符"), en=kind.replace("_", " "))


_KINDS = {
    "missing": "缺少必填项",
    "extra_forbidden": "没有这个字段",
    "json_invalid": "不是有效的JSON",
    "string_type": "应为文字",
    "string_unicode": "含有无效字符",
    "string_pattern_mismatch": "格式不符",
    "control_character": "含有控制字符",
    "law_date": "应为YYYY-MM-DD日期",
    "date_from_datetime_parsing": "应为YYYY-MM-DD日期",
    "date_parsing": "应为YYYY-MM-DD日期",
    "enum": "不在可选值之内",
    "literal_error": "不在可选值之内",
    "string_too_long": "过长",
    "string_too_short": "不能为空",
    "too_long": "条数过多",
    "too_short": "至少一条",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "finite_number": "应为有限的数",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "dict_type": "应为对象",
    "list_type": "应为列表",
}
