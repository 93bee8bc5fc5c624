"""SavedView: a way to look at the queue that somebody gave a name, for themselves alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User


class SavedView(models.Model):
    """The address of a list, without its path: a view and its filters. It opens nothing that the reader may not see."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", db_index=False)
    name = models.CharField(_("tên cách xem"), max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("cách xem đã lưu")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_name")]

    def __str__(self) -> str:
        return self.name
