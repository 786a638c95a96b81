"""Whatever is typed into an editor: a pack or faults, never an exception, never a pack with an error."""

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.issues import has_errors
from engine.pack import PackKind
from engine.parse import load_yaml, parse_catalogue
from engine.parse.faults import Faults
from engine.parse.nodes import as_plain
from engine.schema import CatalogueKind, cases_schema, catalogue_schema, pack_schema
from tests.engine.parse_texts import CATALOGUE_TEXTS, CRITERIA, DAYS, FRAMEWORK, MEASURES, REPAIR, read, with_windows

_SOUND = (CRITERIA, with_windows(), MEASURES, FRAMEWORK, REPAIR)
_CATALOGUE = {**CATALOGUE_TEXTS, "working-days.yaml": DAYS}
_PIECES = (
    "",
    " ",
    "x",
    "[]",
    "{}",
    "~",
    "no",
    "$",
    "$outer.",
    "- ",
    ": ",
    "is: none",
    "{none: true}",
    "P5WD",
    "P1M5WD",
    "{period: P1Y, at: $",
    "{from: P1Y, to: ",
    "in_year: -1",
    "2024-01-06",
    "0.001",
    "\n",
)


def _holds(text: str) -> None:
    pack, issues = read(text)
    assert (pack is None) is has_errors(issues)
    assert all(issue.zh and issue.en and issue.code for issue in issues)
    assert all(0 <= issue.where.line <= len(text.splitlines()) + 1 for issue in issues)


@given(st.text(max_size=300))
def test_any_text_is_a_pack_or_faults(text: str) -> None:
    """No text raises; no pack exactly where there is an error."""
    _holds(text)


@settings(max_examples=250)
@given(st.data())
def test_a_sound_text_cut_and_patched_is_a_pack_or_faults(data: st.DataObject) -> None:
    """Half-typed packs are what the console mostly sees: any span replaced by any piece."""
    text = data.draw(st.sampled_from(_SOUND))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))

    _holds(text[:start] + data.draw(st.sampled_from(_PIECES)) + text[end:])


@settings(max_examples=150)
@given(st.data())
def test_a_sound_text_with_lines_moved_is_a_pack_or_faults(data: st.DataObject) -> None:
    """A line pasted elsewhere keeps its words and loses its meaning."""
    lines = data.draw(st.sampled_from(_SOUND)).splitlines(keepends=True)
    moved = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
    lines.insert(data.draw(st.integers(0, len(lines))), moved)

    _holds("".join(lines))


@settings(max_examples=300)
@given(st.data())
def test_what_the_schema_refuses_never_becomes_a_pack(data: st.DataObject) -> None:
    """Editors show the schema's faults while typing: the reader may refuse more, never less."""
    text = data.draw(st.sampled_from(_SOUND))
    values = [
        each for each in text.replace("{", " ").replace("}", " ").replace(",", " ").split() if not each.endswith(":")
    ]
    text = text.replace(data.draw(st.sampled_from(values)), data.draw(st.sampled_from(_PIECES)), 1)
    pack, _ = read(text)
    if pack is None:
        return

    root = load_yaml(text, Faults("draft.yaml"))
    assert root is not None
    assert list(Draft202012Validator(pack_schema(pack.kind)).iter_errors(as_plain(root))) == []


@settings(max_examples=60)
@given(st.sampled_from(sorted(_CATALOGUE)), st.data())
def test_a_catalogue_cut_and_patched_is_a_catalogue_or_faults(file: str, data: st.DataObject) -> None:
    """The same promise for the words that packs are judged by."""
    text = _CATALOGUE[file]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    patched = text[:start] + data.draw(st.sampled_from(_PIECES)) + text[end:]

    catalogue, issues = parse_catalogue({**_CATALOGUE, file: patched})

    assert (catalogue is None) is has_errors(issues)


def _parts(schema: object) -> list[dict[str, object]]:
    if isinstance(schema, list):
        return [part for each in schema for part in _parts(each)]
    if not isinstance(schema, dict):
        return []
    return [schema, *(part for each in schema.values() for part in _parts(each))]


def test_every_schema_is_valid_and_explains_every_key_in_chinese() -> None:
    """Editors show title and description on hover; a key without them leaves the reader guessing."""
    schemas = [*map(pack_schema, PackKind), *map(catalogue_schema, CatalogueKind), cases_schema()]
    for schema in schemas:
        Draft202012Validator.check_schema(schema)
        silent = [
            key
            for part in _parts(schema)
            if isinstance(part.get("properties"), dict)
            for key, each in part["properties"].items()
            if "$ref" not in each and not (each.get("title") and each.get("description"))
        ]
        assert silent == []


def test_the_case_schema_takes_a_sound_case_and_refuses_an_unknown_key() -> None:
    """Cases are completed and judged in the editor too."""
    text = """\
- case: 三年合计三百万
  release: ["2018.1", "2022.1"]
  as_of: 2023-06-01
  subject: {type: enterprise, region: "520103"}
  facts: [{tax.finding: {amount: 3000000, paid_on: {none: true}, suspended: {from: 2023-01-01}}}]
  expect: {proposes: [], not_met: {evasion: highest_year_share}}
"""
    check = Draft202012Validator(cases_schema())

    both = """\
- case: 两部法律
  acted_on: 2021-06-01
  as_of: 2023-06-01
  subject: {type: enterprise}
  related: [{role: legal_representative, since: unknown, until: 2022-01-01, named_on: 2021-06-01}]
  expect: {lighter: {evasion: act}, term: {evasion: {from: P2Y, to: P3Y}, other: none}}
"""

    def errors(written: str) -> int:
        root = load_yaml(written, Faults("a.yaml"))
        assert root is not None
        return len(list(check.iter_errors(as_plain(root))))

    assert errors(text) == 0
    assert errors(text.replace("as_of", "as_off")) == 2
    assert errors(text.replace("proposes", "propose")) == 1
    assert errors(both) == 0
    assert errors(both.replace("evasion: act", "evasion: newer")) == 1
    assert errors(both.replace(", to: P3Y", "")) == 1
    assert errors(both.replace("other: none", "other: P5WD")) == 1
