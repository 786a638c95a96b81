"""The page with the results, written by the run that measured them."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.aims import Aim
from benchmarks.measuring import Measured, exponent

VERSIONS = ("durable-rules", "zen-engine", "clipspy", "cedarpy")
HOW = """\
## How it is measured

- One text of packs goes through the real path (read, checked for shape, compiled); the peers' own texts are written from the
  compiled program. 40 criteria and 300 measures (rules that hang on a criterion), 64 subjects with 20 records each: constant tests
  on fields, several records, `all`/`any`/`not`, conclusions that others read. What no peer can say is left out
  ([pack_text.py](pack_text.py)).
- Every contestant answers every subject twice first and must agree with the direct engine on every rule, or the run stops.
- Then all take turns of at least a quarter of a second, round after round in one run. A ratio is taken within a round; shown are the
  median of the rounds and the lowest and highest. Speed is counted in processor time, for "both engines" that of both processes, so
  that other work on the machine does not decide the ratios.
- Percentiles are by the clock and suffer from other work; over single answers, or over whole batches where many subjects are asked
  at once.
- Turning a subject into a contestant's own form of input (JSON text, slots, our `Situation`) is not timed; the way from the answer
  into Python is.
- Unknowns: a tenth of all fields. The peers are two-valued, so each gets two rules where we have one, one for what surely and one for
  what possibly holds, both in the same run; a negation in one reads the other. CLIPS: the symbol `unknown` fails each test of the
  first and passes each of the second. ZEN: `null`, in one decision with both expressions. Cedar: an absent attribute (`has`), in one
  policy set with both policies. durable-rules alone is asked only where nothing is unknown.
- Cedar cannot say "some record", so its policies name as many places for records as a subject has, and it is asked twice (leaves, then
  rules). durable-rules alone is driven without our guards, but is told which leaves were not found, since its own negation is wrong.
- "both engines + judgement" is what the service does: the direct engine here, the C engine in its child process, both compared on
  every leaf and rule, and every finding written.
"""


def write_results(
    page: Path,
    tables: Mapping[str, Sequence[Measured]],
    growth: Mapping[str, Mapping[str, Mapping[int, float]]],
    aims: Sequence[Aim],
) -> str:
    """Writes the page and gives its text."""
    parts = [_head(), _aims(aims), *(_speed(title, rows) for title, rows in tables.items()), _growth(growth), HOW]
    text = "\n".join(parts)
    page.write_text(text, encoding="utf-8")
    return text


def _head() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return f"""\
# Results of the benchmarks

Command: `make bench`. Written by the run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {_processor()}, {os.cpu_count()} cores,
{platform.system()}, Python {platform.python_version()}, {versions}. Load average at the end: {os.getloadavg()[0]:.1f}. Times are only worth
comparing within one run.
"""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()


def _aims(aims: Sequence[Aim]) -> str:
    rows = "\n".join(aim.line() for aim in aims)
    return f"## Aims\n\n| figure | aim | measured (lowest–highest round) | |\n|---|---|---|---|\n{rows}\n"


def _speed(title: str, rows: Sequence[Measured]) -> str:
    lines = "\n".join(_line(each) for each in sorted(rows, key=lambda each: -each.rate))
    head = "| | evaluations per second of processor time (median) | lowest–highest round | p50 ms, by the clock | p99 ms, by the clock |\n|---|---|---|---|---|"
    return f"## {title}\n\n{head}\n{lines}\n"


def _line(each: Measured) -> str:
    of_batch = f" (batch of {each.batch})" if each.batch > 1 else ""
    return (
        f"| {each.name} | {each.rate:,.0f} | {min(each.rates):,.0f}–{max(each.rates):,.0f} "
        f"| {each.percentile(50):.3f}{of_batch} | {each.percentile(99):.3f}{of_batch} |"
    )


def _growth(growth: Mapping[str, Mapping[str, Mapping[int, float]]]) -> str:
    parts = [
        "## Growth\n\nMilliseconds of processor time for one evaluation; the exponent is the slope of the logarithms (1 is linear).\n"
    ]
    for by, engines in growth.items():
        sizes = list(next(iter(engines.values())))
        head = f"| {by} | {' | '.join(map(str, sizes))} | exponent |\n|---|{'---|' * (len(sizes) + 1)}"
        rows = [
            f"| {engine} | {' | '.join(f'{times[size]:.3f}' for size in sizes)} | {exponent(times):.2f} |"
            for engine, times in engines.items()
        ]
        parts.append("\n".join((head, *rows, "")))
    return "\n".join(parts)
