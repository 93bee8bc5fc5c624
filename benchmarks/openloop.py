"""An open loop of load: filings at a steady rate with five reads each, whether answered or not."""

import http.client
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from benchmarks.serving import Ask, answer_of

RATES, SECONDS, READS, CLIENTS = (3, 6, 15), 10, 5, 48
AIM = 0.1  # seconds that 95 of a hundred answers stay below


def measure(port: int, filing: Callable[[], Ask | None], reads: list[Callable[[], Ask]]) -> list[str]:
    """One line a rate: what 95 and 99 of a hundred waited, from the instant they meant to ask."""
    return [_line(rate, *_run(port, rate, filing, reads)) for rate in RATES]


def _line(rate: int, taken: list[float], faults: int) -> str:
    taken.sort()
    p95, p99 = (taken[int(len(taken) * share)] * 1000 for share in (0.95, 0.99))
    met = "yes" if p95 <= AIM * 1000 and not faults else "NO"
    return (
        f"open loop, {rate:>2} filings/s with {READS} reads each: {len(taken):>5,} answers, {faults} faults,"
        f" p95 {p95:,.0f} ms (≤ {AIM * 1000:.0f}) {met}, p99 {p99:,.0f} ms"
    )


def _run(
    port: int, rate: int, filing: Callable[[], Ask | None], reads: list[Callable[[], Ask]]
) -> tuple[list[float], int]:
    taken: list[float] = []
    links = threading.local()
    begins, step = time.perf_counter() + 0.2, 1 / (rate * (READS + 1))

    def ask(at: float, one: Ask) -> bool:
        if not hasattr(links, "own"):
            links.own = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        status, _content = answer_of(links.own, one)
        taken.append(time.perf_counter() - at)
        return status < 300

    with ThreadPoolExecutor(CLIENTS) as pool:
        done = []
        for number in range(rate * (READS + 1) * SECONDS):
            at = begins + number * step
            turn = number % (READS + 1)
            one = reads[turn % len(reads)]() if turn else filing()
            if one is None:
                break
            time.sleep(max(0.0, at - time.perf_counter()))
            done.append(pool.submit(ask, at, one))
        return taken, sum(not each.result() for each in done)
