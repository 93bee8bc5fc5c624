"""PartySearch: find parties by name or number as people write them, former names and numbers too."""

import re
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from people.identity import phone_number, without_grouping
from people.models.party_change import PartyChange
from toolbox.text import entered, fold

YEAR = re.compile(r"(?:19|20)[0-9]{2}")


Row = TypeVar("Row", bound=models.Model)


class PartySearch(models.QuerySet[Row]):
    """Searches of parties."""

    def matching(self, typed: str) -> Self:
        """Parties by any number on their papers, however it is grouped, or by name without accents; former ones, too.

        A name may be followed by such a number or by the year of birth: then both must fit.
        """
        folded = fold(typed)
        if not (without_grouping(typed) and folded):
            return self.none()
        seen = _is_called(folded) | _has_number(typed)
        name, number = name_and_number(typed)
        if name and number:
            born = Q(birth_date__year=int(number)) if YEAR.fullmatch(number) else _has_number(number)
            seen |= _is_called(fold(name)) & born
        if len(parts := entered(typed).split("'")) > 1:  # in rows from before apostrophes were dropped
            seen |= Q(name_folded__contains="'".join(map(fold, parts)))
        return self.filter(seen)

    def called(self, typed: str) -> Self:
        """Parties by name without accents alone, a former one too; nobody for no name."""
        return self.filter(_is_called(folded)) if (folded := fold(typed)) else self.none()


def name_and_number(typed: str) -> tuple[str, str]:
    """The words before the first one from which on all have digits, and those; either may be empty."""
    words = entered(typed).split()
    begin = len(words)
    while begin and any(mark.isdecimal() for mark in words[begin - 1]):
        begin -= 1
    return " ".join(words[:begin]), " ".join(words[begin:])


def _is_called(folded: str) -> Q:
    """Whose name, or a former one, holds these words."""
    former = PartyChange.objects.filter(name_folded__contains=folded)
    return Q(name_folded__contains=folded) | Q(pk__in=former.values("party_id"))


def _has_number(typed: str) -> Q:
    """Who has or had this number, however it is grouped."""
    bare, phone = without_grouping(typed), phone_number(typed)
    tax_codes = {bare, f"{bare[:10]}-{bare[10:]}"}  # a branch's tax code keeps its hyphen
    has = Q(citizen_id=bare) | Q(tax_code__in=tax_codes) | Q(passport_no=bare.upper())
    had = Q(pk__in=PartyChange.objects.numbered(*{*tax_codes, bare.upper(), phone}).values("party_id"))
    return has | had | Q(phone=phone) if phone else has | had
