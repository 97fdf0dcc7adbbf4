"""What the keeper fills in at the desk of the draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import LotTicket, PanelDraw
from ..presentation import feature_label, value_label
from ..selectors import TargetRow
from ..services.letter_texts import LANGUAGES
from ..services.panel import PANELS_MAX
from ..services.register import FILE_BYTES_MAX, KEEP_DAYS
from . import words
from .forms_base import DrawsForm
from .randomness import AnnouncedForm

SEATS_MAX = 1000


def _day(**extra: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **extra)


class UploadForm(DrawsForm):
    """The register file and the days that are announced with it."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV or Excel (.xlsx), at most 50 megabytes, with column names in the first row."),
    )
    drawn_on = _day(label=_("Day of the draw"))
    delete_on = _day(
        label=_("Day on which the people are erased"),
        help_text=_("Six weeks after the draw, unless you announced another day."),
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES_MAX:
            raise ValidationError(_("This file is larger than 50 megabytes."), code="file_too_large")
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        drawn_on = data.get("drawn_on")
        if drawn_on and not data.get("delete_on"):
            data["delete_on"] = drawn_on + timedelta(days=KEEP_DAYS)
        if drawn_on and data["delete_on"] <= drawn_on:
            self.add_error("delete_on", _("Choose a day after the draw."))
        return data


class MappingForm(DrawsForm):
    """Which column of the file holds which field."""

    def __init__(
        self,
        *args: Any,
        columns: Sequence[str],
        fields: Sequence[tuple[str, bool]],
        proposed: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in this file")), *((column, column) for column in columns)]
        for name, required in fields:
            self.fields[name] = forms.ChoiceField(
                label=words.FIELDS[name],
                choices=choices,
                required=required,
                initial=proposed.get(name, ""),
                widget=forms.Select(attrs={"class": "utrecht-select utrecht-select--html-select"}),
            )

    @property
    def mapping(self) -> dict[str, str]:
        """Field → header, for the fields that are in the file."""
        return {name: header for name, header in self.cleaned_data.items() if header}


class CommitLotForm(AnnouncedForm):
    """How many people are approached, and which public numbers decide."""

    field_of = {
        "count_outside_pot": "count",
        "announced_unknown": "announced",
        "filling_unknown": "filling",
        "seats_missing": "seats",
    }
    # Three balls are too few for a whole neighbourhood: they give a thousand orders.
    KINDS = ("text", "numbers", "drand")

    filling = forms.ChoiceField(
        label=_("How are the seats filled?"),
        choices=(
            ("in_order", _("In the order of the lot: the first who say yes get the seats")),
            ("mirror", _("Mirror draw: a panel is drawn from all who say yes")),
        ),
        help_text=_("For a dozen seats take the order of the lot. A mirror needs twice as many yeses as seats."),
    )
    seats = forms.IntegerField(label=_("How many seats?"), min_value=1, max_value=SEATS_MAX, required=False)
    count = forms.IntegerField(label=_("How many people do you approach at most?"), min_value=1)
    field_order = ("filling", "seats", "count", "announced", "drand_at", "sources")


class PoolForm(DrawsForm):
    """On which features a panel mirrors the neighbourhood, and where the figures come from."""

    field_of = {"features_missing": "features"}

    name = forms.CharField(label=_("Name of the list"), max_length=150)
    features = forms.MultipleChoiceField(label=_("What should a panel mirror?"), widget=forms.CheckboxSelectMultiple)
    asked = forms.CharField(
        label=_("Something else that we ask people ourselves"),
        help_text=_("One on a line, with its answers: education: mbo, hbo, wo. We ask it along with the yes."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    figures = forms.ChoiceField(
        label=_("Who live in the neighbourhood?"),
        choices=(
            ("register", _("Count them in the register")),
            ("figures", _("Take the figures of Statistics Netherlands where they tell it")),
            ("typed", _("I type the numbers myself")),
        ),
        help_text=_("You can change every number on the next page."),
    )

    def __init__(self, *args: Any, known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["features"].choices = [(name, feature_label(name)) for name in known]  # type: ignore[attr-defined]

    def clean_asked(self) -> dict[str, list[str]]:
        asked: dict[str, list[str]] = {}
        for line in self.cleaned_data["asked"].splitlines():
            if not line.strip():
                continue
            name, _colon, rest = line.partition(":")
            values = [value.strip() for value in rest.split(",") if value.strip()]
            if not name.strip() or len(values) < 2:
                raise ValidationError(_("Write a name, a colon, and at least two answers with commas between."))
            asked[name.strip()[:60]] = values
        return asked


class PopulationForm(DrawsForm):
    """How many people of each value live in the neighbourhood."""

    source = forms.CharField(
        label=_("Where do these numbers come from?"), help_text=_("Everyone can read this."), max_length=200
    )

    def __init__(self, *args: Any, population: Mapping[str, Mapping[str, int | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, tuple[str, str]] = {}
        for feature, values in population.items():
            for value, number in values.items():
                name = f"number_{len(self.keys)}"
                self.keys[name] = (feature, value)
                self.fields[name] = _count_field(words.target_name(feature, value), number)

    def groups(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        """(feature, [(value, field)]) for the template."""
        found: dict[str, list[tuple[str, Any]]] = {}
        for name, (feature, value) in self.keys.items():
            found.setdefault(feature_label(feature), []).append((value_label(feature, value), self[name]))
        return list(found.items())

    @property
    def population(self) -> dict[str, dict[str, int]]:
        """Feature → value → people, 0 where nothing was filled in: the values themselves are answers to choose."""
        found: dict[str, dict[str, int]] = {}
        for name, (feature, value) in self.keys.items():
            found.setdefault(feature, {})[value] = self.cleaned_data[name] or 0
        return found


def _count_field(label: str, initial: int | None, **extra: Any) -> forms.IntegerField:
    attrs = {"class": "utrecht-textbox utrecht-textbox--html-input", "aria-label": label, "inputmode": "numeric"}
    facts: dict[str, Any] = {"min_value": 0, "max_value": 100_000_000, "required": False} | extra
    return forms.IntegerField(label=label, initial=initial, widget=forms.NumberInput(attrs=attrs), **facts)


class LettersForm(DrawsForm):
    """Which letters, and what stands on each."""

    languages = forms.MultipleChoiceField(
        label=_("In which languages beside Dutch?"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They come on the back. Let a native speaker read each text once before you send it."),
    )

    batch = forms.ChoiceField(label=_("Which letters?"))
    place = forms.CharField(label=_("Place above the letter"), max_length=80)
    sent_on = _day(label=_("Date above the letter"))
    contact = forms.CharField(
        label=_("Whom can people call or visit?"),
        help_text=_("For example: Call Anouk at 050 000 00 00, or come to Sneeuwbesstraat 2 on Tuesday."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, batches: Sequence[tuple[int, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["batch"].choices = [  # type: ignore[attr-defined]
            (f"{first}-{last}", _("places %(first)s to %(last)s") % {"first": first, "last": last})
            for first, last in batches
        ]

    @property
    def places(self) -> tuple[int, int]:
        """(first, last) place in the order of the lot."""
        first, _dash, last = self.cleaned_data["batch"].partition("-")
        return int(first), int(last)


class FindTicketForm(DrawsForm):
    """Whose answer it is, by number: never by name."""

    by = forms.ChoiceField(
        label=_("Which number do you have?"),
        choices=(("number", _("ticket number, as on the letter")), ("position", _("place in the order of the lot"))),
    )
    number = forms.IntegerField(
        label=_("The number"),
        min_value=1,
        max_value=10_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class DeskAnswerForm(DrawsForm):
    """What someone who was drawn says at the desk or by telephone."""

    field_of = {"feature_missing": "answer", "answer_unknown": "answer", "attempts_short": "answer"}
    ANSWERS = [(value, label) for value, label in LotTicket.Answer.choices if value != LotTicket.Answer.WAITING]

    answer = forms.ChoiceField(label=_("What is the answer?"), choices=[("", _("Choose")), *ANSWERS])
    took_part_before = forms.ChoiceField(
        label=_("Ever took part in something of the municipality before?"),
        choices=(("", _("not asked")), ("no", _("No, never")), ("yes", _("Yes"))),
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("What does it take to say yes?"),
        choices=LotTicket.Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    compensation = forms.ChoiceField(
        label=_("What does this person want to get for it?"),
        choices=[("", _("not asked")), *LotTicket.Compensation.choices],
        required=False,
    )
    lighter_role = forms.ChoiceField(
        label=_("No seat, but something smaller?"),
        choices=[("", _("not asked")), *LotTicket.LighterRole.choices],
        required=False,
    )

    def __init__(self, *args: Any, pool: Any = None, asked: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for feature in asked:
            values = list(pool.population.get(feature, {})) if pool else []
            label = feature_label(feature)
            css = (
                "utrecht-select utrecht-select--html-select"
                if values
                else "utrecht-textbox utrecht-textbox--html-input"
            )
            choices = [("", _("Choose")), *((value, value_label(feature, value)) for value in values)]
            self.fields[f"feature_{feature}"] = (
                forms.ChoiceField(
                    label=label, choices=choices, required=False, widget=forms.Select(attrs={"class": css})
                )
                if values
                else forms.CharField(
                    label=label, max_length=60, required=False, widget=forms.TextInput(attrs={"class": css})
                )
            )

    def clean_took_part_before(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["took_part_before"])

    @property
    def features(self) -> dict[str, str]:
        """The features that were filled in."""
        filled = {feature: self.cleaned_data[f"feature_{feature}"] for feature in self.asked}
        return {feature: value for feature, value in filled.items() if value}


GENERAL = (
    "purpose",
    "seats",
    "announced",
    "drand_at",
    "sources",
    "algorithm",
    "panels",
    "one_per_household",
    "leave_out_drawn",
)


def _wrong_bounds(number: int, data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """(field, what is wrong with it) for the bounds of one target that contradict each other."""
    low, high, down, up = (data.get(f"{bound}_{number}") for bound in TargetsForm.BOUNDS)
    wrong = []
    if low is not None and high is not None and low > high:
        wrong.append((f"max_{number}", _("%(target)s: the least number is above the most.")))
    if low is not None and down is not None and down > low:
        wrong.append(
            (f"min_flex_{number}", _("%(target)s: it may go down to a number above its least. Fill in a lower one."))
        )
    if high is not None and up is not None and up < high:
        wrong.append(
            (f"max_flex_{number}", _("%(target)s: it may go up to a number below its most. Fill in a higher one."))
        )
    return wrong


class TargetsForm(AnnouncedForm):
    """What the draw is for, seats, targets, and which public numbers decide."""

    field_of = {"announced_unknown": "announced", "purpose_unknown": "purpose", "algorithm_unknown": "algorithm"}
    BOUNDS = {
        "min": _("At least"),
        "max": _("At most"),
        "min_flex": _("May go down to"),
        "max_flex": _("May go up to"),
    }

    purpose = forms.ChoiceField(
        label=_("What is this draw for?"),
        choices=(
            (PanelDraw.Purpose.COUNCIL, _("Seats in the council")),
            (PanelDraw.Purpose.PANEL, _("A wider panel beside the council, without seats")),
        ),
    )
    leave_out_drawn = forms.BooleanField(
        label=_("Leave out who was drawn from this list before"),
        help_text=_("For a wider panel: the members of the council are heard already."),
        required=False,
    )
    seats = forms.IntegerField(label=_("How many seats?"), min_value=1, max_value=SEATS_MAX)
    algorithm = forms.ChoiceField(
        label=_("How are the chances made fair?"),
        choices=(
            ("leximin", _("The smallest chance as large as possible, then the next one (leximin)")),
            ("goldilocks", _("Hardly less for the smallest, and no very large chances (goldilocks)")),
            ("nash", _("All chances weigh in a balance (nash)")),
            ("maximin", _("Only the smallest chance counts (maximin)")),
        ),
        help_text=_(
            "Leave it at the first, unless the rules of play say otherwise. Everyone can read what you choose."
        ),
        initial="leximin",
    )
    panels = forms.IntegerField(
        label=_("How many numbered panels?"),
        help_text=_("1,000, so that three balls name one of them."),
        min_value=1,
        max_value=PANELS_MAX,
        initial=PANELS_MAX,
    )
    one_per_household = forms.BooleanField(label=_("At most one person of a household"), required=False, initial=True)

    def __init__(self, *args: Any, rows: Sequence[TargetRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for number, row in enumerate(rows):
            name = words.target_name(row.feature, row.value)
            least, most = (_("%(target)s, at least") % {"target": name}, _("%(target)s, at most") % {"target": name})
            self.fields[f"min_{number}"] = _count_field(least, row.min, required=True)
            self.fields[f"max_{number}"] = _count_field(most, row.max, required=True)
            down = _("%(target)s, may go down to") % {"target": name}
            up = _("%(target)s, may go up to") % {"target": name}
            self.fields[f"min_flex_{number}"] = _count_field(down, row.min_flex)
            self.fields[f"max_flex_{number}"] = _count_field(up, row.max_flex)
        self.dress()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for number, row in enumerate(self.rows):
            for name, message in _wrong_bounds(number, data):
                self.add_error(name, message % {"target": words.target_name(row.feature, row.value)})
        if data.get("announced") == "balls" and (data.get("panels") or 0) != PANELS_MAX:
            self.add_error("panels", _("Three balls name one of 1,000 panels. Fill in 1,000."))
        return data

    def general_fields(self) -> list[Any]:
        """The fields that are not about one target."""
        return [self[name] for name in GENERAL]

    def groups(self) -> list[tuple[str, list[tuple[TargetRow, str, list[tuple[Any, Any]]]]]]:
        """(feature, [(row, value, [(heading, field)])]) for the template: the bounds, and how far they may give way."""
        found: dict[str, list[tuple[TargetRow, str, list[tuple[Any, Any]]]]] = {}
        for number, row in enumerate(self.rows):
            fields = [(heading, self[f"{bound}_{number}"]) for bound, heading in self.BOUNDS.items()]
            line = (row, value_label(row.feature, row.value), fields)
            found.setdefault(feature_label(row.feature), []).append(line)
        return list(found.items())

    @property
    def targets(self) -> list[dict[str, Any]]:
        """The targets as the service takes them; a stretch that was left empty is left out."""
        return [
            {"feature": row.feature, "value": row.value}
            | {bound: found for bound in self.BOUNDS if (found := self.cleaned_data[f"{bound}_{number}"]) is not None}
            for number, row in enumerate(self.rows)
        ]


class SeatForm(DrawsForm):
    """A name to show for each of the drawn, only where they agreed."""

    def __init__(self, *args: Any, tickets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tickets = tickets
        for ticket in tickets:
            self.fields[f"name_{ticket}"] = forms.CharField(
                label=_("First name for ticket %(ticket)s") % {"ticket": ticket},
                max_length=100,
                required=False,
                widget=forms.TextInput(
                    attrs={
                        "class": "utrecht-textbox utrecht-textbox--html-input",
                        "aria-label": _("First name for ticket %(ticket)s") % {"ticket": ticket},
                        "autocomplete": "off",
                    }
                ),
            )

    @property
    def display_names(self) -> dict[str, str]:
        """Ticket → name, for who agreed."""
        return {ticket: name for ticket in self.tickets if (name := self.cleaned_data[f"name_{ticket}"].strip())}
