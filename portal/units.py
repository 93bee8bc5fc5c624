"""The units that the catalogue names by their codes: which there must be, which are missing, and how they are opened.

A procedure says by code who receives and who appraises its dossiers. Where such a unit is missing, nobody can file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from people.actions import open_agency
from people.models import Agency
from procedures.models import Edition

DESK, LABOUR = "SLD-MC", "SLD-VLATLD"


@dataclass(frozen=True)
class Unit:
    """One row of the usual structure of a department: what it is called and what its papers are numbered by."""

    code: str
    name: str
    name_en: str
    symbol: str
    short_name: str
    kind: str = Agency.Kind.DIVISION

    def open(self, department: Agency, since: date, **facts: str) -> Agency:
        """Open it under *department*; one that is there already is left as it is."""
        words = {"name": self.name, "name_en": self.name_en, "symbol": self.symbol, "short_name": self.short_name}
        return open_agency(code=self.code, kind=self.kind, since=since, parent=department, **words, **facts)


UNITS = (
    Unit(DESK, "Bộ phận Tiếp nhận và Trả kết quả", "One-stop desk", "BPTNTKQ", "Bộ phận Một cửa", Agency.Kind.DESK),
    Unit(LABOUR, "Phòng Việc làm - An toàn lao động", "Employment and Safety Division", "VLATLĐ", "P. Việc làm - ATLĐ"),
    Unit("SLD-NCC", "Phòng Người có công", "People with Merit Division", "NCC", "P. Người có công"),
    Unit(
        "SLD-BTXH",
        "Phòng Bảo trợ xã hội và Trẻ em",
        "Social Protection and Children Division",
        "BTXH",
        "P. Bảo trợ xã hội",
    ),
    Unit("SLD-LDTL", "Phòng Lao động - Tiền lương", "Labour and Wages Division", "LĐTL", "P. Lao động - TL"),
    Unit("SLD-GDNN", "Phòng Giáo dục nghề nghiệp", "Vocational Education Division", "GDNN", "P. GD nghề nghiệp"),
)
BY_CODE = {unit.code: unit for unit in UNITS}


def procedures_by_unit(day: date) -> dict[str, int]:
    """How many procedures in force on *day* need each unit, by its code."""
    counts: dict[str, int] = {}
    for content in Edition.objects.in_force(day).values_list("content", flat=True):
        steps = {step["unit"] for step in content["internal_steps"] if "unit" in step}
        for code in {content["units"]["reception"], content["units"]["appraisal"], *steps}:
            counts[code] = counts.get(code, 0) + 1
    return dict(sorted(counts.items()))


def missing_units(day: date) -> dict[str, int]:
    """Those of `procedures_by_unit` that neither exist on *day* nor have a successor."""
    needed = procedures_by_unit(day)
    return {code: count for code, count in needed.items() if Agency.objects.in_charge_of(code, day) is None}


def open_units(codes: Iterable[str], department: Agency, since: date, national_code: str = "") -> list[Agency]:
    """Open the units of these codes under *department*, as they are usually called; the desk gets *national_code*.

    A code that the usual structure does not know is left out: its unit is entered under `/quan-tri/`.
    """
    return [
        BY_CODE[code].open(department, since, **({"national_code": national_code} if code == DESK else {}))
        for code in codes
        if code in BY_CODE
    ]
