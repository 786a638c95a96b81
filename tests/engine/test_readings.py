"""Readings as numbers: each bit is one truth, and what no engine may say cannot be said."""

from random import Random

import pytest

from engine.compile.program import Readings
from engine.compile.truths import numbers_of, truths_of
from engine.facts import Truth
from tests.engine.flag_programs import leaf, program_of

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


@pytest.mark.parametrize("number", [0, 1, 7, 8, 9, 17])
def test_truths_are_read_off_bit_by_bit(number):
    """Bit i says the i-th truth, and nothing stands behind the last."""
    random = Random(number)

    for some in ((T, F, U), (T, F)):
        truths = tuple(random.choice(some) for _ in range(number))
        sure, possible = (sum(truth.bits[which] << at for at, truth in enumerate(truths)) for which in (0, 1))
        assert truths_of(sure, possible, number) == truths
        assert numbers_of(truths) == (sure, possible)


def test_what_surely_holds_possibly_holds():
    """The impossible reading is a fault of an engine and is never given a truth."""
    with pytest.raises(ValueError, match="surely hold"):
        truths_of(0b1, 0b0, 1)
    with pytest.raises(ValueError, match="surely hold"):
        Readings((1, 0), 0b1, 0b0, 0, 0)
    with pytest.raises(ValueError, match="surely hold"):
        Readings((0, 2), 0, 0, 0b11, 0b01)


def test_readings_say_the_truths_they_are_made_of():
    """Two engines agree where their numbers do, so equal truths must be equal numbers."""
    readings = Readings.of((T, U, F), (U, T))

    assert (readings.leaves, readings.rules) == ((T, U, F), (U, T))
    assert [readings.leaf(index) for index in range(3)] == [T, U, F]
    assert [readings.rule(index) for index in range(2)] == [U, T]
    assert readings == Readings((3, 2), 0b001, 0b011, 0b10, 0b11)
    assert readings != Readings.of((T, U, F), (T, T))


def test_readings_fit_a_program_of_their_size():
    """Misaligned readings would put one rule's truth on another; a bit too many is no truth of any."""
    program = program_of([leaf(0), leaf(1)], 3)

    assert Readings.of((T, U, F), (U, T)).fit(program)
    assert not Readings.of((T, U), (U, T)).fit(program)
    assert not Readings.of((T, U, F), (U, T, F)).fit(program)
    assert not Readings((3, 2), 0, 0b1000, 0, 0).fit(program)
    assert not Readings((3, 2), 0, 0, 0, -1).fit(program)
