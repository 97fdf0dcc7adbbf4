"""What is filled in at the council's desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DeskForm

from .models import DecisionVote, LegalForm, Meeting, RulesOfPlay
from .selectors import Ballot

CENTS_MAX = 10**15
RULES_MAX = 30


def _day(**extra: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **extra)


def euros_field(**extra: Any) -> forms.DecimalField:
    """An amount in euros, as typed in the language of the page; `cents_of` makes whole cents of it."""
    return forms.DecimalField(
        min_value=0,
        max_digits=15,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **extra,
    )


def cents_of(euros: Any) -> int | None:
    """Whole cents, or None for an empty field."""
    return None if euros is None else int(euros * 100)


def _rules_field(label: Any, help_text: Any = "", **extra: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4}), **extra)


class _RulesFields(DeskForm):
    """The rules of play as three lists, one rule on a line."""

    decides = _rules_field(_("What the council decides on"), _("One rule on a line."))
    advises = _rules_field(_("What the council advises on"), _("One rule on a line."), required=False)
    may_not_touch = _rules_field(_("What the council may not touch"), _("One rule on a line."), required=False)
    amount_max = euros_field(label=_("The most money in one decision, in euros"))
    in_force_from = _day(label=_("In force from"))

    def rules(self, before: RulesOfPlay | None = None) -> dict[str, Any]:
        """The arguments of `set_rules`: a rule whose text stays the same keeps its key."""
        known = {}
        if before is not None:
            lists = (before.decides, before.advises, before.may_not_touch)
            known = {item["text"]: item["key"] for items in lists for item in items}
        taken = set(known.values())
        found: dict[str, Any] = {}
        for name in ("decides", "advises", "may_not_touch"):
            found[name] = []
            for text in self._lines(name):
                key = known.get(text) or _fresh_key(text, taken)
                taken.add(key)
                found[name].append({"key": key, "text": text})
        found["amount_max_cents"] = cents_of(self.cleaned_data["amount_max"])
        found["in_force_from"] = self.cleaned_data["in_force_from"]
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lines = [text for name in ("decides", "advises", "may_not_touch") for text in self._lines(name)]
        if len(set(lines)) != len(lines):
            raise ValidationError(_("The same rule stands there twice."), code="rule_twice")
        if len(lines) > RULES_MAX:
            raise ValidationError(_("These are more than thirty rules. Nobody reads that."), code="rules_too_many")
        return data

    def _lines(self, name: str) -> list[str]:
        return [line.strip() for line in self.cleaned_data.get(name, "").splitlines() if line.strip()]


def _fresh_key(text: str, taken: set[str]) -> str:
    """A key of the rule's first words that no other rule has."""
    stem = "-".join(slugify(text).split("-")[:5])[:50] or "rule"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


class RulesForm(_RulesFields):
    """A new version of the rules of play."""

    field_of = {"rule_key_twice": "decides"}


class CouncilForm(_RulesFields):
    """A council with what it rests on, its chairs, its rules and its first term."""

    field_of = {"term_too_long": "term_ends_on", "term_backwards": "term_ends_on"}

    name = forms.CharField(label=_("Name of the council"), max_length=120)
    legal_form = forms.ChoiceField(
        label=_("Legal form"), help_text=_("What its decisions rest on in law."), choices=LegalForm.choices
    )
    instituted_by = forms.CharField(
        label=_("Instituted by"), help_text=_("The ordinance or decision, with its number."), max_length=300
    )
    instituted_on = _day(label=_("Instituted on"))
    competent_body = forms.CharField(
        label=_("Competent body"), help_text=_("Whose power it is, such as the city council."), max_length=120
    )
    objection = forms.CharField(label=_("How to object"), widget=forms.Textarea(attrs={"rows": 3}))
    seats_drawn = forms.IntegerField(label=_("Chairs drawn by lot"), min_value=1, max_value=500, initial=11)
    seats_delegated = forms.IntegerField(
        label=_("Chairs for delegates of the city council"), min_value=0, max_value=100, initial=6
    )
    seats_official = forms.IntegerField(
        label=_("Chairs for officials, without a vote"), min_value=0, max_value=100, initial=0
    )
    term_starts_on = _day(label=_("First day of the first term"))
    term_ends_on = _day(label=_("Last day of the first term"), help_text=_("At most two years later."))

    field_order = (
        "name",
        "legal_form",
        "instituted_by",
        "instituted_on",
        "competent_body",
        "objection",
        "seats_drawn",
        "seats_delegated",
        "seats_official",
        "decides",
        "advises",
        "may_not_touch",
        "amount_max",
        "in_force_from",
        "term_starts_on",
        "term_ends_on",
    )
    FACTS = field_order[:9]

    @property
    def facts(self) -> dict[str, Any]:
        """The arguments of `create_council`."""
        return {name: self.cleaned_data[name] for name in self.FACTS}


class TermForm(DeskForm):
    """The next term."""

    field_of = {"term_too_long": "ends_on"}

    starts_on = _day(label=_("First day"))
    ends_on = _day(label=_("Last day"), help_text=_("At most two years later."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] <= data["starts_on"]:
            self.add_error("ends_on", _("A term ends after it begins."))
        return data


class SeatingForm(DeskForm):
    """Delegates or officials for the empty chairs: a name to show, and a short name for the log."""

    LINES_MAX = 20

    def __init__(self, *args: Any, empty: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = range(1, min(empty, self.LINES_MAX) + 1)
        for number in self.numbers:
            self.fields[f"name_{number}"] = self._text(_("Name to show, person %(number)s"), number, 100)
            self.fields[f"short_{number}"] = self._text(
                _("Short name for the public log, person %(number)s"), number, 60
            )
        self.fields["reason"] = forms.CharField(
            label=_("On what ground?"),
            help_text=_("For example: decision of the city council of 3 March. Everyone can read this."),
            max_length=200,
            widget=forms.TextInput(attrs={"class": "utrecht-textbox utrecht-textbox--html-input"}),
        )

    @staticmethod
    def _text(label: Any, number: int, length: int) -> forms.CharField:
        told = label % {"number": number}
        css = "utrecht-textbox utrecht-textbox--html-input"
        attrs = {"class": css, "aria-label": told, "autocomplete": "off"}
        return forms.CharField(label=told, max_length=length, required=False, widget=forms.TextInput(attrs=attrs))

    def lines(self) -> list[tuple[int, Any, Any]]:
        """(number, field of the name, field of the short name) for the template."""
        return [(number, self[f"name_{number}"], self[f"short_{number}"]) for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in self.numbers:
            if data.get(f"name_{number}") and not data.get(f"short_{number}"):
                self.add_error(f"short_{number}", _("Fill in a short name too, such as ‘delegate 1’."))
        if not self.holders:
            raise ValidationError(_("Fill in at least one person."), code="holders_missing")
        return data

    @property
    def holders(self) -> list[tuple[str, str]]:
        """(short name, name to show) of who was filled in."""
        data = self.cleaned_data
        return [
            (data[f"short_{number}"].strip(), data.get(f"name_{number}", "").strip())
            for number in self.numbers
            if data.get(f"short_{number}", "").strip()
        ]


class LeaveForm(DeskForm):
    """Why someone leaves a chair: a choice, never a story."""

    field_of = {"ended_before_start": "ended_on", "ended_after_term": "ended_on", "reason_unknown": "reason"}

    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("This stands in the public log."),
        choices=(
            ("", _("Choose")),
            ("own_request", _("at own request")),
            ("moved", _("moved away")),
            ("term_ended", _("the term is over")),
            ("other_office", _("holds another office")),
            ("died", _("died")),
            ("other", _("another reason")),
        ),
    )
    ended_on = _day(label=_("Last day"))


class MeetingForm(DeskForm):
    """A meeting with its agenda, one point on a line."""

    title = forms.CharField(label=_("What is it called?"), max_length=150)
    starts_at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    place = forms.CharField(label=_("Where?"), max_length=150)
    agenda = forms.CharField(
        label=_("Agenda"),
        help_text=_("One point on a line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_public = forms.BooleanField(label=_("Everyone may come"), required=False, initial=True)

    @property
    def points(self) -> list[str]:
        """The agenda's points."""
        return [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]


class ProposalForm(DeskForm):
    """A decision to put before the council."""

    field_of = {"outside_scope": "scope_key", "forbidden": "scope_key", "amount_too_high": "amount"}

    title = forms.CharField(label=_("What is it about?"), max_length=200)
    text = forms.CharField(label=_("What is decided?"), widget=forms.Textarea(attrs={"rows": 6}))
    scope_key = forms.ChoiceField(
        label=_("Under which rule of play does it fall?"),
        help_text=_("What is not in this list, the council may not decide on."),
    )
    amount = euros_field(label=_("How much money, in euros?"), required=False)
    consultation = forms.CharField(
        label=_("Who was asked, and what did they say?"),
        help_text=_("Without this the council cannot decide, unless it could not wait."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    urgency = forms.CharField(
        label=_("If nobody was asked: why could it not wait?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    meeting = forms.ChoiceField(label=_("For which meeting?"), required=False)

    def __init__(self, *args: Any, rules: RulesOfPlay | None, meetings: Sequence[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: list[Any] = [("", _("Choose"))]
        if rules is not None:
            for title, items in ((_("The council decides"), rules.decides), (_("The council advises"), rules.advises)):
                if items:
                    groups.append((title, [(item["key"], item["text"]) for item in items]))
        self.fields["scope_key"].choices = groups  # type: ignore[attr-defined]
        self.fields["meeting"].choices = [  # type: ignore[attr-defined]
            ("", _("not known yet")),
            *((meeting.public_id, meeting.title) for meeting in meetings),
        ]


class ConsultationForm(DeskForm):
    """Who was asked about a proposal, or why it could not wait."""

    field_of = {"consultation_missing": "consultation"}

    consultation = forms.CharField(
        label=_("Who was asked, and what did they say?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    urgency = forms.CharField(
        label=_("If nobody was asked: why could it not wait?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VotesForm(DeskForm):
    """How each chair voted that has not voted yet."""

    CHOICES = (("", _("not present")), *DecisionVote.Choice.choices)

    def __init__(self, *args: Any, ballots: Sequence[Ballot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ballots = ballots
        for ballot in ballots:
            if ballot.choice:
                continue
            number = ballot.seat.number
            self.fields[f"choice_{number}"] = forms.ChoiceField(
                label=_("Vote of chair %(number)s") % {"number": number},
                choices=self.CHOICES,
                required=False,
                widget=forms.Select(
                    attrs={
                        "class": "utrecht-select utrecht-select--html-select",
                        "aria-label": _("Vote of chair %(number)s") % {"number": number},
                    }
                ),
            )
            self.fields[f"interest_{number}"] = forms.CharField(
                label=_("Interest of chair %(number)s") % {"number": number},
                max_length=300,
                required=False,
                widget=forms.TextInput(
                    attrs={
                        "class": "utrecht-textbox utrecht-textbox--html-input",
                        "aria-label": _("Interest of chair %(number)s") % {"number": number},
                    }
                ),
            )

    def lines(self) -> list[tuple[Ballot, Any, Any]]:
        """(chair, field of the choice or None, field of the interest or None) for the template."""
        return [
            (
                ballot,
                None if ballot.choice else self[f"choice_{ballot.seat.number}"],
                None if ballot.choice else self[f"interest_{ballot.seat.number}"],
            )
            for ballot in self.ballots
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for ballot in self.ballots:
            number = ballot.seat.number
            choice, interest = data.get(f"choice_{number}", ""), data.get(f"interest_{number}", "")
            if interest and choice != DecisionVote.Choice.ABSTAIN:
                self.add_error(f"choice_{number}", _("Who has an interest abstains."))
        return data

    @property
    def votes(self) -> list[tuple[Any, str, str]]:
        """(seat, choice, interest) of every chair that voted."""
        data = self.cleaned_data
        return [
            (ballot.seat, data[f"choice_{ballot.seat.number}"], data[f"interest_{ballot.seat.number}"].strip())
            for ballot in self.ballots
            if data.get(f"choice_{ballot.seat.number}")
        ]
