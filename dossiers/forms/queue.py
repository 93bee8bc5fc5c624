"""Forms of the queue: a name for a view, and the labels of a unit."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.actions.review import HANDLERS
from dossiers.bulk import ACTS
from dossiers.labels import label_units, labels_of
from dossiers.models import Label, SavedView
from people.models import Agency, Post, User
from toolbox.collation import collation_key
from toolbox.text import has_control_characters


class NameField(forms.CharField):
    """A short name on one line."""

    def clean(self, value: Any) -> str:
        """The name without spaces around or doubled; raises ValidationError for signs that no line has."""
        name: str = super().clean(value)
        if has_control_characters(name):
            raise forms.ValidationError(_("Tên có ký tự không đọc được. Gõ lại."))
        return " ".join(name.split())


def _name_of(model: Any, label: Any, missing: Any, hint: Any = "") -> NameField:
    longest = model._meta.get_field("name").max_length
    return NameField(label=label, help_text=hint, max_length=longest, error_messages={"required": missing})


class SavedViewForm(forms.Form):
    """What a view is to be called."""

    name = _name_of(SavedView, _("Tên cách xem"), _("Nhập tên cách xem."), _("Ví dụ: Giấy phép nộp trực tuyến"))


class LabelForm(forms.Form):
    """A label: its unit where one works in several, its name and colour."""

    name = _name_of(
        Label,
        _("Tên nhãn"),
        _("Nhập tên nhãn."),
        _("Ngắn, về việc phải làm. Không ghi tên hay tình trạng sức khỏe của người dân."),
    )
    colour = forms.ChoiceField(
        label=_("Màu"), choices=Label.Colour.choices, error_messages={"required": _("Chọn một màu.")}
    )

    def __init__(self, data: Any = None, *, units: Iterable[Agency] = (), **options: Any) -> None:
        super().__init__(data, **options)
        choices = [(str(unit.pk), str(unit)) for unit in units]
        if len(choices) > 1:
            missing = {"required": _("Chọn đơn vị của nhãn.")}
            self.fields["unit"] = forms.ChoiceField(label=_("Đơn vị"), choices=choices, error_messages=missing)


TAKE = "take"
Role = Post.Role


class BulkForm(forms.Form):
    """What is to be done with many dossiers: one act, and what it needs beside."""

    action = forms.ChoiceField(
        label=_("Việc cần làm"), widget=forms.RadioSelect, error_messages={"required": _("Chọn việc cần làm.")}
    )
    to = forms.ChoiceField(label=_("Phân công cho"), help_text=_("Khi phân công."), required=False)
    label = forms.ChoiceField(label=_("Nhãn"), help_text=_("Khi gắn nhãn."), required=False)
    reason = forms.CharField(
        label=_("Lý do trả lại"),
        help_text=_("Khi trả lại."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    needed = {
        "assign": ("to", _("Chọn người xử lý.")),
        "label": ("label", _("Chọn một nhãn.")),
        "send-back": ("reason", _("Nhập lý do trả lại.")),
    }

    def __init__(self, user: User, units: Collection[int], data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        acts = dict(_acts_of(user))
        self._choose("action", list(acts.items()))
        self._choose("to", [("", "—"), *((who.username, str(who)) for who in colleagues_in(units))])
        self._choose("label", [("", "—"), *((str(row.pk), row.name) for row in labels_of(user))])
        for word, (name, _missing) in self.needed.items():
            vars(self.fields[name])["is_needed"] = True  # by its act; the hint says which
            if word not in acts:
                del self.fields[name]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse an act without what it needs."""
        data = super().clean() or {}
        name, missing = self.needed.get(data.get("action", ""), ("", ""))
        if name and not data.get(name) and name not in self.errors:
            self.add_error(name, missing)
        return data

    @property
    def word(self) -> str:
        """The key of the act in `dossiers.bulk.ACTS`, once the form is valid; to take is to assign to oneself."""
        action: str = self.cleaned_data["action"]
        return "assign" if action == TAKE else action

    @property
    def facts(self) -> dict[str, str]:
        """What the act takes, the same for all."""
        if self.cleaned_data["action"] == TAKE:
            return {"to": self.user.username}
        return {name: self.cleaned_data[name] for name in ACTS[self.word].fields}


def _acts_of(user: User) -> Iterable[tuple[str, Any]]:
    """The acts that posts of *user* may do at all; whether on each dossier, the act itself says."""
    if user.has_role(Role.OFFICER, Role.HEAD, Role.LEADER):
        yield TAKE, _("Nhận xử lý cho tôi")
    if user.has_role(Role.HEAD, Role.LEADER):
        yield "assign", ACTS["assign"].title
        yield "send-back", ACTS["send-back"].title
    if label_units(user):
        yield "label", ACTS["label"].title


def colleagues_in(units: Collection[int]) -> list[User]:
    """Who may be named to handle a dossier in one of *units* today, by name."""
    rows = Post.objects.in_force(timezone.localdate()).filter(unit__in=units, role__in=HANDLERS, user__is_active=True)
    return sorted({post.user for post in rows.select_related("user")}, key=lambda user: collation_key(str(user)))
