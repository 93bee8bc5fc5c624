"""The account behind a session, read together with what every page of theirs shows."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, F, OuterRef

from notifications.models import UnreadNotices
from people.models import TypedInput, User

UNREAD_SHOWN = 9  # more is "9+"


class AccountBackend(AuthenticationBackend):
    """Signing in as allauth has it; accounts come with `unread`, counted no further than is shown."""

    def get_user(self, user_id: int) -> User | None:
        """The account with this key, its unread notices, and whether it typed what it has not sent; None if closed."""
        unread = UnreadNotices(F("pk"), most=UNREAD_SHOWN + 1)
        typed = Exists(TypedInput.objects.filter(user=OuterRef("pk")))
        user = User.objects.annotate(unread=unread, has_typed=typed).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
