"""Signing in: the pages of django-allauth with a limit on wrong codes, and the page that chooses a desk."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from . import attempts, selectors


class Limited:
    """Counts wrong answers of a form, and refuses the form (429) where there were too many."""

    request: HttpRequest

    def subject(self) -> str:
        """What is being guessed at: the count belongs to this and the visitor's address."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not attempts.is_allowed(request, self.subject()):
            return attempts.refused(request)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def form_invalid(self, form: Any) -> HttpResponse:
        attempts.count_failure(self.request, self.subject())
        response = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response


class AskForCode(RequestLoginCodeView):
    """Fill in an e-mail address. Whoever it belongs to, the answer is the same."""

    template_name = "account/login.html"

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "email": self.request.GET.get("email", "")}

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@method_decorator(sensitive_post_parameters("code"), name="dispatch")
class EnterCode(Limited, ConfirmLoginCodeView):
    """Fill in the code from the e-mail; the link in the e-mail fills it in."""

    def subject(self) -> str:
        return f"{attempts.SIGN_IN_CODES} {str(self._process.state.get('email') or '').lower()}"

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "code": self.request.GET.get("code", "")[:20]}


@method_decorator([sensitive_post_parameters("code"), never_cache], name="dispatch")
class SecondStep(Limited, AuthenticateView):
    """The second step at sign-in."""

    def subject(self) -> str:
        return f"{attempts.SECOND_FACTOR} {self.stage.login.user.pk}"


@method_decorator([sensitive_post_parameters("code"), never_cache], name="dispatch")
class SecondStepAgain(Limited, ReauthenticateView):
    """The second step once more, before something that matters."""

    def subject(self) -> str:
        return f"{attempts.SECOND_FACTOR} {self.request.user.pk}"


class EnterByPasskey(Limited, LoginWebAuthnView):
    """Sign in with a passkey."""

    def subject(self) -> str:
        return "passkey"


@never_cache
@login_required
def desks(request: HttpRequest) -> HttpResponse:
    """The desks of someone with a role in several neighbourhoods, or in none yet."""
    return render(request, "accounts/desks.html", {"neighbourhoods": selectors.desks_of(request.user)})
