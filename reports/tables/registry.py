"""The reports by name."""

from reports.tables.base import Report
from reports.tables.causes import Causes
from reports.tables.first_answer import FirstAnswer
from reports.tables.ii06a import Ii06a
from reports.tables.opinions import Opinions
from reports.tables.overdue import Overdue
from reports.tables.register import Register

REPORTS: dict[str, Report] = {
    report.name: report for report in (Ii06a(), Register(), Overdue(), Causes(), FirstAnswer(), Opinions())
}
