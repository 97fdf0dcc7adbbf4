"""The short account of the demonstration, for the terminal: what came of the cycle, and whether it verifies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from samenspel.apps.accounting.selectors import account_of, account_page
from samenspel.apps.deliberation import selectors as deliberation
from samenspel.apps.draws import selectors as draws
from samenspel.apps.household.selectors import verify_book
from samenspel.apps.places.selectors import participating_neighbourhoods
from samenspel.apps.trail.selectors import verify_trail
from samenspel.apps.voting import selectors as voting
from samenspel.apps.voting.services import issue_voting_codes


@dataclass(frozen=True)
class ShortAccount:
    """Lines to print, and True when draw, book and trail all verify."""

    lines: tuple[str, ...]
    verifies: bool


def short_account() -> ShortAccount:
    """Read everything again and tell it in a few lines."""
    where = participating_neighbourhoods().get()
    draw_lines, draw_ok = _draw(where)
    trail = verify_trail(where.municipality)
    book = verify_book(where.municipality)
    lines = [
        f"{where.name}, {where.municipality.name}. Everyone in it is made up.",
        *draw_lines,
        *_conversation(where),
        *_vote(where),
        *_book(where),
        f"Book:         {book.transfers} transfers in {book.funds} funds; {_verdict(book.verifies)}",
        f"Trail:        {trail.size} acts, root {trail.root[:16]}…; {_verdict(trail.verifies)}",
    ]
    lines += [f"  fault: {fault}" for fault in (*trail.faults, *book.faults)]
    return ShortAccount(tuple(lines), draw_ok and trail.verifies and book.verifies)


def _verdict(ok: bool) -> str:
    return "it verifies" if ok else "IT DOES NOT VERIFY"


def _draw(where: Any) -> tuple[list[str], bool]:
    draw: Any = draws.shown_draw(where)
    page = draws.draw_page(draw)
    seats = ", ".join(page.panel)
    return [
        f"Draw:         {page.funnel.drawn} drawn, {page.funnel.reached} reached, {page.volunteers} said yes, "
        f"{len(page.panel)} seated: tickets {seats}",
        f"              smallest chance {page.chances.smallest:.2%}, and no method gives more than "
        f"{page.chances.bound:.2%}; {_verdict(page.verification.ok)}",
    ], page.verification.ok


def _conversation(where: Any) -> list[str]:
    question: Any = deliberation.questions_of(where).first()
    counts = deliberation.counts_of(question)
    found: Any = deliberation.latest_map(question)
    shared = found.figures["common_ground"]
    groups = len(found.figures["groups"])
    texts = dict(question.statements.values_list("public_id", "text"))
    heard = f"{groups} groups" if groups else "no clear groups"
    lines = [
        f"Conversation: {counts.participants} people, {counts.votes} reactions to {counts.statements} statements; "
        f"{heard}, {len(shared)} statements of common ground"
    ]
    return [*lines, *(f"              '{texts[one['statement']]}'" for one in shared[:3])]


def _vote(where: Any) -> list[str]:
    counted: Any = voting.rounds_of(where).filter(count__isnull=False).first()
    result = counted.count.result
    titles = dict(counted.projects.values_list("public_id", "title"))
    won = ", ".join(titles[one] for one in result["winners"])
    return [
        f"Vote:         {result['voters']} ballots; {len(result['winners'])} plans won for "
        f"€ {result['spent_cents'] // 100:,} of € {result['budget_cents'] // 100:,}: {won}",
        f"              each voter's share was € {result['share_cents'] / 100:.2f}; {result['with_a_winner']} of "
        f"{result['voters']} voters got a plan of their choice",
    ]


def _book(where: Any) -> list[str]:
    account: Any = account_of(where)
    figures = account_page(account).figures
    return [
        f"Money:        € {figures.free_cents // 100:,} free, € {figures.allocated_cents // 100:,} allocated, "
        f"€ {figures.committed_cents // 100:,} committed, € {figures.paid_cents // 100:,} paid"
    ]


def ways_in(base: str) -> list[str]:
    """How to vote and to look through someone's eyes, with a fresh code; nothing where no vote is open."""
    where = participating_neighbourhoods().get()
    home = f"{base}/{where.slug}"
    lines = [f"Look through someone's eyes: {home}/werkplek/rol/"]
    now = timezone.now()
    for budget_round in voting.rounds_of(where):
        if voting.is_open(budget_round, now=now):
            # Codes exist on paper alone; in a demonstration the terminal is the letter.
            (letter,) = issue_voting_codes(budget_round=budget_round, count=1)
            lines.append(f"Vote: {home}/wijkbegroting/{budget_round.public_id}/stem/ with the code {letter.code}")
    return lines
