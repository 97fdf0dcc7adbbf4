"""What the kinds of acts are called on screen. A kind that is not listed shows its code."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "council.instituted": _("The neighbourhood council was instituted"),
    "council.rules_set": _("The rules of play were laid down"),
    "council.term_opened": _("A term began"),
    "council.members_seated": _("Members took their seats"),
    "decision.adopted": _("A decision was adopted"),
    "decision.rejected": _("A proposal was rejected"),
    "advice.asked": _("An expert was asked for advice"),
    "advice.answered": _("An expert gave advice"),
    "account.published": _("The yearly account was published"),
}
