"""Repair: who may apply from which day under the regime of that day, why not yet, and what must be known first."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from casework.outward import Outward, OutwardTimes, Pause, outward_on
from casework.repair_case import Eligibility, RepairCase, Verdict
from casework.repair_eligibility import eligibility
from casework.repair_words import MISSING, for_officer, for_subject
from engine.pack import Pack
from engine.pack.repair import Concern, PauseGround, RepairField, Requirement
from engine.parse import parse_catalogue, parse_pack
from engine.releases import in_force

ROOT = Path(__file__).parents[2]
DEPARTMENTS = (ROOT / "memoranda" / "catalogue" / "departments.yaml").read_text(encoding="utf-8")
CATALOGUE, _ = parse_catalogue({"departments.yaml": DEPARTMENTS})


def published() -> tuple[Pack, ...]:
    assert CATALOGUE is not None
    files = sorted((ROOT / "rules" / "cn").glob("repair*/*.yaml"))
    found = [parse_pack(file.read_text(encoding="utf-8"), file.as_posix(), CATALOGUE) for file in files]
    assert [issue.line() for _, issues in found for issue in issues] == []
    return tuple(pack for pack, _ in found if pack is not None)


PACKS = published()
DONE = {"duty_performed": True, "commitment": True, "other_law": True}
LISTED = RepairCase(concerns=Concern.LISTING, list_id="example", authority="human-resources", proved=DONE)
PENALTY = RepairCase(
    concerns=Concern.PENALTY, authority="housing", proved=DONE, fields=frozenset(), penalties=frozenset()
)
WAGE = RepairCase(
    concerns=Concern.LISTING,
    list_id="wage-arrears",
    authority="human-resources",
    class_id="serious",
    proved={**DONE, "no_relapse": True},
)


def asked(case: RepairCase, on: date) -> Eligibility:
    return eligibility(case, in_force(PACKS, on), on)


def verdicts(case: RepairCase, day: date) -> list[Verdict]:
    """On the day before, on the day, on the day after."""
    return [asked(case, day + timedelta(days=shift)).verdict for shift in (-1, 0, 1)]


BOUNDARIES = [
    ("2026 ordinary", replace(LISTED, class_id="ordinary", decided_on=date(2026, 5, 31)), date(2026, 8, 31)),
    ("2026 serious", replace(LISTED, class_id="serious", decided_on=date(2026, 4, 1)), date(2027, 4, 1)),
    ("2026 from 29 February", replace(LISTED, class_id="serious", decided_on=date(2028, 2, 29)), date(2029, 2, 28)),
    (
        "2026 three months to a February",
        replace(LISTED, class_id="ordinary", decided_on=date(2026, 11, 30)),
        date(2027, 2, 28),
    ),
    (
        "2025 serious, determined and published at once",
        replace(LISTED, class_id="serious", decided_on=date(2024, 9, 1), published_on=date(2024, 9, 1)),
        date(2025, 9, 1),
    ),
    (
        "2023 penalty",
        replace(PENALTY, decided_on=date(2023, 6, 15), published_on=date(2023, 6, 15)),
        date(2023, 9, 15),
    ),
    (
        "2023 penalty in a food case",
        replace(
            PENALTY,
            decided_on=date(2023, 6, 15),
            published_on=date(2023, 6, 15),
            fields=frozenset({RepairField.FOOD}),
        ),
        date(2024, 6, 15),
    ),
    (
        "2019 ordinary",
        replace(LISTED, class_id="ordinary-2019", decided_on=date(2020, 11, 30), published_on=date(2020, 11, 30)),
        date(2021, 2, 28),
    ),
    (
        "2019 serious",
        replace(LISTED, class_id="serious-2019", decided_on=date(2020, 8, 31), published_on=date(2020, 8, 31)),
        date(2021, 2, 28),
    ),
]


@pytest.mark.parametrize(("case", "ready"), [row[1:] for row in BOUNDARIES], ids=[row[0] for row in BOUNDARIES])
def test_the_shortest_publication_is_reached_on_its_last_day(case: RepairCase, ready: date) -> None:
    """The day before is too early and says from when; the corresponding day (29 February: the month's last) is not."""
    assert verdicts(case, ready) == [Verdict.NOT_YET, Verdict.ELIGIBLE, Verdict.ELIGIBLE]
    assert asked(case, ready - timedelta(days=1)).from_day == ready
    assert asked(case, ready).from_day is None


ENDS = [
    (replace(LISTED, class_id="minor", decided_on=date(2026, 4, 30)), date(2026, 7, 30)),
    (replace(LISTED, class_id="ordinary", decided_on=date(2026, 4, 1)), date(2027, 4, 1)),
    (replace(LISTED, class_id="serious", decided_on=date(2028, 2, 29)), date(2031, 2, 28)),
    (
        replace(LISTED, class_id="ordinary", decided_on=date(2026, 4, 1), term_end=date(2026, 12, 31)),
        date(2026, 12, 31),
    ),
]


@pytest.mark.parametrize(("case", "last"), ENDS, ids=["minor", "ordinary", "serious", "the entry's own term"])
def test_display_ends_by_itself_after_its_last_day(case: RepairCase, last: date) -> None:
    """The last day still counts; from the next one there is nothing to repair and nothing to show."""
    assert verdicts(case, last) == [Verdict.ELIGIBLE, Verdict.ELIGIBLE, Verdict.OVER]
    assert asked(case, last + timedelta(days=1)).until == last


def test_the_specially_serious_of_2019_are_never_repaired_early() -> None:
    """They stay for three years to the day, and end by themselves."""
    case = replace(
        LISTED, class_id="specially-serious-2019", decided_on=date(2020, 1, 10), published_on=date(2020, 1, 10)
    )

    answer = asked(case, date(2022, 12, 1))
    told = [said.zh for said in for_subject(answer)]

    assert (answer.verdict, answer.until) == (Verdict.NEVER_EARLY, date(2023, 1, 10))
    assert told[1].startswith("特定严重失信信息不得提前终止公示（")
    assert told[-1] == "公示至2023年1月10日，届满后自动停止。"
    assert verdicts(case, date(2023, 1, 11)) == [Verdict.NEVER_EARLY, Verdict.OVER, Verdict.OVER]


@pytest.mark.parametrize(
    ("on", "regime"),
    [
        (date(2023, 4, 30), "rules/cn/repair@2019.1"),
        (date(2023, 5, 1), "rules/cn/repair-work-safety@2023.1"),
        (date(2025, 6, 22), "rules/cn/repair@2025.1"),
        (date(2026, 4, 1), "rules/cn/repair@2026.1"),
    ],
)
def test_the_regime_of_the_day_of_asking_decides(on: date, regime: str) -> None:
    """An old listing is repaired under today's law, never under that of its own day."""
    case = replace(LISTED, list_id="work-safety-severe", class_id="serious", decided_on=date(2022, 1, 1))
    on_or_after_its_rules = max(on, date(2023, 10, 1)) if "work-safety" in regime else on

    assert regime in asked(case, on_or_after_its_rules).regimes


def test_conditions_that_are_not_fulfilled_say_which() -> None:
    """Time is over and the duty is not: no day can be named, the condition is."""
    case = replace(LISTED, class_id="ordinary", decided_on=date(2026, 4, 1), proved={**DONE, "duty_performed": False})

    answer = asked(case, date(2026, 10, 1))

    assert (answer.verdict, answer.from_day) == (Verdict.NOT_YET, None)
    assert [reason.said.zh for reason in answer.reasons] == ["尚不具备的条件：已经履行义务、纠正失信行为。"]
    assert "国家发展改革委令第36号" in answer.reasons[0].law.zh


def test_a_proof_nobody_has_looked_at_is_missing_and_not_refused() -> None:
    """Unknown is not false: the answer asks for it."""
    case = replace(LISTED, class_id="ordinary", decided_on=date(2026, 4, 1), proved={"duty_performed": True})

    answer = asked(case, date(2026, 10, 1))

    assert (answer.verdict, answer.missing) == (Verdict.UNKNOWN, ("commitment", "other_law"))


@pytest.mark.parametrize("known", ["training", "talk", "report"])
@pytest.mark.parametrize("on", [date(2025, 10, 1), date(2026, 10, 1)])
def test_training_talks_and_reports_are_never_required_since_june_2025(known: str, on: date) -> None:
    """Not having taken part is no reason against anyone; only proof of performance and a commitment are handed in."""
    day = on - timedelta(days=150)
    case = replace(LISTED, class_id="ordinary", decided_on=day, published_on=day, proved={**DONE, known: False})

    answer = asked(case, on)

    assert answer.verdict is Verdict.ELIGIBLE
    assert [part.id for part in answer.materials] == ["performance_proof", "commitment_letter"]
    assert [part.id for part in answer.windows] == ["credit_china"]


UNNAMED = replace(LISTED, decided_on=date(2026, 4, 1))


@pytest.mark.parametrize(
    ("on", "verdict", "from_day"),
    [
        (date(2026, 4, 30), Verdict.UNKNOWN, None),
        (date(2026, 12, 1), Verdict.UNKNOWN, None),
        (date(2027, 6, 1), Verdict.UNKNOWN, None),
        (date(2029, 4, 2), Verdict.OVER, None),
    ],
    ids=["too early for two classes", "too early for one", "over for some", "over for all"],
)
def test_an_unnamed_class_never_counts_against_the_subject(on: date, verdict: Verdict, from_day: date | None) -> None:
    """What all classes have in common is said; else the class is asked for, and the serious one is not assumed."""
    answer = asked(UNNAMED, on)

    assert (answer.verdict, answer.from_day) == (verdict, from_day)
    assert ("class" in answer.missing) is (verdict is Verdict.UNKNOWN)


def test_the_unnamed_class_is_told_with_what_depends_on_it() -> None:
    """The subject can ask the authority for one word, and knows what it changes."""
    told = [said.zh for said in for_subject(asked(UNNAMED, date(2026, 12, 1)))]

    assert told[0].endswith("尚不清楚的事项，不作对当事人不利的认定。")
    assert told[1].startswith(
        "决定没有写明失信信息的类别，最短公示期因类别而不同：轻微失信信息不要求最短期、一般失信信息3个月、严重失信信息1年（"
    )
    assert all("severe" not in said and "pack" not in said for said in told)


def test_a_condition_that_fails_in_every_class_is_a_definite_answer() -> None:
    """The class does not matter where nothing has been performed: not yet, and the reason is plain."""
    case = replace(UNNAMED, proved={**DONE, "duty_performed": False})

    assert asked(case, date(2026, 4, 30)).verdict is Verdict.NOT_YET


def test_the_missing_start_is_asked_for() -> None:
    """Without the day of determination no term can be counted, nor can it be held against the subject."""
    answer = asked(replace(LISTED, class_id="ordinary"), date(2026, 10, 1))

    assert (answer.verdict, answer.missing) == (Verdict.UNKNOWN, ("decided_on",))


@pytest.mark.parametrize(
    ("on", "verdict", "missing"),
    [
        (date(2023, 8, 31), Verdict.NOT_YET, ()),
        (date(2023, 9, 1), Verdict.UNKNOWN, ("start",)),
        (date(2023, 9, 30), Verdict.UNKNOWN, ("start",)),
        (date(2023, 10, 1), Verdict.ELIGIBLE, ()),
    ],
)
def test_a_text_that_names_no_start_counts_only_what_is_sure(
    on: date, verdict: Verdict, missing: tuple[str, ...]
) -> None:
    """Determined on 1 June, published on 1 July: before both terms not yet, after both reached, between them open."""
    case = replace(PENALTY, decided_on=date(2023, 6, 1), published_on=date(2023, 7, 1))

    answer = asked(case, on)

    assert (answer.verdict, answer.missing) == (verdict, missing)
    assert answer.from_day == (date(2023, 9, 1) if verdict is Verdict.NOT_YET else None)


def test_a_field_that_is_not_known_is_asked_for() -> None:
    """Three months or a year: the food case is not assumed, nor is it overlooked."""
    case = replace(PENALTY, decided_on=date(2023, 6, 1), published_on=date(2023, 6, 1), fields=None)

    assert asked(case, date(2023, 7, 1)).from_day == date(2023, 9, 1)
    assert asked(case, date(2023, 10, 1)).missing == ("field",)
    assert asked(case, date(2024, 6, 1)).verdict is Verdict.ELIGIBLE


MARKET = RepairCase(
    concerns=Concern.PENALTY,
    authority="market-regulation",
    class_id="other-penalty",
    published_on=date(2022, 3, 1),
    fields=frozenset(),
    penalties=frozenset(),
    proved={**DONE, "harm_removed": True, "no_relapse": True, "not_listed": True},
)


def market(case: RepairCase, on: date) -> Eligibility:
    """Under the market regulators' own rules alone."""
    own = [pack for pack in in_force(PACKS, on) if pack.ref.pack == "rules/cn/repair-market-regulation"]
    return eligibility(case, own, on)


@pytest.mark.parametrize(
    ("fields", "ready"),
    [
        (frozenset(), date(2022, 9, 1)),
        (frozenset({RepairField.DRUG}), date(2023, 3, 1)),
        (frozenset({RepairField.FIRE}), date(2022, 9, 1)),
    ],
    ids=["six months", "twelve in food, drugs, special equipment", "fire is none of these"],
)
def test_market_regulators_count_from_publication(fields: frozenset[RepairField], ready: date) -> None:
    """令45 art. 13: from 公示之日, not from the decision (errata B24)."""
    case = replace(MARKET, fields=fields, decided_on=date(2021, 10, 1))

    assert market(case, ready - timedelta(days=1)).from_day == ready
    assert market(case, ready).verdict is Verdict.ELIGIBLE


@pytest.mark.parametrize("kind", ["stop-business", "restrict-activity", "restrict-occupation", "revoke-licence"])
def test_the_gravest_penalties_are_never_repaired_early(kind: str) -> None:
    """令45 art. 14 para 3."""
    answer = market(replace(MARKET, penalties=frozenset({kind, "fine"})), date(2024, 1, 1))

    assert (answer.verdict, answer.until) == (Verdict.NEVER_EARLY, date(2025, 3, 1))
    assert "第十四条第三款" in answer.reasons[0].law.zh


def test_unknown_kinds_of_penalty_are_asked_for() -> None:
    """Nobody is taken to have lost a licence because the record does not say."""
    answer = market(replace(MARKET, penalties=None), date(2024, 1, 1))

    assert (answer.verdict, answer.missing) == (Verdict.UNKNOWN, ("penalties",))


@pytest.mark.parametrize(
    ("bar_until", "last"),
    [(None, date(2025, 3, 1)), (date(2024, 3, 1), date(2025, 3, 1)), (date(2027, 3, 1), date(2027, 3, 1))],
)
def test_a_longer_bar_is_shown_to_its_end(bar_until: date | None, last: date) -> None:
    """令45 art. 13 para 3: for as long as the bar really lasts, and not a day longer."""
    case = replace(MARKET, bar_until=bar_until)

    assert [market(case, day).verdict for day in (last, last + timedelta(days=1))] == [Verdict.ELIGIBLE, Verdict.OVER]


def test_the_small_penalty_is_not_shortened() -> None:
    """Three months and no application: the six months for applying would come too late."""
    case = replace(MARKET, class_id="small-penalty")

    assert market(case, date(2022, 5, 1)).verdict is Verdict.NEVER_EARLY
    assert market(case, date(2022, 6, 2)).verdict is Verdict.OVER


def test_the_rules_of_a_penalty_do_not_reach_a_listing() -> None:
    """An entry on the market regulators' list is none of the penalties that order 45 speaks of."""
    answer = asked(replace(LISTED, authority="market-regulation", decided_on=date(2024, 1, 1)), date(2024, 10, 1))

    assert (answer.verdict, answer.missing, answer.regimes) == (Verdict.UNKNOWN, ("regime",), ())


@pytest.mark.parametrize(
    ("corrected", "decided", "ready"),
    [
        (date(2026, 4, 10), date(2026, 4, 1), date(2027, 4, 1)),
        (date(2026, 12, 31), date(2026, 4, 1), date(2027, 6, 30)),
    ],
    ids=["the general rules are the later", "the list's own six months are the later"],
)
def test_general_rules_and_the_lists_own_must_both_be_fulfilled(corrected: date, decided: date, ready: date) -> None:
    """Six months after correction by order 45 of 2021, one year from determination by order 36."""
    case = replace(WAGE, decided_on=decided, corrected_on=corrected)

    assert asked(case, ready - timedelta(days=1)).from_day == ready
    assert verdicts(case, ready) == [Verdict.NOT_YET, Verdict.ELIGIBLE, Verdict.ELIGIBLE]


def test_new_arrears_stand_in_the_way_of_the_wage_list_alone() -> None:
    """The list's own condition, with the list's own article."""
    case = replace(
        WAGE, decided_on=date(2026, 4, 1), corrected_on=date(2026, 4, 10), proved={**DONE, "no_relapse": False}
    )

    answer = asked(case, date(2028, 1, 1))

    assert answer.verdict is Verdict.NOT_YET
    assert [reason.said.zh for reason in answer.reasons] == ["尚不具备的条件：改正后没有新的拖欠。"]
    assert "人力资源和社会保障部令第45号" in answer.reasons[0].law.zh


def test_a_day_before_every_text_at_hand_is_unknown() -> None:
    """No rule is made up for the years whose text was not read."""
    answer = asked(replace(LISTED, class_id="ordinary", decided_on=date(2018, 1, 1)), date(2019, 6, 1))

    assert (answer.verdict, answer.missing) == (Verdict.UNKNOWN, ("regime",))
    assert for_subject(answer)[1].zh == "2019年6月1日施行的文本中，没有读到适用于此类信息的信用修复期限。"


def test_the_subject_reads_the_way_out() -> None:
    """Answer, reason with its article, from when, what to hand in, where."""
    case = replace(LISTED, class_id="ordinary", decided_on=date(2026, 4, 1))

    told = [said.zh for said in for_subject(asked(case, date(2026, 5, 1)))]

    law = "《信用修复管理办法》（国家发展改革委令第36号）（据转载文本）"
    assert told[0] == "目前尚不具备信用修复的条件。"
    assert told[1].startswith(f"最短公示期为3个月，自认定之日起算，至2026年7月1日届满（{law}")
    assert told[2:] == [
        "最短公示期最早于2026年7月1日届满，自该日起可以提出申请。",
        "申请时提交：履行证明、信用承诺书。",
        "可以通过“信用中国”网站提出，也可以向认定单位提出。",
    ]


def test_the_officer_reads_what_is_open_and_what_was_not_read() -> None:
    """Missing facts by name, and each gap of the law that the computation could not look into."""
    answer = asked(replace(LISTED, class_id="ordinary", proved={}), date(2026, 5, 1))

    told = [said.zh for said in for_officer(answer)]

    assert "需先查明：认定的日期、履行义务的证明、信用承诺书、法律、法规、规章规定的其他条件。" in told
    assert any(said.startswith("未编入的内容：") for said in told)
    assert all(said.en for said in (*for_officer(answer), *for_subject(answer)))


def test_everything_that_can_be_missing_has_words() -> None:
    """A subject is never told a code."""
    kinds = {"regime", "class", "field", "penalties", "start", "decided_on", "published_on", "corrected_on"}

    assert set(MISSING) == kinds | set(Requirement)


PLAN = Pause(ground=PauseGround.REORGANISATION, first=date(2026, 6, 1), last=date(2027, 5, 31), document="示例破1号")
TIMES = OutwardTimes(effective_on=date(2026, 4, 10), term_end=date(2029, 4, 10), pauses=(PLAN,))


@pytest.mark.parametrize(
    ("times", "on", "outward"),
    [
        (TIMES, date(2026, 4, 9), Outward.NOT_YET),
        (TIMES, date(2026, 4, 10), Outward.RUNNING),
        (TIMES, date(2026, 5, 31), Outward.RUNNING),
        (TIMES, date(2026, 6, 1), Outward.PAUSED),
        (TIMES, date(2027, 5, 31), Outward.PAUSED),
        (TIMES, date(2027, 6, 1), Outward.RUNNING),
        (TIMES, date(2029, 4, 10), Outward.RUNNING),
        (TIMES, date(2029, 4, 11), Outward.ENDED),
        (replace(TIMES, pauses=(replace(PLAN, last=None),)), date(2029, 4, 10), Outward.PAUSED),
        (replace(TIMES, pauses=(replace(PLAN, approved=False),)), date(2026, 7, 1), Outward.RUNNING),
        (replace(TIMES, ended_on=date(2026, 5, 20)), date(2026, 5, 19), Outward.RUNNING),
        (replace(TIMES, ended_on=date(2026, 5, 20)), date(2026, 5, 20), Outward.ENDED),
        (replace(TIMES, suspended=True), date(2026, 5, 20), Outward.PAUSED),
        (replace(TIMES, effective_on=None), date(2026, 5, 20), Outward.NOT_YET),
    ],
)
def test_publication_sharing_and_measures_go_together(times: OutwardTimes, on: date, outward: Outward) -> None:
    """A plan that the court approved rests all of them; a repair ends all of them on its day; a term on the next."""
    assert outward_on(times, in_force(PACKS, on), on) is outward


def test_reorganisation_pauses_nothing_before_the_law_says_so() -> None:
    """国办发〔2025〕22号 is of 22 June 2025: the day before, no text at hand lets an entry rest."""
    times = replace(TIMES, effective_on=date(2024, 1, 1), pauses=(replace(PLAN, first=date(2025, 1, 1)),))

    told = [outward_on(times, in_force(PACKS, day), day) for day in (date(2025, 6, 21), date(2025, 6, 22))]

    assert told == [Outward.RUNNING, Outward.PAUSED]
