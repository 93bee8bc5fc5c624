"""Hold passports of before the upgrade single, and list those that two people carry."""

from typing import Any

from django.core.management.base import BaseCommand

from people.actions.numbers import hold_passports_single


class Command(BaseCommand):
    """`manage.py passports`: run it after the upgrade; safe to run again."""

    help = "Hold the passports of checked people single, and list those that more than one carries."

    def handle(self, *args: Any, **options: Any) -> None:
        """Mark what is single, print what is not: the keys of the people, so that a clerk can correct one."""
        marked, doubles = hold_passports_single()
        self.stdout.write(f"{marked} passports are held single from now on.")
        for rows in doubles:
            people = ", ".join(f"#{row.pk} {row.name}" for row in rows)
            self.stdout.write(f"{rows[0].passport_no}: {people}")
        if doubles:
            self.stdout.write(f"{len(doubles)} passports are carried by more than one; correct them in the admin.")
