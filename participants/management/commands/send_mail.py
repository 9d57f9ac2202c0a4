"""The worker, until stopped: sends mails that are due, passes on offers that lapsed, erases lists of yesterday."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections

from participants.actions import erase_expired_lists, lapse_offers
from participants.outbox import send_next

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the mails of the outbox. Runs until stopped; several may run at once."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="send what is due and stop")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds to wait when nothing is due")

    def handle(self, *args, once, pause, **options):
        stop = threading.Event()
        if not once:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stop.set())
        handled = 0
        while not stop.is_set():
            if self.send_next(tolerant=not once):
                handled += 1
            elif once:
                self.stdout.write(f"Handled {handled} mails.")
                return
            else:
                stop.wait(pause)

    def send_next(self, *, tolerant):
        """A worker outlives a restart of the database; a single pass reports that there is none."""
        try:
            lapse_offers()
            erase_expired_lists()
            return send_next()
        except OperationalError as error:
            close_old_connections()
            if not tolerant:
                raise CommandError(f"The database does not answer: {error}") from error
            log.warning("The database does not answer; trying again: %s", error)
            return False
