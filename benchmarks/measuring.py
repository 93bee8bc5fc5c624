"""Time two things in turn, many times, in one run: the result is the ratio of their medians."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

ROUNDS, WARM_UP = 40, 3


@dataclass(frozen=True)
class Row:
    """One line of the table: what is measured, what it is set beside, and the aim for the ratio."""

    title: str
    beside: str
    ours: list[float]  # seconds
    floor: list[float]
    aim: float
    statements: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the floor, by medians."""
        return median(self.ours) / median(self.floor)

    @property
    def line(self) -> str:
        """As the table prints it: milliseconds, the middle half in brackets."""
        met = "yes" if self.ratio <= self.aim else "NO"
        times = f"{_summary(self.ours):>22} {_summary(self.floor):>22}  {self.ratio:>5.2f}"
        return f"{self.title:<44} {times}  ≤ {self.aim:g}  {met:<3}  {self.statements:<10} {self.beside}"


HEAD = f"{'what':<44} {'ours, ms':>22} {'beside, ms':>22}  ratio  aim    met  statements beside what"


def in_turn(
    ours: Callable[[], object], floor: Callable[[], object], rounds: int = ROUNDS
) -> tuple[list[float], list[float]]:
    """Seconds of each, one after the other, so that a busy machine slows both."""
    for _n in range(WARM_UP):
        ours(), floor()
    pairs = [(_timed(ours), _timed(floor)) for _n in range(rounds)]
    return [a for a, _b in pairs], [b for _a, b in pairs]


def _timed(thing: Callable[[], object]) -> float:
    began = perf_counter()
    thing()
    return perf_counter() - began


def _summary(seconds: list[float]) -> str:
    low, middle, high = (1000 * second for second in quantiles(seconds, n=4))
    return f"{middle:.2f} [{low:.2f}–{high:.2f}]"
