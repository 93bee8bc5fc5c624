"""Forms of the public pages that belong to no app."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DisplayForm(forms.Form):
    """Text size and contrast of every page; kept in two cookies."""

    text_size = forms.ChoiceField(
        label=_("Cỡ chữ"), choices=[("thuong", _("Thường")), ("lon", _("Lớn"))], widget=forms.RadioSelect
    )
    contrast = forms.ChoiceField(
        label=_("Độ tương phản"),
        choices=[("thuong", _("Thường")), ("cao", _("Cao: chữ trắng trên nền đen"))],
        widget=forms.RadioSelect,
    )
