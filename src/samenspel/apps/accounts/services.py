"""Writes of people, roles, letter codes and approvals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Outsider, Refusal
from samenspel.foundation.ids import read_back

from . import codes, engine
from .models import Approval, LetterCode, Person, RoleGrant


@transaction.atomic
def save_person(*, email: str, name: str, language: str = "nl") -> Person:
    """Create the person, or bring the name up to date."""
    person, _created = Person.objects.get_or_create(
        email=email.strip().lower(), defaults={"name": name, "language": language}
    )
    if _created:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    elif person.name != name:
        person.name = name
        person.save(update_fields=["name"])
    return person


@transaction.atomic
def grant_role(
    *,
    person: Person,
    role: str,
    municipality: Any,
    neighbourhood: Any = None,
    granted_by: Person | None = None,
) -> RoleGrant:
    """Give a role; giving the same role again changes nothing."""
    grant, _created = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        municipality=municipality,
        neighbourhood=neighbourhood,
        ended_at=None,
        defaults={"granted_by": granted_by},
    )
    return grant


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    role: str,
    neighbourhood: Any,
    granted_by: Person,
    sign_in_url: str,
) -> RoleGrant:
    """Give someone a role in a neighbourhood and tell them by e-mail how to sign in, once this is stored.

    A person who is known already keeps the name that he or she has. Refuses with 'role_held' what someone has.
    """
    person = Person.objects.filter(email__iexact=email.strip()).first() or save_person(email=email, name=name)
    grant, created = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        municipality=neighbourhood.municipality,
        neighbourhood=neighbourhood,
        ended_at=None,
        defaults={"granted_by": granted_by},
    )
    if not created:
        raise Refusal(_("This person has this role already."), code="role_held")
    transaction.on_commit(partial(_send_invitation, grant, granted_by, sign_in_url))
    return grant


def _send_invitation(grant: RoleGrant, by: Person, sign_in_url: str) -> None:
    person = grant.person
    address = f"{sign_in_url}?{urlencode({'email': person.email})}"
    with override(person.language):
        context = {
            "name": person.name,
            "by": by.name,
            "role": grant.get_role_display(),
            "neighbourhood": grant.neighbourhood.name if grant.neighbourhood else grant.municipality.name,
            "address": address,
        }
        subject = gettext("You have a role in %(neighbourhood)s") % context
        send_mail(subject, render_to_string("accounts/email/invitation.txt", context), None, [person.email])


@transaction.atomic
def take_role(*, grant: RoleGrant, by: Person) -> RoleGrant:
    """End someone's role. Refuses with 'own_role' one's own, so that a neighbourhood keeps an administrator."""
    if grant.person_id == by.pk:
        raise Outsider(_("This is your own role. Ask another administrator to end it."), code="own_role")
    return end_role(grant=grant)


@transaction.atomic
def end_role(*, grant: RoleGrant) -> RoleGrant:
    """End a role; it stays on record."""
    RoleGrant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=timezone.now())
    grant.refresh_from_db()
    return grant


@transaction.atomic
def issue_codes(
    *, municipality: Any, purpose: str, subject_kind: str, subject_ids: Sequence[str], on: date | None = None
) -> dict[str, str]:
    """Issue one code per subject id: subject id → code as written. The codes exist nowhere else."""
    on = on or timezone.localdate()
    fresh = {subject_id: codes.new_code() for subject_id in subject_ids}
    LetterCode.objects.bulk_create(
        LetterCode(
            municipality=municipality,
            purpose=purpose,
            subject_kind=subject_kind,
            subject_id=subject_id,
            code_hash=codes.hash_of(purpose, code),
            issued_on=on,
        )
        for subject_id, code in fresh.items()
    )
    return {subject_id: codes.written(code) for subject_id, code in fresh.items()}


@transaction.atomic
def use_code(*, purpose: str, text: str, subject_kind: str | None = None, on: date | None = None) -> LetterCode:
    """Use a code once, in the caller's transaction. Of parallel uses one succeeds: the row's status decides.

    `on` is the day of use, today unless told otherwise. Refuses with code 'code_unknown', 'code_used' or 'code_void'.
    """
    code_hash = codes.hash_of(purpose, read_back(text))
    found = LetterCode.objects.filter(purpose=purpose, code_hash=code_hash)
    if subject_kind is not None:
        found = found.filter(subject_kind=subject_kind)
    used = found.filter(status=LetterCode.Status.ISSUED).update(
        status=LetterCode.Status.USED, closed_on=on or timezone.localdate()
    )
    row = found.first()
    if row is None:
        raise Refusal(_("We do not know this code. Check your letter again."), code="code_unknown")
    if not used:
        if row.status == LetterCode.Status.VOID:
            raise Refusal(_("This code is no longer valid. Use your newest letter."), code="code_void")
        raise Refusal(_("This code has been used already."), code="code_used")
    return row


@transaction.atomic
def void_codes(*, purpose: str, subject_kind: str, subject_id: str, on: date | None = None) -> int:
    """Void the unused codes of a subject, for one because a new one is issued. Returns how many."""
    return LetterCode.objects.filter(
        purpose=purpose, subject_kind=subject_kind, subject_id=subject_id, status=LetterCode.Status.ISSUED
    ).update(status=LetterCode.Status.VOID, closed_on=on or timezone.localdate())


@transaction.atomic
def rewrite_codes(*, purpose: str, subject_kind: str, subject_prefix: str) -> int:
    """Write codes anew in the order of their hashes, so that no trace of the order of use is left in the table.

    For a secret vote, after its close and in a transaction of its own. Returns how many.
    """
    found = LetterCode.objects.filter(purpose=purpose, subject_kind=subject_kind, subject_id__startswith=subject_prefix)
    rows = list(found.order_by("code_hash"))
    found.delete()
    for row in rows:
        row.pk = None
    return len(LetterCode.objects.bulk_create(rows, batch_size=1_000))


@transaction.atomic
def request_approval(
    *,
    municipality: Any,
    kind: str,
    subject_kind: str,
    subject_id: str,
    payload: dict[str, Any],
    requested_by: Person,
) -> Approval:
    """Ask a second person. Asking the same twice while it waits gives back the first request."""
    same = {
        "kind": kind,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "payload_hash": engine.payload_hash(payload),
    }
    try:
        with transaction.atomic():
            return Approval.objects.create(
                municipality=municipality, payload=payload, requested_by=requested_by, **same
            )
    except IntegrityError:
        waiting = Approval.objects.filter(
            status__in=[Approval.Status.WAITING, Approval.Status.APPROVED], **same
        ).first()
        if waiting is None:
            raise
        return waiting


def approve(*, approval: Approval, by: Person, at: Any = None) -> Approval:
    """A second person says yes. Refuses the person who asked ('own_request') and what is not waiting."""
    return _decide(approval, by, Approval.Status.APPROVED, "", at)


def refuse(*, approval: Approval, by: Person, reason: str, at: Any = None) -> Approval:
    """A second person says no, with a reason."""
    if not reason.strip():
        raise Refusal(_("Say why, so that the other person can do something about it."), code="reason_missing")
    return _decide(approval, by, Approval.Status.REFUSED, reason, at)


@transaction.atomic
def _decide(approval: Approval, by: Person, status: str, reason: str, at: Any) -> Approval:
    if by.pk == approval.requested_by_id:
        raise Outsider(_("You asked for this yourself. Someone else has to look at it."), code="own_request")
    decided = Approval.objects.filter(pk=approval.pk, status=Approval.Status.WAITING).update(
        status=status, decided_by=by, decided_at=at or timezone.now(), reason=reason
    )
    if not decided:
        raise Refusal(_("This was decided already."), code="not_waiting")
    approval.refresh_from_db()
    return approval


@transaction.atomic
def use_approval(
    *,
    approval: Approval | None,
    kind: str,
    subject_kind: str,
    subject_id: str,
    payload: dict[str, Any],
    at: Any = None,
) -> Approval:
    """Use an approval for exactly what was approved, once, in the caller's transaction.

    Refuses with 'approval_missing' when there is none, when it is for something else (another amount,
    for one), or when it was used already.
    """
    used = approval is not None and Approval.objects.filter(
        pk=approval.pk,
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        payload_hash=engine.payload_hash(payload),
        status=Approval.Status.APPROVED,
    ).update(status=Approval.Status.USED, used_at=at or timezone.now())
    if approval is None or not used:
        raise Outsider(_("This needs the approval of a second person."), code="approval_missing")
    approval.refresh_from_db()
    return approval
