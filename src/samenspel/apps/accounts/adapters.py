"""How django-allauth behaves here: nobody signs up, secrets are kept encrypted, everyone lands at an own desk."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import access, attempts, selectors


def desk_address(person: Any) -> str:
    """The address of the person's own desk; with several (or none) the page to choose from."""
    neighbourhoods = selectors.desks_of(person)
    if len(neighbourhoods) == 1:
        return reverse("accounts:start", kwargs={"neighbourhood": neighbourhoods[0].slug})
    return reverse("desks")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without a password, for people whom an administrator added."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right. Look at the newest e-mail."),
        "too_many_login_attempts": gettext_lazy("That was tried too often. Wait a moment and ask for a new code."),
        "rate_limited": gettext_lazy("A new code was sent a moment ago. Wait a minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator adds people."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return desk_address(request.user)

    def get_client_ip(self, request: HttpRequest) -> str:
        return attempts.client_address(request)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin a session of limited age; Django gives it a new key."""
        super().login(request, user)
        request.session.set_expiry(settings.STAFF_SESSION_SECONDS)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a passkey and no app is asked for the passkey first, not for an emergency code."""
        methods = super().get_reauthentication_methods(user)
        if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return methods
        return sorted(methods, key=lambda method: not str(method["id"]).endswith(":webauthn"))

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what someone must know: the page itself already shows that signing in or out worked."""
        template = args[0] if args else kwargs.get("message_template")
        quiet = ("logged_in.txt", "logged_out.txt", "login_code_sent.txt")
        if not (isinstance(template, str) and template.endswith(quiet)):
            super().add_message(request, level, *args, **kwargs)


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Signing in through the organisation: only for who is known here, by a verified e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: who is unknown here is not let in."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are encrypted with a key from the environment."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right. Wait for the next one and try again."),
    }

    @staticmethod
    def _safe() -> MultiFernet:
        keys: list[Any] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        hashed = [hashlib.sha256(f"second-factor:{key}".encode()).digest() for key in keys]
        return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in hashed])

    def encrypt(self, text: str) -> str:
        return self._safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._safe().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": number + 1}


@receiver(authenticator_added)
def remember_second_factor(sender: Any, request: HttpRequest, authenticator: Authenticator, **_more: Any) -> None:
    """Who just set up a second step has shown it, in this session."""
    if authenticator.type in access.STRONG:
        facts = {"id": authenticator.pk, "type": authenticator.type, "reauthenticated": True}
        record_authentication(request, authenticator.user, "mfa", **facts)
