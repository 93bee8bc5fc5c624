"""The lines of a PDF as they stand on its sheets, for papers whose look is kept in a file."""

import re
import unicodedata
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

MM = 72 / 25.4
NEAR = 1.0  # millimetres by which another machine may set a line elsewhere
YEAR = re.compile(r"(?<=ngày…tháng…năm)20\d\d")  # of a sample, which has no day


@dataclass(frozen=True)
class Line:
    """One line: its sheet, its left edge and its base line from the top in millimetres, sizes, faces and words."""

    page: int
    left: float
    top: float
    sizes: str
    faces: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}|{self.left:.1f}|{self.top:.1f}|{self.sizes}|{self.faces}|{self.text}"

    @classmethod
    def read(cls, text: str) -> "Line":
        """From how it stands in the file."""
        page, left, top, sizes, faces, words = text.split("|", 5)
        return cls(int(page), float(left), float(top), sizes, faces, words)

    def is_like(self, other: "Line") -> bool:
        """The same words in the same letters, as near as another machine sets them."""
        near = abs(self.left - other.left) <= NEAR and abs(self.top - other.top) <= NEAR
        return near and replace(self, left=other.left, top=other.top) == other


def lines_of(content: bytes) -> list[Line]:
    """Every line of the file, from the top of its first sheet."""
    rows: dict[tuple[int, int], list[tuple[float, float, float, str, str]]] = {}
    for number, sheet in enumerate(PdfReader(BytesIO(content)).pages, 1):
        height = float(sheet.mediabox.height)

        def look(text: str, cm: Any, tm: Any, font: Any, size: Any, at: tuple[int, float] = (number, height)) -> None:
            if text.strip():
                left, bottom = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
                page, top = at[0], (at[1] - bottom) / MM
                face = str((font or {}).get("/BaseFont", "")).partition("+")[2]
                run = (left / MM, top, round(size * (abs(tm[3] * cm[3]) or 1), 1), face, text)
                rows.setdefault((page, round(top * 2)), []).append(run)

        sheet.extract_text(visitor_text=look)
    return [_line(page, runs) for (page, _top), runs in sorted(rows.items())]


def differences(kept: Path, lines: list[Line]) -> list[str]:
    """What is not as the file *kept* says, a line each."""
    told = [Line.read(text) for text in kept.read_text(encoding="utf-8").splitlines()]
    unlike = [f"- {a}\n+ {b}" for a, b in zip(told, lines, strict=False) if not a.is_like(b)]
    more, fewer = lines[len(told) :], told[len(lines) :]
    return unlike + [f"+ {line}" for line in more] + [f"- {line}" for line in fewer]


def _line(page: int, runs: list[tuple[float, float, float, str, str]]) -> Line:
    runs = sorted(runs)
    text = re.sub(r"\s+", "", unicodedata.normalize("NFC", "".join(run[4] for run in runs)))
    text = YEAR.sub("<năm>", text)
    sizes, faces = ({run[part] for run in runs} for part in (2, 3))
    return Line(
        page, runs[0][0], runs[0][1], "+".join(map(str, sorted(sizes))), "+".join(sorted(map(str, faces))), text
    )
