"""Logs as JSON lines on which no identifier of a subject, no name and no secret appears.

One masking step stands last before printing, after exceptions have become text, and sees every logger: ours,
uvicorn's (access lines too), warnings. Names cannot be told from other words, so they are masked by key; codes are
masked wherever they stand. Not a licence to log them.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

MASK = "***"
TELLING_WORDS = (
    "code|name|identifier|resident_id|id_number|id_card|uscc|phone|mobile|address"
    "|password|password_hash|secret|token|api_key|authorization|cookie|set_cookie"
)
PLAIN_KEYS = re.compile(
    r"(?:status|error|issue|reason|matter|exit)_code|(?:logger|file|func|module|thread|process|rule)_name"
)
TELLING_KEYS = re.compile(rf"(?:\w*_)?(?:{TELLING_WORDS})")

_DIGIT, _LETTER = r"[0-9\uFF10-\uFF19]", r"[0-9A-Za-z\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]"
_EDGE_BEFORE, _EDGE_AFTER = f"(?<!{_LETTER})", f"(?!{_LETTER})"
CODES = re.compile(
    "|".join(
        (
            # 18 places with an area code at places 3 to 8 (GB 32100), or 17 digits and a check character (GB 11643)
            f"{_EDGE_BEFORE}{_LETTER}{{2}}{_DIGIT}{{6}}{_LETTER}{{10}}{_EDGE_AFTER}",
            # a resident ID glued to other words: its birth date gives it away
            f"(?<!{_DIGIT})[1-9]{_DIGIT}{{5}}(?:18|19|20){_DIGIT}{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]{_DIGIT}|3[01])"
            f"{_DIGIT}{{3}}[0-9Xx\uff10-\uff19\uff38\uff58](?!{_DIGIT})",
            # the 15 digits of an old resident ID or registration number
            f"{_EDGE_BEFORE}{_DIGIT}{{15}}{_EDGE_AFTER}",
        )
    )
)
IN_QUERY = re.compile(rf"((?<=[?&])(?:\w*_)?(?:{TELLING_WORDS})=)[^&\s\"']+", re.IGNORECASE)
QUOTED = re.compile(rf"""(\b(?:\w*_)?(?:{TELLING_WORDS})['"]?\s*[=:]\s*)(['"])(?:(?!\2).)*\2""", re.IGNORECASE)


def masked_text(text: str) -> str:
    """The text with every code, and every value that a telling word introduces, replaced by ***."""
    text = QUOTED.sub(rf"\g<1>\g<2>{MASK}\g<2>", CODES.sub(MASK, text))
    return IN_QUERY.sub(rf"\g<1>{MASK}", text)


def masked(value: object) -> object:
    """The value with codes masked in every text and the values of telling keys masked whole, however deep."""
    match value:
        case None | bool() | float():
            return value
        case int():
            return value if masked_text(str(value)) == str(value) else MASK
        case Mapping():
            return {masked_text(str(key)): MASK if _is_secret(key) else masked(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [masked(item) for item in value]
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return masked_text(text)


def mask_event(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The structlog processor; everything in the event is masked, its own message included."""
    return {str(key): MASK if _is_secret(key) else masked(value) for key, value in event.items()}


def configure_logs(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Sends every logger of the process to one stream as masked JSON lines. `level`: a name of the logging module.

    Start uvicorn with `log_config=None`, or it puts its own, unmasked handlers back.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True


def _formatter(shared: list[Processor]) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            mask_event,
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
        ],
    )


def _is_secret(key: object) -> bool:
    word = str(key).lower().replace("-", "_")
    return bool(TELLING_KEYS.fullmatch(word)) and not PLAIN_KEYS.fullmatch(word)
