"""`samenspel manage send_notices`: tell who asked for it what happened with what they brought in. Run it daily."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samenspel.apps.matters.services import send_notices


class Command(BaseCommand):
    help = "Send each follower of a matter one e-mail about what is new, and forget addresses whose time is up."

    def handle(self, *args: Any, **options: Any) -> None:
        done = send_notices()
        self.stdout.write(f"{done.sent} sent, {done.failed} failed, {done.forgotten} addresses forgotten")
        if done.failed:
            raise CommandError("Some e-mails could not be sent. The next run tries them again.")
