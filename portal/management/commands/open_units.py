"""List the units that the catalogue needs and the site lacks, and open them in one step; in Vietnamese."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from people.actions import open_agency
from people.models import Agency
from portal.units import BY_CODE, missing_units, open_units, procedures_by_unit

DEPARTMENT_CODE = "SLD"


class Command(BaseCommand):
    """`open_units`: what is missing; `open_units --open --department "Sở …"`: opens it."""

    help = "List the units that procedures need and that are missing; with --open, open them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to open, and the facts of a department that is not there yet."""
        parser.add_argument("--open", action="store_true")
        parser.add_argument("--department", default="", metavar="NAME", help="opened as well where there is none")
        parser.add_argument("--since", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
        parser.add_argument("--national-code", default="", help="of the desk; codes of dossiers begin with it")
        for name in ("symbol", "place", "address", "phone", "tax-code"):
            parser.add_argument(f"--{name}", default="", help="of a department that is opened")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open and say what was opened; without --open say what is missing. Exit 1 while something is."""
        today = timezone.localdate()
        if options["open"]:
            department = _department(options, today)
            units = open_units(missing_units(today), department, options["since"] or today, options["national_code"])
            for unit in units:
                self.stdout.write(_("Đã mở: %(code)s, %(name)s") % {"code": unit.code, "name": unit.name})
        missing = missing_units(today)
        if not missing:
            count = len(procedures_by_unit(today))
            self.stdout.write(_("Đủ đơn vị: danh mục cần %(n)d đơn vị và cả %(n)d đều có.") % {"n": count})
            return
        lines = [_line(code, count) for code, count in missing.items()]
        raise CommandError("\n".join([_("Thiếu %(n)d đơn vị mà danh mục cần:") % {"n": len(missing)}, *lines, _hint()]))


def _line(code: str, count: int) -> str:
    name = BY_CODE[code].name if code in BY_CODE else _("chưa có tên thường dùng; nhập tại /quan-tri/")
    return _("  %(code)s: %(name)s (%(n)d thủ tục)") % {"code": code, "name": name, "n": count}


def _hint() -> str:
    return "→ " + _('Mở tất cả: manage.py open_units --open --department "Tên Sở" --national-code MÃ-ĐỊNH-DANH')


def _department(options: dict[str, Any], today: date) -> Agency:
    """The department there is, or a new one of the name given. Raises CommandError."""
    kind = Agency.Kind.DEPARTMENT
    department = Agency.objects.filter(kind=kind, valid_to=None).order_by("path").first()
    if department is not None:
        return department
    if not options["department"].strip():
        raise CommandError(_('Chưa có Sở nào. Cho biết tên: --department "Sở … tỉnh …".'))
    facts = {name: options[name].strip() for name in ("symbol", "place", "address", "phone", "tax_code")}
    name, since = options["department"].strip(), options["since"] or today
    return open_agency(code=DEPARTMENT_CODE, name=name, kind=kind, since=since, **facts)
