"""Screens of stage 1: close the pot, let the lot fall, publish it with two people, letters and answers."""

from __future__ import annotations

import tempfile
import zipfile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.jobs.services import start_job
from samenspel.foundation import keeping

from .. import access, selectors, services
from ..models import LotTicket
from ..presentation import announced_words
from .forms import CommitLotForm, DeskAnswerForm, DrawsForm, FindTicketForm, LettersForm
from .pages import KEEPER_ROLES, Confirm, find, form_page, posted
from .randomness import FallForm

LETTERS_JOB = "draws.letters"
SEATS_DEFAULT = 11
# Up to here the order of the lot is proposed: a mirror needs twice as many yeses as seats.
SEATS_IN_ORDER_MAX = 20


def _course(neighbourhood: Any) -> str:
    return reverse("draws-desk:course", args=[neighbourhood.slug])


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def commit_lot(request: HttpRequest, neighbourhood: Any, register: str) -> HttpResponse:
    """Close the pot: how many are approached, and which public numbers will decide."""
    row = find(access.register_for, request, neighbourhood, register)
    seats = _seats_asked(request)
    needed, most = selectors.people_to_approach(seats), selectors.approachable(row)
    initial = {
        "count": min(needed, most),
        "announced": "text",
        "filling": "in_order" if seats <= SEATS_IN_ORDER_MAX else "mirror",
        "seats": seats,
    }
    form = CommitLotForm(posted(request), initial=initial)

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Close the pot?"),
            sentences=[
                _("Everyone gets a ticket at random. The sealed list goes into the public log."),
                _("After this the number of people and the public numbers cannot change. There is no second lot."),
            ],
            label=_("Close the pot"),
            facts=[
                (_("seats are filled"), str(dict(form.fields["filling"].choices)[form.cleaned_data["filling"]])),
                (_("people in the pot"), number_format(most)),
                (_("people to approach"), number_format(form.cleaned_data["count"])),
                (_("decided by"), announced_words(form.cleaned_data["announced"])),
            ],
        )

    def act(form: Any) -> str | None:
        facts = {name: form.cleaned_data[name] for name in ("count", "announced", "filling", "seats")}
        lot = form.call(services.commit_lot, register=row, by=request.user, **facts)
        return _course(neighbourhood) if lot else None

    context = {
        "neighbourhood": neighbourhood,
        "most": most,
        "seats": seats,
        "needed": needed,
        "plan": selectors.plan_lines(seats),
    }
    return form_page(
        request,
        form,
        template="draws/desk_commit_lot.html",
        context=context,
        act=act,
        confirm=confirm,
        said=_("The pot is closed."),
    )


def _seats_asked(request: HttpRequest) -> int:
    """The number of seats in the helper's address, within reason."""
    text = request.GET.get("seats", "")
    return min(max(int(text), 1), 500) if text.isascii() and text.isdigit() and len(text) < 5 else SEATS_DEFAULT


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def fall(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """Type in the public numbers; everyone's place follows from them."""
    row = find(access.lot_for, request, neighbourhood, lot)
    form = FallForm(posted(request), announced=row.announced)

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Let the lot fall?"),
            sentences=[
                _("The order of all tickets follows from these numbers, letter by letter. A lot falls once."),
                _("Read them aloud and compare them with what everyone saw."),
            ],
            label=_("Let the lot fall"),
            facts=[(_("public numbers"), form.source().partition(":")[2])],
        )

    def act(form: Any) -> str | None:
        fallen = form.call(services.draw_lot, lot=row, source=form.source(), by=request.user)
        return reverse("draws-desk:publish-lot", args=[neighbourhood.slug, row.public_id]) if fallen else None

    context = {
        "neighbourhood": neighbourhood,
        "commitment": row.commitment,
        "announced": announced_words(row.announced),
        "title": _("Let the lot fall"),
        "label": _("Look over what you typed"),
        "closed": "" if row.status == row.Status.COMMITTED else _("This lot has fallen already."),
    }
    return form_page(
        request,
        form,
        template="draws/desk_fall.html",
        context=context,
        act=act,
        confirm=confirm,
        said=_("The lot has fallen. Now a second person looks along."),
    )


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def publish_lot(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """Ask a second person, and publish once they approved."""
    row = find(access.lot_for, request, neighbourhood, lot)
    approval = selectors.lot_approval(row)
    form = DrawsForm(posted(request))

    def act(form: Any) -> str | None:
        if approval is not None and approval.status == "approved":
            done = form.call(services.publish_lot, lot=row, approval=approval)
            said = _("The order of the lot is published.")
        else:
            done = form.call(services.request_lot_publication, lot=row, requested_by=request.user)
            said = _("Asked. A second person finds it under ‘Approvals’.")
        if done is None:
            return None
        messages.success(request, said)
        return _course(neighbourhood)

    context = {
        "neighbourhood": neighbourhood,
        "approval": approval,
        "title": _("Publish the order of the lot"),
        "is_ready": row.status == row.Status.DRAWN,
        "is_published": row.status == row.Status.PUBLISHED,
        "facts": [
            (_("sealed beforehand"), row.commitment),
            (_("public numbers"), row.randomness.partition(":")[2]),
            (_("people to approach"), number_format(row.count)),
        ],
        "sentences": [_("Everyone can then check the order of all tickets. Who they belong to is never published.")],
    }
    return form_page(request, form, template="draws/desk_publish.html", context=context, act=act)


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def letters(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """Make letters with a code each, and the files that wait to be fetched once."""
    person: Any = request.user
    row = find(access.lot_for, request, neighbourhood, lot)
    today = timezone.localdate()
    initial = {"sent_on": today, "place": neighbourhood.municipality.name}
    form = LettersForm(posted(request), batches=selectors.letter_batches(row), initial=initial)
    here = reverse("draws-desk:letters", args=[neighbourhood.slug, row.public_id])
    made = selectors.letters_out(row)

    def confirm(form: Any) -> Confirm:
        first, last = form.places
        return Confirm(
            title=_("Make these letters?"),
            sentences=[
                _("Everyone in this part gets a new code. A code from an earlier letter no longer works."),
                _("The codes stand on paper alone. You can fetch the file once. Is it lost, then make new letters."),
            ],
            label=_("Make the letters"),
            facts=[
                (_("letters"), number_format(last - first + 1)),
                (_("date above the letter"), date_format(form.cleaned_data["sent_on"], "j F Y")),
                (_("contact"), form.cleaned_data["contact"]),
            ],
        )

    def act(form: Any) -> str | None:
        first, last = form.places
        if form.call(services.check_letters, lot=row, first=first, last=last) is None:
            return None
        answer = request.build_absolute_uri(reverse("draws:answer", args=[neighbourhood.slug]))
        payload = {
            "lot": row.public_id,
            "person": person.public_id,
            "first": first,
            "last": last,
            "place": form.cleaned_data["place"],
            "sent_on": form.cleaned_data["sent_on"].isoformat(),
            "contact": form.cleaned_data["contact"],
            "languages": form.cleaned_data["languages"],
            "answer_url": answer,
            "website": request.build_absolute_uri(reverse("draws:index", args=[neighbourhood.slug])),
            "next": here,
        }
        job = form.call(
            start_job,
            municipality=neighbourhood.municipality,
            kind=LETTERS_JOB,
            payload=payload,
            started_by=request.user,
        )
        return reverse("jobs:job", args=[neighbourhood.slug, job.public_id]) if job else None

    owner = keeping.owner_of(neighbourhood, request.user)
    waiting = keeping.kept(kind="letters", owner=owner, now=timezone.now())
    context = {
        "neighbourhood": neighbourhood,
        "lot": row,
        "made": made,
        "files": [file for file in waiting if file.facts["lot"] == row.public_id],
        "is_published": row.status == row.Status.PUBLISHED,
        "can_make": row.register.erased_at is None,
    }
    return form_page(request, form, template="draws/desk_letters.html", context=context, act=act, confirm=confirm)


@never_cache
@require_POST
@at_desk(*KEEPER_ROLES)
def fetch_letters(request: HttpRequest, neighbourhood: Any, lot: str, token: str) -> HttpResponse:
    """Hand out a file of letters, once; then it is gone."""
    row = find(access.lot_for, request, neighbourhood, lot)
    owner = keeping.owner_of(neighbourhood, request.user)
    taken = keeping.take(kind="letters", owner=owner, token=token, now=timezone.now())
    if taken is None:
        messages.warning(request, _("This file was fetched already, or a day has passed. Make new letters."))
        return redirect("draws-desk:letters", neighbourhood=neighbourhood.slug, lot=row.public_id)
    facts, data = taken
    response = HttpResponse(data, content_type="application/pdf")
    name = f"brieven-{facts['first']}-{facts['last']}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@require_POST
@at_desk(*KEEPER_ROLES)
def fetch_all_letters(request: HttpRequest, neighbourhood: Any, lot: str) -> Any:
    """Hand out every file of letters that waits, together, once; then they are gone."""
    row = find(access.lot_for, request, neighbourhood, lot)
    owner = keeping.owner_of(neighbourhood, request.user)
    now = timezone.now()
    # On disk and not in memory: ten files of 500 letters are a hundred megabytes.
    together = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    count = 0
    with zipfile.ZipFile(together, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in keeping.kept(kind="letters", owner=owner, now=now):
            if file.facts["lot"] != row.public_id:
                continue
            taken = keeping.take(kind="letters", owner=owner, token=file.token, now=now)
            if taken is not None:
                facts, data = taken
                archive.writestr(f"brieven-{facts['first']:05d}-{facts['last']:05d}.pdf", data)
                count += 1
    if not count:
        together.close()
        messages.warning(request, _("This file was fetched already, or a day has passed. Make new letters."))
        return redirect("draws-desk:letters", neighbourhood=neighbourhood.slug, lot=row.public_id)
    together.seek(0)
    return FileResponse(together, as_attachment=True, filename="brieven.zip", content_type="application/zip")


@never_cache
@at_desk(*KEEPER_ROLES)
def answers(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """How many answered what, and a ticket looked up by its number."""
    row = find(access.lot_for, request, neighbourhood, lot)
    form = FindTicketForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        ticket = selectors.find_ticket(row, by=form.cleaned_data["by"], number=form.cleaned_data["number"])
        if ticket is not None:
            return redirect("draws-desk:answer", neighbourhood.slug, row.public_id, ticket.number)
        form.add_error("number", _("There is no such ticket among the people who are approached."))
    counts = selectors.answer_counts(row)
    context = {
        "neighbourhood": neighbourhood,
        "lot": row,
        "form": form,
        "counts": counts,
        "rows": [[label, number_format(counts.by_answer[value])] for value, label in LotTicket.Answer.choices],
        "columns": [{"label": _("Answer")}, {"label": _("People"), "numeric": True}],
    }
    return render(request, "draws/desk_answers.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def answer(request: HttpRequest, neighbourhood: Any, lot: str, number: int) -> HttpResponse:
    """Write down what someone with this ticket says."""
    row = find(access.lot_for, request, neighbourhood, lot)
    ticket = selectors.find_ticket(row, by="number", number=number)
    if ticket is None:
        messages.warning(request, _("There is no such ticket among the people who are approached."))
        return redirect("draws-desk:answers", neighbourhood=neighbourhood.slug, lot=row.public_id)
    pool, asked = selectors.asked_of(row)
    known = ticket.answer if ticket.answer != LotTicket.Answer.WAITING else ""
    before = {True: "yes", False: "no"}.get(ticket.took_part_before, "")  # type: ignore[arg-type]
    form = DeskAnswerForm(
        posted(request),
        pool=pool,
        asked=asked,
        initial={
            "answer": known,
            "took_part_before": before,
            "needs": ticket.needs,
            "compensation": ticket.compensation,
            "lighter_role": ticket.lighter_role,
        },
    )

    def act(form: Any) -> str | None:
        done = form.call(
            services.record_answer,
            ticket=ticket,
            answer=form.cleaned_data["answer"],
            took_part_before=form.cleaned_data["took_part_before"],
            features=form.features,
            needs=form.cleaned_data["needs"],
            compensation=form.cleaned_data["compensation"],
            lighter_role=form.cleaned_data["lighter_role"],
        )
        return reverse("draws-desk:answers", args=[neighbourhood.slug, row.public_id]) if done else None

    today = timezone.localdate()
    compensation = selectors.compensation_of(neighbourhood, today=today)
    context = {
        "neighbourhood": neighbourhood,
        "lot": row,
        "ticket": ticket,
        "pool": pool,
        "compensation": compensation,
        "limit": selectors.limit_for(compensation, birth_year=ticket.person.birth_year, today=today)
        if ticket.person
        else None,
        "attempts": ticket.attempts.all(),
    }
    said = _("Written down: ticket %(number)s.") % {"number": ticket.number}
    return form_page(request, form, template="draws/desk_answer.html", context=context, act=act, said=said)
