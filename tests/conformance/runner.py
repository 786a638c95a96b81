"""Asks an implementation of the rule pack language every case of the kit and tells where its answers differ.

`python -m tests.conformance.runner` asks our direct engine; `--engine rete` or `--engine oracle` another of ours;
`--implementation "COMMAND"` starts COMMAND and writes one question a line to its standard input (JSON), expecting
one answer a line. Leaves with 0 (all as specified), 1 (something differs, or was not answered), 2 (nothing could be asked).
The kit itself knows nothing of this program: see README.md beside it.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.foreign import SECONDS, CannotStart, Program, Unanswered
from tests.conformance.kit_reading import KIT, KitCase, KitFault, Question, read_kit

Answer = Mapping[str, Any]
Implementation = Callable[[Question], Answer]
SAME, DIFFERENT, NOT_RUN = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What differs, in plain words; `left_out`: parts that the implementation does not answer. `asked`: not given up before."""

    case: KitCase
    differences: tuple[str, ...]
    left_out: frozenset[str] = frozenset()
    asked: bool = True


def run(cases: Iterable[KitCase], implementation: Implementation) -> Iterator[Result]:
    for case in cases:
        try:
            answer = implementation(case.question)
        except Unanswered as lost:
            yield Result(case=case, differences=(str(lost),), asked=lost.asked)
            continue
        if faults := tuple(wrong_shape(answer)):
            yield Result(case=case, differences=faults)
        else:
            yield Result(case=case, differences=tuple(differences(case, answer)), left_out=left_out(case, answer))


def left_out(case: KitCase, answer: Answer) -> frozenset[str]:
    """Reasons and terms may be left out (16.2); findings and refusals may not."""
    return frozenset(
        part for part in ("missing", "support", "proposals", "bans") if part in case.expect and part not in answer
    )


def wrong_shape(answer: object) -> Iterator[str]:
    """One line for each part of the answer that has not the form README.md describes."""
    if not isinstance(answer, Mapping):
        yield f"the answer is no JSON object: {shown(answer)}"
        return
    refused = answer.get("refused")
    if refused is not None and not _is_list_of(refused, str):
        yield f"`refused` must be a list of texts, and is {shown(refused)}"
    for part in ("rules", "missing", "support"):
        found = answer.get(part, {})
        if not isinstance(found, Mapping):
            yield f"`{part}` must be an object from rules to what is found, and is {shown(found)}"
        elif part != "rules":
            for rule, named in found.items():
                if not _is_list_of(named, str):
                    yield f"`{part}` of {rule} must be a list of texts, and is {shown(named)}"
    for part in ("proposals", "bans"):
        if part in answer and not _is_list_of(answer[part], Mapping):
            yield f"`{part}` must be a list of objects, and is {shown(answer[part])}"


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, kind) for each in value)


def shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else text[:80] + "…"


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


def report(results: Sequence[Result]) -> str:
    """What a reader needs: each difference, and in one line what was asked and what conforms."""
    asked = [result for result in results if result.asked]
    failed = [result for result in asked if result.differences]
    unasked = [result for result in results if not result.asked]
    parts = sorted({part for result in results for part in result.left_out})
    told = [
        f"{result.case.id} ({', '.join(result.case.paragraphs)})\n    {line}"
        for result in failed
        for line in result.differences
    ]
    told += [f"{unasked[0].case.id} and all after it\n    {unasked[0].differences[0]}"] if unasked else []
    counts = f"{len(results)} cases, {len(asked) - len(failed)} as specified, {len(failed)} different"
    told.append(counts + (f", {len(unasked)} not asked" if unasked else ""))
    told += [f"not answered: {', '.join(parts)}"] if parts else []
    return "\n".join(told)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    try:
        cases = read_kit(options.kit)
        if options.print_questions:
            _print(json.dumps(case.question, ensure_ascii=False) for case in cases)
            return SAME
        with _implementation_of(options) as implementation:
            results = tuple(run(cases, implementation))
    except (KitFault, CannotStart) as fault:
        sys.stderr.write(f"{fault}\n")
        return NOT_RUN
    _print([report(results)])
    return DIFFERENT if any(result.differences for result in results) else SAME


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.runner", description=__doc__)
    parser.add_argument("--implementation", help="a command that answers one JSON question a line")
    parser.add_argument("--engine", choices=("direct", "rete", "oracle"), default="direct", help="one of our own")
    parser.add_argument("--kit", type=Path, default=KIT, help="the folder with the cases, or one file of them")
    parser.add_argument("--timeout", type=_seconds, default=SECONDS, help="seconds for each answer of COMMAND (30)")
    parser.add_argument("--print-questions", action="store_true", help="only write the questions, one a line")
    return parser.parse_args(arguments)


def _seconds(text: str) -> float:
    found = float(text)
    if not 0 < found < 86_400:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds between 0 and 86400")
    return found


def _implementation_of(options: argparse.Namespace) -> "Program | nullcontext[Implementation]":
    if options.implementation is not None:
        return Program(options.implementation, options.timeout)
    from tests.conformance.own import IMPLEMENTATIONS  # only our own answers need our engine

    return nullcontext(IMPLEMENTATIONS[options.engine])


def _print(lines: Iterable[str]) -> None:
    """Writes to standard output; who reads only the first lines (`| head`) has read enough."""
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
