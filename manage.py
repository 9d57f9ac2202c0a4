#!/usr/bin/env python3
"""Every command starts here: `python3 manage.py demo`, `test`, `bench`, `migrate`, …

Needs nothing but Python: it makes `.venv`, installs the pinned packages into it, and goes on inside it.
Until then this file is read by whichever Python there is, so its grammar stays that of Python 3.6.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "portal-stamp"  # what was installed; absent while work on `.venv` is not finished

TOOLS = {
    "test": "--ds=workshop_portal.settings.test -n auto",
    "bench": "--ds=tests.benchmarks.settings -p no:randomly -p no:xdist -o addopts= -q -s tests/benchmarks",
}
NEED_TEST_PACKAGES = {*TOOLS, "check_style"}
NEED_NO_DATABASE = {
    "check",
    "check_style",
    "collectstatic",
    "compilemessages",
    "demo",  # looks at its port first, then asks for the database itself
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "startapp",
    "states",
    "version",
}


def main(arguments):
    command = arguments[0] if arguments else "help"
    refuse_old_python()
    prepare_environment(command)
    if not is_inside_environment():
        enter_environment(arguments)
    if command in TOOLS:
        run_pytest(TOOLS[command].split() + arguments[1:])
    run_django(command, arguments)


def refuse_old_python():
    if sys.version_info < OLDEST_PYTHON:
        needed, found = (".".join(map(str, version[:2])) for version in (OLDEST_PYTHON, sys.version_info))
        sys.exit(
            f"The portal needs Python {needed} or newer and this is Python {found}: "
            f"install a newer one and start the command with it, for example `python{needed} manage.py demo`."
        )


# --- The environment in .venv -------------------------------------------------------------------


def prepare_environment(command):
    files = ["requirements.txt"]
    if command in NEED_TEST_PACKAGES:
        files.append("tests/requirements.txt")
    if is_current(files):
        return
    with only_one_at_a_time():
        if not is_made():
            make_environment()
        for name in files:
            if not is_current([name]):
                install(name)


def is_current(files):
    return is_made() and {requirements_line(name) for name in files} <= stamp_lines()


def is_made():
    """Whether `.venv` was finished once, in this place and by this Python, and that one still exists."""
    return environment_line() in stamp_lines() and VENV_PYTHON.exists()


def stamp_lines():
    try:
        return set(STAMP.read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()


def environment_line():
    return f"Python {sys.version_info[0]}.{sys.version_info[1]} in {VENV}"


def requirements_line(name):
    return f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}"


@contextlib.contextmanager
def only_one_at_a_time():
    """Two first commands at once: the second waits, then finds the work done."""
    directory = os.open(str(ROOT), os.O_RDONLY)
    os.set_inheritable(directory, True)  # a pip whose parent was killed still writes, so it still locks
    try:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another command that is preparing .venv …")
            fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def make_environment():
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit(
            "This Python cannot make a virtual environment: install the package `python3-venv` "
            "(on Debian and Ubuntu: apt install python3-venv) and start the command again."
        )
    say("Making .venv (a few seconds) …")
    if VENV.is_symlink():  # what it points to is somebody else's
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(str(VENV))
    failure = last_words([sys.executable, "-m", "venv", str(VENV)])
    if failure:
        sys.exit(f"Making .venv failed, and the last words were: {failure}")


def install(name):
    what, time = ("test", "fifteen seconds") if name.startswith("tests/") else ("portal's", "half a minute")
    say(f"Installing the {what} packages into .venv (about {time}) …")
    lines = {environment_line(), *(line for line in stamp_lines() if not line.startswith(name))}
    with contextlib.suppress(FileNotFoundError):
        STAMP.unlink()
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    failure = last_words([*pip, "--require-hashes", "-r", str(ROOT / name)])
    if not failure:
        lines.add(requirements_line(name))
    # Also after a failure: pip leaves nothing half done then, only when it is killed.
    STAMP.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    if failure:
        sys.exit(f"pip could not install {name}, and its last words were: {failure}")


def last_words(command):
    """What a command that failed said in the end; nothing when it went well."""
    pipe = subprocess.PIPE
    done = subprocess.run(command, stdout=pipe, stderr=pipe, universal_newlines=True, close_fds=False)
    if done.returncode == 0:
        return ""
    words = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    errors = [line for line in words if line.startswith("ERROR:")] or words
    return errors[-1] if errors else f"exit code {done.returncode}"


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def is_inside_environment():
    return os.path.samefile(sys.prefix, str(VENV))


def enter_environment(arguments):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    os.execve(str(VENV_PYTHON), [str(VENV_PYTHON), str(ROOT / "manage.py"), *arguments], environment)


# --- Inside it ----------------------------------------------------------------------------------


def run_django(command, arguments):
    os.environ["DJANGO_SETTINGS_MODULE"] = chosen_settings(arguments)
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from workshop_portal import database

    with sentences_instead_of_tracebacks():
        if needs_database(command, arguments):
            database.make_ready(settings)
        execute_from_command_line(["manage.py", *arguments])


def run_pytest(arguments):
    """pytest would answer settings that cannot be with a traceback, so they are read here first."""
    module = [argument[len("--ds=") :] for argument in arguments if argument.startswith("--ds=")][-1]
    os.chdir(str(ROOT))
    with sentences_instead_of_tracebacks():
        importlib.import_module(module)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])


@contextlib.contextmanager
def sentences_instead_of_tracebacks():
    """What a person can put right about settings and database ends the command with its sentence alone."""
    from django.core.exceptions import ImproperlyConfigured

    from workshop_portal import database

    try:
        yield
    except (database.DatabaseUnusableError, ImproperlyConfigured) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def needs_database(command, arguments):
    if {"-h", "--help", "--version"} & set(arguments):
        return False
    looks_into_it = any(argument.startswith("--database") for argument in arguments)  # as `check` may
    return command not in NEED_NO_DATABASE or looks_into_it


def chosen_settings(arguments):
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--settings")
    return (
        parser.parse_known_args(arguments)[0].settings
        or os.environ.get("DJANGO_SETTINGS_MODULE")
        or "workshop_portal.settings.development"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
