"""Forms of the controller's desk."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DeskForm

from . import engine
from .models import Commitment, Freedom, OwnerKind


def _new_key() -> str:
    return secrets.token_hex(16)


class EuroField(forms.CharField):
    """An amount in euros as people write it; its value is in whole cents, at least one."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **extra: Any) -> None:
        super().__init__(max_length=30, **{"help_text": _("In euros, such as 1250 or 1.250,50."), **extra})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return engine.parse_cents(text, minimum=1, maximum=10**14)
        except engine.FaultsError as error:
            raise ValidationError(
                _("Write an amount of at least one cent, such as 1250 or 1.250,50."), code="not_an_amount"
            ) from error


class DayField(forms.DateField):
    """A day, picked from the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MoneyForm(DeskForm):
    """A form that books something: its hidden key makes that sending it twice books it once."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, initial=_new_key)
    field_of: Mapping[str, str] = {
        "balance_short": "amount",
        "decision_exceeded": "amount",
        "invoice_exceeded": "amount",
        "refund_exceeded": "amount",
        "amount_not_positive": "amount",
        "bank_line_used": "bank_line",
        "fund_exists": "name",
        "earmark_untold": "earmark",
        "task_field_unknown": "earmark_codes",
        "invoice_exists": "number",
    }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "key" in self.errors:
            raise ValidationError(_("This form is not whole. Open the page again and fill it in once more."))
        return cleaned


def _journal() -> forms.CharField:
    return forms.CharField(
        label=_("Journal number"),
        max_length=40,
        required=False,
        help_text=_("The number in the municipality's own financial system."),
    )


class OpenFundForm(MoneyForm):
    """A grant that comes in: the fund with its colour, and the money."""

    name = forms.CharField(label=_("Name of the fund"), max_length=150)
    owner_name = forms.CharField(label=_("Whose money is it?"), max_length=150)
    owner_kind = forms.ChoiceField(
        label=_("What kind of owner is that?"), choices=[("", _("Choose")), *OwnerKind.choices]
    )
    amount = EuroField(label=_("Amount"))
    grant_letter = forms.CharField(
        label=_("Grant letter"), max_length=200, help_text=_("The decision or letter behind it. This becomes public.")
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    ends_on = DayField(label=_("May be spent until"))
    freedom = forms.ChoiceField(label=_("Who decides on it?"), choices=Freedom.choices, initial=Freedom.FREE)
    task_field_code = forms.ChoiceField(label=_("Task field"))
    economic_category = forms.CharField(
        label=_("Economic category"), max_length=20, help_text=_("As in Iv3, such as 4.3.8.")
    )
    earmark = forms.CharField(
        label=_("What is it meant for?"),
        max_length=300,
        required=False,
        help_text=_("Only if the owner gave it for something in particular."),
    )
    earmark_codes = forms.CharField(
        label=_("Task fields it may be spent on"),
        max_length=200,
        required=False,
        help_text=_("Codes with a space in between, such as 5.7 6.1. Leave it empty if it may be spent on anything."),
    )
    journal_number = _journal()

    def __init__(self, *args: Any, task_fields: Sequence[tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["task_field_code"].choices = [("", _("Choose")), *task_fields]  # type: ignore[attr-defined]

    def clean_earmark_codes(self) -> list[str]:
        return list(self.cleaned_data["earmark_codes"].replace(",", " ").split())


class AmendForm(MoneyForm):
    """A grant becomes more or less."""

    direction = forms.ChoiceField(
        label=_("What changes?"), choices=[("raise", _("The grant becomes more")), ("lower", _("It becomes less"))]
    )
    amount = EuroField(label=_("By how much?"))
    budget_amendment = forms.CharField(
        label=_("Budget amendment"), max_length=200, help_text=_("The decision behind it. This becomes public.")
    )
    journal_number = _journal()


class GiveBackForm(MoneyForm):
    """What was not used goes back to its owner."""

    amount = EuroField(label=_("Amount"))
    journal_number = _journal()


class AllocateForm(MoneyForm):
    """Money for an adopted decision."""

    amount = EuroField(label=_("Amount"))
    task_field_code = forms.ChoiceField(
        label=_("What is it for?"),
        required=False,
        help_text=_("Choose a task field if earmarked money may be used. Without one only free money is used."),
    )

    def __init__(self, *args: Any, task_fields: Sequence[tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        choices = [("", _("Leave it to the funds")), *task_fields]
        self.fields["task_field_code"].choices = choices  # type: ignore[attr-defined]


class AmountForm(MoneyForm):
    """Only an amount."""

    amount = EuroField(label=_("Amount"))


class AskCommitForm(MoneyForm):
    """What a second person is asked to approve of an agreement."""

    amount = EuroField(label=_("Amount"), help_text=_("With value added tax, such as 13.650,00."))
    supplier = forms.CharField(label=_("With whom?"), max_length=150)
    agreement = forms.CharField(
        label=_("Agreement"),
        max_length=200,
        help_text=_("The number of the contract, order or grant decision. This becomes public."),
    )


class CommitForm(MoneyForm):
    """What else is known of an agreement that was approved."""

    title = forms.CharField(label=_("What was agreed?"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of agreement"), choices=Commitment.Kind.choices)
    vat = EuroField(label=_("Of which value added tax"), required=False)
    delivery_on = DayField(label=_("When will it be there?"), required=False)
    is_investment = forms.TypedChoiceField(
        label=_("Investment or running cost?"),
        choices=[("", _("running cost")), ("yes", _("investment"))],
        coerce=bool,
        empty_value="",
        required=False,
    )
    upkeep = forms.CharField(label=_("Who keeps it up, and for how long?"), max_length=300, required=False)
    journal_number = _journal()
    field_of = {**MoneyForm.field_of, "commitment_incomplete": "vat"}


class InvoiceForm(MoneyForm):
    """An invoice, whole or partial, after someone looked at what was delivered."""

    number = forms.CharField(label=_("Number of the invoice"), max_length=60)
    amount = EuroField(label=_("Amount"))
    checked_by = forms.ChoiceField(label=_("Who checked the delivery?"))
    delivery_check = forms.CharField(
        label=_("What did that person see?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: counted, a hundred gardens. This text does not go into the public log."),
    )
    journal_number = _journal()

    def __init__(self, *args: Any, checkers: Mapping[str, Any], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.checkers = checkers
        choices = [("", _("Choose someone")), *((key, person.name) for key, person in checkers.items())]
        self.fields["checked_by"].choices = choices  # type: ignore[attr-defined]

    def clean_checked_by(self) -> Any:
        return self.checkers[self.cleaned_data["checked_by"]]


class AskPaymentForm(MoneyForm):
    """The bank line on which an invoice is paid."""

    bank_line = forms.CharField(
        label=_("Bank line"),
        max_length=80,
        help_text=_("The reference of the line on the bank statement. A line counts once."),
    )


class JournalForm(MoneyForm):
    """Carry out what was approved: nothing is left to fill in but the journal number."""

    journal_number = _journal()


class RefundForm(MoneyForm):
    """Money that a supplier paid back."""

    amount = EuroField(label=_("How much came back?"))
    bank_line = forms.CharField(label=_("Bank line"), max_length=80, help_text=_("The line on which it came in."))
    keep_for_decision = forms.TypedChoiceField(
        label=_("What is it for now?"),
        choices=[("yes", _("the same decision")), ("", _("free to allocate again"))],
        coerce=bool,
        empty_value="",
        required=False,
        initial="yes",
    )
    journal_number = _journal()


class ReverseForm(MoneyForm):
    """A mistake is taken back."""

    reason = forms.CharField(
        label=_("What went wrong?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("This becomes public. Name no people."),
    )
    journal_number = _journal()


class ClosePeriodForm(MoneyForm):
    """A month that is closed for good."""

    period = forms.ChoiceField(label=_("Which month?"))

    def __init__(self, *args: Any, months: Sequence[tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["period"].choices = months  # type: ignore[attr-defined]


FILE_BYTES_MAX = 1_000_000


class FileForm(DeskForm):
    """A file of grants."""

    file = forms.FileField(label=_("Your file"), help_text=_("Excel (xlsx) or CSV, at most 1 MB."))
    file.widget.attrs["accept"] = ".xlsx,.csv,.txt"

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > FILE_BYTES_MAX:
            raise ValidationError(_("This file is larger than 1 MB. Split it, or leave out what is not needed."))
        return bytes(upload.read())


class MappingForm(MoneyForm):
    """Which column holds what; the file itself travels along, nothing is kept in between."""

    content = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, wanted: Sequence[tuple[str, Any, bool]], columns: Sequence[str], **extra: Any
    ) -> None:
        super().__init__(*args, **extra)
        headers = [(header, header) for header in columns]
        for name, label, required in wanted:
            field = forms.ChoiceField(label=label, choices=[("", _("not in the file")), *headers], required=required)
            field.widget.attrs["class"] = "utrecht-select utrecht-select--html-select"
            self.fields[f"column_{name}"] = field

    @property
    def mapping(self) -> dict[str, str]:
        """Field → header, of the fields that have one."""
        return {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_") and value
        }
