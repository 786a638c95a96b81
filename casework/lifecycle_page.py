"""The lifecycle of an entry as Markdown, written from the data that the code applies: diagrams (Mermaid) and tables."""

from collections.abc import Iterable, Sequence

from casework.clock_rules import ClockRule
from casework.endings import ENDINGS, PROPOSAL_LASTS
from casework.four_eyes import APART
from casework.lawful_moves import LAWFUL_MOVES, Lawful
from casework.move_titles import CLOCK_TITLE, END_TITLES, MOVE_TITLES, ROLE_TITLES, STATE_TITLES
from casework.records import EntryState, Move
from casework.situation import ENDED_BECAUSE
from casework.step_guards import CHOICES, ON_THE_WAY, STEPS
from engine.pack import Colour

BEGIN = "<!-- generated from casework/lawful_moves.py: shangfa lifecycle --write -->"
END = "<!-- end of what is generated -->"
BY_NOBODY = {Move.PROPOSE: "both engines"}
EVERYWHERE = (Move.RECUSE,)
"""Moves that stand beside every state and would only clutter a diagram."""


def lifecycle_page() -> str:
    """Everything between the marks of docs/entry-lifecycle.md."""
    parts = [
        "### Black and watch lists determined here\n\n" + _diagram(_rows(Colour.BLACK, mirrored=False)),
        "### Red lists determined here\n\n" + _diagram(_rows(Colour.RED, mirrored=False)),
        "### Mirrored entries\n\n" + _diagram(_rows(Colour.BLACK, mirrored=True)),
        "### The moves\n\n" + _moves(),
        "### What is looked at\n\n" + _guards(),
        "### Steps a list's procedure may ask for\n\n" + _steps(),
        "### Moves that need different hands\n\n" + _pairs(),
        "### Kinds of end\n\n" + _endings(),
        "### Words that details take\n\n" + _words(),
    ]
    return "\n\n".join(parts)


def with_page(text: str) -> str:
    """The document with what stands between the marks written anew; ValueError where it has no marks."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has lost the marks between which it is generated")
    return f"{head}{BEGIN}\n\n{lifecycle_page()}\n\n{END}{tail}"


def _rows(colour: Colour, *, mirrored: bool) -> list[Lawful]:
    return [one for one in LAWFUL_MOVES if one.mirrored == mirrored and colour in one.colours]


def _diagram(rows: Sequence[Lawful]) -> str:
    known = {EntryState.PROPOSED} | {row.to_state for row in rows if row.to_state}
    used = [state for state in EntryState if state in known and any(_touches(row, state) for row in rows)]
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state}: {STATE_TITLES[state]} {state}" for state in used]
    for row in rows:
        origins = [str(state) for state in row.from_states if state in used] or ["[*]"]
        if row.to_state is not None:
            lines += [f"    {origin} --> {row.to_state}: {MOVE_TITLES[row.move]}" for origin in origins]
    for state in used:
        beside = [MOVE_TITLES[row.move] for row in rows if _stays(row, state)]
        lines += [f"    {state} --> {state}: {'、'.join(beside)}"] if beside else []
    lines += [f"    {state} --> [*]" for state in used if state.is_closed]
    return "\n".join([*lines, "```"])


def _touches(row: Lawful, state: EntryState) -> bool:
    return state is row.to_state or (state in row.from_states and row.to_state is not None)


def _stays(row: Lawful, state: EntryState) -> bool:
    return row.to_state is None and state in row.from_states and row.move not in EVERYWHERE


def _moves() -> str:
    return _table(
        ("move", "中文", "lists", "from", "to", "role", "needs", "looked at", "clocks", "asked for by"),
        (
            (
                f"`{row.move}`",
                MOVE_TITLES[row.move],
                _lists(row),
                "<br>".join(row.from_states) or "–",
                str(row.to_state or "stays"),
                _role(row),
                "<br>".join(row.needs) or "–",
                "<br>".join(guard.__name__ for guard in row.guards) or "–",
                _clocks(row),
                row.law,
            )
            for row in LAWFUL_MOVES
        ),
    )


def _lists(row: Lawful) -> str:
    colours = "all" if row.colours == tuple(Colour) else "<br>".join(row.colours)
    return f"mirrored, {colours}" if row.mirrored else colours


def _role(row: Lawful) -> str:
    if row.role is None:
        return BY_NOBODY.get(row.move, f"the clock {CLOCK_TITLE}")
    return f"{row.role} {ROLE_TITLES[row.role]}"


def _clocks(row: Lawful) -> str:
    told = [f"starts {rule.kind} ({_runs(rule)})" for rule in row.starts] + [f"ends {rule.kind}" for rule in row.ends]
    return "<br>".join(told) or "–"


def _runs(rule: ClockRule) -> str:
    """How long it runs: the list's own step, else local policy."""
    if not rule.step:
        return "the entry's term"
    own = f"step `{rule.step}`"
    return f"{own}, else {rule.period}, 本平台规定" if rule.period else f"{own}, else none"


def _guards() -> str:
    seen = dict.fromkeys(guard for row in LAWFUL_MOVES for guard in row.guards)
    return _table(("name", "must be true"), ((f"`{one.__name__}`", _first_line(one.__doc__)) for one in seen))


def _first_line(doc: str | None) -> str:
    return (doc or "").strip().splitlines()[0] if doc else ""


def _steps() -> str:
    rows = [(f"`{one.step}`", f"`{one.move}`", f"`{one.before}`", "yes" if one.anew else "no") for one in STEPS]
    rows += [("any other slug", f"`{Move.RECORD_STEP}`", f"`{Move.DECIDE}`", "no")]
    table = _table(("step", "its move", "waited for by", "again after a returned decision"), rows)
    return f"{table}\n\nOn the way of every entry, or after it: {', '.join(f'`{one}`' for one in sorted(ON_THE_WAY))}."


def _pairs() -> str:
    return _table(
        ("move", "not by whoever made", "asked for by"),
        ((f"`{one.later}`", ", ".join(f"`{each}`" for each in one.earlier), one.law) for one in APART),
    )


def _endings() -> str:
    table = _table(
        ("kind", "中文", "by an officer", "in the history of listings", "asked for by"),
        (
            (
                f"`{one.kind}`",
                END_TITLES[one.kind],
                "yes" if one.by_hand else "no",
                ENDED_BECAUSE.get(one.kind, "unknown"),
                one.law,
            )
            for one in ENDINGS
        ),
    )
    return f"{table}\n\nA proposal lapses after {PROPOSAL_LASTS} (本平台规定) where the list's step `proposal` names no term."


def _words() -> str:
    return _table(
        ("detail", "中文", "words"),
        (
            (f"`{name}`", title, ", ".join(f"`{word}` {zh}" for word, zh in words.items()))
            for name, (title, words) in CHOICES.items()
        ),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
