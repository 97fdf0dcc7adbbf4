"""The front page of a neighbourhood: what it shows, gathered from every app, and its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.apps.advice.selectors import answered_advice
from samenspel.apps.councils import selectors as councils
from samenspel.apps.councils.presentation import council_ring
from samenspel.apps.deliberation import selectors as deliberation
from samenspel.apps.dossiers import selectors as dossiers
from samenspel.apps.draws import selectors as draws
from samenspel.apps.household import selectors as household
from samenspel.apps.matters import selectors as matters
from samenspel.apps.picture import selectors as picture
from samenspel.apps.voting import selectors as voting
from samenspel.foundation import pictures
from samenspel.foundation.money import euros

MOMENTS_MAX = 4
PROMISES_MAX = 4
DOSSIERS_MAX = 3
NEWS_MAX = 3
CENTS_PER_DOT = 100_000


@dataclass(frozen=True)
class Talk:
    """The conversation that is open, and how many people took part."""

    question: Any
    people: int
    url: str
    react_url: str


@dataclass(frozen=True)
class Moment:
    """Something in the diary."""

    on: date
    title: str
    told: str
    url: str = ""


@dataclass(frozen=True)
class News:
    """One news item: who speaks ('together', 'municipality' or ''), the headline and a few sentences."""

    who: str
    kicker: str
    title: str
    text: str
    url: str
    is_dutch: bool = False


@dataclass(frozen=True)
class Money:
    """The neighbourhood's money and what became of the free part, in cents, with its pictures."""

    year: int
    total_cents: int
    fixed_cents: int
    influence_cents: int
    free_cents: int
    by_vote_cents: int
    by_council_cents: int
    left_cents: int
    bar: SafeString
    dots: SafeString


@dataclass(frozen=True)
class Promise:
    """What someone said and what was done with it: a state of the look, its word, and who has it."""

    state: str
    word: str
    title: str
    told: str
    who: str


@dataclass(frozen=True)
class FrontPage:
    """Everything on the front page; a part that does not exist yet is None or empty."""

    today: date
    inhabitants: int | None
    dwellings: int | None
    street: SafeString
    talk: Talk | None
    moments: tuple[Moment, ...]
    news: tuple[News, ...]
    money: Money | None
    council: councils.CouncilPage | None
    ring: SafeString | None
    promises: tuple[Promise, ...]
    dossiers: tuple[Any, ...]


def front_page(where: Any, *, now: datetime | None = None) -> FrontPage:
    """The front page of a participating neighbourhood."""
    now = now or timezone.now()
    facts = picture.latest_values(where.cbs_code)
    council = councils.council_page(where, now=now)
    talk = _talk(where, now)
    return FrontPage(
        today=timezone.localdate(now),
        inhabitants=_whole(facts.get("inhabitants")),
        dwellings=_whole(facts.get("dwellings")),
        street=pictures.street(seed=where.cbs_code, title=_("A street with neighbours at a long table.")),
        talk=talk,
        moments=_moments(where, council, talk),
        news=_news(where, now),
        money=_money(where),
        council=council,
        ring=council_ring(council, labelled=False, room="small") if council else None,
        promises=_promises(where, timezone.localdate(now)),
        dossiers=tuple(dossiers.published_dossiers(where)[:DOSSIERS_MAX]),
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _talk(where: Any, now: datetime) -> Talk | None:
    question = deliberation.open_question_of(where, now=now)
    if question is None:
        return None
    here = {"neighbourhood": where.slug, "question": question.public_id}
    return Talk(
        question=question,
        people=deliberation.counts_of(question).participants,
        url=reverse("deliberation:question", kwargs=here),
        react_url=reverse("deliberation:react", kwargs=here),
    )


def _moments(where: Any, council: councils.CouncilPage | None, talk: Talk | None) -> tuple[Moment, ...]:
    found = []
    for meeting in council.meetings if council else ():
        local = timezone.localtime(meeting.starts_at)
        open_to_all = _("Everyone may watch.") if meeting.is_public else ""
        found.append(
            Moment(
                local.date(),
                meeting.title,
                f"{local:%H.%M}, {meeting.place}. {open_to_all}".strip(),
                reverse("councils:council", kwargs={"neighbourhood": where.slug}),
            )
        )
    if talk:
        closes = timezone.localtime(talk.question.closes_at)
        told = _("Then the council writes down what it heard.")
        found.append(Moment(closes.date(), _("The conversation closes"), told, talk.url))
    return tuple(sorted(found, key=lambda moment: moment.on)[:MOMENTS_MAX])


def _news(where: Any, now: datetime) -> tuple[News, ...]:
    found = (_open_vote_news(where, now), _result_news(where), _advice_news(where), _draw_news(where))
    return tuple(item for item in found if item)[:NEWS_MAX]


def _open_vote_news(where: Any, now: datetime) -> News | None:
    budget_round = next((r for r in voting.rounds_of(where) if voting.is_open(r, now=now)), None)
    if budget_round is None:
        return None
    url = reverse("voting:round", kwargs={"neighbourhood": where.slug, "budget_round": budget_round.public_id})
    text = _("You need the code from your letter. It takes about five minutes.")
    return News("", _("Voting now"), _("Vote on the plans for the neighbourhood"), text, url)


def _result_news(where: Any) -> News | None:
    budget_round = voting.rounds_of(where).filter(count__isnull=False).first()
    result = voting.result_page(budget_round) if budget_round else None
    if budget_round is None or result is None:
        return None
    url = reverse("voting:round", kwargs={"neighbourhood": where.slug, "budget_round": budget_round.public_id})
    number = len(result.winners)
    title = ngettext("%(number)s plan goes ahead", "%(number)s plans go ahead", number) % {"number": number}
    text = _("%(voters)s neighbours voted. Together they divided %(amount)s.") % {
        "voters": number_format(result.voters, force_grouping=True),
        "amount": euros(result.spent_cents),
    }
    return News("together", _("Decided"), title, text, url)


def _draw_news(where: Any) -> News | None:
    draw = draws.shown_draw(where)
    if draw is None:
        return None
    funnel = draws.funnel_of(draw)
    if not funnel.seated:
        return None
    title = _("%(yes)s neighbours said yes. The lot chose %(seated)s.") % {
        "yes": funnel.volunteers,
        "seated": funnel.seated,
    }
    text = _("Everyone can check that the draw was fair.")
    return News("", _("The draw"), title, text, reverse("draws:index", kwargs={"neighbourhood": where.slug}))


def _advice_news(where: Any) -> News | None:
    advice = answered_advice(where).first()
    if advice is None:
        return None
    url = reverse("deliberation:index", kwargs={"neighbourhood": where.slug})
    return News("municipality", _("An expert's answer"), advice.question, advice.answer, url, is_dutch=True)


def _money(where: Any) -> Money | None:
    book = household.book_page(where)
    if book is None or not book.total_cents:
        return None
    by_vote = _allocated_by_vote(where, book.year)
    allocated = household.moved_in_year(where, year=book.year).allocated_cents
    by_council, left = max(allocated - by_vote, 0), max(book.free_cents - allocated, 0)
    bar = pictures.money_bar(
        book.fixed_cents,
        book.influence_cents,
        book.free_cents,
        title=_("Of all money %(fixed)s is fixed, on %(advice)s the council advises, and %(free)s is free.")
        % {
            "fixed": euros(book.fixed_cents),
            "advice": euros(book.influence_cents),
            "free": euros(book.free_cents),
        },
    )
    return Money(
        year=book.year,
        total_cents=book.total_cents,
        fixed_cents=book.fixed_cents,
        influence_cents=book.influence_cents,
        free_cents=book.free_cents,
        by_vote_cents=by_vote,
        by_council_cents=by_council,
        left_cents=left,
        bar=bar,
        dots=_money_dots(by_vote, by_council, left),
    )


def _allocated_by_vote(where: Any, year: int) -> int:
    adopted = voting.rounds_of(where).filter(decision__isnull=False, vote_until_at__year=year)
    amounts = adopted.values_list("decision__amount_cents", flat=True)
    return sum(amount or 0 for amount in amounts)


def _money_dots(by_vote: int, by_council: int, left: int) -> SafeString:
    groups = [
        pictures.Dots(round(cents / CENTS_PER_DOT), kind)
        for cents, kind in ((by_vote, "together"), (by_council, "together-middle"), (left, "free"))
    ]
    title = _("The free money in dots of a thousand euros.")
    wide, narrow = (pictures.dots(groups, title=title, narrow=small) for small in (False, True))
    return pictures.responsive(wide, narrow)


def _promises(where: Any, today: date) -> tuple[Promise, ...]:
    """What was said and done, the late ones never left out."""
    page = matters.matters_page(where, day=today, only_public=True)
    late, done = [row.matter for row in page.late], [row.matter for row in page.done]
    busy = [row.matter for row in (*page.going_on, *page.left_to_street)]
    chosen = (done[:1] + late[:1] + busy[:2] + done[1:] + late[1:] + busy[2:])[:PROMISES_MAX]
    return tuple(_promise(matter, today) for matter in chosen)


def _promise(matter: Any, today: date) -> Promise:
    is_late = bool(matter.due_on and matter.due_on < today)
    state = "late" if is_late else "done" if matter.status == "done" else "busy"
    words = {"late": _("Late"), "done": _("Done"), "busy": _("Busy")}
    word = _("Left to the street") if matter.status == "left_to_street" else words[state]
    who = " + ".join(part for part in (matter.owner_name, matter.together_with) if part)
    return Promise(state, word, matter.title, matter.outcome or matter.next_step, who or _("the street itself"))
