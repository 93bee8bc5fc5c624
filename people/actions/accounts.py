"""Acts on accounts: the one by which the clock acts."""

from django.contrib.auth.hashers import make_password

from people.models import User
from people.models.user import CLOCK_USERNAME


def clock_user() -> User:
    """The named system user by whom the clock acts."""
    user, _created = User.objects.get_or_create(
        username=CLOCK_USERNAME,
        defaults={
            "full_name": "Đồng hồ hệ thống",
            "is_system": True,
            "is_active": False,
            "password": make_password(None),
        },
    )
    return user
