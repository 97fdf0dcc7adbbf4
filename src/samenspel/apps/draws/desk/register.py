"""Screens: the course of the draw, and loading a register in two steps (the file, then its columns)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation import keeping

from .. import selectors, services
from .course import next_step, steps_of
from .forms import MappingForm, UploadForm
from .pages import KEEPER_ROLES, form_page, posted
from .words import FIELDS


@at_desk(*KEEPER_ROLES)
def course(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The newest draw, step by step: what is done, what is next."""
    keeping.sweep(now=timezone.now())
    found = selectors.course_of(neighbourhood)
    steps = steps_of(found, neighbourhood)
    context = {
        "neighbourhood": neighbourhood,
        "course": found,
        "steps": steps,
        "next": next_step(steps),
        "done_count": sum(step.done for step in steps),
    }
    return render(request, "draws/desk_course.html", context)


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def upload(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Send in a register file. It is looked at and kept for an hour; nothing is loaded yet."""
    form = UploadForm(posted(request), request.FILES or None, initial={"drawn_on": timezone.localdate()})

    def look(form: UploadForm) -> str | None:
        sent, drawn_on = form.cleaned_data["file"], form.cleaned_data["drawn_on"]
        data = sent.read()
        found = form.call(selectors.register_preview, data=data, file_name=sent.name, drawn_on=drawn_on)
        if found is None:
            return None
        facts = {
            "name": sent.name[-200:],
            "drawn_on": drawn_on.isoformat(),
            "delete_on": form.cleaned_data["delete_on"].isoformat(),
        }
        owner = keeping.owner_of(neighbourhood, request.user)
        token = keeping.keep(kind="register", owner=owner, facts=facts, data=data)
        return reverse("draws-desk:mapping", args=[neighbourhood.slug, token])

    return form_page(
        request, form, template="draws/desk_upload.html", context={"neighbourhood": neighbourhood}, act=look
    )


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def mapping(request: HttpRequest, neighbourhood: Any, token: str) -> HttpResponse:
    """Choose which column holds what, and load the file whole or not at all."""
    owner = keeping.owner_of(neighbourhood, request.user)
    kept = keeping.read(kind="register", owner=owner, token=token, now=timezone.now())
    if kept is None:
        messages.warning(request, _("This file is no longer kept. Send it again."))
        return redirect("draws-desk:upload", neighbourhood=neighbourhood.slug)
    facts, data = kept
    drawn_on, delete_on = date.fromisoformat(facts["drawn_on"]), date.fromisoformat(facts["delete_on"])
    preview = selectors.register_preview(data, facts["name"], drawn_on)
    fields = selectors.register_fields(drawn_on)
    form = MappingForm(posted(request), columns=preview.columns, fields=fields, proposed=preview.proposed)

    def load(form: MappingForm) -> str | None:
        loaded = form.call(
            services.import_register,
            neighbourhood=neighbourhood,
            data=data,
            file_name=facts["name"],
            drawn_on=drawn_on,
            delete_on=delete_on,
            mapping=form.mapping,
            by=request.user,
        )
        if loaded is None:
            return None
        keeping.discard(kind="register", owner=owner, token=token)
        return reverse("draws-desk:course", args=[neighbourhood.slug])

    context = {
        "neighbourhood": neighbourhood,
        "file_name": facts["name"],
        "row_count": preview.row_count,
        "token": token,
        "samples": [(FIELDS[name], preview.samples[name]) for name, _must in fields if name in preview.samples],
    }
    said = _("The register is loaded. The file itself is thrown away.")
    return form_page(request, form, template="draws/desk_mapping.html", context=context, act=load, said=said)


@require_POST
@at_desk(*KEEPER_ROLES)
def discard(request: HttpRequest, neighbourhood: Any, token: str) -> HttpResponse:
    """Throw a sent file away without loading it."""
    keeping.discard(kind="register", owner=keeping.owner_of(neighbourhood, request.user), token=token)
    messages.success(request, _("The file is thrown away. Nothing was loaded."))
    return redirect("draws-desk:course", neighbourhood=neighbourhood.slug)
