"""What a piece of work costs: processor time, of which the tests around it must not count."""

import gc
import time
from collections.abc import Callable


def processor_seconds(work: Callable[[], object], tries: int = 3) -> float:
    """The least of *tries* runs, 0.01 at least since a clock is coarse; no run pays for collecting others' garbage."""
    costs = []
    for _try in range(tries):
        gc.disable()  # without a collection first: of a process that ran the suite that takes a second
        begun = time.process_time()
        try:
            work()
        finally:
            costs.append(time.process_time() - begun)
            gc.enable()
    return max(min(costs), 0.01)
