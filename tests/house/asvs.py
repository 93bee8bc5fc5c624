"""The page on OWASP ASVS 5.0, read: one row a requirement of levels 1 and 2, and the counts at its head.

`python -m tests.house.asvs` writes the counts anew.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "asvs.md"
# The levels of the requirements of each section, in their order, as the standard's list of 2025 has them.
LEVELS = {
    "1.1": "22",
    "1.2": "1111122223",
    "1.3": "112222222223",
    "1.4": "222",
    "1.5": "123",
    "2.1": "122",
    "2.2": "112",
    "2.3": "12223",
    "2.4": "23",
    "3.1": "3",
    "3.2": "113",
    "3.3": "12223",
    "3.4": "11222233",
    "3.5": "11122333",
    "3.6": "3",
    "3.7": "22333",
    "4.1": "12233",
    "4.2": "23333",
    "4.3": "22",
    "4.4": "1222",
    "5.1": "2",
    "5.2": "112333",
    "5.3": "113",
    "5.4": "222",
    "6.1": "122",
    "6.2": "111111112222",
    "6.3": "11223333",
    "6.4": "112233",
    "6.5": "22222333",
    "6.6": "2223",
    "6.7": "33",
    "6.8": "2222",
    "7.1": "222",
    "7.2": "1111",
    "7.3": "22",
    "7.4": "11222",
    "7.5": "223",
    "7.6": "22",
    "8.1": "1233",
    "8.2": "1123",
    "8.3": "133",
    "8.4": "23",
    "9.1": "111",
    "9.2": "1222",
    "10.1": "22",
    "10.2": "223",
    "10.3": "22223",
    "10.4": "1111122222233333",
    "10.5": "22222",
    "10.6": "22",
    "10.7": "222",
    "11.1": "2233",
    "11.2": "22233",
    "11.3": "11233",
    "11.4": "1222",
    "11.5": "23",
    "11.6": "23",
    "11.7": "33",
    "12.1": "12233",
    "12.2": "11",
    "12.3": "22223",
    "13.1": "2333",
    "13.2": "222223",
    "13.3": "2233",
    "13.4": "1222233",
    "14.1": "22",
    "14.2": "12223333",
    "14.3": "122",
    "15.1": "12233",
    "15.2": "12233",
    "15.3": "1222222",
    "15.4": "3333",
    "16.1": "2",
    "16.2": "22222",
    "16.3": "2222",
    "16.4": "222",
    "16.5": "2223",
    "17.1": "23",
    "17.2": "22223333",
    "17.3": "22",
}
OUTCOMES = ("met", "not met", "does not apply")
LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([123]) \| ([^|]+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$")
SUMMARY = re.compile(r"(?<=<!-- counts -->\n).*?(?=\n<!-- end of counts -->)", re.DOTALL)
EVIDENCE = re.compile(r"`([^`\s]+)`")


@dataclass(frozen=True)
class Requirement:
    """One row of the page."""

    key: str
    level: str
    words: str
    outcome: str
    how: str
    evidence: str

    @property
    def chapter(self) -> int:
        """The number of its chapter."""
        return int(self.key.partition(".")[0])

    @property
    def places(self) -> list[str]:
        """The files and tests that it names."""
        return EVIDENCE.findall(self.evidence)


def expected() -> dict[str, str]:
    """Every requirement of levels 1 and 2, with its level."""
    numbered = ((f"{section}.{n}", level) for section, row in LEVELS.items() for n, level in enumerate(row, 1))
    return {key: level for key, level in numbered if level != "3"}


def requirements(text: str) -> list[Requirement]:
    """The rows of the page, in its order."""
    return [Requirement(*match.groups()) for line in text.splitlines() if (match := LINE.match(line))]


def summary(rows: list[Requirement]) -> str:
    """The table of counts, by chapter and in all."""
    chapters = sorted({row.chapter for row in rows})
    head = "| Chapter | Met | Not met | Does not apply |\n|---|---|---|---|"
    return "\n".join(
        [head, *(_counts(f"V{n}", [row for row in rows if row.chapter == n]) for n in chapters), _all(rows)]
    )


def missing_evidence(row: Requirement) -> Iterator[str]:
    """Each place that is not there: a path, or a test in its file."""
    for place in row.places:
        path, _, test = place.partition("::")
        file = ROOT / path
        if not file.exists() or (test and f"def {test}(" not in file.read_text(encoding="utf-8")):
            yield f"{row.key}: {place}"


def _counts(title: str, rows: list[Requirement]) -> str:
    number = Counter(row.outcome for row in rows)
    return f"| {title} | {' | '.join(str(number[outcome]) for outcome in OUTCOMES)} |"


def _all(rows: list[Requirement]) -> str:
    return _counts(f"**All {len(rows)}**", rows)


if __name__ == "__main__":
    page = Path(PAGE).read_text(encoding="utf-8")
    PAGE.write_text(SUMMARY.sub(lambda _: summary(requirements(page)), page), encoding="utf-8")
