"""The ways a message leaves the house, by name. The inbox needs none: its row is already where its reader looks."""

from notifications.channels.base import Channel
from notifications.channels.email import Email

CHANNELS: dict[str, Channel] = {"email": Email()}
