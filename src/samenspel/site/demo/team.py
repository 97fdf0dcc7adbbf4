"""The area team of the demonstration, what its officials learn, and what became of what people said. All made up."""

from __future__ import annotations

from typing import Any

from samenspel.apps.accounts.services import approve, save_person
from samenspel.apps.advice.selectors import answered_advice
from samenspel.apps.councils.selectors import decisions_of
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.services import make_promise, take_up_matter
from samenspel.apps.picture.selectors import public_signals
from samenspel.apps.teams import services as teams

from .stage import Stage

# (domain, department, expert there, how to reach them)
DEPARTMENTS = (
    ("care", "Maatschappelijke Ontwikkeling", "adviseur wijkzorg", "wijkzorg@example.org"),
    ("youth", "Maatschappelijke Ontwikkeling", "adviseur jeugd", "jeugd@example.org"),
    ("safety", "Openbare Orde en Veiligheid", "adviseur veiligheid", "veiligheid@example.org"),
    ("public_space", "Stadsbeheer", "boomadviseur", "stadsbeheer@example.org"),
    ("mobility", "Stadsontwikkeling", "verkeerskundige", "verkeer@example.org"),
    ("housing", "Stadsontwikkeling", "adviseur wonen", "wonen@example.org"),
    ("work", "Werk en Participatie", "adviseur inkomen", "inkomen@example.org"),
    ("culture", "Maatschappelijke Ontwikkeling", "cultuurcoach", "cultuur@example.org"),
    ("economy", "Economische Zaken", "adviseur winkels", "winkels@example.org"),
    ("sustainability", "Stadsontwikkeling", "adviseur energie", "energie@example.org"),
    ("participation", "Gebiedsgericht werken", "adviseur inspraak", "gebieden@example.org"),
)

# (domain, name, hours a week, name on the site or '' for no, how residents reach this person)
CHAIRS = (
    ("care", "Hatice Yilmaz", 8, "Hatice", "dinsdag in De Gong, of 050 000 00 01"),
    ("safety", "Bas Dijkstra", 12, "Bas", "loopt elke woensdag door de wijk"),
    ("public_space", "Marit Boersma", 6, "Marit", "stadsbeheer@example.org"),
    ("mobility", "Joris Postma", 6, "Joris", "dinsdag in De Gong"),
    ("housing", "Noor Bakker", 16, "Noor", "050 000 00 02"),
    ("work", "consulent van het wijkteam", 10, "De consulent van het wijkteam", "inloop op donderdag, De Gong"),
    ("culture", "Daan Mulder", 4, "", ""),
    ("sustainability", "Ruben Hoekstra", 4, "Ruben", "energie@example.org"),
    ("participation", "Anouk de Wit", 24, "Anouk", "050 000 00 03"),
)

# (who, how many days ago, street, with whom, what was seen, domain)
VISITS = (
    ("Joris Postma", 88, "Zaagmuldersweg", "een buurvrouw en haar dochter", "mobility",
     "Overdag staat de helft leeg. Om acht uur 's avonds kan niemand erbij. Ik kende alleen de telling van overdag."),
    ("Marit Boersma", 60, "Vlasstraat", "de conciërge van de school", "public_space",
     "De stoep is op drie plekken smaller dan op mijn kaart. Met een rollator moet je de straat op."),
    ("Joris Postma", 30, "Heesterpoort", "twee vaders", "mobility",
     "Kinderen steken over waar wij geen oversteek hadden getekend."),
    ("Hatice Yilmaz", 12, "Sumatralaan", "een lange tafel vol buren", "care",
     "Drie mensen aan tafel krijgen zorg van ons en kenden elkaar niet. Nu wel."),
)  # fmt: skip

# (word, plain word, {domain: what it means there})
WORDS = (
    ("Participatie", "meedoen", {
        "work": "Meedoen op de arbeidsmarkt: werk of een traject naar werk.",
        "participation": "Meepraten en meebeslissen over een plan.",
        "care": "Kunnen blijven meedoen in het gewone leven, ook als je ziek bent."}),
    ("Toegankelijk", "iedereen kan erbij", {
        "public_space": "De stoep is breed genoeg en heeft geen hoge randen.",
        "culture": "Het kost weinig en je voelt je er welkom.",
        "participation": "Je begrijpt de brief."}),
    ("Maatwerk", "wat voor jou nodig is", {
        "care": "Een voorziening die na een gesprek alleen voor jou is gekozen.",
        "housing": "Een uitzondering op de regel, met een reden op papier.",
        "mobility": "Een oplossing die van de richtlijn afwijkt."}),
    ("Gebruiker", "iemand die ergens komt", {
        "safety": "Iemand die drugs gebruikt.",
        "public_space": "Iedereen die op een plein komt."}),
)  # fmt: skip

ROLES_TEXT = """De gemeenteraad stelt vast waarover de wijkraad besluit. De wijkraad besluit daarbinnen zelf.

Het college voert besluiten van de wijkraad uit, tenzij de wet dat verbiedt. Dan zegt het college binnen zes \
weken waarom.

De gebiedsmanager bereidt vergaderingen voor en besluit niet mee. Is er niemand voor een domein, dan zoekt de \
gebiedsmanager binnen acht weken iemand, en staat tot dan op de site dat de stoel leeg is."""


def _person(name: str) -> Any:
    return save_person(email=f"{name.split()[0].lower()}@example.org", name=name)


def roster(stage: Stage) -> None:
    """Domains, who is there, who left, what is laid down about roles, and the first words that confused people."""
    calendar, cast, where = stage.calendar, stage.cast, stage.neighbourhood
    domains = {domain.key: domain for domain in teams.set_up_domains(municipality=stage.municipality)}
    for key, department, expert, contact in DEPARTMENTS:
        domain = domains[key]
        teams.change_domain(
            domain=domain, neighbourhood=where, by=cast.manager, name=domain.name, department=department,
            expert=expert, contact=contact,
        )  # fmt: skip
    stage.progress(1, 3)
    for key, name, hours, public_name, public_contact in CHAIRS:
        signs_in = " " in name and name[0].isupper() and name != "Daan Mulder"
        chair = teams.take_chair(
            neighbourhood=where,
            domain=domains[key],
            name=name,
            person=_person(name) if signs_in else None,
            hours_weekly=hours,
            since=calendar.day(-118),
            by=cast.manager,
        )
        if public_name:
            teams.publish_chair(
                chair=chair,
                public_name=public_name,
                public_contact=public_contact,
                by=_person(name) if signs_in else cast.manager,
                agreed_on=calendar.day(-117),
            )
    gone = teams.take_chair(
        neighbourhood=where, domain=domains["youth"], name="Elske Jansma", hours_weekly=12,
        since=calendar.day(-118), by=cast.manager,
    )  # fmt: skip
    teams.leave_chair(
        chair=gone, until=calendar.day(-21), because="kreeg ander werk; opvolger gezocht", by=cast.manager
    )
    stage.progress(2, 3)
    for word, plain, meanings in WORDS:
        teams.save_word(
            neighbourhood=where,
            by=cast.manager,
            word=word,
            plain=plain,
            meanings={domains[key]: meaning for key, meaning in meanings.items()},
            at=calendar.at(-80, 10),
        )
    approval = teams.request_roles_text(neighbourhood=where, text=ROLES_TEXT, requested_by=cast.manager)
    approve(approval=approval, by=cast.second_manager, at=calendar.at(-117, 10))
    teams.lay_down_roles(neighbourhood=where, approval=approval, by=cast.manager, at=calendar.at(-117, 11))
    stage.progress(3, 3)


def learning(stage: Stage) -> None:
    """Own eyes, a dilemma with a question of a colleague, and a workshop of three about one sentence at a door."""
    calendar, where = stage.calendar, stage.neighbourhood
    domains = {domain.key: domain for domain in teams.set_up_domains(municipality=stage.municipality)}
    for name, days, street, with_whom, key, seen in VISITS:
        teams.record_visit(
            neighbourhood=where,
            by=_person(name),
            visited_on=calendar.day(-days),
            street=street,
            with_whom=with_whom,
            seen=seen,
            domain=domains[key],
            at=calendar.at(-days, 17),
        )
    stage.progress(1, 3)
    _dilemma(stage, domains)
    stage.progress(2, 3)
    _workshop(stage)
    stage.progress(3, 3)


def _dilemma(stage: Stage, domains: dict[str, Any]) -> None:
    calendar, joris = stage.calendar, _person("Joris Postma")
    page = teams.write_dilemma(
        neighbourhood=stage.neighbourhood,
        by=joris,
        title="Mijn onderzoek zegt ja, de straat zegt nee",
        pulls="De telling klopt: met betaald parkeren komt er plek vrij. Ik kan het voorstel zo indienen.",
        pulls_back="Aan de deur ging het niet over auto's. Het ging over bezoek. Dat staat in geen telling.",
        did="Ik heb het voorstel laten liggen en ben bij drie mensen aan tafel gegaan.",
        learned="Een cijfer zegt hoeveel. Het zegt niet wat mensen missen. Nu vraag ik eerst: wat levert je dat op?",
        domains=[domains["mobility"], domains["care"], domains["youth"]],
        at=calendar.at(-58, 16),
    )
    teams.share_dilemma(dilemma=page, visibility="open", by=joris, names_nobody=True, at=calendar.at(-57, 9))
    teams.remark_on_dilemma(
        dilemma=page, by=_person("Hatice Yilmaz"), at=calendar.at(-56, 11),
        text="Wat zou er gebeurd zijn als je het voorstel wel had ingediend?",
    )  # fmt: skip
    teams.remark_on_dilemma(
        dilemma=page, by=joris, at=calendar.at(-55, 9),
        text="Dan was het een gesprek voor of tegen geworden. Met mij als tegenpartij.",
    )  # fmt: skip
    teams.write_dilemma(
        neighbourhood=stage.neighbourhood,
        by=_person("Hatice Yilmaz"),
        title="Zeg ik dat er niemand voor jeugd is?",
        pulls="Ouders vragen het mij elke week. Ze hebben recht op een eerlijk antwoord.",
        pulls_back="Mijn collega's doen hun best. Het voelt alsof ik ze voor het blok zet.",
        domains=[domains["youth"]],
        at=calendar.at(-9, 17),
    )


def _workshop(stage: Stage) -> None:
    calendar, anouk = stage.calendar, stage.cast.manager
    made = teams.start_workshop(neighbourhood=stage.neighbourhood, by=anouk, held_on=calendar.day(-50))
    teams.save_people(
        workshop=made,
        by=anouk,
        people=[
            ("Joris Postma", "Stadsontwikkeling (fysiek)"),
            ("Hatice Yilmaz", "Maatschappelijke Ontwikkeling (sociaal)"),
            ("Anouk de Wit", "Gebiedsgericht werken (gebied)"),
        ],
        title="Eén zin over parkeren, gehoord aan een deur",
        case="Een vrouw van 72 wil niet in de wijkraad. Maar haar dochter kan nooit op bezoek, want de straat staat "
        "vol. Bij mobiliteit is dat een parkeerprobleem. Bij zorg is het eenzaamheid. Wie belt haar terug?",
    )
    teams.save_truths(
        workshop=made,
        by=anouk,
        first_truth="Zonder regels staat de straat elke avond vol.",
        second_truth="Wie weinig bezoek krijgt, heeft juist die ene plek nodig.",
    )
    teams.save_questions(
        workshop=made,
        by=anouk,
        questions=[
            ("Wat zei ze precies?", "Niet 'ik wil een parkeerplek'. Ze zei: mijn dochter kan nooit op bezoek."),
            ("Wie heeft haar gevraagd wat bezoek haar zou geven?", "Niemand. We vroegen alleen naar haar auto."),
            ("Hoe zou de straat eruitzien als haar dochter wel kan komen?", "Er is één plek die van niemand is."),
        ],
    )
    teams.save_step(
        workshop=made,
        by=anouk,
        step="Met vijf buren en de thuiszorg uitzoeken of een dagkaart voor bezoek werkt",
        step_owner="Joris",
        step_with="Hatice en vijf buren van de Zaagmuldersweg",
        step_due_on=calendar.day(12),
        lesson="Achter een klacht over auto's kan een lege stoel aan tafel zitten. Vraag eerst wat het zou opleveren.",
        lesson_is_open=True,
    )
    teams.close_workshop(workshop=made, by=anouk, at=calendar.at(-50, 16))


def followed_up(stage: Stage) -> None:
    """What became of one sentence at a door, of the decisions and the advice, and of two promises."""
    _sentence(stage)
    stage.progress(1, 3)
    _decisions_and_advice(stage)
    stage.progress(2, 3)
    _promises(stage)
    stage.progress(3, 3)


def _sentence(stage: Stage) -> None:
    calendar, noor = stage.calendar, stage.cast.team_member
    heard = public_signals(stage.neighbourhood).filter(text__contains="dat parkeren").first()
    matter = matter_of("signal", heard.public_id) if heard else None
    if matter is None:
        return
    for days, told, next_step, due in (
        (39, "Elf buren zeiden iets dat op jouw zin lijkt. We vragen nu eerst: wat zou bezoek je geven?",
         "Samen kijken wat de straat nodig heeft", -12),
        (2, "De eerste vijf buren testen de dagkaart. Je dochter kan op zondag voor de deur staan.",
         "Bellen hoe de zondag was", 9),
    ):  # fmt: skip
        take_up_matter(
            matter=matter, by=noor, status="busy", owner_kind="pair", owner_name="Noor",
            together_with="Joris van mobiliteit", next_step=next_step, due_on=calendar.day(due), told=told,
            at=calendar.at(-days, 11),
        )  # fmt: skip


def _decisions_and_advice(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    for decision in decisions_of(stage.council):
        matter = matter_of("decision", decision.public_id)
        if matter is not None and matter.status == "new":
            take_up_matter(
                matter=matter, by=cast.manager, status="busy", owner_kind="pair", owner_name="De drie straten",
                together_with="Joris en Marit", next_step="De eerste banken en bakken neerzetten",
                due_on=calendar.day(18), at=calendar.at(-3, 15),
                told="De straten kiezen zelf de plekken. Stadsbeheer brengt de spullen.",
            )  # fmt: skip
    for advice in answered_advice(stage.neighbourhood):
        matter = matter_of("advice", advice.public_id)
        if matter is not None and matter.status == "new":
            take_up_matter(
                matter=matter, by=cast.manager, status="done", owner_kind="pair", owner_name="De buren van nummer 30",
                together_with="Marit van Stadsbeheer",
                outcome="Er komt een boom in een bak op wielen. De vraag 'waarom niet' werd 'hoe wel'.",
                at=calendar.at(-8, 15),
            )  # fmt: skip


def _course_of(promise: Any) -> Any:
    """The matter that opened with a promise."""
    return matter_of("promise", promise.public_id)


def _promises(stage: Stage) -> None:
    calendar, cast, where = stage.calendar, stage.cast, stage.neighbourhood
    kept = make_promise(
        neighbourhood=where, by=cast.manager, text="Iedereen krijgt de uitslag van de wijkbegroting in de bus",
        place="opening van de stemming", promised_on=calendar.day(-36), at=calendar.at(-36, 14),
    )  # fmt: skip
    take_up_matter(
        matter=_course_of(kept), by=cast.manager, status="done", owner_kind="pair",
        owner_name="Anouk", together_with="twaalf bezorgers uit de wijk",
        outcome="Op zaterdag lag de krant met de uitslag in 7.700 bussen.", at=calendar.at(-4, 12),
    )  # fmt: skip
    late = make_promise(
        neighbourhood=where, by=cast.manager, text="Binnen acht weken is er weer iemand voor jeugd",
        place="vergadering van de wijkraad", promised_on=calendar.day(-20), at=calendar.at(-20, 21),
    )  # fmt: skip
    take_up_matter(
        matter=_course_of(late), by=cast.manager, status="busy", owner_kind="official",
        owner_name="Anouk", next_step="Gesprekken met twee kandidaten", due_on=calendar.day(-3),
        at=calendar.at(-14, 9),
    )  # fmt: skip
