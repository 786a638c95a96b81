"""What the composers of a proposed entry's letters need, read from the book and the packs: party, law, findings, term, publication."""

from casework.errors import Refused
from casework.letter import Addressee, Citation, Paragraph
from casework.letter_inputs import Found, ListLaw, Publication, Term
from casework.letter_law import cited_basis, cited_step, step_of
from casework.offices import Office
from casework.ports import Clock, Reader, Shelf
from casework.records import EntryRecord
from engine.pack import Colour, Pack
from engine.periods import Period, parse_period

NO_FIXED_TERM = "符合移出条件、依法移出"


def party_of(reader: Reader, entry: EntryRecord) -> Addressee:
    subject = reader.subject(entry.subject_id)
    assert subject is not None  # the entry names it
    return Addressee(name=subject.name, code=subject.code, type=subject.type)


def law_of(shelf: Shelf, clock: Clock, entry: EntryRecord) -> ListLaw:
    """The list with its procedure as a pack in force today defines it; Refused where none does."""
    found = shelf.list_def(entry.list_id, clock.today(), clock.today())
    if found is None:
        raise Refused(
            "unknown-list",
            zh="该名单已无现行规则包，不能制发文书",
            en="no pack in force defines this list, so no letter can be made",
            status=409,
        )
    return ListLaw(list_def=found[1], sources=found[0].sources)


def found_of(shelf: Shelf, entry: EntryRecord) -> Found:
    """The reasons of the finding as facts, the rule it meets as the ground, and the rule's articles.

    INVARIANT: the rule is that of the very release the finding names; of another its articles might be others.
    """
    pack = _release_of(shelf, entry)
    rule_id = str(entry.finding.get("rule", "")).rpartition("#")[2]
    rule = next((one for one in pack.rules if one.id == rule_id), None) if pack else None
    reasons = entry.finding.get("reasons")
    told = [str(one) for one in reasons] if isinstance(reasons, list | tuple) else []
    cited = cited_basis(rule.basis, pack.sources) if pack and rule else ()
    return Found(
        facts=tuple(Paragraph(text=one) for one in told),
        grounds=(Paragraph(text=rule.title, citations=cited),) if rule else (),
        law=cited,
    )


def _release_of(shelf: Shelf, entry: EntryRecord) -> Pack | None:
    return next((pack for pack in shelf.packs() if pack.ref.digest == entry.pack_digest), None)


def term_of(entry: EntryRecord, law: ListLaw) -> Term:
    """The term the finding bears; of a range both ends; without one, what ends it."""
    shortest, longest = _period(entry.finding.get("term")), _period(entry.finding.get("term_at_most"))
    power = step_of(law.list_def, "decision")
    cited = tuple(one for one in cited_step(power, law.sources) if not one.local_policy) if power else ()
    return Term(period=shortest, at_most=longest, until="" if shortest else NO_FIXED_TERM, citations=cited)


def _period(text: object) -> Period | None:
    return parse_period(text) if isinstance(text, str) else None


def publication_of(law: ListLaw, office: Office) -> Publication:
    """Public only where the list's procedure names a law that wants it, and a watch list never (colours.may_be_published)."""
    step = step_of(law.list_def, "publication")
    if step is None or not step.basis or law.list_def.colour is Colour.WATCH:
        return Publication(public=False)
    cited: tuple[Citation, ...] = cited_step(step, law.sources)
    return Publication(public=True, where=office.published, citations=cited)
