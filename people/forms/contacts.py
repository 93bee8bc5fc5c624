"""Forms of how people are reached, and of ends of representations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from people.forms.parties import phone_of, printable


class ContactForm(forms.Form):
    """Telephone, e-mail, and where letters go."""

    phone = forms.CharField(
        label=_lazy("Số điện thoại"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_lazy("Thư điện tử (email)"),
        help_text=_lazy("Địa chỉ mới thay địa chỉ cũ sau khi ông/bà bấm xác nhận trong thư gửi đến đó"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _lazy("Địa chỉ thư điện tử phải có dạng ten@tenmien.vn.")},
    )
    postal_address = forms.CharField(
        label=_lazy("Địa chỉ nhận thư"),
        help_text=_lazy("Để trống khi nhận thư ở địa chỉ như trên giấy tờ"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def clean_phone(self) -> str:
        """A Vietnamese number, however it is grouped."""
        return phone_of(self.cleaned_data["phone"])

    def clean_postal_address(self) -> str:
        """Text without invisible characters; nothing for the address on papers."""
        typed = self.cleaned_data["postal_address"]
        return printable(typed) if typed.strip() else ""


class CounterContactForm(ContactForm):
    """The same at the counter, with the address on papers and the paper that was seen."""

    address = forms.CharField(label=_lazy("Địa chỉ như trên giấy tờ"), required=False, max_length=300)
    proof = forms.CharField(
        label=_lazy("Giấy tờ đã đối chiếu"),
        help_text=_lazy("Chỉ lưu khi đã xem bản chính"),
        max_length=150,
        error_messages={"required": _lazy("Nhập giấy tờ đã đối chiếu, ví dụ: căn cước bản chính")},
    )
    field_order = ["phone", "email", "address", "postal_address", "proof"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _lazy("Địa chỉ mới nhận một thư xác nhận; địa chỉ cũ được báo")
        for field in self.fields.values():  # the clerk's browser keeps nobody
            field.widget.attrs["autocomplete"] = "off"

    def clean_address(self) -> str:
        """Text without invisible characters."""
        typed = self.cleaned_data["address"]
        return printable(typed) if typed.strip() else ""


class EndForm(forms.Form):
    """When a representation ends, and on which ground."""

    last_day = forms.DateField(
        label=_lazy("Ngày cuối còn đại diện"),
        help_text=_lazy("Để trống để kết thúc ngay. Ví dụ: 27/4/2027"),
        required=False,
        error_messages={"invalid": _lazy("Nhập ngày theo dạng 27/4/1990")},
    )
    ground = forms.CharField(
        label=_lazy("Căn cứ"),
        help_text=_lazy("Ví dụ: công văn số 12 của công ty, quyết định của tòa án, giấy khai sinh"),
        max_length=300,
        error_messages={"required": _lazy("Nhập căn cứ, ví dụ: công văn của công ty, quyết định của tòa án")},
    )
