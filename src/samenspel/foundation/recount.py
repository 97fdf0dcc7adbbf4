"""Counting a published file again in the browser: its words, and the one page that people can take home.

The work is done by the modules in static_src/samenspel/js/recount, which follow `engines.evidence` and
`engines.verification`; tests hold both to the same verdicts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

# In the order in which they need each other.
MODULES = ("bytes", "randomness", "checks", "recount", "page")
SHEETS = ("tokens", "recount")
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


def script() -> str:
    """All modules as one, for a page without a server."""
    texts = (_static(f"samenspel/js/recount/{name}.js") for name in MODULES)
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in texts)


def sheet() -> str:
    """The style sheet of that page."""
    return "\n".join(_static(f"samenspel/css/{name}.css") for name in SHEETS)


def content_hash(text: str) -> str:
    """How a content security policy names an inline script or sheet."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _static(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return Path(path).read_text(encoding="utf-8")


def words() -> dict[str, str]:
    """Every sentence of the page that counts again, in the language of the page. Parameters stand as %(name)s."""
    return _states() | _good() | _differences()


def _states() -> dict[str, str]:
    return {
        "busy": _("Counting …"),
        "done": _("Done, in %(seconds)s seconds. Nothing was sent."),
        "failed": _("Counting again did not work in this browser. Try another one, or use the program."),
        "no-file": _("First choose the file."),
        "no-webcrypto": _("This browser cannot count here: the page did not come over a safe connection (https)."),
        "good-sign": _("Good:"),
        "bad-sign": _("Not good:"),
        "verdict-good": _("Everything is right"),
        "verdict-bad": _("Something is not right"),
        "verdict-partly": _("Right, as far as a browser can see"),
        "verdict-elsewhere": _("The program counts this file"),
        "explained-good": _("Your own computer counted this file again, from the first letter to the last."),
        "explained-bad": _("Below you see what differs. Get the file again. Does it still differ? Then ask us."),
        "explained-partly": _(
            "Everything follows from the public number. This page does not check whether that number is genuine."
        ),
        "explained-elsewhere": _(
            "The file is whole and unchanged. Counting the votes or the money again is done by the program: "
            "samenspel verify."
        ),
        "no-code": _("Fill in the code from before the draw as well: only then you know that nothing changed since."),
        "part-of-code": _("You compared the first %(characters)s characters of the code."),
        "drand-unproved": _("The signature of drand is not checked here. The program does that: samenspel verify."),
        "and-more": _("and %(more)s more"),
        "the-code": _("The code of this file"),
        "the-panel": _("Panel %(panel)s"),
        "the-order": _("The first %(count)s tickets in the order of the lot"),
        "name-seal": _("The file"),
        "name-kind": _("The kind"),
        "name-shape": _("The form"),
        "name-commitment": _("The code"),
        "name-pool": _("Who said yes"),
        "name-panel-members": _("The seats"),
        "name-targets": _("A mirror of the neighbourhood"),
        "name-households": _("Households"),
        "name-chances": _("The chances"),
        "name-pick": _("The number"),
        "name-tickets": _("The pot"),
        "name-count": _("How many people"),
        "name-order": _("The order"),
        "name-sequence": _("No gaps"),
        "name-leaves": _("No changes"),
        "name-root": _("The whole log"),
        "name-candidates": _("Who could come in"),
        "name-mending": _("The rule"),
    }


def _good() -> dict[str, str]:
    return {
        "ok-seal": _("Every letter stands where it should, and the seal fits."),
        "ok-kind-elsewhere": _("This is a file of a vote, of money or of a yearly account."),
        "ok-shape": _("All fields are there and nothing else."),
        "ok-commitment": _("It is the code that you filled in."),
        "ok-pool": _("%(people)s tickets, each once."),
        "ok-panel-members": _("All %(panels)s panels have %(seats)s different people who said yes."),
        "ok-targets": _("All %(panels)s panels keep to all %(targets)s targets."),
        "ok-households": _("No panel has two people of one household."),
        "ok-households-free": _("More people of one household were allowed."),
        "ok-chances": _("Everyone's chance is the share of panels that they are in."),
        "ok-pick": _("%(source)s points to panel %(panel)s."),
        "ok-pick-waits": _("The number has not fallen yet."),
        "ok-tickets": _("%(tickets)s tickets, each once."),
        "ok-count": _("The first %(count)s are approached."),
        "ok-order": _("The order of all %(tickets)s tickets follows from %(source)s."),
        "ok-order-waits": _("The lot has not fallen yet."),
        "ok-sequence": _("%(acts)s acts are numbered without gaps."),
        "ok-leaves": _("Every act is as it was written down."),
        "ok-root": _("All acts together give %(root)s."),
        "ok-candidates": _("%(people)s people could come in; who stays and who left are not among them."),
        "ok-mending": _("Every completion misses the targets by %(people)s in all: as the file says."),
    }


def _differences() -> dict[str, str]:
    return {
        "no-seal-not-json": _("This is no file of ours: it cannot be read."),
        "no-seal-not-canonical": _("There are letters, spaces or lines in it that were not there."),
        "no-seal-seal-missing": _("The seal at the end is missing."),
        "no-seal-seal-broken": _("Something was changed: the seal no longer fits."),
        "no-kind-unknown": _("We do not know files of the kind ‘%(kind)s’."),
        "no-shape-wrong": _("Not as it should be: %(place)s."),
        "no-commitment-other": _("The code of this file is %(own)s."),
        "no-pool-twice": _("Ticket %(id)s is in it %(times)s times."),
        "no-no-panels": _("There are no panels."),
        "no-panel-size": _("Panel %(panel)s has %(people)s people for %(seats)s seats."),
        "no-panel-twice": _("Panel %(panel)s names someone twice."),
        "no-panel-stranger": _("Panel %(panel)s names ticket %(id)s, who did not say yes."),
        "no-target-missed": _(
            "Panel %(panel)s has %(people)s of %(feature)s %(value)s; it should be %(min)s to %(max)s."
        ),
        "no-household-twice": _("Panel %(panel)s has %(people)s people of household %(household)s."),
        "no-chance-differs": _("Ticket %(id)s is in %(share)s of the panels; the file says %(stated)s."),
        "no-chance-stranger": _("Ticket %(id)s has a chance and did not say yes."),
        "no-pick-without-source": _("A panel is named, and no public number."),
        "no-other-source": _("‘%(announced)s’ was announced; ‘%(used)s’ was used."),
        "no-source-unusable": _("The public number ‘%(source)s’ cannot be used."),
        "no-source-written": _("The public number should be written as ‘%(source)s’."),
        "no-pick-other": _("The public number points to panel %(panel)s; the file says %(stated)s."),
        "no-panel-other": _("The people named are not those of panel %(panel)s."),
        "no-no-tickets": _("There are no tickets."),
        "no-ticket-malformed": _("Ticket %(ticket)s has no code of 64 characters."),
        "no-ticket-twice": _("The same code stands there %(times)s times."),
        "no-count-outside": _("%(count)s people are approached of %(tickets)s tickets."),
        "no-order-without-source": _("An order is given, and no public number."),
        "no-order-length": _("The order names %(stated)s of %(tickets)s tickets."),
        "no-order-other": _("At place %(place)s should stand ticket %(ticket)s; the file says %(stated)s."),
        "no-act-missing": _("Act %(act)s is missing or has another number."),
        "no-acts-counted": _("The log counts %(stated)s acts and holds %(acts)s."),
        "no-act-changed": _("Act %(act)s was changed."),
        "no-root-other": _("All acts together give %(root)s."),
        "no-candidate-wrong": _("Ticket %(id)s could not come in."),
        "no-mending-differs": _("Completion %(panel)s misses the targets by %(people)s; the file says %(stated)s."),
    }
