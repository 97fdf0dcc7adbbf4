"""The one form for 'who takes this up, with whom?', and what visitors fill in to hear of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DayField, DeskForm

from .models import Matter
from .selectors import today


def _line(label: Any, help_text: Any = "", length: int = 150) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=length,
        required=False,
        widget=forms.TextInput(attrs={"lang": "nl"}),
    )


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )


class TakeUpForm(DeskForm):
    """Who does something with it, with whom, and what comes next: the same for everything that was brought in."""

    field_of = {"matter_incomplete": "status", "pair_incomplete": "together_with"}

    owner_kind = forms.ChoiceField(
        label=_("Who takes this up?"),
        help_text=_("First ask whether someone in the street wants to, alone or with one of you."),
        choices=Matter.Owner.choices,
        required=False,
    )
    owner_name = _line(_("Name or first name"), _("As it may stand on the site. Of a resident only with a yes."))
    together_with = _line(_("Together with"))
    status = forms.ChoiceField(
        label=_("What happens with it?"), choices=[one for one in Matter.Status.choices if one[0] != Matter.Status.NEW]
    )
    next_step = _line(_("Next step"), length=300)
    due_on = DayField(label=_("When?"), required=False)
    outcome = _text(_("What came of it?"), _("Needed when it is done, or not done: then say why."))
    told = _text(
        _("What do we say to who brought this in?"),
        _("One or two plain sentences. Empty: the outcome or the next step."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        is_busy = given.get("status") in (Matter.Status.TAKEN_UP, Matter.Status.BUSY)
        if is_busy and given.get("next_step") and not given.get("due_on"):
            self.add_error("due_on", ValidationError(_("Say when. Then it can't be forgotten."), code="day_missing"))
        due_on = given.get("due_on")
        if is_busy and due_on and due_on < today():
            self.add_error("due_on", ValidationError(_("This day is over. When is it now?"), code="day_over"))
        return given


class PromiseForm(DeskForm):
    """What someone promised."""

    field_of = {"text_missing": "text", "day_ahead": "promised_on"}

    text = forms.CharField(
        label=_("What was promised?"),
        help_text=_("One sentence, as you would say it in the street. Everyone can read it: do not name residents."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl", "maxlength": 200}),
    )
    place = _line(_("Where was that?"), _("For example: at a door, at a table, in the meeting of 3 March."))
    promised_on = DayField(label=_("When?"), required=False)
    author_email = forms.EmailField(
        label=_("E-mail address of who wants to hear of it"),
        help_text=_("Only with a yes of that person, who confirms it from the own mailbox."),
        required=False,
    )


class FollowForm(DeskForm):
    """An address to hear at."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We first send you a question: is this you? You can stop at any moment."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(DeskForm):
    """The code that stood on the screen when something was brought in."""

    field_of = {"code_unknown": "code", "code_void": "code"}

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Three groups of four characters. Capitals and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
