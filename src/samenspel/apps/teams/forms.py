"""What the area team fills in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DayField, DeskForm

from .models import Dilemma, Domain, Word, Workshop

NO_NAMES = _("Write no names of residents, and nothing by which someone can be recognised.")


def _line(label: Any, help_text: Any = "", *, length: int = 150, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=length,
        required=required,
        widget=forms.TextInput(attrs={"lang": "nl"}),
    )


def _text(label: Any, help_text: Any = "", *, rows: int = 4, required: bool = True, length: int = 3000) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=length,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows, "lang": "nl"}),
    )


class DomainChoice(forms.ChoiceField):
    """A domain in use; its value is the Domain, or None."""

    def __init__(self, domains: Iterable[Domain], *, empty: Any = None, **kwargs: Any) -> None:
        self.domains = {domain.public_id: domain for domain in domains}
        choices = [(public_id, domain.name) for public_id, domain in self.domains.items()]
        kwargs.setdefault("label", _("Domain"))
        super().__init__(choices=[("", empty), *choices] if empty is not None else choices, **kwargs)

    def clean(self, value: Any) -> Domain | None:
        return self.domains.get(super().clean(value))


class DomainForm(DeskForm):
    """A domain and who stands behind it."""

    field_of = {"name_missing": "name", "domain_twice": "name"}

    name = _line(_("Name of the domain"), length=60, required=True)
    department = _line(_("Which department stands behind it?"), length=120)
    expert = _line(
        _("Who is the expert there?"), _("A name or a role. Only people with a role here read it."), length=120
    )
    contact = _line(_("How do you reach them?"), _("Only people with a role here read it."))
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=1000, initial=500)


class ChairForm(DeskForm):
    """Someone who is there for a domain."""

    field_of = {"name_missing": "name", "chair_twice": "name"}

    def __init__(self, *args: Any, domains: Iterable[Domain], people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.public_id: person for person in people}
        self.fields["domain"] = DomainChoice(domains)
        self.fields["person"] = forms.ChoiceField(
            label=_("Who signs in here?"),
            help_text=_("That person decides what stands on the site."),
            choices=[("", _("someone else, by name or role below")), *((k, p.name) for k, p in self.people.items())],
            required=False,
        )
        self.fields["name"] = _line(_("Name or role"), _("For example: the community police officer."), length=120)
        self.fields["since"] = DayField(label=_("Since when?"))
        self.fields["hours_weekly"] = forms.IntegerField(
            label=_("Hours a week for this neighbourhood"), min_value=1, max_value=60, required=False
        )
        self.dress()

    def clean_person(self) -> Any:
        return self.people.get(self.cleaned_data["person"])


class LeaveForm(DeskForm):
    """The end of a chair."""

    field_of = {"ends_before_it_began": "until"}

    until = DayField(label=_("From which day is this person no longer there?"))
    because = _line(_("Why?"), _("In a few words, for the history. Nothing private."), length=200)


class PublishForm(DeskForm):
    """What may stand on the site of someone."""

    field_of = {"name_missing": "public_name"}

    public_name = _line(_("Name on the site"), _("A first name or a role is enough."), length=60, required=True)
    public_contact = _line(_("How can residents reach you?"), _("For example: Tuesday in De Gong, or a work number."))


class PublishForOtherForm(PublishForm):
    """The same, for someone who does not sign in here."""

    agreed_on = DayField(label=_("On which day did this person say yes to this?"))


class VisitForm(DeskForm):
    """A visit to the street."""

    field_of = {"street_missing": "street", "seen_missing": "seen", "day_ahead": "visited_on"}

    def __init__(self, *args: Any, domains: Iterable[Domain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visited_on"] = DayField(label=_("Which day were you there?"))
        self.fields["street"] = _line(_("Where?"), _("A street or a square."), required=True)
        self.fields["with_whom"] = _line(_("With whom?"), _("As a role: two neighbours, the caretaker. No names."))
        self.fields["seen"] = _text(_("What did you see with your own eyes?"), NO_NAMES, rows=3, length=1000)
        self.fields["domain"] = DomainChoice(domains, empty=_("none"), required=False, label=_("For which domain?"))
        self.fields["signal_text"] = _text(
            _("Did you hear something that must be taken up?"),
            _("Then it becomes a signal. Empty: nothing is made."),
            rows=2,
            required=False,
            length=1000,
        )
        self.dress()


class DilemmaForm(DeskForm):
    """A page of the journal."""

    field_of = {"dilemma_incomplete": "title"}

    def __init__(self, *args: Any, domains: Iterable[Domain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = {domain.public_id: domain for domain in domains}
        self.fields["title"] = _line(_("In one sentence: what is the dilemma?"), NO_NAMES, length=120, required=True)
        self.fields["pulls"] = _text(_("What pulls you?"), _("For example: the rule is there for a reason."), rows=3)
        self.fields["pulls_back"] = _text(_("What pulls you back?"), _("For example: this street needs now."), rows=3)
        self.fields["did"] = _text(_("What did you do?"), rows=3, required=False)
        self.fields["learned"] = _text(_("What did you learn?"), rows=3, required=False)
        self.fields["domains"] = forms.MultipleChoiceField(
            label=_("Which domains does it touch?"),
            choices=[(key, domain.name) for key, domain in self.domains.items()],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.dress()

    def clean_domains(self) -> list[Domain]:
        return [self.domains[key] for key in self.cleaned_data["domains"]]


class ShareForm(DeskForm):
    """Who reads it."""

    field_of = {"names_unread": "names_nobody"}

    visibility = forms.ChoiceField(label=_("Who may read this?"), choices=Dilemma.Visibility.choices)
    names_nobody = forms.BooleanField(
        label=_("I read it once more. Nobody can recognise a resident in it."), required=False
    )


class RemarkForm(DeskForm):
    """A question or an answer."""

    field_of = {"text_missing": "text"}

    text = _text(
        _("Your question or answer"), _("First ask. Good advice can wait. No names of residents."), rows=2, length=1000
    )


class PeopleForm(DeskForm):
    """The first page of a workshop: three people and the case."""

    field_of = {"case_missing": "case", "three_people": "name_3", "three_departments": "department_3"}

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        seats = {seat.number: seat for seat in workshop.seats.all()}
        initial: dict[str, Any] = {"title": workshop.title, "case": workshop.case, "held_on": workshop.held_on}
        for number, seat in seats.items():
            initial |= {f"name_{number}": seat.name, f"department_{number}": seat.department}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["held_on"] = DayField(label=_("Day"))
        labels = {1: _("Who brings the case?"), 2: _("Who is the second?"), 3: _("Who is the third?")}
        for number, label in labels.items():
            self.fields[f"name_{number}"] = _line(label, length=120, required=True)
            self.fields[f"department_{number}"] = _line(
                _("Of which department?"),
                _("For example: area, physical, social.") if number == 1 else "",
                length=120,
                required=True,
            )
        self.fields["title"] = _line(_("The case in one sentence"), length=120, required=True)
        self.fields["case"] = _text(_("What happens, and where does it hurt?"), NO_NAMES)
        self.dress()

    def arguments(self) -> dict[str, Any]:
        """What `services.save_people` takes."""
        given = self.cleaned_data
        people = [(given[f"name_{number}"], given[f"department_{number}"]) for number in (1, 2, 3)]
        return {"people": people, "title": given["title"], "case": given["case"], "held_on": given["held_on"]}


class TruthsForm(DeskForm):
    """Two truths side by side."""

    field_of = {"two_truths": "second_truth"}

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        initial = {"first_truth": workshop.first_truth, "second_truth": workshop.second_truth}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["first_truth"] = _text(_("It is true that …"), rows=3, length=600)
        self.fields["second_truth"] = _text(
            _("It is also true that …"), _("Not 'but'. Both may stand."), rows=3, length=600
        )
        self.dress()

    def arguments(self) -> dict[str, Any]:
        """What `services.save_truths` takes."""
        return dict(self.cleaned_data)


class QuestionsForm(DeskForm):
    """Open questions of the other two, with what came up."""

    QUESTIONS = 4

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        asked = list(workshop.questions.all())
        initial: dict[str, Any] = {}
        for number, question in enumerate(asked, start=1):
            initial |= {f"question_{number}": question.text, f"answer_{number}": question.answer}
        super().__init__(*args, initial=initial, **kwargs)
        self.number = max(self.QUESTIONS, len(asked) + 1)
        for number in range(1, self.number + 1):
            self.fields[f"question_{number}"] = _line(
                _("Question %(number)s") % {"number": number},
                _("Begin with what, how, who or when.") if number == 1 else "",
                length=300,
                required=number < 3,
            )
            self.fields[f"answer_{number}"] = _text(_("What came up?"), rows=2, required=False, length=1000)
        self.dress()

    def arguments(self) -> dict[str, Any]:
        """What `services.save_questions` takes."""
        given = self.cleaned_data
        numbers = range(1, self.number + 1)
        return {"questions": [(given[f"question_{number}"], given[f"answer_{number}"]) for number in numbers]}


class StepForm(DeskForm):
    """One step and one lesson."""

    field_of = {"step_missing": "step"}

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        names = ("step", "step_owner", "step_with", "step_due_on", "lesson", "lesson_is_open")
        super().__init__(*args, initial={name: getattr(workshop, name) for name in names}, **kwargs)
        self.fields["step"] = _line(
            _("One small step"), _("Something that someone can do next week."), length=200, required=True
        )
        self.fields["step_owner"] = _line(_("Who takes it?"), required=True)
        self.fields["step_with"] = _line(_("With whom?"))
        self.fields["step_due_on"] = DayField(label=_("When is it done?"))
        self.fields["lesson"] = _text(_("What is the lesson for others?"), NO_NAMES, rows=2, length=400)
        self.fields["lesson_is_open"] = forms.BooleanField(
            label=_("Everyone may read the lesson and the step."), required=False
        )
        self.dress()

    def arguments(self) -> dict[str, Any]:
        """What `services.save_step` takes."""
        return dict(self.cleaned_data)


class WordForm(DeskForm):
    """A word, the plain word, and what it means for each domain."""

    field_of = {"word_missing": "word", "word_twice": "word"}

    def __init__(self, *args: Any, domains: Iterable[Domain], entry: Word | None = None, **kwargs: Any) -> None:
        self.domains = list(domains)
        initial: dict[str, Any] = {}
        if entry:
            initial = {"word": entry.word, "plain": entry.plain}
            initial |= {f"meaning_{m.domain.public_id}": m.meaning for m in entry.meanings.all()}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["word"] = _line(_("Word"), length=60, required=True)
        self.fields["plain"] = _line(
            _("In plain words"), _("As you would say it in the street."), length=200, required=True
        )
        for domain in self.domains:
            self.fields[f"meaning_{domain.public_id}"] = _line(
                _("What does it mean for %(domain)s?") % {"domain": domain.name}, length=300
            )
        self.dress()

    def arguments(self) -> dict[str, Any]:
        """What `services.save_word` takes."""
        given = self.cleaned_data
        meanings = {domain: given[f"meaning_{domain.public_id}"] for domain in self.domains}
        return {"word": given["word"], "plain": given["plain"], "meanings": meanings}


class RolesTextForm(DeskForm):
    """What the municipality lays down itself."""

    field_of = {"text_missing": "text"}

    text = _text(
        _("What does the municipality lay down about who may do what?"),
        _("Plain words. An empty line makes a new paragraph. A second person reads it before it counts."),
        rows=14,
        length=20_000,
    )
