"""Telling a dossier to one audience, with a hint about long sentences and words for residents' texts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation.confirming import posted

from . import selectors, services
from .access import KEEPERS
from .desk_views import dossier_or_404, form_methods, url
from .forms import FaceForm
from .models import Audience
from .readability import SENTENCE_WORDS_MAX, WORD_LETTERS_MAX, readability_of


@form_methods
@at_desk(*KEEPERS)
def face(request: HttpRequest, neighbourhood: Any, public_id: str, audience: str) -> HttpResponse:
    """Write how it is told to one audience. 'Check' counts sentences and words without keeping anything."""
    found = dossier_or_404(neighbourhood, public_id)
    faces = {one.audience: one for one in selectors.faces_of(found)}
    if audience not in faces:
        raise Http404
    shown = faces[audience]
    form = FaceForm(posted(request), initial={"text": shown.text, "after_version": shown.version})
    is_check = "check" in request.POST
    if request.method == "POST" and not is_check and form.is_valid():
        written = form.call(services.write_face, dossier=found, audience=audience, by=request.user, **form.cleaned_data)
        if written is not None:
            messages.success(request, _("Kept as version %(number)s.") % {"number": written.version})
            return redirect(url("dossier", neighbourhood, public_id) + "#verteld")
        if form.has_error("text", "text_changed"):
            # What the other one wrote is shown beside it; saving again then follows on that.
            form.data = {"text": request.POST.get("text", ""), "after_version": str(shown.version)}
    text = request.POST.get("text", shown.text)
    context = {
        "neighbourhood": neighbourhood,
        "dossier": found,
        "face": shown,
        "others": [one for one in faces.values() if one.audience != audience and one.text],
        "form": form,
        "is_for_residents": audience == Audience.RESIDENTS,
        "hint": readability_of(text) if text.strip() else None,
        "words_max": SENTENCE_WORDS_MAX,
        "letters_max": WORD_LETTERS_MAX,
    }
    if is_check and request.headers.get("HX-Request"):
        return render(request, "dossiers/_hint.html", context)
    status = 422 if form.errors and not is_check else 200
    return render(request, "dossiers/desk_face.html", context, status=status)
