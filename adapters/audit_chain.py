"""The hash chain of the book: the digest rule, and whether a chain still holds.

A link's digest is the SHA-256 of six lines of text: the previous digest, number, seq, instant, kind and the digest of
the payload's canonical JSON. Nothing here reads a database: `verify` takes whatever can hand out stored links in
order. A cut tail leaves a chain that is sound in itself, so the store also keeps a keyed head that says where it ends.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from casework.records import ChainLink

GENESIS = "0" * 64
PAGE = 1000
INSTANT_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLink:
    """A link as it stands on disk: texts, not yet believed. `number` counts from 1 without gaps."""

    number: int
    seq: int
    at: str
    kind: str
    payload: str
    payload_digest: str
    previous: str
    digest: str

    def as_record(self) -> ChainLink:
        """The link as a value; ValueError where payload or instant is not what we write."""
        return ChainLink(
            seq=self.seq,
            at=datetime.strptime(self.at, INSTANT_FORMAT).replace(tzinfo=UTC),
            kind=self.kind,
            payload=json.loads(self.payload),
            payload_digest=self.payload_digest,
            previous=self.previous,
            digest=self.digest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """Where the store says its chain ends. `seal_holds`: the head's keyed seal is ours (nobody without the key moved it)."""

    number: int
    digest: str
    seal_holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """One place where the chain does not hold: the link's number, and what is wrong with it."""

    number: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainVerdict:
    """What a verification found: how many links it read, the last digest, and every fault."""

    links: int
    digest: str
    faults: tuple[ChainFault, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


class ChainReader(Protocol):
    """Hands out stored links in order; the store's reader is one."""

    def chain_rows(self, after: int = 0, limit: int = PAGE) -> Sequence[StoredLink]: ...

    def chain_head(self) -> ChainHead: ...


def canonical_json(payload: Mapping[str, object]) -> str:
    """The one text of a JSON-able mapping: keys sorted, no blanks, UTF-8 left as it is; TypeError for anything else."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def instant_text(at: datetime) -> str:
    """RFC 3339, UTC, six digits: sorts as text. ValueError for an instant without zone."""
    if at.tzinfo is None:
        raise ValueError("an instant without zone cannot be recorded")
    return at.astimezone(UTC).strftime(INSTANT_FORMAT)


def next_link(
    previous: StoredLink | ChainHead | None, *, seq: int, at: datetime, kind: str, payload: Mapping[str, object]
) -> StoredLink:
    """The link that follows `previous` (None: the first one)."""
    if "\n" in kind:
        raise ValueError("the kind of a link is one line")
    number, before = (previous.number + 1, previous.digest) if previous else (1, GENESIS)
    text, instant = canonical_json(payload), instant_text(at)
    payload_digest = _sha256(text)
    return StoredLink(
        number=number,
        seq=seq,
        at=instant,
        kind=kind,
        payload=text,
        payload_digest=payload_digest,
        previous=before,
        digest=link_digest(before, number, seq, instant, kind, payload_digest),
    )


def link_digest(previous: str, number: int, seq: int, at: str, kind: str, payload_digest: str) -> str:
    """The digest rule: SHA-256 over six lines, in this order."""
    return _sha256("\n".join((previous, str(number), str(seq), at, kind, payload_digest)))


def verify(reader: ChainReader, start: int = 1, until: int | None = None) -> ChainVerdict:
    """Checks the links `start`..`until` (None: to the head, and that the head is where the store sealed it).

    Every link is looked at, whatever was wrong before it: after a fault the stored digest is taken as the next `previous`.
    """
    previous = _digest_before(reader, start)
    faults: list[ChainFault] = []
    expected, last_seq = start, 0
    for link in _links(reader, start, until):
        if not _is_well_formed(link):
            faults.append(_fault(expected, "字段类型不符", "a field is not of the kind we write"))
            expected += 1
            continue
        faults += _faults_of(link, expected, previous, last_seq)
        expected, previous, last_seq = link.number + 1, link.digest, link.seq
    if until is None:
        faults += _head_faults(reader.chain_head(), expected - 1, previous)
    elif expected <= until:
        faults.append(
            _fault(
                expected, "链到此中断，此后的记录缺失", "the chain ends here; the links that should follow are missing"
            )
        )
    return ChainVerdict(links=max(expected - start, 0), digest=previous, faults=tuple(faults))


def _links(reader: ChainReader, start: int, until: int | None) -> Iterator[StoredLink]:
    after = start - 1
    while page := reader.chain_rows(after, PAGE):
        for link in page:
            if until is not None and isinstance(link.number, int) and link.number > until:
                return
            yield link
        after = page[-1].number


def _digest_before(reader: ChainReader, start: int) -> str:
    if start <= 1:
        return GENESIS
    before = reader.chain_rows(start - 2, 1)
    return before[0].digest if before and before[0].number == start - 1 else GENESIS


def _is_well_formed(link: StoredLink) -> bool:
    """SQLite lets any column hold any kind of value."""
    numbers, texts = (link.number, link.seq), (link.at, link.kind, link.payload, link.payload_digest, link.digest)
    return all(isinstance(n, int) for n in numbers) and all(isinstance(s, str) for s in (*texts, link.previous))


def _faults_of(link: StoredLink, expected: int, previous: str, last_seq: int) -> Iterator[ChainFault]:
    if link.number != expected:
        yield _fault(link.number, f"编号不连续，应为 {expected}", f"the numbering breaks; {expected} was expected")
    if link.previous != previous:
        yield _fault(link.number, "与前一条不衔接", "it does not follow from the link before it")
    if link.seq < last_seq:
        yield _fault(link.number, "序号倒退", "its sequence number goes backwards")
    if _sha256(link.payload) != link.payload_digest:
        yield _fault(link.number, "内容与内容摘要不符", "its payload is not the one that was digested")
    digest = link_digest(link.previous, link.number, link.seq, link.at, link.kind, link.payload_digest)
    if digest != link.digest:
        yield _fault(link.number, "摘要与记载不符", "its digest is not that of what it says")


def _head_faults(head: ChainHead, number: int, digest: str) -> Iterator[ChainFault]:
    if not head.seal_holds:
        yield _fault(head.number, "链头封印与密钥不符", "the seal on the head of the chain was not made with this key")
    if (head.number, head.digest) != (number, digest):
        yield _fault(
            number,
            f"链尾与封存的链头不符：封存至第 {head.number} 条，实有至第 {number} 条",
            f"the tail is not where it was sealed: sealed at link {head.number}, found up to link {number}",
        )


def _fault(number: int, zh: str, en: str) -> ChainFault:
    return ChainFault(number=number, zh=zh, en=en)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
