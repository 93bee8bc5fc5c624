"""Which form of the house stands for which of allauth's: of the account, and of its second factors."""

ACCOUNT = {
    "login": "people.sign_in.forms.SignIn",
    "signup": "people.sign_in.forms.SignUp",
    "reauthenticate": "people.sign_in.forms.Reauthenticate",
    "change_password": "people.sign_in.forms.ChangePassword",
    "reset_password": "people.sign_in.forms.ResetPassword",
    "reset_password_from_key": "people.sign_in.forms.ResetPasswordByKey",
}
MFA = {
    "authenticate": "people.sign_in.forms.SecondFactor",
    "reauthenticate": "people.sign_in.forms.SecondFactorAgain",
    "activate_totp": "people.sign_in.forms.ActivateSecondFactor",
    "add_webauthn": "people.sign_in.passkeys.AddPasskey",
    "edit_webauthn": "people.sign_in.passkeys.RenamePasskey",
    "authenticate_webauthn": "people.sign_in.passkeys.PasskeyAnswer",
    "reauthenticate_webauthn": "people.sign_in.passkeys.PasskeyAgain",
}
