"""Write and publish the yearly account: texts by people, figures from the records, two people to publish."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from apps.factories import AT, adopted_decision, council, neighbourhood, person
from apps.household import factories as household
from samenspel.apps.accounting import selectors, services
from samenspel.apps.accounting.models import AccountText, YearAccount
from samenspel.apps.accounts.services import approve
from samenspel.apps.trail.selectors import acts_of, payload_of, verify_trail
from samenspel.foundation.errors import Outsider, Refusal
from samenspel_testing import drop_triggers

pytestmark = pytest.mark.django_db
YEAR = 2026
LATER = datetime(2027, 1, 20, 12, tzinfo=UTC)


@pytest.fixture
def made():
    return council()


@pytest.fixture
def alice(made):
    return person("Alice", "area_manager", where=made.neighbourhood)


@pytest.fixture
def bob(made):
    return person("Bob", "council_member", where=made.neighbourhood)


@pytest.fixture
def account(made):
    return services.open_account(council=made, year=YEAR)


def written(account, by, text="Dit was ons eerste jaar."):
    return services.write_text(account=account, part="foreword", text=text, by=by)


def published(account, alice, bob):
    written(account, alice)
    asked = services.request_publication(account=account, requested_by=alice)
    return services.publish_account(account=account, approval=approve(approval=asked, by=bob), at=LATER)


def refused(code, act, kind=Refusal):
    with pytest.raises(kind) as refusal:
        act()
    assert refusal.value.code == code


# --- open and write -------------------------------------------------------------------------------------


def test_an_account_is_opened_once_a_year(made):
    first = services.open_account(council=made, year=YEAR)
    assert services.open_account(council=made, year=YEAR) == first
    assert first.status == "draft"
    assert services.open_account(council=made, year=YEAR + 1) != first
    assert YearAccount.objects.count() == 2


def test_the_database_too_keeps_one_account_a_year(account):
    with pytest.raises(DatabaseError), transaction.atomic():
        YearAccount.objects.create(council=account.council, year=YEAR, municipality_id=account.municipality_id)


def test_both_who_write_may_and_rewriting_replaces(account, alice, bob):
    written(account, alice)
    written(account, bob, "  Samen begonnen.\n")
    assert AccountText.objects.get().text == "Samen begonnen."


def test_an_outsider_does_not_write(account):
    where = account.council.neighbourhood
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    for someone in (
        person("Carol"),
        person("Dirk", "controller", where=where),
        person("Eva", "area_manager", where=elsewhere),
        None,
    ):
        refused("not_a_writer", lambda someone=someone: written(account, someone), Outsider)
    assert not AccountText.objects.exists()


@pytest.mark.parametrize(
    ("part", "text", "code"),
    [("figures", "Negen miljoen.", "part_unknown"), ("foreword", " \n\t", "text_missing")],
)
def test_what_is_no_text_is_refused(account, alice, part, text, code):
    refused(code, lambda: services.write_text(account=account, part=part, text=text, by=alice))
    assert not AccountText.objects.exists()


# --- publish --------------------------------------------------------------------------------------------


def test_publishing_fixes_figures_and_texts_and_stands_on_the_trail(account, alice, bob):
    done = published(account, alice, bob)
    assert (done.status, done.published_at) == ("published", LATER)
    act = acts_of(done.municipality, subject=("account", done.public_id)).get()
    told = payload_of(act)
    assert (act.kind, act.recorded_at) == ("account.published", LATER)
    assert told["figures_sha256"] == done.figures_hash == selectors.engine.hash_of(done.figures)
    assert told["texts_sha256"] == selectors.engine.hash_of({"foreword": "Dit was ons eerste jaar."})
    assert verify_trail(done.municipality).verifies


def test_it_is_published_once(account, alice, bob):
    done = published(account, alice, bob)
    refused("account_published", lambda: services.publish_account(account=done, approval=None))


def test_it_needs_a_foreword(account, alice, bob):
    approval = approve(approval=services.request_publication(account=account, requested_by=alice), by=bob)
    refused("foreword_missing", lambda: services.publish_account(account=account, approval=approval))


def test_an_outsider_does_not_ask_for_publication(account, alice):
    written(account, alice)
    carol = person("Carol")
    refused("not_a_writer", lambda: services.request_publication(account=account, requested_by=carol), Outsider)


def test_it_needs_a_second_person(account, alice):
    written(account, alice)
    asked = services.request_publication(account=account, requested_by=alice)
    refused("own_request", lambda: approve(approval=asked, by=alice), Outsider)
    for approval in (None, asked):
        refused(
            "approval_missing",
            lambda approval=approval: services.publish_account(account=account, approval=approval),
            Outsider,
        )
    account.refresh_from_db()
    assert (account.status, account.figures) == ("draft", None)


def changed_text(account, alice):
    written(account, alice, "Iets anders.")


def one_more_text(account, alice):
    services.write_text(account=account, part="lessons", text="Bel terug.", by=alice)


def changed_figures(account, alice):
    adopted_decision(account.council)


@pytest.mark.parametrize("change", [changed_text, one_more_text, changed_figures])
def test_what_changed_after_the_request_is_not_published(account, alice, bob, change):
    written(account, alice)
    approval = approve(approval=services.request_publication(account=account, requested_by=alice), by=bob)
    change(account, alice)
    refused("approval_missing", lambda: services.publish_account(account=account, approval=approval), Outsider)
    again = approve(approval=services.request_publication(account=account, requested_by=alice), by=bob)
    assert services.publish_account(account=account, approval=again, at=LATER).status == "published"


def test_an_approval_for_another_year_is_of_no_use(made, account, alice, bob):
    other = services.open_account(council=made, year=YEAR - 1)
    written(account, alice)
    written(other, alice)
    approval = approve(approval=services.request_publication(account=other, requested_by=alice), by=bob)
    refused("approval_missing", lambda: services.publish_account(account=account, approval=approval), Outsider)


# --- after publication ----------------------------------------------------------------------------------


def test_nothing_is_written_after_publication(account, alice, bob):
    done = published(account, alice, bob)
    refused("account_published", lambda: written(done, alice, "Toch anders."))
    refused("account_published", lambda: services.write_text(account=done, part="lessons", text="Nog iets.", by=alice))
    assert AccountText.objects.get().text == "Dit was ons eerste jaar."


BYPASSES = {
    "accounting_accounttext_published_insert": lambda done: AccountText.objects.create(
        account=done, part="money", text="Nog iets.", municipality_id=done.municipality_id
    ),
    "accounting_accounttext_published_update": lambda done: done.texts.update(text="Toch anders."),
    "accounting_accounttext_published_delete": lambda done: done.texts.all().delete(),
    "accounting_yearaccount_published_stays": lambda done: YearAccount.objects.update(figures={"year": YEAR}),
    "accounting_yearaccount_no_delete": lambda done: YearAccount.objects.filter(pk=done.pk)._raw_delete("default"),
}


@pytest.mark.parametrize("guard", BYPASSES)
def test_the_database_itself_refuses_and_it_is_this_guard(account, alice, bob, guard):
    done = published(account, alice, bob)
    with pytest.raises(DatabaseError), transaction.atomic():
        BYPASSES[guard](done)
    drop_triggers(guard)
    try:
        with transaction.atomic():
            BYPASSES[guard](done)
            transaction.set_rollback(True)
    except DatabaseError as error:
        # The row itself is still referred to by its texts: that is another guard, and a different complaint.
        assert "FOREIGN KEY" in str(error).upper()  # noqa: PT017


def test_a_text_cannot_be_moved_out_of_a_published_account(made, account, alice, bob):
    done = published(account, alice, bob)
    draft = services.open_account(council=made, year=YEAR + 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        done.texts.update(account=draft)
    written(draft, alice, "Van een ander jaar.")
    with pytest.raises(DatabaseError), transaction.atomic():
        draft.texts.update(account=done, part="lessons")


def test_a_draft_stays_open_beside_a_published_account(made, account, alice, bob):
    published(account, alice, bob)
    draft = services.open_account(council=made, year=YEAR + 1)
    written(draft, alice)
    draft.texts.all().delete()
    assert not draft.texts.exists()


def test_published_means_dated_and_with_figures(account):
    with pytest.raises(DatabaseError), transaction.atomic():
        YearAccount.objects.filter(pk=account.pk).update(status="published")


def test_figures_of_a_published_account_stay_when_records_change(made, account, alice, bob):
    adopted_decision(made)
    done = published(account, alice, bob)
    before = selectors.account_page(done).figures
    adopted_decision(made, title="Nog een besluit")
    assert len(selectors.figures_of(made, YEAR).decisions) == 2
    after = selectors.account_page(YearAccount.objects.get(pk=done.pk)).figures
    assert after.as_record() == before.as_record() == done.figures
    assert [decision.title for decision in after.decisions] == ["Bankjes"]
    # The trail itself goes on, and the page says how far it is now.
    assert after.acts == before.acts + 1


def test_a_draft_shows_the_figures_of_now(made, account):
    assert selectors.account_page(account).figures.decisions == ()
    adopted_decision(made)
    assert len(selectors.account_page(account).figures.decisions) == 1


def test_a_spoilt_text_of_a_published_account_shows_in_its_hash(account, alice, bob):
    """Whoever takes the guards away can write, and then the sealed hash no longer fits."""
    done = published(account, alice, bob)
    drop_triggers("accounting_accounttext_published_update")
    done.texts.update(text="Toch anders.")
    told = payload_of(acts_of(done.municipality, subject=("account", done.public_id)).get())
    assert told["texts_sha256"] != selectors.engine.hash_of(dict(done.texts.values_list("part", "text")))


# --- figures --------------------------------------------------------------------------------------------


def test_money_agrees_with_the_household_book():
    scene = household.scene()
    household.whole_course(scene)
    household.services.save_estimate(
        neighbourhood=scene.neighbourhood, domain="zorg", owner_name="Maatschappij", owner_kind="department",
        title="Hulp thuis", year=YEAR, task_field_code="6.712", amount_cents=300_000_00,
        allocation_key="inwoners", uncertainty_percent=10, freedom="fixed", basis="Wmo 2015",
    )  # fmt: skip
    figures = selectors.figures_of(scene.council, YEAR)
    assert (figures.total_cents, figures.free_cents) == (50_000_000, 20_000_000)
    assert (figures.allocated_cents, figures.committed_cents, figures.paid_cents) == (1_400_000, 1_365_000, 1_365_000)
    assert sum(o.fixed_cents + o.influence_cents + o.free_cents for o in figures.owners) == figures.total_cents
    assert sum(owner.free_cents for owner in figures.owners) == figures.free_cents
    assert figures.shares_of_free() == {"allocated": 0.07, "committed": 0.06825, "paid": 0.06825}
    nothing = selectors.figures_of(scene.council, YEAR - 1)
    assert (nothing.total_cents, nothing.allocated_cents, nothing.owners) == (0, 0, ())
    assert nothing.shares_of_free() == {"allocated": 0, "committed": 0, "paid": 0}


def test_votes_agree_with_the_count():
    from apps.voting import factories as voting

    there = voting.scene()
    counted = voting.counted(there)
    made = council(there.neighbourhood)
    figures = selectors.figures_of(made, YEAR)
    assert figures.ballots == counted.count.result["voters"] == 10
    assert figures.plans_won == len(counted.count.result["winners"]) > 0
    assert selectors.figures_of(made, YEAR - 1).ballots == 0


def test_decisions_carry_their_votes_and_proposals_are_left_out(made):
    from apps.factories import proposed_decision

    adopted_decision(made, amount_cents=None)
    proposed_decision(made, title="Nog niet besloten")
    (told,) = selectors.figures_of(made, YEAR).decisions
    assert (told.votes_for, told.votes_against, told.votes_abstain) == (5, 0, 0)
    assert (told.status, told.decided_on, told.amount_cents) == ("adopted", AT.date().isoformat(), None)
    assert selectors.figures_of(made, YEAR + 1).decisions == ()


def test_an_empty_year_is_all_noughts(made):
    figures = selectors.figures_of(made, YEAR)
    assert (figures.drawn, figures.seated, figures.never_before) == (None, None, None)
    assert figures.ballots == figures.reactions == figures.matters_total == figures.paid_cents == 0


def test_the_newest_account_is_the_one_shown(made, account):
    older = services.open_account(council=made, year=YEAR - 2)
    where = made.neighbourhood
    assert selectors.account_of(where) == account
    assert selectors.account_of(where, year=YEAR - 2) == older
    assert selectors.account_of(where, year=YEAR - 1) is None
    assert selectors.years_of(where) == [YEAR, YEAR - 2]
