"""Passkeys as second factors: the forms of the ceremony, which take from a browser only what the ceremony needs.

What a browser sends is bytes of whoever sends it: it is parsed here, within a length, and whatever the packages make of
bad ones is a refusal in words.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from people.sign_in.forms import LABELS, HouseLabels

MOST = 20_000  # characters of a credential; a real one has some hundred to a few thousand
BAD_BYTES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, struct.error)
WRONG_KEY = (*BAD_BYTES, InvalidSignature, UnsupportedAlgorithm, NotImplementedError)


@contextmanager
def refusing_bad_keys() -> Iterator[None]:
    """Turn what the packages raise over bad bytes or a wrong signature into a refusal. Raises ValidationError."""
    try:
        yield
    except ValidationError:
        raise
    except WRONG_KEY as error:
        raise ValidationError(wrong_message()) from error


def wrong_message() -> str:
    """What to do when the browser sent no good credential."""
    return _("Chưa nhận được khóa truy cập hợp lệ. Bấm nút để thử lại, hoặc dùng cách khác.")


class CredentialField(forms.JSONField):
    """What the device answered, as JSON of a bounded length; good for one time, so a page never shows it again."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The answer as it was sent. Raises ValidationError for what is too long, too deep, or no JSON."""
        with refusing_bad_keys():
            if len(str(value)) > MOST:
                raise ValidationError(wrong_message())
            return super().to_python(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing: the page asks the device anew."""
        return None

    def prepare_value(self, value: Any) -> str:
        """Nothing."""
        return ""


class Ceremony(HouseLabels):
    """The words of the hidden field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = {"required": wrong_message(), "invalid": wrong_message()}
        field = CredentialField(label=_("Khóa truy cập"), error_messages=wrong)
        self.fields["credential"] = field  # type: ignore[attr-defined]


class AddPasskey(Ceremony, AddWebAuthnForm):
    """What the device made, and what its owner calls it."""

    def clean_credential(self) -> dict[str, Any]:
        """The parts that are kept, and nothing else of what was sent. Raises ValidationError."""
        with refusing_bad_keys():
            sent = self.cleaned_data["credential"]
            RegistrationResponse.from_dict(sent)
            parts = {name: sent["response"][name] for name in ("clientDataJSON", "attestationObject")}
            return {"id": sent["rawId"], "rawId": sent["rawId"], "type": "public-key", "response": parts}

    def clean_name(self) -> str:
        """At most sixty characters."""
        return str(super().clean_name())[:60]

    def clean(self) -> dict[str, Any]:
        """Whether it answers the challenge of this session. Raises ValidationError."""
        with refusing_bad_keys():
            data: dict[str, Any] = super().clean()
            return data


class PasskeyAnswer(Ceremony, AuthenticateWebAuthnForm):
    """The device's answer on the way in."""

    def clean_credential(self) -> Any:
        """The authenticator that answered. Raises ValidationError."""
        with refusing_bad_keys():
            AuthenticationResponse.from_dict(self.cleaned_data["credential"])
            return super().clean_credential()


class PasskeyAgain(PasskeyAnswer, ReauthenticateWebAuthnForm):
    """The device's answer once more, before something grave."""


class RenamePasskey(HouseLabels, EditWebAuthnForm):
    """What its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required = {"required": _("Nhập tên để nhận ra thiết bị")}
        self.fields["name"] = forms.CharField(label=LABELS["name"], max_length=60, error_messages=required)
