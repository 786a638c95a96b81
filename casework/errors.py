"""Refusals: a move, a question or a record that the law or its form does not allow.

A refusal is told to a person: where, what, why, what to do, in Chinese and English, with the article where one
refuses it. Doors turn `status` into their own code (HTTP: the number).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """One fault of one field: `where` is a JSON pointer or "row 12, amount"."""

    where: str
    zh: str
    en: str


class Refused(Exception):
    """`code` is stable and kebab-case; `status` is the HTTP status that fits."""

    def __init__(
        self,
        code: str,
        *,
        zh: str,
        en: str,
        hint_zh: str = "",
        hint_en: str = "",
        law: str = "",
        status: int = 422,
        faults: tuple[FieldFault, ...] = (),
    ) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.zh = zh
        self.en = en
        self.hint_zh = hint_zh
        self.hint_en = hint_en
        self.law = law
        self.status = status
        self.faults = faults
