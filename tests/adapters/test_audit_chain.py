"""Any flipped byte, any missing, added or swapped link and any cut tail is found."""

import hashlib
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from adapters.audit_chain import GENESIS, PAGE, ChainHead, StoredLink, canonical_json, next_link, verify

AT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


class Links:
    """A chain in a list, with the head the store would have sealed."""

    def __init__(self, links: Sequence[StoredLink], head: ChainHead | None = None) -> None:
        self.links = list(links)
        last = self.links[-1] if self.links else None
        self.head = head or ChainHead(
            number=last.number if last else 0, digest=last.digest if last else GENESIS, seal_holds=True
        )

    def chain_rows(self, after: int = 0, limit: int = PAGE) -> Sequence[StoredLink]:
        return [link for link in self.links if link.number > after][:limit]

    def chain_head(self) -> ChainHead:
        return self.head


def chain(length: int) -> list[StoredLink]:
    links: list[StoredLink] = []
    for seq in range(1, length + 1):
        last = links[-1] if links else None
        links.append(next_link(last, seq=seq, at=AT, kind="check.answered", payload={"check": f"check-{seq}"}))
    return links


def head_of(links: Sequence[StoredLink]) -> ChainHead:
    return Links(links).head


def test_the_digest_rule_is_six_lines_of_text() -> None:
    """Anyone can recompute it with sha256sum; written out here without our own code."""
    (link,) = chain(1)
    payload_digest = hashlib.sha256(b'{"check":"check-1"}').hexdigest()

    text = f"{'0' * 64}\n1\n1\n2026-11-02T04:00:00.000000Z\ncheck.answered\n{payload_digest}"

    assert link.digest == hashlib.sha256(text.encode()).hexdigest()


def test_an_untouched_chain_holds_whatever_its_length() -> None:
    """Empty, one link, and across the pages in which it is read."""
    for length in (0, 1, 3, PAGE + 1):
        verdict = verify(Links(chain(length)))
        assert (verdict.holds, verdict.links) == (True, length)


@pytest.mark.parametrize("field", [field.name for field in fields(StoredLink)])
def test_any_altered_field_is_found_where_it_is(field: str) -> None:
    """Number, seq, instant, kind, payload, each digest: also in the last link, which nothing follows."""
    links = chain(4)
    for position in range(4):
        value = getattr(links[position], field)
        altered = replace(links[position], **{field: value + 1 if isinstance(value, int) else "x" + value[1:]})

        verdict = verify(Links([*links[:position], altered, *links[position + 1 :]], head_of(links)))

        assert altered.number in [fault.number for fault in verdict.faults]


def test_a_payload_that_reads_the_same_but_is_written_otherwise_is_found() -> None:
    """A blank more changes the text, so it changes the digest: nobody re-writes a link unseen."""
    links = chain(2)
    altered = replace(links[0], payload=links[0].payload.replace(":", ": "))

    assert [fault.number for fault in verify(Links([altered, links[1]])).faults] == [1]


def test_a_link_taken_out_or_swapped_is_found() -> None:
    """Also when somebody renumbers what remains."""
    links = chain(4)
    swapped = [links[0], links[2], links[1], links[3]]
    renumbered = [links[0], replace(links[2], number=2), replace(links[3], number=3)]

    for forged in ([links[0], *links[2:]], swapped, renumbered):
        assert not verify(Links(forged, head_of(links))).holds


def test_a_cut_tail_is_found_by_the_sealed_head() -> None:
    """What remains is a sound chain; only the head knows that it went on."""
    links = chain(3)

    for kept in (links[:2], []):
        verdict = verify(Links(kept, head_of(links)))
        assert [fault.number for fault in verdict.faults] == [len(kept)]
        assert "第 3 条" in verdict.faults[0].zh


def test_a_head_that_was_moved_without_the_key_is_found() -> None:
    """Cutting the tail and moving the head along needs the chain's secret."""
    links = chain(2)

    assert not verify(Links(links[:1], replace(head_of(links[:1]), seal_holds=False))).holds


def test_a_chain_rewritten_from_the_start_is_found_by_its_head() -> None:
    """All digests fit; the end does not."""
    links, forged = chain(2), [next_link(None, seq=1, at=AT, kind="x", payload={})]
    forged.append(next_link(forged[0], seq=2, at=AT, kind="check.answered", payload={"check": "check-2"}))

    assert not verify(Links(forged, head_of(links))).holds


def test_a_range_is_verified_by_itself() -> None:
    """An auditor looks at one month; a fault outside it is not in the verdict, a missing end is."""
    links = chain(6)
    links[0] = replace(links[0], kind="altered")

    assert verify(Links(links), start=3, until=5).holds
    assert verify(Links(links), start=3, until=5).links == 3
    assert not verify(Links(links), start=1, until=2).holds
    assert [fault.number for fault in verify(Links(links), start=3, until=8).faults] == [7]


def test_every_fault_is_told_not_only_the_first() -> None:
    """Who altered two links altered them for two reasons."""
    links = chain(5)
    links[1], links[3] = replace(links[1], kind="x"), replace(links[3], seq=99)

    assert {2, 4} <= {fault.number for fault in verify(Links(links)).faults}


def test_a_payload_has_one_text() -> None:
    """Two machines must write the same bytes for the same payload."""
    assert canonical_json({"b": [1, True, None], "a": "甲"}) == '{"a":"甲","b":[1,true,null]}'


def test_what_has_no_single_text_is_refused() -> None:
    """Instants without zone, NaN, kinds of two lines."""
    with pytest.raises(ValueError, match="zone"):
        next_link(None, seq=1, at=datetime(2026, 1, 1), kind="x", payload={})  # noqa: DTZ001  # the point of the test
    with pytest.raises(ValueError, match="JSON"):
        next_link(None, seq=1, at=AT, kind="x", payload={"n": float("nan")})
    with pytest.raises(ValueError, match="one line"):
        next_link(None, seq=1, at=AT, kind="x\ny", payload={})
