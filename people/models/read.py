"""Read: that somebody read a dossier or a person by virtue of a post, searched, or took an export away; append-only.

Law on personal data protection (2025); Decree 61/2018 art. 25. The applicant's own reading leaves none.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.append_only import AppendOnly
from people.models.party import Party
from people.models.post import Post
from people.models.user import User

READS = AppendOnly("people_read", "1 = 0")  # two equal rows are two reads


class ReadQuerySet(models.QuerySet["Read"]):
    """Queries of reads. No page counts them: they are many, and read by key."""

    def of_dossier(self, pk: int) -> "ReadQuerySet":
        """What was read of the dossier with this key."""
        return self.filter(dossier_key=pk)

    def of_parties(self, keys: Iterable[int]) -> "ReadQuerySet":
        """What was read of these people: at the counter, and in dossiers of theirs."""
        return self.filter(party__in=list(keys))

    def with_names(self) -> "ReadQuerySet":
        """With who read, by which post, and of whom."""
        return self.select_related("user", "post", "party")


class Read(models.Model):
    """One page, file or answer that an officer read; one search, with how many it listed; one export, with its rows.

    What was searched for is not kept: `digest` is a keyed digest of it, so that an auditor who knows a number can ask
    who looked for it. `party` is whom it is about: the applicant of a dossier, or the one person that was shown.
    """

    class What(models.TextChoices):
        DOSSIER = "dossier", _("Hồ sơ")
        FORM = "form", _("Tờ khai để in")
        ATTACHMENT = "attachment", _("Tệp người nộp gửi")
        PAPER = "paper", _("Giấy tờ phát hành")
        RECORD = "record", _("Nhật ký hồ sơ")
        FEE = "fee", _("Biên lai thu phí")
        PARTY = "party", _("Thông tin người nộp")
        SEARCH = "search", _("Tìm kiếm")
        EXPORT = "export", _("Xuất dữ liệu")

    class How(models.TextChoices):
        PAGE = "page", _("trang")
        API = "api", _("API")
        FILE = "file", _("tệp")

    at = models.DateTimeField()
    # Each is the first column of an index below.
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)  # none: a superuser
    what = models.CharField(max_length=10, choices=What)
    how = models.CharField(max_length=4, choices=How)
    dossier_key = models.BigIntegerField(null=True)  # a dossier's: the room below knows no dossiers
    code = models.CharField(max_length=40, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", db_index=False)
    item = models.BigIntegerField(null=True)  # the key of the attachment or paper
    detail = models.CharField(max_length=300, blank=True)  # which export with which filters, which kind of search
    digest = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(null=True)  # listed by a search, or in an export; empty while it is being sent
    address = models.CharField(max_length=45, blank=True)

    objects = ReadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("lượt xem")
        indexes = [
            models.Index(fields=["at", "id"], name="read_by_time"),
            models.Index(fields=["user", "at", "id"], name="read_by_user"),
            models.Index(fields=["what", "at", "id"], name="read_by_kind"),
            models.Index(
                fields=["dossier_key", "at", "id"], condition=Q(dossier_key__isnull=False), name="read_of_dossier"
            ),
            models.Index(fields=["party", "at", "id"], condition=Q(party__isnull=False), name="read_of_party"),
            models.Index(fields=["digest", "at", "id"], condition=~Q(digest=""), name="read_by_search"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.code}".strip()

    @property
    def unit_name(self) -> str:
        """The unit of the post by which it was read."""
        return str(self.post.unit) if self.post else ""

    @property
    def role_name(self) -> str:
        """The role of that post, in words."""
        return self.post.get_role_display() if self.post else ""
