"""A screen of the workspace that asks one thing: what will happen, a form, one button.

Everything that is hard to undo passes such a screen, so that someone reads what will happen before it does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from .confirming import form_page
from .forms import DeskForm


@dataclass(frozen=True)
class Ask:
    """What the screen says.

    `heading` and `label` (of the button) are sentences in the language of the page, `about` is residents' content
    and so Dutch, `told` are paragraphs, `warning` stands out, `facts` are (label, value) lines, `back` an address.
    """

    heading: Any
    label: Any
    back: str
    kicker: Any = ""
    about: str = ""
    told: Sequence[Any] = ()
    warning: Any = ""
    facts: Sequence[tuple[Any, Any]] = ()


def carry_out(
    request: HttpRequest,
    neighbourhood: Any,
    *,
    ask: Ask,
    form: DeskForm,
    service: Callable[..., Any],
    arguments: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    done: Any,
    to: Callable[[Any], str],
) -> HttpResponse:
    """Show the screen, or call `service` with `arguments(cleaned data)` and go on to `to(result)`, saying `done`."""

    def act(form: DeskForm) -> str | None:
        result = form.call(service, **arguments(form.cleaned_data))
        return None if result is None else to(result)

    page = {"neighbourhood": neighbourhood, "ask": ask}
    return form_page(request, form, template="desk/ask.html", context=page, act=act, said=str(done))
