"""Appoint the two administrators an empty site needs; everybody after them is appointed by two on the page."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.grants import appoint_first_administrators
from people.models import Agency, User
from toolbox.refusal import Refused


class Command(BaseCommand):
    """`appoint_administrators`."""

    help = "Appoint the first two administrators; refused once the site has two."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two accounts, and the unit they belong to: the department unless said otherwise."""
        parser.add_argument("usernames", nargs=2, metavar="USER")
        parser.add_argument("--unit", default="", help="code of their unit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint both, or nobody."""
        users = [self._account(name) for name in options["usernames"]]
        rows = Agency.objects.filter(valid_to=None)
        named = rows.filter(code=options["unit"]) if options["unit"] else rows.filter(kind=Agency.Kind.DEPARTMENT)
        unit = named.order_by("path").first()
        if unit is None:
            raise CommandError("There is no such unit. Enter the department first, or name another with --unit.")
        try:
            grants = appoint_first_administrators(users, unit, at=timezone.now())
        except Refused as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"appointed: {', '.join(grant.user.username for grant in grants)}")

    @staticmethod
    def _account(username: str) -> User:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}. Make it with createsuperuser or by signing up.")
        return user
