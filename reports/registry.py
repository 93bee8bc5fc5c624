"""The reports there are, by name: a dict that can be read and searched."""

from reports.base import Report
from reports.causes import Causes
from reports.first_answer import FirstAnswer
from reports.ii06a import Ii06a
from reports.overdue import Overdue

REPORTS: dict[str, Report] = {report.name: report for report in (Ii06a(), Overdue(), Causes(), FirstAnswer())}
