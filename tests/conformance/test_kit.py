"""The conformance kit, run on our three evaluators; and the kit itself: its form, its reach, its power to fail."""

import json
import re
import sys
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import yaml

from engine.facts import Truth
from tests.conformance.foreign import Program
from tests.conformance.kit_reading import KIT, KitCase, Question, kit_files, read_kit
from tests.conformance.own import IMPLEMENTATIONS, by_direct
from tests.conformance.runner import Answer, main, run

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = read_kit()
BY_ID = {case.id: case for case in CASES}
NUMBERED = re.compile(r"^\*\*(\d+\.\d+)\*\*", re.MULTILINE)


@cache
def answered(case_id: str) -> Answer:
    """What the direct engine answers; each case is asked once, however many tests look at the answer."""
    return by_direct(BY_ID[case_id].question)


@pytest.mark.parametrize("engine", sorted(IMPLEMENTATIONS))
def test_every_case_comes_out_as_the_specification_says(engine: str) -> None:
    """Two engines and the oracle read the same law; the kit says what it means in words any other team can check."""
    ask = IMPLEMENTATIONS[engine] if engine != "direct" else lambda question: answered(question["id"])

    found = [f"{result.case.id}: {line}" for result in run(CASES, ask) for line in result.differences]

    assert found == []


def test_every_numbered_paragraph_has_a_case() -> None:
    """A paragraph that no case holds may be broken unseen; a case of a paragraph that is gone holds nothing."""
    written = set(NUMBERED.findall((ROOT / "docs" / "spec.md").read_text(encoding="utf-8")))
    held = {paragraph for case in CASES for paragraph in case.paragraphs}

    assert len(written) > 100
    assert held == written


def test_paragraphs_are_numbered_in_order() -> None:
    """Comments, tests and other implementations refer to the numbers."""
    numbers = [
        tuple(map(int, each.split("."))) for each in NUMBERED.findall((ROOT / "docs/spec.md").read_text("utf-8"))
    ]

    assert numbers == sorted(set(numbers))
    assert all(part == 1 or (chapter, part - 1) in numbers for chapter, part in numbers)


def test_the_kit_is_large_enough_and_its_cases_have_names_of_their_own() -> None:
    """A difference is reported by the name of the case."""
    names = [case.id for case in CASES]

    assert len(names) >= 250
    assert len(names) == len(set(names))
    assert len([path for path in kit_files() if path.parent.name == "hard"]) == 15


@pytest.mark.parametrize("path", kit_files(), ids=lambda path: str(path.relative_to(KIT)))
def test_files_have_the_form_that_is_promised(path: Path) -> None:
    """Another team reads them with a schema and a YAML reader, and nothing else."""
    schema = json.loads((KIT.parent / "kit.schema.json").read_text(encoding="utf-8"))
    written = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)

    jsonschema.Draft202012Validator(schema).validate(written)


@pytest.mark.parametrize(
    "case", [case for case in CASES if "refused" in case.expect], ids=lambda case: case.id.replace(" ", "-")
)
def test_refused_cases_have_one_fault_each(case: KitCase) -> None:
    """A pack that is refused for another reason than the one it was written for would show nothing."""
    codes = {message.partition(":")[0] for message in answered(case.id)["refused"]}

    allowed = {frozenset({"anchor", "alias"}), frozenset({"exactly-one", "lasts-cause"})}
    assert len(codes) == 1 or frozenset(codes) in allowed


def test_each_file_of_refusals_has_a_pack_that_is_accepted() -> None:
    """Otherwise an implementation that refuses everything would pass it."""
    by_file: dict[str, set[bool]] = {}
    for case in CASES:
        by_file.setdefault(case.id.partition(":")[0], set()).add("refused" in case.expect)

    assert [name for name, refused in by_file.items() if refused == {True}] == []


def test_an_implementation_that_takes_unknown_for_not_met_does_not_conform() -> None:
    """The likeliest mistake of all; the kit must be able to fail."""

    def careless(question: Question) -> Answer:
        answer = answered(question["id"])
        rules = answer.get("rules", {})
        return {
            "refused": answer.get("refused"),
            "rules": {key: value.replace("unknown", "not_met") for key, value in rules.items()},
        }

    failed = [result for result in run(CASES, careless) if result.differences]

    assert len(failed) > 100
    assert {line.partition(": ")[2] for result in failed for line in result.differences} == {
        "expected unknown, found not_met"
    }


@pytest.mark.parametrize("value", list(Truth))
def test_one_answer_for_everything_does_not_conform(value: Truth) -> None:
    """No value is the expected one so often that a constant would get far."""

    def constant(question: Question) -> Answer:
        answer = answered(question["id"])
        return {"rules": dict.fromkeys(answer.get("rules", {}), str(value))}

    failed = [result for result in run(CASES, constant) if result.differences]

    assert len(failed) > len(CASES) / 2


def test_the_order_of_writing_means_nothing() -> None:
    """The same pack and the same facts, written in two orders (16.3), are the same question."""
    one, other = (
        [by_direct(case.question) for case in CASES if case.id.startswith(f"order/{name}")]
        for name in ("one-order", "another-order")
    )

    assert len(one) == 2
    assert one == other


def test_another_program_can_be_asked() -> None:
    """Question and answer are lines of JSON, so that the other implementation may be of any language."""
    some = CASES[::50]

    with Program(f"{sys.executable} -m tests.conformance.own") as ask:
        results = list(run(some, ask))

    assert [result.differences for result in results] == [()] * len(some)


def test_the_runner_tells_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong expectation is named with its case, its paragraph, what was expected and what was found."""
    text = (KIT / "values" / "01-money.yaml").read_text(encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(text.replace("{at_least: not_met", "{at_least: met", 1), encoding="utf-8")

    ended = main(["--kit", str(tmp_path)])

    told = capsys.readouterr().out
    assert ended == 1
    assert "wrong: one fen below (1.1, 1.2)" in told
    assert "rule at_least: expected met, found not_met" in told
    assert "4 cases, 3 as specified, 1 different" in told
