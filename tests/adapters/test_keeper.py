"""The keeper beside the server: its rounds go on after a fault, and stopping waits for the round that runs."""

from threading import Event

from adapters.keeper import Keeper


def test_a_fault_is_told_and_the_next_round_comes() -> None:
    """A full disk at night must not leave every clock of the morning unfired."""
    rounds, told, twice = [], [], Event()

    def round_() -> None:
        rounds.append(1)
        if len(rounds) == 2:
            twice.set()
        raise ValueError(len(rounds))

    with Keeper(round_, told.append, seconds=0.001, name="test-keeper"):
        assert twice.wait(30)

    assert [str(fault) for fault in told[:2]] == ["1", "2"]
    assert len(told) == len(rounds)


def test_the_first_round_comes_at_once_and_is_finished_before_the_stop() -> None:
    """After a week of downtime nobody waits another minute, and nothing is cut off half-written."""
    begun, done = Event(), []

    def round_() -> None:
        begun.set()
        done.append("whole")

    with Keeper(round_, done.append, seconds=3600, name="test-keeper"):
        assert begun.wait(30)

    assert done == ["whole"]
