"""The account of a year: figures from the records of every app, texts from the council."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samenspel.apps.accounts.selectors import approval_for, has_one_of
from samenspel.apps.councils import selectors as councils
from samenspel.apps.deliberation import selectors as deliberation
from samenspel.apps.draws import selectors as draws
from samenspel.apps.household import selectors as household
from samenspel.apps.matters import selectors as matters
from samenspel.apps.trail.selectors import trail_root
from samenspel.apps.voting import selectors as voting
from samenspel.foundation.desk import Waiting

from . import engine
from .models import AccountText, YearAccount

PUBLISH = "account.publish"
WRITERS = ("area_manager", "council_member")


@dataclass(frozen=True)
class OwnerFigures:
    """One owner's money in the neighbourhood, by freedom, in cents."""

    name: str
    fixed_cents: int
    influence_cents: int
    free_cents: int


@dataclass(frozen=True)
class DecisionFigures:
    """One decision of the year, with its votes."""

    public_id: str
    title: str
    status: str
    decided_on: str
    amount_cents: int | None
    votes_for: int
    votes_against: int
    votes_abstain: int


@dataclass(frozen=True)
class AccountFigures:
    """Every figure of the account; none can be typed in. Counts of people that must stay hidden are None."""

    year: int
    total_cents: int
    free_cents: int
    allocated_cents: int
    committed_cents: int
    paid_cents: int
    owners: tuple[OwnerFigures, ...]
    decisions: tuple[DecisionFigures, ...]
    drawn: int | None
    reached: int | None
    said_yes: int | None
    seated: int | None
    never_before: int | None
    known_before: int | None
    conversation_people: int
    reactions: int
    statements: int
    ballots: int
    plans_won: int
    matters_total: int
    matters_done: int
    matters_late: int
    matters_together: int
    matters_carried: int
    acts: int
    root: str

    def shares_of_free(self) -> dict[str, float]:
        """Allocated, committed and paid as parts (0 to 1) of what was free; 0 where nothing was."""
        whole = max(self.free_cents, 1)
        return {
            "allocated": self.allocated_cents / whole,
            "committed": self.committed_cents / whole,
            "paid": self.paid_cents / whole,
        }

    def as_record(self) -> dict[str, Any]:
        """The figures as plain values, in the shape that is hashed and kept."""
        record: dict[str, Any] = {}
        for name, value in vars(self).items():
            record[name] = [dict(vars(part)) for part in value] if isinstance(value, tuple) else value
        # The trail goes on growing, also by publishing the account itself.
        del record["acts"], record["root"]
        return record


def figures_of(council: Any, year: int) -> AccountFigures:
    """The figures of a council over a year, read from the records as they are now."""
    where = council.neighbourhood
    acts, root = trail_root(council.municipality)
    return AccountFigures(
        year=year,
        decisions=_decisions(council, year),
        acts=acts,
        root=root,
        **_money(where, year),
        **_reach(where),
        **_conversation(where, year),
        **_vote(where, year),
        **_matters(where, year),
    )


def account_of(neighbourhood: Any, *, year: int | None = None) -> YearAccount | None:
    """The account of a year, by default the newest, or None."""
    found = YearAccount.objects.filter(council__neighbourhood=neighbourhood).order_by("-year")
    return (found if year is None else found.filter(year=year)).select_related("council").first()


def years_of(neighbourhood: Any) -> list[int]:
    """The years of which there is an account, newest first."""
    found = YearAccount.objects.filter(council__neighbourhood=neighbourhood)
    return list(found.order_by("-year").values_list("year", flat=True))


@dataclass(frozen=True)
class PartView:
    """One part of the account: its words as far as they are written."""

    part: str
    label: str
    text: str


@dataclass(frozen=True)
class AccountPage:
    """What the page of the account shows."""

    account: YearAccount
    figures: AccountFigures
    parts: tuple[PartView, ...]
    years: tuple[int, ...]

    @property
    def is_published(self) -> bool:
        return self.account.status == YearAccount.Status.PUBLISHED


def account_page(account: YearAccount) -> AccountPage:
    """Figures and texts of an account; a published one shows the figures of its publication."""
    written = dict(account.texts.values_list("part", "text"))
    parts = tuple(PartView(part, str(label), written.get(part, "")) for part, label in AccountText.Part.choices)
    figures = figures_of(account.council, account.year)
    if account.status == YearAccount.Status.PUBLISHED and account.figures:
        figures = _as_published(account.figures, figures)
    return AccountPage(account, figures, parts, tuple(years_of(account.council.neighbourhood)))


def _as_published(record: dict[str, Any], now: AccountFigures) -> AccountFigures:
    owners = tuple(OwnerFigures(**row) for row in record["owners"])
    decisions = tuple(DecisionFigures(**row) for row in record["decisions"])
    plain = {name: value for name, value in record.items() if name not in ("owners", "decisions")}
    return AccountFigures(**plain, owners=owners, decisions=decisions, acts=now.acts, root=now.root)


def _money(where: Any, year: int) -> dict[str, Any]:
    book = household.book_page(where, year=year)
    moved = household.moved_in_year(where, year=year)
    return {
        "total_cents": book.total_cents if book else 0,
        "free_cents": book.free_cents if book else 0,
        "allocated_cents": moved.allocated_cents,
        "committed_cents": moved.committed_cents,
        "paid_cents": moved.paid_cents,
        "owners": tuple(
            OwnerFigures(row.name, row.fixed_cents, row.influence_cents, row.free_cents)
            for row in (book.owners if book else ())
        ),
    }


def _decisions(council: Any, year: int) -> tuple[DecisionFigures, ...]:
    rows = []
    for decision in councils.decisions_of(council).filter(decided_at__year=year):
        tally = councils.tally_of(decision)
        rows.append(
            DecisionFigures(
                public_id=decision.public_id,
                title=decision.title,
                status=decision.status,
                decided_on=timezone.localdate(decision.decided_at).isoformat(),
                amount_cents=decision.amount_cents,
                votes_for=tally["for"],
                votes_against=tally["against"],
                votes_abstain=tally["abstain"],
            )
        )
    return tuple(rows)


def _reach(where: Any) -> dict[str, Any]:
    draw = draws.shown_draw(where)
    funnel = draws.funnel_of(draw) if draw else None
    return {
        "drawn": funnel.drawn if funnel else None,
        "reached": funnel.reached if funnel else None,
        "said_yes": funnel.volunteers if funnel else None,
        "seated": funnel.seated if funnel else None,
        "never_before": funnel.seated_never_before if funnel else None,
        "known_before": funnel.seated_known_before if funnel else None,
    }


def _conversation(where: Any, year: int) -> dict[str, Any]:
    counts = [deliberation.counts_of(q) for q in deliberation.questions_of(where).filter(opens_at__year=year)]
    return {
        "conversation_people": sum(count.participants for count in counts),
        "reactions": sum(count.votes for count in counts),
        "statements": sum(count.statements for count in counts),
    }


def _vote(where: Any, year: int) -> dict[str, Any]:
    results = [r.count.result for r in voting.rounds_of(where).filter(count__isnull=False, vote_until_at__year=year)]
    return {
        "ballots": sum(result["voters"] for result in results),
        "plans_won": sum(len(result["winners"]) for result in results),
    }


def _matters(where: Any, year: int) -> dict[str, Any]:
    found = matters.matters_of(where).filter(created_at__year=year)
    together, carried = matters.share_carried_together(where)
    return {
        "matters_total": found.count(),
        "matters_done": found.filter(status="done").count(),
        "matters_late": matters.overdue_matters(where, today=matters.today()).count(),
        "matters_together": together,
        "matters_carried": carried,
    }


def texts_of(account: YearAccount) -> dict[str, str]:
    """Part → what was written, of the parts that have a text."""
    return dict(account.texts.order_by("part").values_list("part", "text"))


def publication_of(account: YearAccount) -> dict[str, Any]:
    """What is published, by its hashes: two people approve exactly this."""
    return {
        "year": account.year,
        "figures_sha256": engine.hash_of(figures_of(account.council, account.year).as_record()),
        "texts_sha256": engine.hash_of(texts_of(account)),
    }


def publication_request(account: YearAccount) -> tuple[Any, bool]:
    """(the newest request to publish this account or None, whether all is still as it was asked)."""
    approval = approval_for(kind=PUBLISH, subject_kind="account", subject_id=account.public_id)
    return approval, approval is not None and approval.payload == publication_of(account)


def publication_facts(approval: Any) -> list[tuple[str, str]]:
    """What a second person approves of an account, in words."""
    account = YearAccount.objects.filter(public_id=approval.subject_id).select_related("council").first()
    if account is None:
        return []
    same = approval.payload == publication_of(account)
    facts = [
        (_("Council"), account.council.name),
        (_("Year"), str(account.year)),
        (_("Changed since it was asked"), _("no") if same else _("yes: ask again")),
    ]
    labels = dict(AccountText.Part.choices)
    return [*facts, *((str(labels[part]), text) for part, text in texts_of(account).items())]


def years_to_account(council: Any, *, today: Any) -> list[int]:
    """Years of which the account can be begun: from the council's first year to this one, the newest first."""
    begun = set(YearAccount.objects.filter(council=council).values_list("year", flat=True))
    return [year for year in range(today.year, council.instituted_on.year - 1, -1) if year not in begun]


def accounts_of(council: Any) -> QuerySet[YearAccount]:
    """The accounts of a council, the newest year first."""
    return YearAccount.objects.filter(council=council).order_by("-year")


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """An account that was approved and can be published."""
    council = councils.council_of(neighbourhood)
    if council is None or not has_one_of(person, WRITERS, neighbourhood=neighbourhood):
        return []
    waiting = []
    for account in accounts_of(council).filter(status=YearAccount.Status.DRAFT):
        approval, same = publication_request(account)
        if approval is not None and approval.status == "approved" and same:
            title = _("Publish the account of %(year)s") % {"year": account.year}
            waiting.append(Waiting(title, reverse("accounting-desk:publish", args=[neighbourhood.slug, account.year])))
    return waiting
