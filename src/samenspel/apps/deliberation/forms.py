"""What the organisers of a conversation fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DayField, DeskForm, LinesField

from .models import STATEMENT_CHARACTERS_MAX, Statement

REACTIONS_MAX = 50


class QuestionForm(DeskForm):
    """A new question."""

    field_of = {"text_missing": "text", "closes_too_early": "closes_on"}

    text = forms.CharField(
        label=_("The question"),
        help_text=_("Ask what people want, not whether they are for or against. End with a question mark."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )
    positions = LinesField(
        label=_("What people stood for or against"),
        help_text=_("One a line, as they say it."),
        required=False,
    )
    interests = LinesField(
        label=_("What lies behind it"),
        help_text=_("One a line: what would it give people?"),
        required=False,
    )
    closes_on = DayField(label=_("The last day to react"))
    results_hidden_until_votes = forms.IntegerField(
        label=_("Show what we hear after this many reactions of one's own"),
        help_text=_("0 shows it at once. With 7 nobody is told what to think first."),
        min_value=0,
        max_value=REACTIONS_MAX,
        initial=7,
    )


class SeedForm(DeskForm):
    """Statements to begin with."""

    texts = LinesField(
        label=_("Statements, one a line"),
        help_text=format_lazy(
            _("At most {most} characters each. One thing each. Use words that people used themselves."),
            most=STATEMENT_CHARACTERS_MAX,
        ),
        widget=forms.Textarea(attrs={"rows": 8, "lang": "nl"}),
    )
    origin = forms.ChoiceField(
        label=_("Where they come from"),
        choices=[
            (value, Statement.Origin(value).label) for value in (Statement.Origin.SEED, Statement.Origin.ORGANISER)
        ],
    )


class ModerationForm(DeskForm):
    """The reason with a judgement on a statement."""

    field_of = {"reason_missing": "reason"}

    reason = forms.CharField(
        label=_("Reason, if you decline"),
        help_text=_("The writer and everyone else read this."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )


class ImportForm(DeskForm):
    """The two files of a conversation that was held elsewhere."""

    comments = forms.FileField(label=_("comments.csv"), help_text=_("The statements, as Polis exports them."))
    votes = forms.FileField(label=_("votes.csv"), help_text=_("The reactions to them."))


class PublishForm(DeskForm):
    """What is heard in one sentence, and a name for each group."""

    headline = forms.CharField(
        label=_("What we hear, in one sentence"),
        help_text=_("Say the finding. Left empty, the page finds words itself."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"lang": "nl"}),
    )

    def __init__(self, *args: Any, groups: int = 0, **kwargs: Any) -> None:
        """`groups` is how many names can be given."""
        super().__init__(*args, **kwargs)
        self.fields.update({f"group_{number}": _group_name(number) for number in range(groups)})
        self.dress()

    @property
    def group_names(self) -> list[str]:
        """The names that were filled in, by group; none when all are empty."""
        names = [value.strip() for name, value in self.cleaned_data.items() if name.startswith("group_")]
        return [name for name in names if name]


def _group_name(number: int) -> forms.CharField:
    return forms.CharField(
        label=_("Name of group %(number)s, in its own words") % {"number": number + 1},
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"lang": "nl"}),
    )


class AdviceForm(DeskForm):
    """A question of fact to an expert."""

    field_of = {"question_missing": "question"}

    domain = forms.CharField(label=_("Field"), help_text=_("For example: trees, traffic, care."), max_length=60)
    question = forms.CharField(
        label=_("What do you want to know?"),
        help_text=_("Ask for a fact: what does it cost, what is allowed, what does it do?"),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"}),
    )
    due_on = DayField(label=_("Answer wanted by"))
