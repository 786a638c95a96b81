"""Does a repair pack speak of lists there are, and ask for no more than may be asked?"""

from collections.abc import Iterator
from datetime import date

from engine.issues import Issue
from engine.pack import Interval, Pack
from engine.pack.repair import Material, RepairPart, Requirement
from engine.validate.library import Library, Text, did_you_mean, issue, list_ids, list_titles

LESS_IS_ASKED = Interval(start=date(2025, 6, 22))
"""国办发〔2025〕22号: proof of performance and a commitment are all an applicant hands in."""
STILL_ASKED = frozenset({str(Material.PERFORMANCE_PROOF), str(Material.COMMITMENT_LETTER)})
NO_LONGER_ASKED = frozenset({str(Requirement.TRAINING), str(Requirement.TALK), str(Requirement.REPORT)})


def repair_lists_exist(library: Library) -> Iterator[Issue]:
    """Each list that a regime is written for is defined by some release."""
    known = list_ids(library)
    for pack in library.packs:
        for name in pack.repair.lists if pack.repair else ():
            if name not in known:
                what = Text(f"未知的名单“{name}”。", f"No release defines the list “{name}”.")
                yield issue(
                    pack,
                    pack.repair.line if pack.repair else 0,
                    "unknown-list",
                    what,
                    did_you_mean(name, list_titles(library)),
                )


def repair_asks_no_more(library: Library) -> Iterator[Issue]:
    """From 2025-06-22 no material but those two is required, nor training, talks or reports."""
    for pack in library.packs:
        if pack.repair is None or not pack.in_force.overlaps(LESS_IS_ASKED):
            continue
        asked = [part for part in pack.repair.materials if part.needed and part.id not in STILL_ASKED]
        asked += [part for part in pack.repair.conditions if part.needed and part.id in NO_LONGER_ASKED]
        yield from (_asked_too_much(pack, part) for part in asked)


def _asked_too_much(pack: Pack, part: RepairPart) -> Issue:
    return issue(
        pack,
        part.line,
        "asks-too-much",
        Text(
            f"自{LESS_IS_ASKED.start}起不得要求“{part.title}”：国办发〔2025〕22号只要求履行证明和信用承诺书。",
            f"From {LESS_IS_ASKED.start} “{part.id}” may not be required: only proof of performance and a commitment.",
        ),
        Text(
            "请删去，或者写 required: no（只作统计）；本版本在该日以前施行的，写明 in_force.until。",
            "Remove it, or write `required: no` (counted only); a release of earlier days needs `in_force.until`.",
        ),
    )
