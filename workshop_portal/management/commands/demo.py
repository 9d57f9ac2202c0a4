"""The whole portal on this machine: database, demo data, mail worker and server, until Ctrl-C."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from workshop_portal import database
from workshop_portal.processes import ends_with_parent
from workshop_portal.visitor import VisitError, Visitor

Children = dict[str, "subprocess.Popen[bytes]"]


class Command(BaseCommand):
    help = "Set up everything with demo data, start the mail worker and the server, and say who can sign in."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=port_number, default=8000, help="where to listen (8000)")
        parser.add_argument("--check", action="store_true", help="fetch the pages as everybody, then stop")

    def handle(self, *, port, check, **options):
        base_url = f"http://localhost:{port}"
        with listening(port) as listener:
            self.set_up_data(base_url)
            for ending in (signal.SIGINT, signal.SIGTERM):  # both end as Ctrl-C does, in order
                signal.signal(ending, signal.default_int_handler)
            try:
                self.run(listener, base_url, check=check)
            except KeyboardInterrupt:
                self.stdout.write("\nStopped.")

    def run(self, listener, base_url, *, check):
        with running(commands(listener), listener, base_url) as children:
            Visitor(base_url).get("/")  # the socket listens already, so this waits for the server
            if check:
                self.visit_as_everybody(base_url)
            else:
                call_command("demo_accounts", base_url=base_url, stdout=self.stdout)
                self.stdout.write(f"\nThe portal is at {base_url} – Ctrl-C stops it.")
                watch(children)

    def set_up_data(self, base_url):
        database.make_ready(settings)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Making the tables (a few seconds) …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        # In a process of its own, because the mails that it writes hold the address of this demonstration.
        loading = [sys.executable, "manage.py", "load_demo", "--verbosity", "0"]
        if subprocess.run(loading, cwd=settings.BASE_DIR, env={"PORTAL_URL": base_url, **os.environ}).returncode:
            raise CommandError("The demo data could not be loaded; the reason stands above.")

    def visit_as_everybody(self, base_url):
        output = io.StringIO()
        call_command("demo_accounts", base_url=base_url, json=True, stdout=output)
        self.stdout.write("Without signing in")
        bad = self.report(Visitor(base_url).walk())
        for account in json.loads(output.getvalue()):
            self.stdout.write(f"\n{account['name']} – {account['what']}")
            bad += self.report(visit(Visitor(base_url), account))
        if bad:
            raise CommandError(f"{bad} pages did not answer well.")
        self.stdout.write(self.style.SUCCESS("\nEvery page answered."))

    def report(self, answers):
        """Print what comes, and count what should not have come, or not so."""
        bad = 0
        try:
            for answer in answers:
                line = f"  {answer.status}  {answer.milliseconds:6.0f} ms  {answer.journey}"
                self.stdout.write(line if answer.is_good else self.style.ERROR(line))
                bad += not answer.is_good
        except VisitError as error:
            self.stdout.write(self.style.ERROR(f"  {error}"))
            bad += 1
        return bad


def visit(visitor, account):
    """Sign in, look around and, as somebody who comes to a workshop, open a paper."""
    yield visitor.sign_in(account["url"], account["name"])
    yield from visitor.walk()
    if not account["is_staff"]:
        yield from visitor.open_paper()


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(f"a port is a number from 1 to 65535, not “{text}”.")
    return int(text)


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """The socket that the server will take over; held from the first moment, so nobody else gets the port."""
    listener = socket.socket(socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except PermissionError:
        raise CommandError(f"Port {port} is only for root: choose one with --port 8001.") from None
    except OSError:
        other = 8001 if port == 8000 else 8000
        raise CommandError(f"Port {port} is taken: choose another one with --port {other}.") from None
    listener.listen(128)
    with listener:
        yield listener


def commands(listener: socket.socket) -> dict[str, list[str]]:
    server = ["-m", "gunicorn", "workshop_portal.wsgi", "--bind", f"fd://{listener.fileno()}"]
    options = "--worker-class gthread --workers 1 --threads 8 --log-level warning --graceful-timeout 3"
    return {
        "server": [*server, *options.split(), "--no-control-socket"],
        "mail worker": ["manage.py", "send_mail"],
    }


@contextmanager
def running(programs: dict[str, list[str]], listener: socket.socket, base_url: str) -> Iterator[Children]:
    """Children in sessions of their own, so that Ctrl-C reaches only us and we stop them in order."""
    children: Children = {}
    try:
        for name, arguments in programs.items():
            children[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=settings.BASE_DIR,
                env={"PORTAL_URL": base_url, **os.environ},
                pass_fds=[listener.fileno()],
                start_new_session=True,
                preexec_fn=ends_with_parent(signal.SIGTERM),
            )
        yield children
    finally:
        for child in children.values():
            child.terminate()
        for child in children.values():
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()


def watch(children: Children) -> None:
    """Wait until the first child ends, which none should."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                raise CommandError(f"The {name} ended (exit code {child.returncode}), so the demo stops.")
        time.sleep(0.3)
