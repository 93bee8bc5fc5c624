"""The admin of accounts, units, posts, parties and representations; never a dossier.

It opens to an account marked as staff that holds the post of administrator today, and to the first account, of
`createsuperuser`, until the site has two administrators. Power is given by two of them (`people/grants.py`), not here:
posts, representations and accounts are read; a new account gets no password, its owner gets a link. Rows are ended by
their last day, not deleted: what was done under them stays true.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.actions import change_party, path_below
from people.grants import TWO
from people.models import Agency, Party, Post, Representation, User
from people.models.grant import administrators_on
from people.models.party_change import FACTS
from people.privacy.reads import record_party, record_search
from people.sign_in.forms import ResetPassword
from toolbox.text import fold, nfc

NO_GROUND = "Sửa trong trang quản trị, không nêu căn cứ"  # the record has one language
# The site's own sign-in counts wrong passwords and asks for the second factor; Django's admin form does neither.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
assert isinstance(admin.site._registry[Group], GroupAdmin)  # imported above, which registers it
admin.site.unregister(Group)  # what one may do is written in posts


class AdministratorOnly:
    """Permissions for administrators by post; nothing is deleted."""

    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators see it on the first page."""
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators may view."""
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators may add."""
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators may change."""
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: rows are ended by their last day."""
        return False


class OnlyRead(AdministratorOnly):
    """What two people change elsewhere, or its owner: looked at here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False


class ReadOnlyOnceSaved:
    """Fields that are entered once; a mistake is ended and entered anew."""

    read_only_once_saved: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The fields that no longer change, once the row exists."""
        return self.read_only_once_saved if obj else ()


def is_administrator(request: HttpRequest) -> bool:
    """True for who holds the post today; for a superuser only while the site lacks its two administrators."""
    user = request.user
    if not isinstance(user, User):
        return False
    begun = user.is_superuser and administrators_on(timezone.localdate()).count() < TWO
    return user.has_role(Post.Role.ADMINISTRATOR) or begun


@admin.register(User)
class Accounts(AdministratorOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Accounts: entered without a password, then read; names, addresses and passwords are their owners'."""

    fields = ("username", "full_name", "email", "phone")
    list_display = ("username", "full_name", "email", "is_active")
    list_filter = ("is_active",)
    search_fields = ("username", "full_name", "email")
    actions = ("send_link",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: an address that somebody else changed would get the link to a new password."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new account opens by the link that goes to its owner, and by nothing else."""
        obj.full_name = nfc(obj.full_name)
        obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        _send_link(request, obj)

    @admin.action(description=_("Gửi chủ tài khoản liên kết đặt mật khẩu"))
    def send_link(self, request: HttpRequest, rows: Any) -> None:
        """Send the owners of these accounts a link by which they set a new password."""
        for user in rows.filter(is_active=True):
            _send_link(request, user)


def _send_link(request: HttpRequest, user: User) -> None:
    """The link to a new password, to the address on file; nothing where there is none."""
    form = ResetPassword({"email": user.email})
    if user.email and form.is_valid():
        form.save(request)


@admin.register(Agency)
class Agencies(AdministratorOnly, ReadOnlyOnceSaved, admin.ModelAdmin):  # type: ignore[type-arg]
    """The dated tree: a new name is a new row, and the old one names it as its successor."""

    fields = (
        "code",
        "parent",
        "name",
        "name_en",
        "short_name",
        "kind",
        "national_code",
        "symbol",
        "place",
        "address",
        "phone",
        "valid_from",
        "valid_to",
        "successor",
    )
    read_only_once_saved = ("code", "parent", "name", "kind", "valid_from")
    list_display = ("code", "name", "kind", "parent", "valid_from", "valid_to")
    search_fields = ("code", "name")
    ordering = ("path",)

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        """A new unit gets its place in the tree."""
        if not change:
            obj.path = path_below(obj.parent, obj.code)
        super().save_model(request, obj, form, change)


@admin.register(Post)
class Posts(OnlyRead, admin.ModelAdmin):  # type: ignore[type-arg]
    """Appointments, as two administrators made them."""

    list_display = ("user", "role", "unit", "valid_from", "valid_to")
    list_filter = ("role",)
    search_fields = ("user__username", "user__full_name", "unit__name")
    list_select_related = ("user", "unit")


class PartyAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    """The facts of a party, and the paper on which they are changed."""

    ground = forms.CharField(
        label=_("Căn cứ của thay đổi"),
        help_text=_("Giấy tờ làm căn cứ, ví dụ: giấy đăng ký thay đổi lần 2. Tên cũ vẫn được giữ và tìm được."),
        max_length=300,
        required=False,
    )

    class Meta:
        model = Party
        fields = [*FACTS]


@admin.register(Party)
class Parties(AdministratorOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """People and organisations as on their papers; found by name, since the search stands in the address."""

    form = PartyAdminForm
    list_display = ("name", "kind")
    search_fields = ("name_folded", "changes__name_folded")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """What the words name; the search is recorded, whoever it lists."""
        rows, doubled = super().get_search_results(request, queryset, fold(search_term))
        if search_term and isinstance(request.user, User):
            listed = len(rows[: self.list_per_page])
            record_search(request, search_term, rows=listed, by=request.user, at=timezone.now())
        return rows, doubled

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The person of a page, whose data are read there; recorded."""
        party = super().get_object(request, object_id, from_field)
        if party is not None and isinstance(request.user, User):
            record_party(request, party, by=request.user, at=timezone.now())
        return party

    def save_model(self, request: HttpRequest, obj: Party, form: Any, change: bool) -> None:
        """A change goes through its act, which keeps what was before; a new row's name is folded."""
        if change and isinstance(request.user, User):
            facts = {name: form.cleaned_data[name] for name in FACTS if name in form.cleaned_data}
            ground = form.cleaned_data["ground"] or NO_GROUND
            change_party(obj, facts, ground=ground, by=request.user, at=timezone.now())
            return
        obj.name, obj.name_folded = nfc(obj.name), fold(nfc(obj.name))[:255]
        super().save_model(request, obj, form, change)


@admin.register(Representation)
class Representations(OnlyRead, admin.ModelAdmin):  # type: ignore[type-arg]
    """Who acts for whom, on which proof, until when."""

    list_display = ("user", "party", "scope", "valid_from", "valid_to")
    list_select_related = ("user", "party")
    search_fields = ("user__username", "party__name_folded")
