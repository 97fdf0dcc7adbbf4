"""Addresses of signing in and out and of one's own access: only those of allauth's pages that are used here."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as organisation
from django.urls import include, path

from . import sign_in

ask_for_code = sign_in.AskForCode.as_view()
second_step_again = sign_in.SecondStepAgain.as_view()

urlpatterns = [
    path("mijn-werkplek/", sign_in.desks, name="desks"),
    path("inloggen/", ask_for_code, name="account_login"),
    path("inloggen/per-mail/", ask_for_code, name="account_request_login_code"),
    path("inloggen/code/", sign_in.EnterCode.as_view(), name="account_confirm_login_code"),
    path("inloggen/passkey/", sign_in.EnterByPasskey.as_view(), name="mfa_login_webauthn"),
    path("inloggen/tweede-stap/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("inloggen/onbekend/", account.SignupView.as_view(), name="account_signup"),
    path("inloggen/gestopt/", account.account_inactive, name="account_inactive"),
    path("inloggen/organisatie/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("inloggen/organisatie-onbekend/", organisation.signup, name="socialaccount_signup"),
    path("inloggen/organisatie-afgebroken/", organisation.login_cancelled, name="socialaccount_login_cancelled"),
    path("inloggen/organisatie-mislukt/", organisation.login_error, name="socialaccount_login_error"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("mijn-toegang/", second_factor.index, name="mfa_index"),
    path("mijn-toegang/bevestigen/", second_step_again, name="mfa_reauthenticate"),
    path("mijn-toegang/bevestigen/eerst/", second_step_again, name="account_reauthenticate"),
    path("mijn-toegang/app/", app.activate_totp, name="mfa_activate_totp"),
    path("mijn-toegang/app/weg/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("mijn-toegang/noodcodes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("mijn-toegang/noodcodes/nieuw/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("mijn-toegang/noodcodes/bestand/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("mijn-toegang/passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("mijn-toegang/passkeys/nieuw/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("mijn-toegang/passkeys/bevestigen/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("mijn-toegang/passkeys/<int:pk>/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("mijn-toegang/passkeys/<int:pk>/weg/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
]
