"""A case that no release answers: what it asked for, and which releases there are."""

from collections.abc import Iterable, Iterator

from engine.cases.case import Case
from engine.issues import Issue, Where
from engine.pack import Interval, Pack

NOT_RUN = "case-not-run"
_MOST = 12


def unheard(case: Case, zh: str, en: str) -> Issue:
    """The issue at the case's own line; `zh` and `en` say why it was not run, without a full stop."""
    return Issue(
        code=NOT_RUN,
        where=Where(file=case.file, line=case.line),
        zh=f"用例“{case.title}”无法运行：{zh}。",
        en=f"The case “{case.title}” cannot be run: {en}.",
        hint_zh="请改正 law_at、release 或者规则包。",
        hint_en="Correct `law_at`, `release` or the pack.",
    )


def unheard_among(case: Case, zh: str, en: str, releases: Iterable[Pack], drafts: Iterable[Pack]) -> Issue:
    """The same, with the releases and drafts of the case's pack, each with the days of its law."""
    known = [*_named(releases, "{}", "{}"), *_named(drafts, "草稿 {}（release: draft）", "draft {} (release: draft)")]
    shown = known[-_MOST:]
    more_zh, more_en = ("……、", "… , ") if len(known) > len(shown) else ("", "")
    return unheard(
        case,
        f"{zh}；现有：{more_zh}{'、'.join(zh for zh, _ in shown)}",
        f"{en}; there are: {more_en}{', '.join(en for _, en in shown)}",
    )


def _named(packs: Iterable[Pack], zh: str, en: str) -> Iterator[tuple[str, str]]:
    for pack in sorted(packs, key=lambda each: str(each.in_force.start or "")):
        days_zh, days_en = _days(pack.in_force)
        yield zh.format(pack.ref.version) + days_zh, en.format(pack.ref.version) + days_en


def _days(law: Interval) -> tuple[str, str]:
    """The days of its law; the day before `until` is the last."""
    match law.start, law.until:
        case None, None:
            return "（不限期间）", " (always)"
        case start, None:
            return f"（{start} 起）", f" (from {start})"
        case None, until:
            return f"（{until} 前）", f" (before {until})"
        case start, until:
            return f"（{start} 起，{until} 前）", f" (from {start}, before {until})"
