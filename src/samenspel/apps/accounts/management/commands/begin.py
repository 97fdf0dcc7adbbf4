"""`samenspel manage begin`: a municipality, a neighbourhood that takes part, and its first administrator."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from samenspel.apps.accounts.models import Role
from samenspel.apps.accounts.services import grant_role, save_person
from samenspel.apps.places.services import save_municipality, save_neighbourhood


class Command(BaseCommand):
    help = "Set up a neighbourhood and its first administrator; doing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, told in (
            ("municipality", "its name"),
            ("municipality-code", "its code at Statistics Netherlands, such as GM0014"),
            ("neighbourhood", "its name"),
            ("neighbourhood-code", "its code at Statistics Netherlands, such as WK001404"),
            ("email", "e-mail address of the administrator"),
            ("name", "name of the administrator"),
        ):
            parser.add_argument(f"--{name}", required=True, help=told)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']} is no e-mail address.") from error
        town = save_municipality(cbs_code=options["municipality_code"], name=options["municipality"])
        where = save_neighbourhood(
            municipality=town, cbs_code=options["neighbourhood_code"], name=options["neighbourhood"], takes_part=True
        )
        person = save_person(email=options["email"], name=options["name"])
        grant_role(person=person, role=Role.ADMINISTRATOR, municipality=town, neighbourhood=where)
        self.stdout.write(f"{person.name} is administrator of {where.name}. Sign in at /inloggen/ with {person.email}.")
