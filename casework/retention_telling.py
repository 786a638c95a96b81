"""How an erasure is told: on which day, what it was, after how many years, and on which basis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.erasure import ErasureRecord
from casework.errors import Refused
from casework.ports import Reader
from casework.records import EntryRecord
from casework.retention import BY_KIND, STANDING_TITLES, Keeping, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureTold:
    """One erasure in words. `row`: the period it was carried out under, as it stands on the page today."""

    on: date
    began_on: date
    row: Keeping
    standing: str


def erasures_told(reader: Reader, entry: EntryRecord) -> tuple[ErasureTold, ...]:
    """What was erased of this case, and of its subject's identity."""
    of_person = [one for one in reader.erasures_of(entry.subject_id) if one.rule == Kept.PERSON]
    return tuple(_told(one) for one in (*reader.erasures_of(entry.id), *of_person))


def contents_erased(erasures: Sequence[ErasureRecord]) -> Refused:
    """The refusal (410) for whoever asks for contents that are erased: when, and under which period."""
    told = [_told(one) for one in erasures]
    zh = "；".join(f"已于{one.on}按保存期限（{one.row.title}，{one.row.years}年）删除" for one in told)
    en = "; ".join(f"erased on {one.on} after {one.row.years} years ({one.row.title_en})" for one in told)
    return Refused(
        "contents-erased",
        zh=f"内容{zh or '已按保存期限删除'}",
        en=f"the contents were {en or 'erased at the end of their period of retention'}",
        hint_zh="只保留办理的步骤、人员和日期；内容不可恢复",
        hint_en="steps, hands and days are kept; the contents cannot be restored",
        law="；".join(dict.fromkeys(f"{one.row.basis}（年限：{one.standing}）" for one in told)),
        status=410,
    )


def _told(erasure: ErasureRecord) -> ErasureTold:
    row = BY_KIND[Kept(erasure.rule)]
    return ErasureTold(on=erasure.on, began_on=erasure.began_on, row=row, standing=STANDING_TITLES[row.standing])
