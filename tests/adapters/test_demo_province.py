"""The demonstration province: nobody's data, every rule shown from three sides, loaded through the ordinary doors."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from adapters.audit_chain import verify
from adapters.demo.areas import counties, prefectures
from adapters.demo.codes import LAST_BIRTH, resident_id
from adapters.demo.examples import REFUSED
from adapters.demo.founding import (
    Crew,
    Marker,
    Officers,
    Plan,
    Tally,
    TooFewSubjects,
    found_province,
    plan_province,
    read_marker,
)
from adapters.demo.mirroring import decided_elsewhere
from adapters.demo.stories import Repertoire, Side, Story, repertoire
from adapters.demo.subjects import DemoSubject, province, smallest, written
from adapters.engine_host import EngineHost
from adapters.pack_shelf import LoadedShelf, load
from adapters.store.book import SqlStore, open_store
from casework.programs import ProgramBook
from casework.records import Account, EntryState, Role, SubjectType
from engine.compile import compile_program
from engine.compile.program import Program, Readings
from engine.condition_parts import leaves_of
from engine.conditions import BanLeaf, Condition, EntryLeaf
from engine.direct import compile_direct
from engine.facts import NONE, Fact, Situation, Truth
from engine.pack import Mode, Pack, PackKind
from engine.parse import parse_value
from engine.releases import in_force
from tests.fakes.clock import FakeClock

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2029, 5, 2)
NOON = datetime(2029, 5, 2, 4, 0, tzinfo=UTC)
"""Years after the cases were written: a demonstration must not run out with the terms in them."""
MANY = 3000


@pytest.fixture(scope="module")
def shelf() -> LoadedShelf:
    loaded = load(ROOT, TODAY).shelf
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def stories(shelf: LoadedShelf) -> Repertoire:
    return repertoire({file.path: file.text for file in shelf.case_files}, shelf.packs(), shelf.catalogue, TODAY)


@pytest.fixture(scope="module")
def many(stories: Repertoire) -> tuple[DemoSubject, ...]:
    return tuple(province(stories, MANY))


def test_every_code_is_valid_and_no_two_are_equal(many: Sequence[DemoSubject]) -> None:
    """An outside library is the judge: hosts check codes with such libraries before they ask us."""
    for subject in many:
        if subject.type is SubjectType.NATURAL_PERSON:
            assert mod_11_2.is_valid(subject.code), subject.code
        else:
            assert uscc.is_valid(subject.code), subject.code
            assert subject.code[8:10] == "YY"

    assert len({subject.code for subject in many}) == len(many)


def test_no_living_person_can_have_the_number(many: Sequence[DemoSubject]) -> None:
    """Nobody born before 1900 lives; a later birth is refused by the generator itself."""
    births = [int(subject.code[6:10]) for subject in many if subject.type is SubjectType.NATURAL_PERSON]

    assert births
    assert 1850 <= min(births) <= max(births) <= 1899
    with pytest.raises(ValueError, match="1899"):
        resident_id("520103", LAST_BIRTH + timedelta(days=1), 1)


def test_names_are_plainly_invented(many: Sequence[DemoSubject]) -> None:
    """A screenshot must never be taken for real data."""
    assert all("演示" in subject.name and ("示例" in subject.name or "虚构" in subject.name) for subject in many)
    assert len({subject.name for subject in many}) == len(many)


def test_the_whole_province_is_there(many: Sequence[DemoSubject]) -> None:
    """All prefectures and counties, every type of subject, and codes issued before an area's code was retired."""
    regions = {subject.region for subject in many}
    retired = {area.old_code for area in counties() if area.old_code}

    assert regions >= {area.code for area in (*prefectures(), *counties())}
    assert {subject.type for subject in many} == set(SubjectType)
    assert {subject.code[2:8] for subject in many} & retired
    assert not regions & retired


def test_the_same_seed_gives_the_same_rows_and_a_larger_province_contains_a_smaller(stories: Repertoire) -> None:
    """Examples, and a run taken up again, rest on it."""
    least = smallest(stories)

    small, large = tuple(province(stories, least)), tuple(province(stories, least + 50))

    assert large[:least] == small == tuple(province(stories, least))
    assert tuple(province(stories, least, seed=1)) != small


def test_most_subjects_have_nothing_against_them(stories: Repertoire) -> None:
    """A register is mostly clean; a demonstration that shows only offenders would teach the wrong thing."""
    clean = sum(subject.story is None for subject in province(stories, MANY))

    assert clean > MANY * 0.7


def test_every_rule_and_ban_is_shown_from_three_sides(stories: Repertoire, shelf: LoadedShelf) -> None:
    """Just over, just under and unknown: also in the smallest province, for every rule that facts alone can meet.

    Entries, bans and roles come about by procedure, which the province shows on lists of its own.
    """
    shown = {label for story in stories.required for label in story.labels}
    rules = {
        f"{pack.ref.pack}#{one.id}"
        for pack in shelf.packs()
        for one in (*pack.rules, *(measure for measure in pack.measures if measure.when is not None))
        if _rests_on_facts(one.when)
    }
    assert len(rules) > 150

    assert [(rule, side) for rule in sorted(rules) for side in Side if (rule, side) not in shown] == []


def _rests_on_facts(condition: Condition) -> bool:
    return not any(isinstance(leaf, EntryLeaf | BanLeaf) for leaf in leaves_of(condition))


def test_the_engine_sees_each_required_story_as_it_is_labelled(stories: Repertoire, shelf: LoadedShelf) -> None:
    """Gathered and altered stories are ours, not the packs' authors': the engine is asked whether they still hold."""
    laws = _Laws(shelf)
    expected = {Side.OVER: Truth.MET, Side.UNDER: Truth.NOT_MET, Side.UNKNOWN: Truth.UNKNOWN}

    wrong = [
        (story.title, key, side)
        for story in stories.required
        for key, side in sorted(story.labels)
        if expected[side] not in {laws.truth(pack, key, story) for pack in laws.told_by(story, key)}
    ]

    assert wrong == []


class _Laws:
    """Programs by release, compiled once."""

    def __init__(self, shelf: LoadedShelf) -> None:
        self._shelf = shelf
        self._asked: dict[object, tuple[Program, Callable[[Situation], Readings]]] = {}

    def told_by(self, story: Story, key: str) -> list[Pack]:
        pack_id, _, rule = key.partition("#")
        return [
            pack
            for pack in self._shelf.packs()
            if pack.ref.pack == pack_id
            and story.is_told_under(pack.ref)
            and rule in {one.id for one in (*pack.rules, *pack.measures)}
        ]

    def truth(self, pack: Pack, key: str, story: Story) -> Truth:
        if pack.ref not in self._asked:
            until = pack.in_force.until
            day = until - timedelta(days=1) if until and until <= TODAY else TODAY
            packs = [one for one in in_force(self._shelf.packs(), day) if one.kind is not PackKind.FRAMEWORK]
            program = compile_program(packs, self._shelf.catalogue, day)
            self._asked[pack.ref] = program, compile_direct(program)
        program, direct = self._asked[pack.ref]
        readings = direct(_situation(story))
        return dict(zip((rule.key for rule in program.rules), readings.rules, strict=True))[key]


def _situation(story: Story) -> Situation:
    facts = tuple(replace(told.fact, id=str(number)) for number, told in enumerate(story.facts))
    as_of = story.case.situation.as_of if story.case else TODAY
    return Situation(subject_id="story", as_of=as_of, subject=story.subject, facts=facts)


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2026, 11, 23), TODAY])
def test_nobody_is_listed_before_the_first_rules_of_the_list(shelf: LoadedShelf, day: date) -> None:
    """Intake refuses such an entry, and the province would not come up on that day."""
    files = {file.path: file.text for file in shelf.case_files}
    told = repertoire(files, shelf.packs(), shelf.catalogue, day)
    decided = list(decided_elsewhere(province(told, 10_000), shelf.packs(), day))
    first = {
        one.list_id: min(pack.in_force.start or date.min for pack in shelf.packs() if one.list_id in pack.lists)
        for one in decided
    }

    assert len(decided) > 200
    assert [one for one in decided if not first[one.list_id] <= one.decided_on <= day] == []


def test_what_a_clerk_writes_is_read_as_the_case_meant_it(stories: Repertoire, shelf: LoadedShelf) -> None:
    """Units and spellings of imports differ from those of cases; a fact must survive the way exactly."""

    def misread(fact: Fact) -> list[str]:
        fields = shelf.catalogue.kinds[fact.kind].fields
        told = {name: written(fields[name], value) for name, value in fact.values.items()}
        return [
            name
            for name, text in told.items()
            if (text if text is NONE else parse_value(fields[name], str(text), incoming=True)) != fact.values[name]
        ]

    facts = [one.fact for story in (*stories.required, *stories.others) for one in story.facts]

    assert [(fact.kind, misread(fact)) for fact in facts if misread(fact)] == []


def test_a_province_too_small_for_its_stories_is_refused(shelf: LoadedShelf, stories: Repertoire) -> None:
    """A silent half of the stories would leave example buttons without an answer."""
    with pytest.raises(TooFewSubjects) as refused:
        plan_province(shelf, smallest(stories) - 1, TODAY)

    assert refused.value.least == smallest(stories)


class _Stopped(Exception):
    """The run ends here, as if the machine had."""


class _QuietSteps:
    """Shows nothing; `stop_in`: raises at the first progress of the step with this English title."""

    def __init__(self, stop_in: str = "") -> None:
        self._stop_in = stop_in

    @contextmanager
    def step(self, zh: str, en: str, total: int) -> Iterator[Callable[[int], None]]:
        def advance(_count: int) -> None:
            if en == self._stop_in:
                raise _Stopped(en)

        yield advance


@dataclass
class _Province:
    """A book with a province in it, and how it came to be."""

    store: SqlStore
    book: ProgramBook
    data: Path
    plan: Plan
    marker: Marker
    tally: Tally
    build: Callable[[_QuietSteps], tuple[Marker, Tally]]


@pytest.fixture(scope="module")
def built(shelf: LoadedShelf, stories: Repertoire, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Province]:
    """The smallest province, built in two runs: the first is stopped in the midst of the determination."""
    data = tmp_path_factory.mktemp("province")
    clock = FakeClock(NOON)
    plan = plan_province(shelf, smallest(stories), TODAY)
    store = open_store(f"sqlite:///{data / 'book.db'}", data / "keys.json", clock)
    book = ProgramBook(shelf=shelf)
    with EngineHost(compile_direct=compile_direct, report=lambda _event: None) as evaluator:

        def build(steps: _QuietSteps) -> tuple[Marker, Tally]:
            return found_province(store, book, evaluator, clock, data, plan, _crew(plan), steps)

        with pytest.raises(_Stopped):
            build(_QuietSteps(stop_in="due process"))
        interrupted = read_marker(data)
        assert interrupted is not None
        assert not interrupted.finished
        marker, tally = build(_QuietSteps())
        yield _Province(store=store, book=book, data=data, plan=plan, marker=marker, tally=tally, build=build)
    store.close()


def _crew(plan: Plan) -> Crew:
    def hired(name: str, department: str, role: Role) -> Account:
        return Account(id=name, name=name, department=department, roles=frozenset({role}), demo=True)

    return Crew(
        clerks={one: hired(f"clerk-{one}", one, Role.DATA_CLERK) for one in plan.departments},
        officers=Officers(
            officer=hired("officer", "human-resources", Role.LIST_OFFICER),
            approver=hired("approver", "human-resources", Role.APPROVING_OFFICER),
        ),
    )


def _counts(province_: _Province) -> dict[str, int]:
    with province_.store.reader() as reader:
        ids = list(reader.subject_ids(limit=10_000))
        entries = reader.find_entries(department=None, states=list(EntryState), limit=10_000)
        return {
            "subjects": len(ids),
            "facts": sum(map(len, reader.facts_of(ids).values())),
            "bans": sum(map(len, reader.bans_of(ids).values())),
            "entries": len(entries),
            "moves": sum(len(reader.moves_of(entry.id)) for entry in entries),
        }


def test_an_interrupted_build_is_taken_up_and_a_finished_one_is_repeated_without_trace(built: _Province) -> None:
    """`make run` is pressed again, in the midst and after: nothing may stand twice."""
    before = _counts(built)

    again, _ = built.build(_QuietSteps())

    assert before["subjects"] == len(built.plan.subjects)
    assert before["facts"] == sum(len(subject.facts) for subject in built.plan.subjects)
    assert _counts(built) == before
    assert again == built.marker == read_marker(built.data)


def test_both_engines_agreed_on_everybody(built: _Province) -> None:
    """A difference between the engines would silently leave subjects undetermined."""
    assert (built.tally.disputed, built.tally.degraded) == (0, False)


def test_everything_in_the_book_is_marked_as_demonstration(built: _Province) -> None:
    """The mark is what keeps production mode away from it."""
    with built.store.reader() as reader:
        subjects = reader.subjects(reader.subject_ids(limit=10_000)).values()

    assert all(subject.demo for subject in subjects)


def test_the_bans_a_case_expects_stand_in_the_book(built: _Province) -> None:
    """The way through store, both engines and determination gives what the pack's author wrote down."""
    missing = []
    with built.store.reader() as reader:
        by_code = {one.code: one.id for one in reader.subjects(reader.subject_ids(limit=10_000)).values()}
        for subject in built.plan.subjects:
            expected = _bans_by_todays_shelf(built, subject)
            standing = {
                (ban.measure, ban.start, ban.term_end)
                for ban in reader.bans_of([by_code[subject.code]])[by_code[subject.code]]
            }
            missing += [(subject.story and subject.story.title, ban) for ban in expected if ban not in standing]

    assert missing == []


def _bans_by_todays_shelf(built: _Province, subject: DemoSubject) -> list[tuple[str, date | None, date | None]]:
    """The expected bans of a case that is told under the release of its record's own day."""
    case = subject.story.case if subject.story else None
    if case is None or subject.story is None:
        return []
    then = {pack.ref.pack: pack.ref for pack in built.book.shelf.in_force(subject.story.last_date, TODAY, "520000")}
    if case.pack not in then or not subject.story.is_told_under(then[case.pack]):
        return []
    return [
        (f"{case.pack}#{ban.measure}", *(day if isinstance(day, date) else None for day in (ban.start, ban.until)))
        for ban in case.expect.bans or ()
    ]


def test_cases_stand_in_every_state_and_every_effective_one_went_the_whole_way(built: _Province) -> None:
    """The list officer's desk must have something at each step, and nothing may have taken effect by a short cut."""
    with built.store.reader() as reader:
        entries = reader.find_entries(department="human-resources", states=list(EntryState), limit=10_000)
        histories = {entry.id: reader.moves_of(entry.id) for entry in entries}

    red_only, after_sixty_days = EntryState.PUBLICISED, EntryState.LAPSED
    assert set(Counter(entry.state for entry in entries)) == set(EntryState) - {red_only, after_sixty_days}
    for entry in entries:
        moves = [str(move.move) for move in histories[entry.id]]
        dates = [move.law_date for move in histories[entry.id] if move.law_date]
        assert dates == sorted(dates)
        assert all(day <= TODAY for day in dates)
        if entry.state in (EntryState.EFFECTIVE, EntryState.ENDED):
            assert moves[:5] == ["propose", "serve_notice", "decide", "approve", "take_effect"]


def test_only_stories_that_meet_the_standard_are_proposed(built: _Province) -> None:
    """Just under and unknown propose nothing: the promise the whole product rests on."""
    here = {name for pack in built.book.shelf.packs() if pack.mode is Mode.DETERMINED_HERE for name in pack.lists}
    with built.store.reader() as reader:
        by_id = reader.subjects(reader.subject_ids(limit=10_000))
        entries = reader.find_entries(department="human-resources", states=list(EntryState), limit=10_000)

    proposed = sorted(by_id[entry.subject_id].code for entry in entries)

    told = [one for one in built.plan.subjects if one.story and here & set(one.story.proposes)]
    assert proposed == sorted(subject.code for subject in told)


def test_mirrored_entries_carry_their_document(built: _Province) -> None:
    """Both kinds of list that others decide are there, the red and the black."""
    with built.store.reader() as reader:
        entries = reader.find_entries(department="tax", states=list(EntryState), limit=10_000)

    assert {entry.list_id for entry in entries} == {"tax-major-violation", "tax-credit-a"}
    assert all(entry.mirrored and entry.document.startswith("演示") for entry in entries)


def test_each_outcome_has_an_example(built: _Province) -> None:
    """The first page promises one for each; years later too."""
    outcomes = {example.outcome for example in built.marker.examples}

    assert outcomes == {"legal_bar", "review", "indeterminate", "proceed_with_measures", "proceed", REFUSED}
    assert len(built.marker.examples) == 9


def test_the_chain_holds_after_a_bulk_load(built: _Province) -> None:
    """Bulk writing must not cut corners in the log."""
    with built.store.reader() as reader:
        assert verify(reader).holds
