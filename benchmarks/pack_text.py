"""Packs for the benchmarks as text, the same text for the same seed: criteria over plain records, and what hangs on them.

Only what every peer can say in its own language stands in them: constant tests on the fields of one record, several
records together, `all`, `any`, `not`, and conclusions that others `met`. They say nothing about any law.
"""

from collections.abc import Iterator
from random import Random

KINDS = tuple(f"bench.k{number}" for number in range(5))
SORTS = tuple("abcdefgh")
LISTS = 8
HIGHEST_AMOUNT = 1_000_000
HIGHEST_TIMES = 100

CATALOGUE_FIELDS = f"""\
      on: {{type: date, title: 日期}}
      sort: {{type: code, title: 类别, values: {{{", ".join(f"{sort}: {sort.upper()}类" for sort in SORTS)}}}}}
      amount: {{type: money, title: 金额, unit: CNY, min: 0}}
      times: {{type: integer, title: 次数, min: 0}}
      grave: {{type: flag, title: 情节严重}}
      case_no: {{type: text, title: 案号}}
"""
HEAD = """\
pack: {pack}
version: "1"
kind: criteria
title: 基准测试用规则
jurisdiction: "000000"
authority: bench
mode: determined_here
in_force: {{from: 2020-01-01}}
sources:
  order: {{title: 基准测试用办法, document: 第1号, level: law, in_force: {{from: 2020-01-01}}, assurance: verified}}
"""
CRITERIA, MEASURES = "rules/bench/criteria", "rules/bench/measures"
MOST_IN_ONE_FILE = 1_000


def catalogue_texts() -> dict[str, str]:
    """The catalogue files, by path."""
    kinds = "".join(
        f"  {kind}:\n    title: 信息\n    law_date: on\n    subjects: [enterprise]\n    adverse: yes\n"
        f"    reported_by: [bench]\n    fields:\n{CATALOGUE_FIELDS}"
        for kind in KINDS
    )
    return {
        "rules/catalogue/facts/bench.yaml": f'catalogue: facts\nversion: "1"\ntitle: 基准测试\nsubject:\n  fields:\n'
        f"    type: {{type: code, title: 主体类型, values: {{enterprise: 企业}}}}\nkinds:\n{kinds}",
        "memoranda/catalogue/departments.yaml": 'catalogue: departments\nversion: "1"\ndepartments:\n  bench: {title: 测试部门}\n',
    }


def pack_texts(criteria: int, measures: int, seed: int = 1) -> dict[str, str]:
    """The pack files, by path: so many criteria, and so many measures each of which hangs on one of them."""
    random = Random(seed)  # noqa: S311  # a repeatable choice, nothing secret
    texts = {
        f"{CRITERIA}/1.yaml": HEAD.format(pack=CRITERIA) + _lists() + "rules:\n" + "".join(_criteria(random, criteria))
    }
    written = list(_measures(random, measures, criteria))
    for start in range(0, measures, MOST_IN_ONE_FILE):
        pack = f"{MEASURES}-{start // MOST_IN_ONE_FILE}"
        rules = "".join(written[start : start + MOST_IN_ONE_FILE])
        texts[f"{pack}/1.yaml"] = HEAD.format(pack=pack) + "rules:\n" + rules
    return texts


def _lists() -> str:
    step = "{step: decision, title: 决定, required: yes, basis: [order art 1]}"
    listed = "colour: black, gravity: serious, term: P3Y, remedy: 申请移出, remedy_basis: [order art 2]"
    return "lists:\n" + "".join(
        f"  list{number}: {{title: 名单{number}, {listed}, procedure: [{step}]}}\n" for number in range(LISTS)
    )


def _criteria(random: Random, number: int) -> Iterator[str]:
    """The first five of eight read records only, the others also what an earlier criterion concludes."""
    for index in range(number):
        when = _condition(random)
        if index % 8 >= 5:
            earlier = f"{{met: c{random.randrange(index - index % 8, index)}}}"
            when = f"{{{random.choice(('all', 'any'))}: [{earlier}, {when}]}}"
        yield _rule(f"c{index}", when, f"{{propose: list{index % LISTS}}}")


def _measures(random: Random, number: int, criteria: int) -> Iterator[str]:
    """Four of five hang on a criterion alone, the fifth also on a record or on its absence."""
    for index in range(number):
        when = f"{{met: {CRITERIA}#c{index % criteria}}}"
        if index % 5 == 4:
            record = _record(random)
            when = f"{{all: [{when}, {random.choice((record, f'{{not: {record}}}'))}]}}"
        yield _rule(f"m{index}", when, "{conclude: true}")


def _rule(name: str, when: str, then: str) -> str:
    return f"  - {{id: {name}, title: 情形{name}, basis: [order art 1], when: {when}, then: {then}}}\n"


def _condition(random: Random) -> str:
    """Two or three records, alone, together, in the alternative, or with one that must not be there."""
    one, two, three = (_record(random) for _ in range(3))
    return random.choice(
        (
            one,
            f"{{all: [{one}, {two}]}}",
            f"{{any: [{one}, {two}, {three}]}}",
            f"{{all: [{one}, {{any: [{two}, {three}]}}]}}",
            f"{{all: [{one}, {{not: {two}}}]}}",
        )
    )


def _record(random: Random) -> str:
    """One record that passes two or three constant tests."""
    tests = random.sample((_sort, _amount, _times, _grave), random.choice((2, 3)))
    where = ", ".join(sorted(test(random) for test in tests))
    return f"{{record: {random.choice(KINDS)}, where: {{{where}}}}}"


def _sort(random: Random) -> str:
    one, two, three = random.sample(SORTS, 3)
    return f"sort: {random.choice((one, f'[{one}, {two}, {three}]'))}"


def _amount(random: Random) -> str:
    floor = random.randrange(0, HIGHEST_AMOUNT, 1000)
    return (
        f"amount: {random.choice((f'{{gte: {floor}}}', f'{{lt: {floor}}}', f'{{between: [{floor // 2}, {floor}]}}'))}"
    )


def _times(random: Random) -> str:
    return f"times: {{gt: {random.randrange(HIGHEST_TIMES)}}}"


def _grave(random: Random) -> str:
    return f"grave: {random.choice(('yes', 'no'))}"
