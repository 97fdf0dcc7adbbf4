"""What the area team fills in about a dossier."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DayField, DeskForm, LinesField

from .domains import chairs_of
from .models import GOING_ON, OVER, Chance, Horizon, Phase
from .services import NewChance

CHANCE_CHARACTERS_MAX = 200


def _line(label: Any, help_text: Any = "", *, length: int = 200, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=length,
        required=required,
        widget=forms.TextInput(attrs={"lang": "nl"}),
    )


def _text(label: Any, help_text: Any = "", *, rows: int = 3, length: int = 300) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=length, widget=forms.Textarea(attrs={"rows": rows, "lang": "nl"})
    )


class ChancesField(LinesField):
    """What goes well, one a line; its value is a list of lines that fit."""

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value)
        if too_long := next((line for line in lines if len(line) > CHANCE_CHARACTERS_MAX), None):
            raise forms.ValidationError(
                _("Keep each line below %(most)s characters: '%(line)s…' is longer.")
                % {"most": CHANCE_CHARACTERS_MAX, "line": too_long[:40]}
            )
        return lines


class DossierForm(DeskForm):
    """The question, the horizon and who holds it."""

    field_of = {"title_asks": "title", "domains_missing": "domains", "domain_unknown": "domains"}

    title = _line(
        _("What is the question?"),
        _("For example: how can our street be a place to stay? No solution hides in a question."),
        length=160,
        required=True,
    )
    horizon = forms.ChoiceField(label=_("When does it bear fruit?"), choices=Horizon.choices)
    domains = forms.MultipleChoiceField(
        label=_("Which domains hold it together?"),
        help_text=_("At least one. More is better: the whole over the parts."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one domain.")},
    )

    def __init__(self, *args: Any, neighbourhood: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["domains"]
        field.choices = [(key, chair.label) for key, chair in chairs_of(neighbourhood).items()]


class OpenForm(DossierForm):
    """A new dossier: chances come first."""

    field_of = {**DossierForm.field_of, "chances_missing": "chances_residents", "chance_known": "chances_residents"}

    chances_residents = ChancesField(
        label=_("Who pulls? What do residents do already?"),
        help_text=_("One a line. Name someone only with their consent."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"}),
    )
    chances_together = ChancesField(
        label=_("What is there already: places, associations, schools?"),
        help_text=_("One a line. For example: De Gong has an empty hall on Mondays."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )
    chances_municipality = ChancesField(
        label=_("What happens anyway, and can be joined?"),
        help_text=_("One a line. For example: the sewer is opened next year."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )

    field_order = ["chances_residents", "chances_together", "chances_municipality", "title", "horizon", "domains"]

    def chances(self) -> list[NewChance]:
        """The chances that were filled in, each once."""
        pairs = {
            line: source
            for source in reversed(Chance.Source.values)
            for line in self.cleaned_data.get(f"chances_{source}", [])
        }
        order = list(Chance.Source.values)
        return [NewChance(line, src) for line, src in sorted(pairs.items(), key=lambda pair: order.index(pair[1]))]


class ChanceForm(DeskForm):
    """One more chance."""

    field_of = {"chance_missing": "text", "chance_known": "text"}

    text = _line(_("What goes well, or who pulls?"), _("Name someone only with their consent."), required=True)
    source = forms.ChoiceField(label=_("From whom does it come?"), choices=Chance.Source.choices)


class ProblemForm(DeskForm):
    """A part of the issue as one domain sees it."""

    field_of = {"problem_missing": "text", "problem_known": "text", "domain_unknown": "domain"}

    text = _line(_("What does this domain see?"), required=True)
    domain = forms.ChoiceField(label=_("Which domain?"))
    department = _line(_("Department"), _("As the organisation calls it."), length=120)
    solution = _line(_("Which solution does it propose?"), _("Leave it empty when there is none yet."), length=300)

    def __init__(self, *args: Any, neighbourhood: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["domain"]
        field.choices = [(key, chair.label) for key, chair in chairs_of(neighbourhood).items()]
        if not is_new:
            del self.fields["text"]


class MoveForm(DeskForm):
    """To which phase and horizon; also sent by the small form on each card of the board."""

    field_of = {"phase_unknown": "phase", "outcome_missing": "phase"}

    phase = forms.ChoiceField(label=_("Phase"), choices=[(one.value, one.label) for one in GOING_ON])
    horizon = forms.ChoiceField(label=_("Horizon"), choices=Horizon.choices)
    told = _line(_("What happened?"), length=300)


class CloseForm(DeskForm):
    """Done or stopped, and what came of it."""

    field_of = {"outcome_missing": "outcome", "phase_unknown": "phase"}

    phase = forms.ChoiceField(label=_("How does it end?"), choices=[(one.value, Phase(one).label) for one in OVER])
    outcome = _text(_("What came of it?"), _("Also when it was stopped: then say why."), length=2000)


class AdviceForm(DeskForm):
    """A question to an expert of a domain."""

    field_of = {"question_missing": "question", "domain_unknown": "domain"}

    domain = forms.ChoiceField(label=_("Of which domain?"))
    question = _text(_("What do you want to know?"), _("In plain words, without names: everyone can read it."))
    due_on = DayField(label=_("When do you need the answer?"))

    def __init__(self, *args: Any, neighbourhood: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["domain"]
        field.choices = [(key, chair.label) for key, chair in chairs_of(neighbourhood).items()]


class FaceForm(DeskForm):
    """How a dossier is told to one audience; `after_version` is what the writer saw."""

    field_of = {"text_missing": "text", "text_changed": "text"}

    text = forms.CharField(label=_("Text"), max_length=8000, widget=forms.Textarea(attrs={"rows": 14, "lang": "nl"}))
    after_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
