"""Asks an implementation of the rule pack language every case of the kit and tells where its answers differ.

`python -m tests.conformance.runner` asks our direct engine; `--engine rete` or `--engine oracle` another of ours;
`--implementation "COMMAND"` starts COMMAND once and writes one question a line to its standard input (JSON), expecting
one answer a line. The kit itself knows nothing of this program: see README.md beside it.
"""

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

KIT = Path(__file__).resolve().parent / "kit"
QUESTION_KEYS = (
    "as_of", "law_at", "known_at", "acted_on", "place", "subject", "facts", "entries", "bans", "related", "not_covered",
)  # fmt: skip
Question = dict[str, Any]
Answer = Mapping[str, Any]
Implementation = Callable[[Question], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class KitCase:
    """One case: `question` is what an implementation is told, `expect` what the specification says."""

    id: str
    paragraphs: tuple[str, ...]
    question: Question
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What differs, in plain words; `left_out`: parts that the implementation does not answer."""

    case: KitCase
    differences: tuple[str, ...]
    left_out: frozenset[str]


def kit_files(folder: Path = KIT) -> tuple[Path, ...]:
    return tuple(sorted(folder.rglob("*.yaml")))


def read_kit(folder: Path = KIT) -> tuple[KitCase, ...]:
    """Every case of every file, in order; scalars stay the text they are."""
    return tuple(case for path in kit_files(folder) for case in read_file(path, folder))


def read_file(path: Path, folder: Path = KIT) -> Iterator[KitCase]:
    written = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    name = path.relative_to(folder).with_suffix("").as_posix()
    for case in written["cases"]:
        asked = {key: case[key] for key in QUESTION_KEYS if key in case}
        case_id = f"{name}: {case['case']}"
        yield KitCase(
            id=case_id,
            paragraphs=tuple(case.get("paragraphs", written["paragraphs"])),
            question={
                "id": case_id,
                "catalogue": written["catalogue"],
                "packs": [*written.get("packs", []), *case.get("packs", [])],
                **asked,
            },
            expect=case["expect"],
        )


def run(cases: Iterable[KitCase], implementation: Implementation) -> Iterator[Result]:
    for case in cases:
        answer = implementation(case.question)
        yield Result(case=case, differences=tuple(differences(case, answer)), left_out=left_out(case, answer))


def left_out(case: KitCase, answer: Answer) -> frozenset[str]:
    """Reasons and terms may be left out (16.2); findings and refusals may not."""
    return frozenset(
        part for part in ("missing", "support", "proposals", "bans") if part in case.expect and part not in answer
    )


def differences(case: KitCase, answer: Answer) -> Iterator[str]:
    """One line for each thing that is not as expected."""
    expect = case.expect
    if "refused" in expect:
        if not answer.get("refused"):
            yield f"must be refused ({expect['refused']}), but was answered"
        return
    if answer.get("refused"):
        yield f"was refused: {'; '.join(map(str, answer['refused']))}"
        return
    found = by_rule(case, answer.get("rules", {}))
    for rule, value in expect.get("rules", {}).items():
        if found.get(rule) != value:
            yield f"rule {rule}: expected {value}, found {found.get(rule, 'no answer')}"
    for part in ("missing", "support"):
        named = by_rule(case, answer.get(part, {}))
        for rule, wanted in expect.get(part, {}).items() if part in answer else ():
            if sorted(named.get(rule, [])) != sorted(wanted):
                yield f"{part} of {rule}: expected {sorted(wanted)}, found {sorted(named.get(rule, []))}"
    for part in ("proposals", "bans"):
        if part in answer and part in expect:
            due, given = lines(expect[part]), lines(short(case, each) for each in answer[part])
            if due != given:
                yield f"{part}: expected {due}, found {given}"


def by_rule(case: KitCase, answered: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by the names the case uses: `pack#rule`, or the rule alone where the answer names it so only once."""
    last = [key.rpartition("#")[2] for key in answered]
    return {
        **{key.rpartition("#")[2]: value for key, value in answered.items() if last.count(key.rpartition("#")[2]) == 1},
        **answered,
    }


def short(case: KitCase, answered: Mapping[str, Any]) -> dict[str, Any]:
    """A proposal or ban with its rule or measure named as the case names it."""
    named = {
        str(each.get("rule") or each.get("measure"))
        for part in ("proposals", "bans")
        for each in case.expect.get(part, [])
    }
    written = dict(answered)
    for key in ("rule", "measure"):
        if key in written and written[key] not in named:
            written[key] = str(written[key]).rpartition("#")[2]
    return written


def lines(written: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted(json.dumps(dict(each), ensure_ascii=False, sort_keys=True) for each in written)


def command(text: str) -> Implementation:
    """Another implementation: a process that answers each line with one line."""
    process = subprocess.Popen(  # the caller's own command, started without a shell
        shlex.split(text), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )

    def ask(question: Question) -> Answer:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the implementation has no standard input or output")
        process.stdin.write(json.dumps(question, ensure_ascii=False) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"the implementation ended at “{question['id']}”")
        answer: Answer = json.loads(line)
        return answer

    return ask


def implementation_of(options: argparse.Namespace) -> Implementation:
    if options.implementation:
        return command(options.implementation)
    from tests.conformance.own import IMPLEMENTATIONS  # only our own answers need our engine

    return IMPLEMENTATIONS[options.engine]


def report(results: Sequence[Result]) -> str:
    """What a reader needs: each difference, and in one line what was asked and what conforms."""
    failed = [result for result in results if result.differences]
    parts = sorted({part for result in results for part in result.left_out})
    told = [
        f"{result.case.id} ({', '.join(result.case.paragraphs)})\n    {line}"
        for result in failed
        for line in result.differences
    ]
    told.append(f"{len(results)} cases, {len(results) - len(failed)} as specified, {len(failed)} different")
    told += [f"not answered: {', '.join(parts)}"] if parts else []
    return "\n".join(told)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.runner", description=__doc__)
    parser.add_argument("--implementation", help="a command that answers one JSON question a line")
    parser.add_argument("--engine", choices=("direct", "rete", "oracle"), default="direct", help="one of our own")
    parser.add_argument("--kit", type=Path, default=KIT, help="the folder with the cases")
    parser.add_argument("--print-questions", action="store_true", help="only write the questions, one a line")
    options = parser.parse_args(arguments)
    cases = read_kit(options.kit)
    if options.print_questions:
        for case in cases:
            sys.stdout.write(json.dumps(case.question, ensure_ascii=False) + "\n")
        return 0
    results = tuple(run(cases, implementation_of(options)))
    sys.stdout.write(report(results) + "\n")
    return 1 if any(result.differences for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
