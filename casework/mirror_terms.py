"""How long an entry of another authority may last: what its list and the rules that propose it allow.

The source's document says which rule it rests on and which term it chose; a list whose rules give different terms, or
a range, therefore leaves the end open until the document tells it.
"""

from collections.abc import Sequence
from datetime import date

from engine.pack import ListDef, Pack, Propose
from engine.periods import Period, add

Term = tuple[Period | None, Period | None]
"""The shortest and, of a range, the longest; (None, None): no fixed end."""


def terms_of(pack: Pack, definition: ListDef) -> tuple[Term, ...]:
    """The different terms an entry on this list may have: of each rule its own, else the list's."""
    own: Term = (definition.term, definition.term_at_most)
    found = [
        (then.term, then.term_at_most) if then.own_term else own
        for then in (rule.then for rule in pack.rules)
        if isinstance(then, Propose) and then.list_id == definition.id
    ]
    return tuple(dict.fromkeys(found or [own]))


def is_one_term(terms: Sequence[Term]) -> bool:
    """Whether there is nothing to choose: one term, and no range."""
    return len(terms) == 1 and terms[0][1] is None


def only_end(start: date, terms: Sequence[Term]) -> date | None:
    """The last day where there is only one term; None where it has no end, or the document must tell it."""
    term = terms[0][0]
    return add(start, term) if is_one_term(terms) and term else None


def latest_end(start: date, terms: Sequence[Term]) -> tuple[date, Period] | None:
    """The last day of the longest term, and that term; None where one of them has no end."""
    longest = [at_most or term for term, at_most in terms]
    ends = [(add(start, term), term) for term in longest if term is not None]
    return max(ends, key=lambda end: end[0]) if len(ends) == len(longest) else None
