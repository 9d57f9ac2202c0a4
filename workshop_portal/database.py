"""The database every command needs: the one in DATABASE_URL, or a PostgreSQL embedded under `var/`.

Standard library only, because the settings import it; importing it starts nothing.

One *keeper* process per cluster (`keeper.py`) runs the embedded server. Whoever uses the cluster holds a
shared lock on `users.lock` as long as it lives, which the kernel gives back even after `kill -9`. The keeper
waits for the exclusive lock: when it gets it, nobody is left, and it stops the server. Should the keeper be
killed, the kernel stops the server. So no PostgreSQL runs on that nobody uses.

    var/postgres/users.lock   shared: everyone who uses the cluster; exclusive: the keeper while it stops
                 start.lock   one start at a time; the keeper inherits it and lets go when it is ready
                 data/        the cluster
                 socket/      the only way in
                 server.log   of the last start
"""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

PROJECT = Path(__file__).resolve().parents[1]
PORT = 5432  # only the name of the socket depends on it
LONGEST_SOCKET_PATH = 103  # bytes without the final NUL: macOS; Linux has four more

_users: dict[Path, int] = {}  # open for the life of this process
_one_thread = threading.Lock()


class DatabaseUnusableError(Exception):
    """The database cannot be used. Its text is one sentence for the person who started the command."""


@dataclass(frozen=True)
class Cluster:
    """Where an embedded cluster lives: `home` is the absolute path of `var/postgres`."""

    home: Path

    @classmethod
    def under(cls, var_dir: Path) -> "Cluster":
        return cls(Path(os.path.abspath(var_dir), "postgres"))

    @property
    def users_lock(self) -> Path:
        return self.home / "users.lock"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def socket_directory(self) -> Path:
        """Beside the data, or in /tmp when the kernel or libpq (which splits at commas) could not take it."""
        beside = self.home / "socket"
        if len(os.fsencode(beside / self.socket_name)) <= LONGEST_SOCKET_PATH and "," not in str(beside):
            return beside
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()
        return Path("/tmp", f"portal-{digest[:16]}")  # noqa: S108  the keeper checks whose it is

    @property
    def socket_name(self) -> str:
        return f".s.PGSQL.{PORT}"

    def is_ready(self) -> bool:
        """Whether the server takes connections. Only ours can listen in the private directory."""
        try:
            status = self.pid_file.read_text().splitlines()[7].strip()
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(self.socket_directory / self.socket_name))
        except (OSError, IndexError):
            return False
        return status == "ready"


def chosen_url(given: str, var_dir: Path) -> str:
    """The address in DATABASE_URL, or the embedded one when it is empty. Raises DatabaseUnusableError."""
    if not given:
        return embedded_url(var_dir)
    try:
        is_postgres = urlsplit(given).scheme in {"postgres", "postgresql"} and urlsplit(given).port != 0
    except ValueError:  # its text can hold a part of the password
        is_postgres = False
    if not is_postgres:
        raise DatabaseUnusableError(
            "DATABASE_URL must look like postgres://user:password@host:5432/name: PostgreSQL only, and "
            "special characters in the password percent-encoded."
        )
    return given


def embedded_url(var_dir: Path) -> str:
    """What DATABASE_URL would say for the embedded server of `var_dir`."""
    return f"postgres://portal@{quote(str(Cluster.under(var_dir).socket_directory), safe='')}:{PORT}/portal"


def with_parameter(options: dict[str, Any], parameter: str) -> dict[str, Any]:
    """Django's OPTIONS of a connection with one more parameter of the server, after those of DATABASE_URL."""
    given = options.get("options", "")
    return options | {"options": f"{given} -c {parameter}".strip()}


def make_ready(settings: Any) -> None:
    """Start the server if it is the embedded one, and make sure that the portal can work with it.

    Raises DatabaseUnusableError.
    """
    embedded = str(Cluster.under(settings.VAR_DIR).socket_directory)
    if settings.DATABASES["default"]["HOST"] == embedded:
        ensure_running(settings.VAR_DIR)
    refuse_unusable()


def refuse_unusable() -> None:
    """Connect once. Raises DatabaseUnusableError when that fails or the encoding is not UTF-8.

    Asked before a command does its work: in another encoding names would be lost, and the audit would
    silently drop its context. An encoding never changes, so servers need not ask again.
    """
    from django.db import Error, connection

    try:
        with connection.wrap_database_errors:
            server = connection.get_new_connection(connection.get_connection_params())
    except Error as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise DatabaseUnusableError(f"The database cannot be reached, check DATABASE_URL: {reason}") from None
    encoding = server.info.parameter_status("server_encoding")
    server.close()
    if encoding != "UTF8":
        name = connection.settings_dict["NAME"]
        raise DatabaseUnusableError(
            f"The encoding of the database “{name}” is {encoding} and the portal needs UTF-8: create it "
            f"again with `createdb --encoding=UTF8 --template=template0 {name}`."
        )


def ensure_running(var_dir: Path) -> None:
    """Use the embedded server of `var_dir` until this process ends; start it if it does not run.

    May be called again, from any thread. Raises DatabaseUnusableError.
    """
    cluster = Cluster.under(var_dir)
    try:
        cluster.home.mkdir(parents=True, exist_ok=True)
        with _one_thread:
            if cluster.home not in _users:
                _users[cluster.home] = _locked(cluster.users_lock, fcntl.LOCK_SH)
            with _start_lock(cluster) as lock:
                if not cluster.is_ready():
                    _start_keeper(cluster, lock)
    except OSError as error:
        raise DatabaseUnusableError(f"The embedded PostgreSQL cannot start: {error}.") from error


@contextmanager
def _start_lock(cluster: Cluster) -> Iterator[int]:
    descriptor = _locked(cluster.start_lock, fcntl.LOCK_EX)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(path: Path, how: int) -> int:
    """An open descriptor of `path`, locked; closing it, or the end of the process, unlocks."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    fcntl.flock(descriptor, how)
    return descriptor


def _start_keeper(cluster: Cluster, start_lock: int) -> None:
    keeper = subprocess.run(
        [sys.executable, "-m", "workshop_portal.keeper", str(cluster.home), str(start_lock)],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        pass_fds=[start_lock],
        start_new_session=True,  # Ctrl-C in the terminal is for the commands, not for their server
        check=False,
    )
    answer = keeper.stdout.strip() or f"The embedded PostgreSQL was stopped while it started: {cluster.log}."
    if answer != "ready":
        raise DatabaseUnusableError(answer)
