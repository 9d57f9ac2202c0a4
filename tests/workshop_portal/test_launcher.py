"""manage.py on machines that lack something, and `demo` before it does any work."""

import ast
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PREPARE = "import manage; manage.prepare_environment('migrate')"


@pytest.fixture(scope="module")
def prepared_project(tmp_path_factory):
    """A project without packages whose `.venv` is made; making one takes seconds."""
    project = tmp_path_factory.mktemp("project")
    shutil.copy(PROJECT / "manage.py", project)
    (project / "requirements.txt").write_text("# nothing\n")
    done = python(project, PREPARE)
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def bare_project(tmp_path):
    shutil.copy(PROJECT / "manage.py", tmp_path)
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    return tmp_path


def python(project, program, **environment):
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=project,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_old_pythons_can_read_the_file():
    ast.parse((PROJECT / "manage.py").read_text(), feature_version=(3, 6))


def test_an_old_python_gets_a_sentence(bare_project):
    source = (bare_project / "manage.py").read_text().replace("= (3, 11)", "= (9, 1)")
    (bare_project / "manage.py").write_text(source)

    done = python(bare_project, "import manage; manage.main(['demo'])")

    found = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert done.returncode == 1
    assert done.stderr == (
        f"The portal needs Python 9.1 or newer and this is Python {found}: install a newer one and start the "
        "command with it, for example `python9.1 manage.py demo`.\n"
    )
    assert not (bare_project / ".venv").exists()


def test_a_python_without_venv_gets_the_name_of_the_package(bare_project):
    done = python(bare_project, f"import sys; sys.modules['ensurepip'] = None; {PREPARE}")

    assert done.returncode == 1
    assert done.stderr == (
        "This Python cannot make a virtual environment: install the package `python3-venv` (on Debian and "
        "Ubuntu: apt install python3-venv) and start the command again.\n"
    )
    assert not (bare_project / ".venv").exists()


def test_a_prepared_environment_is_left_alone(prepared_project):
    done = python(prepared_project, PREPARE)

    assert done.stderr == ""


def test_changed_pins_are_installed_and_a_failure_of_pip_is_a_sentence(prepared_project):
    pins = prepared_project / "requirements.txt"
    before = pins.read_text()
    pins.write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n")

    failed = python(prepared_project, PREPARE, PIP_NO_INDEX="1")
    pins.write_text(before)
    repaired = python(prepared_project, PREPARE)

    assert failed.returncode == 1
    assert failed.stderr == (
        "Installing the portal's packages into .venv (about half a minute) …\n"
        "pip could not install requirements.txt, and its last words were: "
        "ERROR: No matching distribution found for no-such-package==1\n"
    )
    assert repaired.returncode == 0
    assert repaired.stderr == "Installing the portal's packages into .venv (about half a minute) …\n"


def test_a_first_command_that_was_killed_is_no_hindrance_to_the_next(bare_project):
    killed = subprocess.Popen([sys.executable, "-c", PREPARE], cwd=bare_project, stderr=subprocess.DEVNULL)
    while not (bare_project / ".venv" / "lib").exists():
        time.sleep(0.005)
    killed.kill()
    killed.wait()

    done = python(bare_project, PREPARE)

    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[:2] == [
        "Waiting for another command that is preparing .venv …",
        "Making .venv (a few seconds) …",
    ]


@pytest.mark.parametrize("damage", ["another Python", "moved"])
def test_an_environment_that_cannot_be_trusted_is_made_again(prepared_project, damage):
    stamp = prepared_project / ".venv" / "portal-stamp"
    leftover = prepared_project / ".venv" / "leftover"
    leftover.touch()
    if damage == "another Python":
        stamp.write_text(stamp.read_text().replace("Python 3", "Python 2"))
    else:
        stamp.write_text(stamp.read_text().replace(str(prepared_project), "/elsewhere"))

    done = python(prepared_project, PREPARE)

    assert done.returncode == 0
    assert done.stderr.startswith("Making .venv")
    assert not leftover.exists()


def test_a_link_to_an_environment_elsewhere_is_replaced_and_the_other_one_left_alone(bare_project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "theirs").touch()
    (bare_project / ".venv").symlink_to(elsewhere)

    done = python(bare_project, PREPARE)

    assert done.returncode == 0, done.stderr
    assert not (bare_project / ".venv").is_symlink()
    assert (elsewhere / "theirs").exists()


def test_two_first_commands_at_once_make_one_environment(bare_project):
    both = [
        subprocess.Popen([sys.executable, "-c", PREPARE], cwd=bare_project, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[1] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert "".join(said).count("Making .venv") == 1
    assert "".join(said).count("Waiting for another command") == 1


def test_settings_are_those_of_the_option_then_of_the_environment(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT))
    import manage

    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    assert manage.chosen_settings(["migrate"]) == "workshop_portal.settings.development"
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "from.environment")
    assert manage.chosen_settings(["migrate"]) == "from.environment"
    assert manage.chosen_settings(["migrate", "--settings=from.option"]) == "from.option"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TRUSTED_PROXY_COUNT", "abc", "TRUSTED_PROXY_COUNT must be a whole number from 0 to 100, not “abc”.\n"),
        ("MATERIAL_MAX_MB", "0", "MATERIAL_MAX_MB must be a whole number from 1 to 10000, not “0”.\n"),
        ("EMAIL_USE_TLS", "maybe", "EMAIL_USE_TLS must be true or false, not “maybe”.\n"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, not “loud”.\n"),
        ("DATABASE_URL", "sqlite:///x", "DATABASE_URL must look like postgres://user:password@host:5432/name: "),
    ],
)
@pytest.mark.parametrize("command", ["check", "demo", "migrate", "test"])
def test_a_wrong_value_in_the_environment_is_a_sentence(command, name, value, sentence):
    done = manage(command, **{name: value})

    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stdout + done.stderr.partition("\n")[2] == ""


def test_a_wrong_value_that_only_development_reads_is_a_sentence():
    done = manage("check", DEBUG="maybe")

    assert (done.returncode, done.stderr) == (1, "DEBUG must be true or false, not “maybe”.\n")


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["migrate"], True),
        (["migrate", "--help"], False),
        (["sendtestemail", "a@b.example"], True),  # a mail is a row first
        (["check"], False),
        (["check", "--database", "default"], True),
    ],
)
def test_the_database_is_started_for_commands_that_look_into_it(monkeypatch, arguments, needed):
    monkeypatch.syspath_prepend(str(PROJECT))
    import manage as launcher

    assert launcher.needs_database(arguments[0], arguments) is needed


def manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": ""} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def demo(*arguments):
    # An address where nothing listens: asking the database before the port would be another sentence.
    return manage("demo", *arguments, DATABASE_URL="postgres://portal@127.0.0.1:9/portal")


def test_a_taken_port_is_a_sentence_before_any_work():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        done = demo("--port", str(port))

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"CommandError: Port {port} is taken: choose another one with --port 8000.\n"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_refused(port):
    done = demo(f"--port={port}")

    assert done.returncode == 2
    assert done.stderr.endswith(f"argument --port: a port is a number from 1 to 65535, not “{port}”.\n")
