"""What roles and screens are for, in one plain sentence each. Who may do it is not written here: the desk knows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROLES = {
    "council_member": _("Drawn by lot or delegated. Talks, listens and decides with the others."),
    "area_team_member": _("Knows the neighbourhood for one domain, picks up what people say and keeps it going."),
    "area_manager": _("Leads the area team and does the council's paperwork."),
    "canvasser": _("Rings the doorbell of those who were drawn."),
    "expert": _("Answers questions in plain words and says what can be done, with reasons."),
    "controller": _("Books the money and accounts for it to whom it comes from."),
    "city_councillor": _("Sits in the city council, sets the rules of play and reads the account."),
    "administrator": _("Gives people their roles and sets up the neighbourhood. Sees no ballots."),
}

SCREENS = {
    "account": _("Write and publish the yearly account. The figures come from the records."),
    "advice": _("Answer questions, with a source."),
    "approvals": _("Be the second person where two are needed."),
    "conversation": _("Put a question to the neighbourhood and read statements before they are public."),
    "council": _("Plan meetings, propose and vote, keep who sits on which seat."),
    "doorstep": _("Ring doorbells and write down what was said."),
    "dossiers": _("Bring together what belongs together across domains."),
    "draws": _("Prepare and carry out the draw, send the letters."),
    "energy": _("Keep what goes well in the neighbourhood: people, places, associations."),
    "daily": _("See how long data are kept, and that what must go is gone."),
    "learning": _("Write a dilemma, sit in a workshop of three, look in the street, explain words."),
    "matters": _("Say who takes something up, with whom and when. Write down promises."),
    "money": _("Book money: grants, allocations, purchases, invoices."),
    "people": _("Give and end roles."),
    "figures": _("Keep the figures about the neighbourhood."),
    "signals": _("Read what people tell before it is public, and put it under a theme."),
    "team": _("See who is there from which domain, where nobody is, and what is late."),
    "vote": _("Prepare a vote on the money, send codes, close and count it."),
}

# What everyone may do without an account: (sentence, address name).
EVERYONE = (
    (_("Read everything on the public pages, and the public log"), "trail:log"),
    (_("Tell what you see"), "picture:tell"),
    (_("React to statements in the conversation, and write one"), "deliberation:index"),
    (_("Send in a plan and vote with the code from your letter"), "voting:index"),
    (_("Answer the letter when you were drawn"), "draws:index"),
    (_("Follow what becomes of what you said"), "matters:index"),
    (_("Follow each euro"), "household:book"),
    (_("Count everything yourself"), "checking"),
)
