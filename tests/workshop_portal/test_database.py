"""The embedded PostgreSQL: shared while it is used, gone when it is not. Real processes, real kills."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest

from workshop_portal import database, keeper
from workshop_portal.database import PROJECT, Cluster

USE = """
import sys
from pathlib import Path
from workshop_portal import database
try:
    database.ensure_running(Path(sys.argv[1]))
except database.DatabaseUnusableError as error:
    sys.exit(str(error))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def template_cluster():
    """A cluster made once; making one takes longest."""
    with directory_for_everyone() as var_dir:
        with a_user(var_dir):
            pass
        yield var_dir / "postgres"


@pytest.fixture
def var_dir(template_cluster):
    with directory_for_everyone() as path:
        copy_cluster(template_cluster, path)
        yield path


def copy_cluster(template, var_dir):
    wait_until_free(template.parent)
    shutil.copytree(template, var_dir / "postgres")
    for copy in (var_dir / "postgres").rglob("*"):
        os.chown(copy, template.stat().st_uid, template.stat().st_gid)


@contextlib.contextmanager
def directory_for_everyone():
    """Not pytest's `tmp_path`: only root may enter that one, and the server never runs as root."""
    path = Path(tempfile.mkdtemp(prefix="portal-test-"))
    path.chmod(0o755)
    try:
        yield path
        wait_until_free(path)
    finally:
        shutil.rmtree(path)


def start_user(var_dir):
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(var_dir)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextlib.contextmanager
def a_user(var_dir):
    """A process that uses the cluster until the block ends."""
    with start_user(var_dir) as user:
        assert user.stdout.readline() == "ready\n", user.stderr.read()
        try:
            yield user
        finally:
            user.kill()


def refusal(var_dir):
    """The sentence that somebody reads who cannot use the cluster."""
    with start_user(var_dir) as user:
        _, sentence = user.communicate(timeout=30)
        assert user.returncode == 1
        return sentence.strip()


def server_pid(var_dir):
    return int(Cluster.under(var_dir).pid_file.read_text().splitlines()[0])


def keeper_pid(var_dir):
    status = Path(f"/proc/{server_pid(var_dir)}/status").read_text()
    return int(status.split("PPid:")[1].split()[0])


def programs_of(var_dir):
    """The processes whose command line names the directory, this test and its users apart."""
    home = str(Cluster.under(var_dir).home)
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if home in path.read_text():
                found.append(int(path.parent.name))
    return found


def wait_until_free(var_dir):
    end = time.monotonic() + 10
    while programs_of(var_dir):
        assert time.monotonic() < end, "PostgreSQL or its keeper still runs"
        time.sleep(0.02)


def ask(var_dir, question):
    home = Cluster.under(var_dir)
    connection = psycopg2.connect(dbname="portal", user="portal", host=str(home.socket_directory))
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_importing_the_settings_starts_nothing(tmp_path):
    subprocess.run(
        [sys.executable, "-c", "import workshop_portal.settings.development"],
        cwd=PROJECT,
        env=os.environ | {"PORTAL_VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": ""},
        check=True,
    )

    assert list(tmp_path.iterdir()) == []


def test_the_cluster_is_utf8_and_the_portal_is_not_superuser(var_dir):
    with a_user(var_dir):
        assert ask(var_dir, "SHOW server_encoding") == "UTF8"
        assert ask(var_dir, "SELECT lower('ČĆŠŽĐËЉ')") == "čćšžđëљ"
        assert ask(var_dir, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_only_a_private_socket_leads_in(var_dir):
    with a_user(var_dir):
        assert ask(var_dir, "SHOW listen_addresses") == ""
        assert Cluster.under(var_dir).socket_directory.stat().st_mode & 0o777 == 0o700
        assert Cluster.under(var_dir).data.stat().st_mode & 0o777 == 0o700
        assert Path(f"/proc/{server_pid(var_dir)}").stat().st_uid != 0


def test_two_users_share_one_server_and_the_last_one_stops_it(var_dir):
    with a_user(var_dir):
        with a_user(var_dir):
            first = server_pid(var_dir)
        assert server_pid(var_dir) == first
        assert ask(var_dir, "SELECT 1") == 1

    wait_until_free(var_dir)


def test_ten_users_at_once_start_one_server(var_dir):
    with contextlib.ExitStack() as stack:
        users = [stack.enter_context(start_user(var_dir)) for _ in range(10)]

        assert [user.stdout.readline() for user in users] == ["ready\n"] * 10
        assert ask(var_dir, "SELECT 1") == 1
        assert Cluster.under(var_dir).log.read_text().count("starting PostgreSQL") == 1

        for user in users:
            user.kill()
    wait_until_free(var_dir)


def test_a_killed_user_leaves_nothing_behind(var_dir):
    with a_user(var_dir) as user:
        user.send_signal(signal.SIGKILL)
        user.wait()

        wait_until_free(var_dir)


def test_a_killed_keeper_takes_the_server_along_and_the_next_start_works(var_dir):
    with a_user(var_dir):
        os.kill(keeper_pid(var_dir), signal.SIGKILL)

        with a_user(var_dir):
            assert ask(var_dir, "SELECT 1") == 1
    wait_until_free(var_dir)


def test_a_killed_server_starts_again_with_what_was_committed(var_dir):
    with a_user(var_dir):
        ask(var_dir, "CREATE TABLE kept AS SELECT 7 AS n; COMMIT; SELECT 1")
        os.kill(server_pid(var_dir), signal.SIGKILL)
        wait_until_free(var_dir)

        with a_user(var_dir):
            assert ask(var_dir, "SELECT n FROM kept") == 7


def test_starting_and_stopping_in_turn_always_works(var_dir):
    for _ in range(5):
        with a_user(var_dir):
            assert ask(var_dir, "SELECT 1") == 1


def test_a_first_start_that_was_killed_leaves_no_half_cluster():
    with directory_for_everyone() as var_dir:
        cluster = Cluster.under(var_dir)
        with start_user(var_dir) as user:
            while not (cluster.home / "data.new" / "PG_VERSION").exists():
                time.sleep(0.005)
            for pid in programs_of(var_dir):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            user.kill()
        assert not cluster.data.exists()

        with a_user(var_dir):
            assert ask(var_dir, "SELECT 1") == 1


def test_a_stale_pid_file_names_a_stranger_who_survives(var_dir):
    nobody_else = subprocess.Popen(["sleep", "60"])
    Cluster.under(var_dir).pid_file.write_text(f"{nobody_else.pid}\n{var_dir}\n")

    with a_user(var_dir):
        assert server_pid(var_dir) != nobody_else.pid

    assert nobody_else.poll() is None
    nobody_else.kill()
    nobody_else.wait()


def test_a_server_on_other_data_is_a_stranger_too(var_dir, template_cluster):
    with a_user(template_cluster.parent):
        other = server_pid(template_cluster.parent)

        assert keeper.is_server_of(Cluster(template_cluster), str(other))
        assert not keeper.is_server_of(Cluster.under(var_dir), str(other))


@pytest.mark.parametrize("name", ["a" * 120, "with a space, a comma and “ž”"])
def test_awkward_paths_work(template_cluster, name):
    with directory_for_everyone() as path:
        var_dir = path / name
        copy_cluster(template_cluster, var_dir)
        socket_directory = Cluster.under(var_dir).socket_directory

        with a_user(var_dir):
            assert ask(var_dir, "SELECT 1") == 1
        wait_until_free(var_dir)

        assert socket_directory.parent == Path("/tmp")
        socket_directory.rmdir()


def test_a_socket_directory_made_by_a_stranger_is_refused(var_dir):
    cluster = Cluster.under(var_dir)
    shutil.rmtree(cluster.socket_directory)
    cluster.socket_directory.mkdir(mode=0o777)
    cluster.socket_directory.chmod(0o777)

    sentence = refusal(var_dir)

    assert sentence == (
        f"The embedded PostgreSQL cannot start: {cluster.socket_directory} must be a directory of ours that "
        "nobody else may enter. Delete it."
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only for root does the server run as somebody else")
def test_for_root_a_directory_that_the_server_may_not_enter_is_named(var_dir):
    closed = var_dir / "closed"
    closed.mkdir(mode=0o700)
    user = pwd.getpwuid(Cluster.under(var_dir).data.stat().st_uid).pw_name

    sentence = refusal(closed / "var")

    assert sentence == (
        f"The embedded PostgreSQL cannot start: it does not run as root, and the user “{user}” may not "
        f"enter {closed}. Move the project to a directory that everyone may enter, such as /srv, or start "
        "the command as an ordinary user."
    )


def test_what_postgresql_says_when_it_cannot_start_is_passed_on(var_dir):
    cluster = Cluster.under(var_dir)
    (cluster.data / "PG_VERSION").write_text("9.6\n")

    assert refusal(var_dir) == (
        f"The embedded PostgreSQL cannot start: database files are incompatible with server ({cluster.log})."
    )


def test_a_database_that_is_not_utf8_is_refused(var_dir):
    with a_user(var_dir):
        ask(var_dir, "SELECT 1")
        connect = {
            "dbname": "postgres",
            "user": "portal",
            "host": str(Cluster.under(var_dir).socket_directory),
        }
        with contextlib.closing(psycopg2.connect(**connect)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("CREATE DATABASE old ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        url = database.embedded_url(var_dir).removesuffix("portal") + "old"

        refused = manage("migrate", DATABASE_URL=url)

    assert refused == (
        "The encoding of the database “old” is SQL_ASCII and the portal needs UTF-8: create it again with "
        "`createdb --encoding=UTF8 --template=template0 old`."
    )


@pytest.mark.parametrize("command", ["migrate", "showmigrations", "demo"])
def test_an_unreachable_database_is_one_sentence_without_the_password(command):
    refused = manage(command, DATABASE_URL="postgres://portal:geheim@127.0.0.1:9/portal")

    assert refused == (
        "The database cannot be reached, check DATABASE_URL: "
        'connection to server at "127.0.0.1", port 9 failed: Connection refused'
    )


@pytest.mark.parametrize("url", ["sqlite:///x", "nonsense", "postgres://u:geh/eim@h/db", "postgres://h:99999/x"])
def test_an_address_that_is_not_postgresql_is_refused_without_the_password(url):
    assert manage("migrate", DATABASE_URL=url) == (
        "DATABASE_URL must look like postgres://user:password@host:5432/name: PostgreSQL only, and special "
        "characters in the password percent-encoded."
    )


def manage(*arguments, **environment):
    """The one sentence of a command that refuses."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=os.environ | environment | {"DJANGO_SETTINGS_MODULE": "workshop_portal.settings.development"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr.strip().removeprefix("CommandError: ")


@pytest.mark.parametrize(
    ("given", "joined"),
    [({}, "-c jit=off"), ({"options": "-c search_path=portal"}, "-c search_path=portal -c jit=off")],
)
def test_a_parameter_of_the_server_stands_beside_those_of_the_address(given, joined):
    assert database.with_parameter({"sslmode": "require"} | given, "jit=off") == {
        "sslmode": "require",
        "options": joined,
    }
