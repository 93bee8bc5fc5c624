"""ActForm: one act of the officers' side declared once, with its address, words, fields, and the act it carries out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier
from dossiers.models.event import Verb
from dossiers.permissions import post_for
from people.models import User
from toolbox.refusal import Refused

LONG = 4000  # characters of a free text
WEIGHTS = ("primary", "", "danger")  # in the order in which a page offers them
_DECLARED: list[type["ActForm"]] = []


class ActForm(forms.Form):
    """The form of one act: its fields are the arguments of `action`, unless `arguments` says otherwise.

    A page offers it where `edge` leads on from the dossier's state, a post of the user may do `verb`, `suits` agrees
    and no `refusal` is known before it is filled in; `dossiers/views/desk/available_acts.py` lists which there are.
    """

    action: ClassVar[Callable[..., Dossier]]
    verb: ClassVar[Verb]
    edge: ClassVar[str] = ""  # the transition it takes; empty for an act beside the states
    slug: ClassVar[str]  # its address below the dossier's
    title: ClassVar[Any]  # on the button
    done: ClassVar[Any]  # told once it is carried out
    weight: ClassVar[str] = ""  # one of WEIGHTS
    shows_paper: ClassVar[bool] = False  # its paper may be looked at before it is carried out
    seen: ClassVar[Any] = ""  # the digest of what is shown, where the act is on that and nothing else
    prints: ClassVar[str] = ""  # the kind of paper it makes that is put into somebody's hand

    def __init__(self, data: Mapping[str, Any] | None = None, *, dossier: Dossier, **options: Any) -> None:
        self.dossier = dossier
        super().__init__(data, auto_id=f"id_{self.slug}_%s", **options)  # a page holds many, with fields of one name

    def __init_subclass__(cls, **options: Any) -> None:
        """Note every class that has an address of its own."""
        super().__init_subclass__(**options)
        if "slug" in vars(cls):
            _DECLARED.append(cls)

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Whether *dossier* is a case for it at *at*, apart from its state."""
        return True

    @classmethod
    def refusal(cls, dossier: Dossier, user: User, at: datetime) -> Refused | None:
        """What the act itself would answer *user* now, whatever is typed: the page says so instead of offering it."""
        return None

    @classmethod
    def is_for(cls, user: User, dossier: Dossier, day: date) -> bool:
        """Whether one of the user's posts on *day* may do it."""
        return post_for(user, dossier, cls.verb, day) is not None

    def arguments(self, by: User) -> dict[str, Any]:
        """The keyword arguments of the act, from what was typed."""
        return self.cleaned_data

    def perform(self, *, by: User, at: datetime) -> Dossier:
        """Carry the act out; raises Refused as the act does."""
        rows = Dossier.objects.filter(pk=self.dossier.pk).seen_by(by)  # whose case it is, in the statement that locks
        return type(self).action(rows, **self.arguments(by), by=by, at=at)


def declared_acts() -> tuple[type[ActForm], ...]:
    """Every act declared so far, in the order of declaration."""
    return tuple(_DECLARED)


def reason_field(label: Any, required: Any = "", *, rows: int = 4) -> forms.CharField:
    """A free text; needed where there are words for its lack."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


def day_field(label: Any, required: Any = "", hint: Any = "") -> forms.DateField:
    """A day; needed where there are words for its lack."""
    return forms.DateField(
        label=label,
        help_text=hint or _("Ví dụ: 27/3/2026"),
        required=bool(required),
        error_messages={"required": required, "invalid": _("Nhập đủ ngày, tháng, năm. Ví dụ: 27/3/2026")},
    )


def choice_field(label: Any, choices: Any, required: Any) -> forms.ChoiceField:
    """One of a list that begins with nothing chosen."""
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], error_messages={"required": required})
