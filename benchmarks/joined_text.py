"""A pack of what the peers cannot say, for the growth by facts: partners, spans, sums, extremes, shares, distinct values."""

from collections.abc import Iterator

from benchmarks.pack_text import HEAD, KINDS

JOINED = "rules/bench/joined"


def joined_texts() -> dict[str, str]:
    """The pack file, by path."""
    return {f"{JOINED}/1.yaml": HEAD.format(pack=JOINED) + "rules:\n" + "".join(_rules())}


def _rules() -> Iterator[str]:
    for number, kind in enumerate(KINDS):
        other = KINDS[(number + 1) % len(KINDS)]
        for name, condition in _conditions(kind, other).items():
            yield (
                f"  - {{id: {name}-{number}, title: 情形, basis: [order art 1], when: {condition}, then: {{conclude: true}}}}\n"
            )


def _conditions(kind: str, other: str) -> dict[str, str]:
    grave = "where: {grave: yes}"
    return {
        "with": f"{{record: {kind}, {grave}, with: {{record: {other}, same: case_no, where: {{times: {{gt: 90}}}}}}}}",
        "without": f"{{record: {kind}, {grave}, without: {{record: {other}, same: case_no}}}}",
        "outer": f"{{record: {kind}, {grave}, "
        f"with: {{record: {other}, same: case_no, where: {{amount: {{gt: $outer.amount}}, times: {{gt: 95}}}}}}}}",
        "again": f"{{count: {{record: {kind}, with: {{record: {kind}, same: case_no}}, is: {{gte: 40}}}}}}",
        "span": f"{{count: {{record: {kind}, {grave}, span: P12M, is: {{gte: 30}}}}}}",
        "distinct": f"{{count: {{record: {kind}, distinct: case_no, is: {{gte: 30}}}}}}",
        "sum": f"{{sum: amount, record: {kind}, {grave}, is: {{gt: 9000000}}}}",
        "max": f"{{max: amount, record: {kind}, {grave}, is: {{lt: 900000}}}}",
        "ratio": f"{{ratio: {{of: {{count: {{record: {kind}, {grave}}}}}, to: {{count: {{record: {kind}}}}}, is: {{gt: 50%}}}}}}",
    }
