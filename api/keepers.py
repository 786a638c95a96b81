"""What the service does by itself beside the server: fires passed clocks each minute, carries retention out once a day."""

from collections.abc import Iterator

import structlog

from api.wiring import Built, Keeper
from casework.clock_keeping import ClockRound, keep_clocks
from casework.retention_due import Due
from casework.retention_round import RetentionRound, carry_out, what_is_due

CLOCK_ROUND_SECONDS = 60.0
RETENTION_ROUND_SECONDS = 86_400.0


def clock_round(built: Built) -> ClockRound:
    """Every passed clock fired and every last day that can be told now worked out."""
    return keep_clocks(built.store, built.shelf, built.house.clock)


def retention_round(built: Built) -> RetentionRound:
    """Everything whose period of retention is over erased; `casework.retention_round`."""
    return carry_out(built.store, built.house.clock)


def retention_list(built: Built) -> Iterator[Due]:
    """What such a round would erase today."""
    return what_is_due(built.store, built.house.clock.today())


def clock_keeper(built: Built) -> Keeper:
    """The keeper of clocks; what fails is an alarm, and the next round comes."""
    logger = structlog.get_logger("clocks")

    def tell(fault: Exception) -> None:
        logger.error("clocks.round_failed", fault=type(fault).__name__)

    def round_() -> None:
        done = clock_round(built)
        if done.fired or done.settled:
            logger.info("clocks.round", fired=done.fired, settled=done.settled)

    return Keeper(round_, tell, CLOCK_ROUND_SECONDS, "shangfa-clocks")


def retention_keeper(built: Built) -> Keeper:
    """The keeper of retention: a round at the start and each day; where the setting says so it only counts what is due."""
    logger = structlog.get_logger("retention")

    def tell(fault: Exception) -> None:
        logger.error("retention.round_failed", fault=type(fault).__name__)

    def round_() -> None:
        if not built.settings.carries_retention_out:
            logger.info("retention.due", due=sum(1 for _ in retention_list(built)))
            return
        done = retention_round(built)
        if done.rows:
            logger.info("retention.round", rows=done.rows, **{str(kind): n for kind, n in done.erased.items()})

    return Keeper(round_, tell, RETENTION_ROUND_SECONDS, "shangfa-retention")
