"""The form in which a council writes its account: texts only, figures cannot be typed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.forms import DeskForm

from .models import AccountText


def mark_of(text: str) -> str:
    """A short mark by which a text that changed is known."""
    return hashlib.sha256(_plain(text).encode()).hexdigest()[:16]


def _plain(text: str) -> str:
    """The text as a browser's line ends make no difference to it."""
    return text.replace("\r\n", "\n").strip()


class TextsForm(DeskForm):
    """Every part in one page. `seen_…` is the mark of what the writer had before them."""

    def __init__(self, *args: Any, written: Mapping[str, str], **extra: Any) -> None:
        self.written = written
        super().__init__(*args, **extra)
        for part, label in AccountText.Part.choices:
            text = written.get(part, "")
            area = forms.Textarea(attrs={"rows": 6, "class": "utrecht-textarea utrecht-textarea--html-textarea"})
            self.fields[part] = forms.CharField(label=label, required=False, initial=text, max_length=5000, widget=area)
            self.fields[f"seen_{part}"] = forms.CharField(
                required=False, initial=mark_of(text), widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for part in AccountText.Part.values:
            before, now = self.written.get(part, ""), _plain(cleaned.get(part, ""))
            seen = cleaned.get(f"seen_{part}", "")
            if mark_of(now) in (seen, mark_of(before)):
                continue
            if seen != mark_of(before):
                self.add_error(part, _("Someone else changed this part while you wrote. It now reads: “%s”") % before)
            elif not now:
                self.add_error(part, _("Write a few sentences. What was written cannot become empty."))
        return cleaned

    @property
    def changed(self) -> dict[str, str]:
        """Part → text, of the parts that this writer changed."""
        return {
            part: _plain(self.cleaned_data[part])
            for part in AccountText.Part.values
            if mark_of(self.cleaned_data[part])
            not in (self.cleaned_data[f"seen_{part}"], mark_of(self.written.get(part, "")))
        }
