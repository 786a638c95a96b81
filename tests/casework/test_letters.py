"""Letters say all they must, each statement with its article, and none is made with a blank."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from casework.errors import Refused
from casework.letter import (
    REQUIRED_PARTS,
    REQUIRED_REMEDIES,
    Citation,
    Letter,
    LetterKind,
    Paragraph,
    complete,
    missing,
)
from casework.letter_decisions import decision_letters, honour_letter
from casework.letter_inputs import Envelope, Found, ListLaw, Publication, RemovedBecause, Term
from casework.letter_law import LOCAL_POLICY, ObjectionWay, ReviewOrgans, ReviewRoute
from casework.letter_notices import intention_letter
from casework.letter_numbers import SERIES, letter_number
from casework.letter_outcomes import removal_letter
from casework.letter_plain import from_plain, to_plain
from casework.letter_preview import masked_preview
from casework.letter_text import text_of
from engine.pack import Colour
from engine.periods import Period
from tests.casework.letters.rewrite import FOLDER
from tests.fakes import letters
from tests.fakes.letters import DECIDED, ENVELOPE, LETTERS, OPEN, PERSON, REVIEW, TERM, WAY, found, wage_law

every_letter = pytest.mark.parametrize("name", list(LETTERS))


def refused(compose, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as error:
        compose(*args, **kwargs)
    return error.value


def lacking(compose, *args, **kwargs) -> set[str]:
    error = refused(compose, *args, **kwargs)
    assert error.code == "letter-incomplete"
    return set(error.en.split("lacks: ")[1].split(", "))


def decide(law: ListLaw | None = None, *, repair_number: str = "修1", way=WAY, basis: Found | None = None, **changed):
    envelope = replace(ENVELOPE, number="决1", dated=date(2027, 3, 20))
    repair = replace(envelope, number=repair_number)
    return decision_letters(envelope, repair, law or wage_law(), basis or found(), replace(DECIDED, **changed), way)


def intend(envelope: Envelope = ENVELOPE, law: ListLaw | None = None, basis: Found | None = None, **changed) -> Letter:
    said = {"term": TERM, "publication": OPEN, **changed}
    return intention_letter(envelope, law or wage_law(), basis or found(), **said)


@every_letter
def test_the_words_are_those_read_and_kept(name):
    """Each text was read by eye; `python -m tests.casework.letters.rewrite` writes them anew, to be read again."""
    assert text_of(LETTERS[name]()) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_kind_of_letter_has_a_text_that_was_read():
    """A kind without a sample would be printed unread."""
    assert {made().kind for made in LETTERS.values()} == set(LetterKind)
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(LETTERS)


@every_letter
def test_a_letter_comes_back_equal_from_its_sealed_form(name):
    """What is sealed and digested is what was served."""
    letter = LETTERS[name]()

    assert from_plain(json.loads(json.dumps(to_plain(letter)))) == letter


@pytest.mark.parametrize(
    "spoil", [{"form": 2}, {"blocks": "全文"}, {"addressee": None}, {"kind": "verdict"}, {"opening": 1}]
)
def test_what_is_no_letter_is_not_read_as_one(spoil):
    """A damaged letter is an error, never an empty one."""
    with pytest.raises(ValueError, match=r"letter|verdict"):
        from_plain({**to_plain(letters.intention()), **spoil})


@every_letter
def test_every_law_cited_stands_in_the_basis_list_once(name):
    """An auditor reads from the list which law a letter used."""
    letter = LETTERS[name]()
    text = text_of(replace(letter, preview=False))

    assert len(set(letter.basis)) == len(letter.basis) > 0
    assert all(one.document in text and one.article in text for one in letter.basis)
    assert not any(one.local_policy for one in letter.basis)


@every_letter
def test_a_working_rule_is_printed_as_one_and_never_beside_a_law(name):
    """Local policy is marked as such and never as law."""
    for paragraph in (one for block in LETTERS[name]().blocks for one in block.paragraphs):
        if LOCAL_POLICY in paragraph.citations:
            beside = set(paragraph.citations) - {LOCAL_POLICY}
            assert all(one.document.startswith("参照") for one in beside)


@every_letter
def test_no_letter_speaks_of_black_lists_or_points(name):
    """Titles after December 2020 are the legal ones; colours are internal."""
    assert not re.search("黑名单|红名单|评分|积分", text_of(LETTERS[name]()))


HEADS = {"number": "number", "department": "department", "contact": "contact"}


@pytest.mark.parametrize("field", list(HEADS))
def test_a_letter_without_number_organ_or_address_is_refused_by_name(field):
    """Nothing is printed with a blank."""
    assert lacking(intend, replace(ENVELOPE, **{field: "  "})) == {HEADS[field]}


@pytest.mark.parametrize("field", ["name", "code"])
def test_a_letter_to_nobody_is_refused(field):
    """The party's own letter names the party in full."""
    nobody = replace(ENVELOPE, party=replace(ENVELOPE.party, **{field: ""}))

    assert lacking(intend, nobody) == {f"addressee.{field}"}


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({"facts": ()}, {"facts"}),
        ({"facts": (Paragraph(text=" "),)}, {"facts"}),
        ({"grounds": ()}, {"grounds"}),
        ({"law": ()}, {"articles"}),
        ({"law": (LOCAL_POLICY,)}, {"articles"}),
        ({"grounds": (Paragraph(text="情节较重"),)}, {"articles"}),
        ({"facts": (), "law": ()}, {"facts", "articles"}),
    ],
)
def test_facts_grounds_and_articles_are_never_missing(changed, missed):
    """A listing without facts, reasons or law is none (国办发〔2020〕49号); all that is missing is told at once."""
    assert lacking(intend, basis=replace(found(), **changed)) == missed
    assert lacking(decide, basis=replace(found(), **changed)) == missed


def test_a_notice_that_gives_no_time_to_speak_is_refused():
    """The statement period comes from the list's procedure; without one the notice would be an announcement."""
    law = wage_law()
    procedure = tuple(step for step in law.list_def.procedure if step.step != "statement")

    mute = replace(law, list_def=replace(law.list_def, procedure=procedure))

    assert lacking(intend, law=mute) == {"statement"}


def test_a_term_without_end_says_what_ends_it():
    """No fixed end is lawful; no word on the end is not."""
    open_ended = Term(period=None, until="义务履行完毕")

    assert "没有固定期限，至义务履行完毕为止" in text_of(intend(term=open_ended))
    assert lacking(intend, term=Term(period=None)) == {"proposal"}


def test_a_publication_names_its_place():
    """Where one is shown to the public is part of what is decided."""
    assert lacking(decide, publication=Publication(public=True)) == {"publication"}
    assert "列入信息不向社会公示" in text_of(decide(publication=Publication(public=False))[0])


@pytest.mark.parametrize(
    ("review", "missed"),
    [
        (replace(REVIEW, reconsideration=("",)), {"reconsideration"}),
        (replace(REVIEW, court=""), {"suit"}),
        (replace(REVIEW, served_electronically=True), {"online"}),
    ],
)
def test_a_decision_names_every_organ_one_can_turn_to(review, missed):
    """Reconsideration organ, court, and the internet channel where the decision itself comes by internet (行政复议法 22)."""
    assert lacking(decide, review=review) == missed


def test_an_objection_says_where_and_on_what_it_rests():
    """Its term is law or a working rule; a term out of nowhere is neither."""
    nowhere = ObjectionWay(organ=" ", term=None, citations=(LOCAL_POLICY,))
    baseless = ObjectionWay(organ="虚构市局", term=Period(days=30), citations=())

    assert (lacking(decide, objection=nowhere), lacking(decide, objection=baseless)) == ({"objection"}, {"objection"})


def test_a_statement_that_came_in_is_answered():
    """What the party said and what became of it stand in the decision."""
    unanswered = replace(DECIDED.heard, review="")
    silent = replace(DECIDED.heard, statement="", review="")

    assert lacking(decide, heard=unanswered) == {"heard"}
    assert "没有提出陈述、申辩" in text_of(decide(heard=silent)[0])


def test_decision_and_repair_notice_name_each_other_and_are_never_made_alone():
    """两书同达: one without the other is refused, except for honours, which nobody is repaired from."""
    decision, repair = decide()

    assert (decision.goes_with, repair.goes_with) == (repair.number, decision.number)
    assert "goes_with" in lacking(decide, repair_number="")
    assert refused(honour_letter, ENVELOPE, wage_law(), found(), DECIDED).code == "repair-notice-missing"


def test_an_honour_is_decided_without_a_repair_notice():
    """Nobody needs to be repaired from a red list; the remedies stay."""
    law = wage_law()
    red = replace(law, list_def=replace(law.list_def, colour=Colour.RED, title="示例守信名单"))

    honour = honour_letter(ENVELOPE, red, found(), DECIDED)

    assert ("信用修复" in text_of(honour), len(honour.remedies)) == (False, 3)


@pytest.mark.parametrize(
    ("changed", "missed"),
    [({"conditions": ()}, "conditions"), ({"materials": ()}, "materials"), ({"window": ""}, "window")],
)
def test_a_repair_notice_tells_conditions_materials_and_window(changed, missed):
    """Without one of them nobody can apply."""
    assert lacking(decide, way=replace(WAY, **changed)) == {missed}


def test_a_removal_needs_a_law_of_its_own_or_the_lists():
    """A working rule alone undoes nothing; the act that undid the decision does."""
    law = wage_law()
    procedure = tuple(replace(one, basis=(), local_policy=True) for one in law.list_def.procedure)
    own_rule = replace(law, list_def=replace(law.list_def, procedure=procedure))
    undone = Citation(document="虚构市人民政府行政复议决定书（虚府复〔2027〕1号）")
    said = (ENVELOPE, own_rule, letters.ENTRY, RemovedBecause.REVOKED, (), date(2027, 6, 1))

    assert lacking(removal_letter, *said) == {"articles"}
    assert undone in removal_letter(*said, basis=(undone,)).basis


ROUTES = {
    ReviewRoute.LOCAL_DEPARTMENT: (("虚构市人民政府",), "第二十四条第一款第（一）项"),
    ReviewRoute.VERTICAL: (("虚构省税务局",), "第二十七条"),
    ReviewRoute.JUSTICE: (("虚构市人民政府", "虚构省司法厅"), "第二十八条"),
    ReviewRoute.STATE_COUNCIL_DEPARTMENT: (("虚构部",), "第二十五条第（一）项"),
}


@pytest.mark.parametrize("route", list(ReviewRoute))
def test_the_reconsideration_organ_is_named_with_the_article_that_makes_it_so(route):
    """Tax, customs and other vertical organs: the next higher office (行政复议法 27); departments: their government (24)."""
    organs, article = ROUTES[route]
    review = ReviewOrgans(route=route, reconsideration=organs, court="虚构区人民法院")

    text = text_of(decide(review=review)[0])

    assert (
        f"六十日内，向{'或者'.join(organs)}申请行政复议（《中华人民共和国行政复议法》第二十条第一款、{article}）"
        in text
    )


def test_both_remedies_tell_their_periods():
    """Sixty days (复议法 20), six months (诉讼法 46), fifteen days after reconsideration (诉讼法 45), no suspension (42, 56)."""
    text = text_of(decide()[0])

    assert "六十日内" in text
    assert "六个月内，直接向虚构市虚构区人民法院提起行政诉讼（《中华人民共和国行政诉讼法》第四十六条第一款）" in text
    assert "十五日内提起行政诉讼（《中华人民共和国行政诉讼法》第四十五条）" in text
    assert "不停止本决定的执行" in text


def test_where_a_law_wants_reconsideration_first_no_direct_suit_is_offered():
    """行政诉讼法 44(2): telling of a direct suit would send the party into a dismissal."""
    first = Citation(document="《示例条例》", article="第九条")

    text = text_of(decide(review=replace(REVIEW, first=first))[0])

    assert "应当先申请行政复议" in text
    assert "直接向" not in text


def test_an_act_and_its_law_are_of_one_time():
    """The reconsideration articles cited are in force from 1 January 2024."""
    assert refused(intend, replace(ENVELOPE, dated=date(2023, 12, 31))).code == "letter-too-early"
    assert intend(replace(ENVELOPE, dated=date(2024, 1, 1))).dated == date(2024, 1, 1)


@every_letter
def test_a_sealed_letter_without_a_required_part_is_incomplete(name):
    """The same rule holds for a letter that was read back."""
    letter = LETTERS[name]()
    for part in REQUIRED_PARTS[letter.kind]:
        without = replace(letter, blocks=tuple(block for block in letter.blocks if block.part is not part))
        assert missing(without) == (str(part),)
    for kind in REQUIRED_REMEDIES.get(letter.kind, ()):
        assert missing(replace(letter, remedies=tuple(one for one in letter.remedies if one.kind is not kind))) == (
            kind,
        )
    assert complete(letter) == letter


@pytest.mark.parametrize("name", ["intention", "decision", "repair-notice", "repair-refused", "objection-answer"])
def test_a_preview_shows_no_person_in_full(name):
    """An officer reads before making; name and code stand in full only in the party's own letter."""
    composed = {
        "intention": letters.intention,
        "decision": lambda party: letters.decided(party)[0],
        "repair-notice": lambda party: letters.decided(party)[1],
        "repair-refused": letters.repair_refused,
        "objection-answer": letters.objection_answer,
    }[name](PERSON)
    named = replace(composed, opening=f"{composed.opening}，{PERSON.name}（{PERSON.code}）")

    shown = text_of(masked_preview(named))

    assert (PERSON.name in shown, PERSON.code in shown, "不产生任何效力" in shown) == (False, False, True)
    assert PERSON.code in text_of(named)


def test_a_preview_masks_any_other_persons_identifier_too():
    """A resident ID typed into a fact is nobody's business on a screen."""
    other = Found(facts=(Paragraph(text=f"经办人{PERSON.code}"),), grounds=found().grounds, law=found().law)

    assert PERSON.code not in text_of(masked_preview(intend(basis=other)))


def test_a_preview_says_which_text_must_be_read_in_the_original():
    """A mirror of the text is good enough to propose on, not to seal."""
    letter = intend()

    assert "制发前核对原文" in text_of(masked_preview(letter))
    assert "制发前核对原文" not in text_of(letter)


def test_numbers_are_written_without_padding_and_each_kind_has_its_series():
    """虚人社信决〔2027〕12号: word, series, year, serial."""
    assert letter_number("虚人社", LetterKind.DECISION, 2027, 12) == "虚人社信决〔2027〕12号"
    assert set(SERIES) == set(LetterKind)
    for word, serial in (("虚人社", 0), (" ", 1)):
        with pytest.raises(ValueError, match=str(serial)):
            letter_number(word, LetterKind.DECISION, 2027, serial)
