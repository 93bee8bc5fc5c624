"""Collect the channels by key: every module of this folder that holds one."""

from importlib import import_module
from pkgutil import iter_modules

from notifications.channels.base import Channel

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

CHANNELS: dict[str, Channel] = {channel.key: channel() for channel in Channel.__subclasses__()}


def channel_choices() -> list[tuple[str, object]]:
    """Key and label of each, for the column that names one."""
    return [(key, channel.label) for key, channel in CHANNELS.items()]
