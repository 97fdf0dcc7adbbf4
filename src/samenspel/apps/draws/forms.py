"""What someone who was drawn fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import LotTicket, Pool
from .presentation import feature_label, value_label

ANSWERS = (
    (LotTicket.Answer.YES, _("Yes, I join in")),
    (LotTicket.Answer.THINKING, _("I want to think about it")),
    (LotTicket.Answer.CURIOUS, _("No, but keep me posted")),
    (LotTicket.Answer.NO, _("No")),
)
NEEDS = (
    (LotTicket.Need.CHILDCARE, _("Childcare")),
    (LotTicket.Need.TRANSPORT, _("Transport")),
    (LotTicket.Need.INTERPRETER, _("An interpreter")),
    (LotTicket.Need.BUDDY, _("Someone who comes along and helps")),
    (LotTicket.Need.OTHER, _("Something else: please call me about it")),
)
COMPENSATIONS = (
    (LotTicket.Compensation.MONEY, _("Money")),
    (LotTicket.Compensation.VOUCHER, _("A voucher")),
    (LotTicket.Compensation.EXPENSES, _("Only what it costs me")),
    (LotTicket.Compensation.NONE, _("Nothing")),
)
LIGHTER_ROLES = (
    (LotTicket.LighterRole.TABLE_TALK, _("Join one talk at a table")),
    (LotTicket.LighterRole.PANEL, _("Answer questions now and then")),
    (LotTicket.LighterRole.READING_ALONG, _("Read along what happens")),
)
BEFORE = (("no", _("No, never")), ("yes", _("Yes")))


def _code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Code from your letter"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "utrecht-textbox utrecht-textbox--html-input sam-code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class PotForm(forms.Form):
    """The code from the letter, to look and not to answer."""

    code = _code_field()


class MyDataForm(forms.Form):
    """The code from the letter, and what to do with what is kept about its holder."""

    WISHES = (
        ("see", _("Show me what is kept about me")),
        ("take", _("Give it to me as a file")),
        ("erase", _("Erase it")),
        ("erase_for_good", _("Erase it, and do not approach me for a draw again")),
    )
    code = _code_field()
    wish = forms.ChoiceField(label=_("What do you want?"), choices=WISHES, widget=forms.RadioSelect)


class AnswerForm(forms.Form):
    """The code from the letter, the answer, and what the draw needs to know beside the register."""

    code = _code_field()
    answer = forms.ChoiceField(label=_("Do you want to join in?"), choices=ANSWERS, widget=forms.RadioSelect)
    took_part_before = forms.ChoiceField(
        label=_("Did you ever take part in something of the municipality?"),
        choices=BEFORE,
        widget=forms.RadioSelect,
        required=False,
    )

    needs = forms.MultipleChoiceField(
        label=_("What would you need to say yes?"),
        choices=NEEDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    compensation = forms.ChoiceField(
        label=_("What do you want to get for it?"),
        choices=COMPENSATIONS,
        widget=forms.RadioSelect,
        required=False,
    )
    lighter_role = forms.ChoiceField(
        label=_("No seat, but something smaller?"),
        choices=LIGHTER_ROLES,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, pool: Pool | None = None, asked: tuple[str, ...] = (), **kwargs: Any) -> None:
        """`asked` are the features of the pool that the register does not tell."""
        super().__init__(*args, **kwargs)
        self.asked = asked
        for feature in asked:
            values = list(pool.population.get(feature, {})) if pool else []
            self.fields[f"feature_{feature}"] = forms.ChoiceField(
                label=feature_label(feature),
                choices=[("", _("Choose")), *((value, value_label(feature, value)) for value in values)],
                required=False,
                widget=forms.Select(attrs={"class": "utrecht-select utrecht-select--html-select"}),
            )

    def clean_took_part_before(self) -> bool | None:
        """True, False, or None when nothing was chosen."""
        return {"yes": True, "no": False}.get(self.cleaned_data["took_part_before"])

    @property
    def features(self) -> dict[str, str]:
        """The features that were filled in."""
        filled = {feature: self.cleaned_data[f"feature_{feature}"] for feature in self.asked}
        return {feature: value for feature, value in filled.items() if value}

    @property
    def feature_fields(self) -> list[forms.BoundField]:
        """The fields of features, for the template."""
        return [self[f"feature_{feature}"] for feature in self.asked]
