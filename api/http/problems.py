"""Every refusal as a problem document (RFC 9457): stable code, Chinese or English by Accept-Language, what to do.

An identifier a client sent is never echoed back: validation errors name the place and the fault, not the value.
"""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from casework.errors import FieldFault, Refused
from casework.ports import StaleVersion, StoreBusy, StoreUnwritable

PROBLEM_TYPE = "application/problem+json"


def wants_english(request: Request) -> bool:
    """Whether Accept-Language puts English before Chinese; Chinese is the default."""
    return request.headers.get("accept-language", "").lower().startswith("en")


def problem(
    request: Request,
    *,
    code: str,
    status: int,
    zh: str,
    en: str,
    hint_zh: str = "",
    hint_en: str = "",
    law: str = "",
    faults: Sequence[FieldFault] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """One problem document in the language asked for."""
    english = wants_english(request)
    body: dict[str, object] = {
        "type": f"urn:shangfa:problem:{code}",
        "code": code,
        "title": en if english else zh,
        "status": status,
        "what_to_do": hint_en if english else hint_zh,
    }
    if law:
        body["law"] = law
    if faults:
        body["faults"] = [{"where": fault.where, "what": fault.en if english else fault.zh} for fault in faults]
    return JSONResponse(
        body,
        status_code=status,
        media_type=PROBLEM_TYPE,
        headers={"Content-Language": "en" if english else "zh-CN", **(headers or {})},
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Maps every exception a route may let through; anything else is a 500 that tells nothing of the inside."""

    @app.exception_handler(Refused)
    async def refused(request: Request, fault: Refused) -> JSONResponse:
        headers = {"WWW-Authenticate": 'Basic realm="shangfa", charset="UTF-8"'} if fault.status == 401 else None
        return problem(
            request,
            code=fault.code,
            status=fault.status,
            zh=fault.zh,
            en=fault.en,
            hint_zh=fault.hint_zh,
            hint_en=fault.hint_en,
            law=fault.law,
            faults=fault.faults,
            headers=headers,
        )

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, fault: RequestValidationError) -> JSONResponse:
        return problem(
            request,
            code="request-malformed",
            status=422,
            zh="请求格式有误,未作处理",
            en="the request does not have the documented form; nothing was done",
            hint_zh="请对照接口文档更正下列位置",
            hint_en="correct the places named below; the form is in /openapi.json",
            faults=[_field_fault(error) for error in fault.errors()],
        )

    @app.exception_handler(StoreBusy)
    async def busy(request: Request, _: StoreBusy) -> JSONResponse:
        return problem(
            request,
            code="store-busy",
            status=503,
            zh="数据库正被占用,本次请求未作任何登记",
            en="the database is locked by another writer; nothing was recorded",
            hint_zh="请稍后以同一 Idempotency-Key 重试",
            hint_en="retry with the same Idempotency-Key",
            headers={"Retry-After": "1"},
        )

    @app.exception_handler(StoreUnwritable)
    async def unwritable(request: Request, fault: StoreUnwritable) -> JSONResponse:
        return problem(
            request,
            code="store-unwritable",
            status=503,
            zh=f"无法写入数据库,本次请求未作任何登记:{fault}",
            en=f"the database cannot be written, nothing was recorded: {fault}",
            hint_zh="请联系运维清理磁盘空间;审批事项按其自身规定的中断办法办理",
            hint_en="free disk space; the approval follows its own policy for an outage",
            headers={"Retry-After": "30"},
        )

    @app.exception_handler(StaleVersion)
    async def stale(request: Request, _: StaleVersion) -> JSONResponse:
        return problem(
            request,
            code="stale-version",
            status=412,
            zh="条目已被他人办理",
            en="somebody moved the entry first",
            hint_zh="请重新打开后再办理",
            hint_en="read it again, then decide",
        )

    @app.exception_handler(HTTPException)
    async def plain(request: Request, fault: HTTPException) -> JSONResponse:
        zh, en = _PLAIN.get(fault.status_code, ("请求未能处理", "the request could not be served"))
        return problem(
            request, code=f"http-{fault.status_code}", status=fault.status_code, zh=zh, en=en, headers=fault.headers
        )

    @app.exception_handler(Exception)
    async def broken(request: Request, _: Exception) -> JSONResponse:
        return problem(
            request,
            code="internal-error",
            status=500,
            zh="平台内部错误,已记录",
            en="an internal error; it has been logged",
            hint_zh="请以同一 Idempotency-Key 重试,仍不成功的请联系运维",
            hint_en="retry with the same Idempotency-Key, then call the operator",
        )


_PLAIN = {
    404: ("没有这个地址", "no such address"),
    405: ("该地址不支持此方法", "this address does not take that method"),
    413: ("请求过大", "the request is too large"),
}


def _field_fault(error: Mapping[str, object]) -> FieldFault:
    """The place and the kind of fault; pydantic's message for the kind never holds the input."""
    place = error.get("loc")
    parts = [str(part) for part in place[1:]] if isinstance(place, tuple) else []
    kind = str(error.get("type", ""))
    zh = _KINDS.get(kind, "格式不符")
    return FieldFault(where="/" + "/".join(parts), zh=zh, en=kind.replace("_", " "))


_KINDS = {
    "missing": "缺少必填项",
    "extra_forbidden": "没有这个字段",
    "json_invalid": "不是有效的JSON",
    "string_type": "应为文字",
    "date_from_datetime_parsing": "应为YYYY-MM-DD日期",
    "date_parsing": "应为YYYY-MM-DD日期",
    "enum": "不在可选值之内",
    "literal_error": "不在可选值之内",
    "string_too_long": "过长",
    "string_too_short": "不能为空",
}
