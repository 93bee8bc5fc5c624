"""Forms of delegations: to whom, from when to when, in which matter; and who stands in for who fell ill."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.competences import KINDS_OF_ACT
from dossiers.delegations import procedure_choices
from people.delegations import candidates, delegable_posts
from people.models import Delegation, Post, User
from toolbox.collation import collation_key

DAY = {
    "required": _("Nhập đủ ngày, tháng, năm. Ví dụ: 27/3/2026"),
    "invalid": _("Nhập đủ ngày, tháng, năm. Ví dụ: 27/3/2026"),
}
OWN_KINDS = (Delegation.Kind.LEAVE, Delegation.Kind.DOCUMENT)


class PersonField(forms.ChoiceField):
    """One of some accounts."""

    def __init__(self, **options: Any) -> None:
        missing = _("Chọn người thay")
        super().__init__(error_messages={"required": missing, "invalid_choice": missing}, **options)
        self.people: dict[str, User] = {}

    def offer(self, people: Sequence[User]) -> None:
        """Offer these, with what they are."""
        self.people = {str(user.pk): user for user in people}
        self.choices = [("", "—"), *((key, _with_posts(user)) for key, user in self.people.items())]

    def clean(self, value: Any) -> User:
        """The account."""
        return self.people[super().clean(value)]


class DelegationForm(forms.Form):
    """Somebody who acts by one's own post for a while."""

    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[(kind.value, kind.label) for kind in OWN_KINDS],
        initial=Delegation.Kind.LEAVE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn loại"), "invalid_choice": _("Chọn loại")},
    )
    post = forms.TypedChoiceField(
        label=_("Vị trí công tác"),
        coerce=int,
        error_messages={"required": _("Chọn vị trí công tác"), "invalid_choice": _("Chọn vị trí công tác")},
    )
    to = PersonField(label=_("Người thay"))
    since = forms.DateField(label=_("Từ ngày"), error_messages=DAY)
    until = forms.DateField(
        label=_("Đến hết ngày"), help_text=_("Quá mười ngày làm việc phải có văn bản"), error_messages=DAY
    )
    basis = forms.CharField(
        label=_("Số, ngày văn bản"),
        help_text=_("Ví dụ: 12/GUQ-SLĐTBXH ngày 1/12/2026. Ủy quyền bằng văn bản phải có"),
        required=False,
        max_length=120,
    )
    acts = forms.MultipleChoiceField(
        label=_("Loại việc"),
        help_text=_("Không chọn là mọi việc của vị trí"),
        required=False,
        choices=list(KINDS_OF_ACT.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Chọn loại việc trong danh sách")},
    )
    procedures = forms.MultipleChoiceField(
        label=_("Thủ tục"),
        help_text=_("Không chọn là mọi thủ tục"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mc-choices"}),
        error_messages={"invalid_choice": _("Chọn thủ tục trong danh sách")},
    )
    reason = forms.CharField(label=_("Lý do"), required=False, max_length=300)

    def __init__(self, *args: Any, user: User, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        posts = delegable_posts(user, day)
        self.posts = {post.pk: post for post in posts}
        _choices(self.fields["post"], [(post.pk, str(post)) for post in posts])
        _choices(self.fields["procedures"], procedure_choices(day))
        people = {person.pk: person for post in posts for person in candidates(post, day)}
        _offer(self.fields["to"], sorted(people.values(), key=lambda person: collation_key(str(person))))
        if len(posts) == 1:
            self.fields["post"].initial = posts[0].pk

    @property
    def is_limited(self) -> bool:
        """True where a part of the work was chosen, or wrongly: then the page shows the choices."""
        return bool(self["acts"].value() or self["procedures"].value() or {"acts", "procedures"} & set(self.errors))

    def arguments(self) -> dict[str, Any]:
        """The arguments of the act."""
        data = dict(self.cleaned_data)
        return data | {"post": self.posts[data["post"]]}


class SuddenForm(forms.Form):
    """Who stands in for somebody who fell ill, until when: both are chosen before one looks."""

    to = PersonField(label=_("Người thay"))
    until = forms.DateField(label=_("Đến hết ngày"), help_text=_("Nhiều nhất mười ngày làm việc"), error_messages=DAY)
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, error_messages={"required": _("Nhập lý do để người được báo biết.")}
    )

    def __init__(self, *args: Any, post: Post, by: User, day: date, **options: Any) -> None:
        people = [person for person in candidates(post, day) if person != by]
        super().__init__(*args, **options)
        self.fields["until"].initial = f"{day + timedelta(days=2):%d/%m/%Y}"
        self.fields["reason"].initial = _("Nghỉ ốm")
        _offer(self.fields["to"], people)
        if people:
            self.fields["to"].initial = str(people[0].pk)


class EndDelegationForm(forms.Form):
    """Why it ends today."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nhập lý do để người được báo biết.")},
    )


def _choices(field: forms.Field, choices: Sequence[tuple[Any, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _offer(field: forms.Field, people: Sequence[User]) -> None:
    assert isinstance(field, PersonField)
    field.offer(people)


def _with_posts(user: User) -> str:
    """A name with what its owner is today."""
    return " – ".join([str(user), *dict.fromkeys(str(post.get_role_display()) for post in user.active_posts)])
