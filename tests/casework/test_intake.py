"""Facts in: all or nothing, every fault of every row, never overwritten."""

from dataclasses import replace

import pytest

from casework.codes import resident_id_check
from casework.records import SubjectType
from engine.condition_parts import leaves_of, records_of
from engine.facts import NONE
from engine.pack import Pack
from tests.fakes.province import CLERK, FINANCE, OFFICER, TAX_CLERK, Province, firm_code, person_code, refusal


def stand(province: Province, subject):
    with province.store.reader() as reader:
        return reader.facts_of([subject.id])[subject.id]


def order_row(province: Province, subject, **more):
    return replace(province.wage_facts(subject)[0], **more)


def test_every_fault_of_every_row_is_told_at_once(province):
    """A sender corrects a file once, not once per fault; the register's faults stand beside the form's."""
    firm = province.register()
    known = order_row(province, firm)
    province.load(known)
    wrong = order_row(
        province,
        firm,
        where="第1行",
        code="91520103MA6DKX7Q6I",
        region="5201",
        source_key=" ",
        values={"amount": "1", "issued_on": "2099-01-01", "rural_total": "一万", "case_no": NONE},
    )
    changed = replace(known, where="第2行", values={**known.values, "rural_total": "70000"})

    refused = refusal(province.load, wrong, changed)

    places = [fault.where for fault in refused.faults]
    assert places == [
        "第1行 code",
        "第1行 source_key",
        "第1行 region",
        "第1行 values/amount",
        "第1行 values/rural_total",
        "第1行 values/case_no",
        "第1行 issued_on",
        "第2行 correction_reason",
    ]
    assert all(fault.zh and fault.en for fault in refused.faults)


def test_one_faulty_row_keeps_all_others_out(province):
    """Nothing half-written: neither facts nor subjects nor a link of the chain."""
    firm = province.register()
    before = (province.store.state.seq, len(province.store.links))
    newcomer = replace(firm, code=firm_code(900))

    refusal(province.load, order_row(province, newcomer), order_row(province, firm, kind="rumour"))

    with province.store.reader() as reader:
        assert reader.subject_by_code(newcomer.code_kind, newcomer.code) is None
    assert stand(province, firm) == ()
    assert (province.store.state.seq, len(province.store.links)) == before


def test_the_same_row_again_is_no_new_fact(province):
    """Suppliers send their whole file every night."""
    firm = province.register()
    row = order_row(province, firm)

    first, second = province.load(row), province.load(row)

    assert (first.recorded, second.repeated) == (second.recorded, 1)
    assert len(stand(province, firm)) == 1


def test_other_content_under_the_same_number_needs_a_reason_and_supersedes(province):
    """信息纠错: a fact is never overwritten; the old one stays, with who and why beside the new."""
    firm = province.register()
    row = order_row(province, firm)
    [old] = province.load(row).recorded
    changed = replace(row, values={**row.values, "rural_total": "70000"})

    refused = refusal(province.load, changed)
    [new] = province.load(replace(changed, correction_reason="金额录入有误", correction_document="更正函1")).recorded

    assert [fault.where.split()[-1] for fault in refused.faults] == ["correction_reason"]
    [standing] = stand(province, firm)
    assert (standing.id, standing.supersedes, standing.correction_reason) == (new, old, "金额录入有误")
    assert province.store.state.facts[old].superseded_seq == standing.recorded_seq


def test_one_number_twice_in_one_batch_with_other_content_is_a_fault(province):
    """Which of the two would be the correction of the other?"""
    firm = province.register()
    row = order_row(province, firm)

    refused = refusal(province.load, row, replace(row, values={**row.values, "rural_total": "1"}))

    assert "两次" in refused.faults[0].zh


def test_a_number_that_belongs_to_another_subject_is_not_moved_over(province):
    """Wrong-subject: a correction never carries a record from one firm to another."""
    one, other = province.register(), province.register()
    row = order_row(province, one)
    province.load(row)

    refused = refusal(
        province.load, replace(row, code=other.code, correction_reason="更正", correction_document="更正函1")
    )

    assert "另一主体" in refused.faults[0].zh
    assert stand(province, other) == ()


@pytest.mark.parametrize(
    ("born", "acted", "recorded"),
    [
        ("20081001", "2026-09-30", False),
        ("20081001", "2026-10-01", False),
        ("20081001", "2026-10-02", True),
        ("20081001", None, False),
    ],
    ids=["day before 18", "birthday itself", "day after", "day not known"],
)
def test_nothing_adverse_is_recorded_unless_the_person_was_surely_18(province, born, acted, recorded):
    """Refusal 5; an unknown day of the act is no proof of age."""
    person = province.register(SubjectType.NATURAL_PERSON, code=person_code(1, born))
    row = province.row(person, "crime.judgment", {"effective_on": acted})

    if recorded:
        assert len(province.load(row).recorded) == 1
    else:
        assert "18" in refusal(province.load, row).faults[0].zh


def test_a_date_in_the_future_is_refused(province):
    """What has not happened is no fact."""
    firm = province.register()
    row = order_row(province, firm)

    refused = refusal(province.load, replace(row, values={**row.values, "issued_on": "2027-03-02"}))

    assert "晚于今日" in refused.faults[0].zh
    assert len(province.load(replace(row, values={**row.values, "issued_on": "2027-03-01"})).recorded) == 1


@pytest.mark.parametrize(
    ("start", "end"),
    [("2027-03-02", ""), ("", "2027-03-02"), ("2027-02-01", "2027-02-01"), ("2027-02", "")],
    ids=["future", "no start", "ends at once", "no date"],
)
def test_a_stay_begins_by_today_and_ends_after_it_began(province, start, end):
    """A stay that begins later is recorded when it begins, so that nothing stands while it runs."""
    firm = province.register()

    refused = refusal(province.load, order_row(province, firm, suspended_from=start, suspended_until=end))

    assert refused.faults[0].where.endswith("suspended")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"subject_type": "institution"}, "不符"),
        ({"subject_type": "company"}, "未知的主体类型"),
        ({"subject_type": "natural_person"}, "公民身份号码"),
        ({"code": "91520103MA00000010"}, "校验码不符"),
        ({"code": "123"}, "18位"),
        ({"kind": "tax.credit", "values": {}}, ""),
    ],
)
def test_type_code_and_kind_must_agree(province, changed, words):
    """A code that contradicts its type says why."""
    firm = province.register()

    refused = refusal(province.load, order_row(province, firm, **changed))

    assert words in "".join(fault.zh for fault in refused.faults)


def test_one_code_is_one_type_also_within_one_batch(province):
    """A code whose first two characters say nothing of its type is fixed by the first row, not changed by the second."""
    body = "54520103MA1234567"
    from casework.codes import uscc_check

    firm = replace(province.register(), code=body + uscc_check(body))
    trader = replace(firm, type=SubjectType.SOLE_TRADER)

    refused = refusal(province.load, order_row(province, firm), order_row(province, trader))

    assert "登记的主体类型" in refused.faults[0].zh


BAR = {"decided_on": "2026-05-06", "article": "supplier", "barred_until": "2028-05-05", "served": "yes", "final": "yes"}
AGRICULTURE = replace(CLERK, id="agriculture-clerk", department="agriculture")


def test_a_kind_is_reported_by_the_departments_whose_matter_it_is(province):
    """One department's clerk must not bar anybody from procurement in the name of another; nothing of it is recorded."""
    firm = province.register()
    before = (province.store.state.seq, len(province.store.links))
    row = province.row(firm, "procurement.bar", BAR)

    refused = refusal(province.load, row, by=AGRICULTURE)

    assert (refused.code, refused.status, [fault.where for fault in refused.faults]) == (
        "facts-faulty",
        422,
        [f"{row.where} kind"],
    )
    assert "归口报送部门：财政部门" in refused.faults[0].zh
    assert "reported by finance" in refused.faults[0].en
    assert stand(province, firm) == ()
    assert (province.store.state.seq, len(province.store.links)) == before
    assert province.determine(firm).bans == ()


def test_the_department_whose_matter_it_is_reports_it(province):
    """The same row from the department that decides brings the ban."""
    firm = province.register()
    finance = replace(CLERK, id="finance-clerk", department="finance")

    province.load(province.row(firm, "procurement.bar", BAR), by=finance)

    assert [fact.department for fact in stand(province, firm)] == ["finance"]
    assert province.determine(firm).bans


def test_one_row_of_another_departments_kind_keeps_its_own_rows_out_too(province):
    """All or nothing: the clerk learns of the row at fault before anything stands."""
    firm = province.register()

    refused = refusal(province.load, order_row(province, firm), province.row(firm, "procurement.bar", BAR), by=CLERK)

    assert len(refused.faults) == 1
    assert stand(province, firm) == ()


def test_a_kind_of_several_departments_is_taken_from_each_and_kept_apart(province):
    """A stay is told by whoever decided it; one department's number is never another's correction."""
    firm = province.register()
    row = province.row(firm, "review.stay", {"case_no": "W-1", "granted_on": "2026-10-01"})
    changed = replace(row, values={**row.values, "granted_on": "2026-10-02"})

    province.load(row, by=CLERK)
    province.load(changed, by=TAX_CLERK)

    assert {(fact.department, fact.supersedes) for fact in stand(province, firm)} == {
        ("human-resources", None),
        ("tax", None),
    }
    assert "法院" in refusal(province.load, row, by=AGRICULTURE).faults[0].zh


def freed_by_a_stay(pack: Pack) -> set[str]:
    """The kinds of record that a stay of the same case takes out, in a rule or an exception of the release."""
    conditions = [part.when for rule in pack.rules for part in (rule, *rule.unless)]
    selections = [each for condition in conditions for leaf in leaves_of(condition) for each in records_of(leaf)]
    return {each.kind for each in selections if any(partner.kind == "review.stay" for partner in each.without)}


def test_whoever_decides_or_reports_a_decision_can_report_its_stay(province):
    """Else a customs or transport decision would go on counting under a stay: nobody could tell the service of it."""
    kinds = province.shelf.catalogue.kinds
    deciding = {pack.authority for pack in province.shelf.releases if freed_by_a_stay(pack)}
    freed = {kind for pack in province.shelf.releases for kind in freed_by_a_stay(pack)}
    reporting = {department for kind in freed for department in kinds[kind].reported_by}

    assert {"customs", "civil-affairs"} <= deciding
    assert (deciding | reporting) - set(kinds["review.stay"].reported_by) == set()


def test_every_kind_that_may_speak_against_somebody_says_who_reports_it(province):
    """The province's own catalogue: no gap through which any clerk could bring about a ban."""
    kinds = [kind for kind in province.shelf.catalogue.kinds.values() if kind.adverse_allowed]

    assert kinds
    assert [kind.id for kind in kinds if not kind.reported_by] == []
    assert all(len(kind.reported_by) < len(province.shelf.catalogue.departments) for kind in kinds)


@pytest.mark.parametrize("account", [OFFICER, FINANCE])
def test_facts_come_from_data_clerks(province, account):
    """The officer who decides does not write the facts he decides on."""
    assert refusal(province.load, by=account).code == "role-missing"


def test_a_code_with_a_wrong_check_character_that_the_register_knows_is_taken(province):
    """Real codes with wrong check characters exist; only an unknown one is refused."""
    sound = firm_code(7)
    odd = sound[:17] + ("0" if sound[17] != "0" else "1")
    firm = province.register(code=odd)

    assert len(province.load(order_row(province, firm)).recorded) == 1


def test_a_full_disk_leaves_nothing_behind(province):
    """Nothing half-written: the book before and after is the same."""
    firm = province.register()
    province.store.full = True

    with pytest.raises(Exception, match="磁盘已满"):
        province.load(order_row(province, firm))
    province.store.full = False

    assert stand(province, firm) == ()


def test_the_chain_names_no_subject(province):
    """Ids and counts only (refusal 7)."""
    person = province.register(SubjectType.NATURAL_PERSON, name="虚构乙")
    assert person.code[17] == resident_id_check(person.code[:17])
    province.load(province.row(person, "crime.judgment", {"effective_on": "2026-01-01"}))

    told = "".join(str(dict(link.payload)) for link in province.store.links)

    assert "facts" in told
    assert person.code not in told
    assert person.name not in told
