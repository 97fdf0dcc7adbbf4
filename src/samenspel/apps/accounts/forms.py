"""Forms of people and of their access."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DeskForm

from .models import Role


class PasskeyForm(AddWebAuthnForm):
    """A new passkey: good for signing in at once, unless someone unticks that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].widget.attrs["class"] = "utrecht-textbox utrecht-textbox--html-input"
        self.fields["passwordless"].initial = True


class InvitationForm(DeskForm):
    """Give someone a role; a person who is not known yet is added."""

    field_of = {"role_held": "role"}

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("We send the invitation to this address."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
