"""Dossiers of the demonstration: the sentence about parking that became a question, and three smaller ones."""

from __future__ import annotations

from typing import Any

from samenspel.apps.councils.selectors import council_of, decisions_of
from samenspel.apps.dossiers import services as dossiers
from samenspel.apps.dossiers.services import NewChance
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.services import move_matter, tell_step, weigh_values
from samenspel.apps.teams.services import set_up_domains
from samenspel.foundation import subjects
from samenspel.foundation.search import words_of

from .stage import Stage

EXPERIMENT = "Een proef met een zomerstraat"


def street(stage: Stage) -> None:
    """A sentence about parking, heard at a door, becomes a dossier; what follows comes in its own time."""
    calendar, cast = stage.calendar, stage.cast
    set_up_domains(municipality=stage.municipality)
    dossier = dossiers.open_dossier(
        neighbourhood=stage.neighbourhood,
        title="Hoe wordt onze straat een plek om te blijven?",
        domains=["mobility", "public_space", "participation"],
        chances=[
            NewChance("Ineke zet elke zomer een tafel op straat. Er komen veertig mensen."),
            NewChance("Ouders fietsen samen met de kinderen naar school."),
            NewChance("De Gong heeft op maandag een lege zaal.", "together"),
            NewChance(f"De riolering gaat in {calendar.year + 1} toch open.", "municipality"),
        ],
        links=_found(stage, ("signal", "parkeren dochter"), ("asset", "lange tafel"), ("asset", "fietsbus")),
        by=cast.manager,
        at=calendar.at(-84, 10),
    )
    stage.dossier = dossier
    _put(stage, dossier, -83, ("signal", "buiten spelen"), ("signal", "nergens zitten"), ("signal", "31 graden"),
         ("signal", "zus parkeren"), ("signal", "bal hard"), ("signal", "thuiszorg auto"))  # fmt: skip
    for text, domain, department, solution in (
        ("Te weinig plekken voor bezoek", "mobility", "Stadsbeheer", "Betaald parkeren invoeren"),
        ("Kinderen kunnen niet op straat spelen", "youth", "Maatschappelijke Ontwikkeling", ""),
        ("Stenen straten worden heet", "sustainability", "Stadsbeheer", ""),
        ("Het speeltoestel is versleten", "public_space", "Stadsbeheer", ""),
    ):
        dossiers.add_problem(
            dossier=dossier, text=text, domain=domain, department=department, solution=solution, by=cast.manager,
            at=calendar.at(-82, 11),
        )  # fmt: skip
    _put(stage, dossier, -82, ("fund", "Groen en spelen"), ("fund", "Wijkbudget"), ("estimate", "Straten en stoepen"),
         ("estimate", "Groen en speelplekken"), ("figure", "density"))  # fmt: skip
    dossiers.move_dossier(
        dossier=dossier, phase="understood", told="We weten wie dit merkt. Niet alleen wie een auto heeft.",
        by=cast.manager, at=calendar.at(-70, 11),
    )  # fmt: skip
    stage.later(calendar.at(-39, 10), lambda: _asked(stage))
    stage.later(calendar.at(-30, 10), lambda: _decided(stage))
    stage.later(calendar.at(-12, 10), lambda: _answered(stage))


def _asked(stage: Stage) -> None:
    """The neighbourhood gets a question in place of a solution."""
    calendar, cast, dossier = stage.calendar, stage.cast, stage.dossier
    dossiers.link_subject(
        dossier=dossier, kind="question", public_id=stage.question.public_id, by=cast.manager,
        why="Niet: betaald parkeren, ja of nee?", at=calendar.at(-39, 10),
    )  # fmt: skip
    dossiers.move_dossier(
        dossier=dossier,
        phase="together",
        told="'Wat levert dat jou op?' maakte van voor en tegen: mijn moeder kan op bezoek, en kinderen kunnen spelen.",
        by=cast.manager,
        at=calendar.at(-39, 11),
    )
    _weigh(
        stage, ("dossier", dossier.public_id), -38,
        (4, "Betaald parkeren levert plekken op, en geld."),
        (2, "Wij bedachten dit zelf. Bewoners en jeugd zaten niet aan tafel."),
        (2, "Er is nog niemand gevraagd."),
    )  # fmt: skip
    _tell(
        stage, "residents", 0, -38,
        "Een buurvrouw zei aan de deur: 'Dat parkeren… mijn dochter kan nooit op bezoek.' Dat hoorden we vaker. "
        "Maar kinderen willen ook spelen. En oudere buren willen kunnen zitten.\n\n"
        "Daarom vragen we niet: betaald parkeren, ja of nee? We vragen: hoe willen wij dat onze straat eruitziet?",
    )  # fmt: skip


def _decided(stage: Stage) -> None:
    """The council tries something that nobody had proposed; the story is told three times and made public."""
    calendar, cast, dossier = stage.calendar, stage.cast, stage.dossier
    council = council_of(stage.neighbourhood)
    decision = next(one for one in decisions_of(council) if one.title == EXPERIMENT) if council else None
    if decision is not None:
        dossiers.link_subject(
            dossier=dossier, kind="decision", public_id=decision.public_id, by=cast.manager, at=calendar.at(-30, 10)
        )
        _weigh(
            stage, ("decision", decision.public_id), -30,
            (4, "Drie straten worden een zomer lang koeler en stiller."),
            (2, "Twee tafels met 23 buren. Wie huurt en laat werkt, was er niet bij."),
            (3, "De wijkraad besloot met twee stemmen tegen."),
        )  # fmt: skip
    dossiers.move_dossier(
        dossier=dossier, phase="decided", told="De wijkraad besluit tot een proef van één zomer.",
        by=cast.manager, at=calendar.at(-30, 11),
    )  # fmt: skip
    _tell(
        stage, "residents", 1, -29,
        "We proberen een zomer lang iets uit in drie straten. De helft van de plekken wordt een plek om te zitten en "
        "te spelen. Wie slecht loopt, houdt een plek voor de deur. Voor bezoek komt er een dagkaart.\n\n"
        "De wijkraad legt € 12.400 klaar. Na de zomer tellen we samen wat het opleverde. Pas dan kiezen we.",
    )  # fmt: skip
    _tell(
        stage, "organisation", 0, -29,
        "Proef met tijdelijke herinrichting in drie straten, juni tot en met september. Dekking: € 12.400 uit het "
        "vrije wijkbudget; de 34 parkeerplekken keren na afloop terug tenzij de wijkraad anders besluit. Stadsbeheer "
        "levert de verkeersbesluiten en de dagkaart. Let op: de stoel van jeugd is leeg. Meet vooraf "
        "parkeerdruk, gereden snelheid en gebruik van de straat.",
    )  # fmt: skip
    _tell(
        stage, "politics", 0, -29,
        "De wijkraad kiest voor proberen boven invoeren. Betaald parkeren blijft mogelijk na de proef. Kosten: "
        f"€ 12.400, binnen de spelregels van de raad. In {calendar.year + 1} gaat de riolering open: dan ligt er een "
        "keuze voor de inrichting van de hele buurt, voor dertig jaar. De proef maakt die keuze beter onderbouwd.",
    )  # fmt: skip
    dossiers.publish_dossier(dossier=dossier, by=cast.manager, at=calendar.at(-28, 12))
    _weigh(
        stage, ("dossier", dossier.public_id), -27,
        (2, "We weten nog niet wat het oplevert. Eerst meten."),
        (4, "Ruim driehonderd buren praten mee. Veel van hen voor het eerst."),
        (4, "Beide groepen in het gesprek steunen een proef."),
    )  # fmt: skip
    move_matter(
        matter=_matter("dossier", dossier.public_id),
        status="busy",
        told="Ineke en Anouk trekken dit samen.",
        owner_kind="pair",
        owner_name="Ineke",
        together_with="Anouk van het gebiedsteam",
        next_step="Vooraf meten: hoe vol, hoe hard, hoe heet?",
        due_on=calendar.day(24),
        by=cast.manager,
        at=calendar.at(-27, 10),
    )


def _answered(stage: Stage) -> None:
    """Who said the first sentence hears what became of it; an expert is asked about the day card."""
    calendar, cast, dossier = stage.calendar, stage.cast, stage.dossier
    dossiers.ask_advice(
        dossier=dossier,
        domain="mobility",
        question="Hoe werkt een dagkaart voor bezoek, en wat kost die?",
        due_on=calendar.day(9),
        by=cast.manager,
        at=calendar.at(-12, 10),
    )
    for kind, public_id in _found(stage, ("signal", "parkeren dochter")):
        tell_step(
            matter=_matter(kind, public_id),
            told="Jouw zin aan de deur werd een vraag aan de hele wijk. De wijkraad besloot tot een proef. Daarin komt "
            "een dagkaart voor bezoek.",
            by=cast.manager,
            at=calendar.at(-12, 11),
        )


def small(stage: Stage) -> None:
    """Three smaller dossiers: one whose next step is late, one for the years to come, one that is done."""
    _late_home(stage)
    _cool(stage)
    _monday(stage)


def _late_home(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    dossier = dossiers.open_dossier(
        neighbourhood=stage.neighbourhood,
        title="Hoe kom je na een late dienst veilig thuis?",
        domains=["mobility", "safety"],
        chances=[
            NewChance("Verpleegkundigen fietsen al vaak samen op."),
            NewChance("Het ziekenhuis wil meedenken en meebetalen.", "together"),
        ],
        links=_found(stage, ("signal", "late dienst"), ("signal", "aardedonker"), ("estimate", "Buurtpreventie")),
        by=cast.manager,
        at=calendar.at(-44, 10),
    )
    for text, domain, solution in (
        ("Na 22.00 uur rijdt er geen bus", "mobility", "Een bus die je kunt bellen"),
        ("Achter de school is het donker", "safety", "Vier lampen die aangaan als je langskomt"),
    ):
        dossiers.add_problem(
            dossier=dossier, text=text, domain=domain, solution=solution, by=cast.manager, at=calendar.at(-44, 10)
        )
    dossiers.move_dossier(dossier=dossier, phase="understood", by=cast.manager, at=calendar.at(-44, 10))
    dossiers.write_face(
        dossier=dossier, audience="residents", after_version=0, by=cast.manager, at=calendar.at(-44, 10),
        text="Wie laat werkt, wil veilig naar huis. Er rijdt dan geen bus. En achter de school is het donker. "
        "We zoeken samen met het ziekenhuis uit wat er kan.",
    )  # fmt: skip
    dossiers.publish_dossier(dossier=dossier, by=cast.manager, at=calendar.at(-44, 11))
    move_matter(
        matter=_matter("dossier", dossier.public_id),
        status="taken_up",
        told="Joris vraagt het aan de vervoerder.",
        owner_kind="pair",
        owner_name="Joris van mobiliteit",
        together_with="het ziekenhuis",
        next_step="De vervoerder bellen over een bus na 22.00 uur",
        due_on=calendar.day(-3),
        by=cast.manager,
        at=calendar.at(-44, 12),
    )


def _cool(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    dossier = dossiers.open_dossier(
        neighbourhood=stage.neighbourhood,
        title="Hoe blijft het koel in huis en op straat?",
        domains=["sustainability", "housing", "public_space"],
        horizon="long",
        chances=[
            NewChance("Veertig straten hebben al geveltuinen."),
            NewChance("De woningcorporatie maakt de daken toch nieuw.", "together"),
        ],
        links=_found(stage, ("signal", "31 graden"), ("estimate", "Onderhoud van woningen"), ("asset", "moestuin")),
        by=cast.manager,
        at=calendar.at(-43, 14),
    )
    dossiers.add_problem(
        dossier=dossier, text="Onder platte daken wordt het 31 graden", domain="housing",
        department="Woningcorporatie De Nieuwe Haard (verzonnen)", solution="Witte daken bij het onderhoud",
        by=cast.manager, at=calendar.at(-43, 15),
    )  # fmt: skip
    dossiers.add_problem(
        dossier=dossier, text="Er is weinig schaduw op straat", domain="public_space", department="Stadsbeheer",
        solution="Eerst bomen waar het heetst is", by=cast.manager, at=calendar.at(-43, 16),
    )  # fmt: skip
    move_matter(
        matter=_matter("dossier", dossier.public_id),
        status="taken_up",
        told="Marit en de corporatie kijken samen.",
        owner_kind="partner",
        owner_name="Marit van Stadsbeheer",
        together_with="De Nieuwe Haard",
        next_step="Samen kijken welke straat het eerst bomen krijgt",
        due_on=calendar.day(30),
        by=cast.manager,
        at=calendar.at(-43, 17),
    )


def _monday(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    dossier = dossiers.open_dossier(
        neighbourhood=stage.neighbourhood,
        title="Waar ontmoet je elkaar op maandag?",
        domains=["participation", "care"],
        chances=[NewChance("De Gong heeft op maandag een lege zaal.", "together")],
        links=_found(stage, ("signal", "lege zaal"), ("fund", "Buurtfonds"), ("asset", "De Gong")),
        by=cast.manager,
        at=calendar.at(-42, 14),
    )
    dossiers.write_face(
        dossier=dossier, audience="residents", after_version=0, by=cast.manager, at=calendar.at(-42, 15),
        text="Het buurthuis had op maandag een lege zaal. Nu staat er een open tafel. Iedereen kan aanschuiven.",
    )  # fmt: skip
    dossiers.publish_dossier(dossier=dossier, by=cast.manager, at=calendar.at(-42, 16))
    dossiers.close_dossier(
        dossier=dossier,
        phase="done",
        outcome="Op maandag is er nu een open tafel in De Gong. Er komen elke week zo'n vijftien buren.",
        by=cast.manager,
        at=calendar.at(-41, 9),
    )


def _found(stage: Stage, *wanted: tuple[str, str]) -> list[tuple[str, str]]:
    """The first subject of each kind with this public id, or in which the words occur; what is absent is left out."""
    found = []
    for kind, words in wanted:
        if subjects.find_one(stage.neighbourhood, kind, words):
            found.append((kind, words))
        elif known := subjects.kinds().get(kind):
            found += [hit.key for hit in list(known.search(stage.neighbourhood, words_of(words)))[:1]]
    return found


def _put(stage: Stage, dossier: Any, offset: int, *wanted: tuple[str, str]) -> None:
    for kind, public_id in _found(stage, *wanted):
        dossiers.link_subject(
            dossier=dossier, kind=kind, public_id=public_id, by=stage.cast.manager, at=stage.calendar.at(offset, 15)
        )


def _tell(stage: Stage, audience: str, after_version: int, offset: int, text: str) -> None:
    dossiers.write_face(
        dossier=stage.dossier,
        audience=audience,
        text=text,
        after_version=after_version,
        by=stage.cast.manager,
        at=stage.calendar.at(offset, 16),
    )


def _weigh(stage: Stage, subject: tuple[str, str], offset: int, *scores: tuple[int, str]) -> None:
    """Weigh on return, engagement and legitimacy, each a score and its reason."""
    (yields, why_yields), (engages, why_engages), (accepted, why_accepted) = scores
    weigh_values(
        municipality=stage.municipality,
        subject_kind=subject[0],
        subject_id=subject[1],
        return_score=yields,
        return_reason=why_yields,
        engagement_score=engages,
        engagement_reason=why_engages,
        legitimacy_score=accepted,
        legitimacy_reason=why_accepted,
        by=stage.cast.manager,
        at=stage.calendar.at(offset, 14),
    )


def _matter(kind: str, public_id: str) -> Any:
    return matter_of(kind, public_id)
