"""The screen on which someone weighs a subject on the three values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.accounts.selectors import roles_of
from samenspel.foundation import subjects
from samenspel.foundation.confirming import posted
from samenspel.foundation.forms import DeskForm

from . import services, values

# From little to much, as people say it.
SCORES = [(number, str(number)) for number in range(1, 6)]
HELP = {
    "return": gettext_lazy("What does it yield, for whom, and what does it cost? How do you know?"),
    "engagement": gettext_lazy("Who takes part, who pulls, and who is missing?"),
    "legitimacy": gettext_lazy("Was everyone heard, were the rules kept, and can everyone check it?"),
}
LABELS = {
    "return": gettext_lazy("Return: what does it yield?"),
    "engagement": gettext_lazy("Engagement: who takes part?"),
    "legitimacy": gettext_lazy("Legitimacy: do people accept how it goes?"),
}


class WeighForm(DeskForm):
    """A score and its reason for each of the three values."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in values.VALUES:
            self.fields[f"{name}_score"] = forms.TypedChoiceField(
                label=LABELS[name],
                help_text=_("1 is little, 5 is much."),
                choices=[("", _("choose")), *SCORES],
                coerce=int,
            )
            self.fields[f"{name}_reason"] = forms.CharField(
                label=_("Why this score?"),
                help_text=HELP[name],
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
            )
        self.dress()


@require_http_methods(["GET", "POST"])
@at_desk()
def weigh(request: HttpRequest, neighbourhood: Any, kind: str, public_id: str) -> HttpResponse:
    """Weigh a subject, beside how it was weighed before. Only for roles that the kind of subject names."""
    subject = subjects.find_one(neighbourhood, kind, public_id)
    if subject is None or not subjects.weighed_by(kind):
        raise Http404
    if not subjects.weighed_by(kind) & roles_of(request.user, neighbourhood=neighbourhood):
        raise PermissionDenied
    form = WeighForm(posted(request))
    if request.method == "POST" and form.is_valid():
        done = form.call(
            services.weigh_subject, neighbourhood=neighbourhood, subject=subject, by=request.user, **form.cleaned_data
        )
        if done is not None:
            messages.success(request, _("Weighed. It stands beside the earlier weighings."))
            return redirect(subject.desk_url or subject.url)
    context = {
        "neighbourhood": neighbourhood,
        "subject": subject,
        "form": form,
        "values": values.values_of(kind, public_id),
        "back": subject.desk_url or subject.url,
    }
    return render(request, "matters/desk_weigh.html", context, status=422 if form.errors else 200)
