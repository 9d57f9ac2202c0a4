"""The demonstration as a person starts it: it answers, and nothing of it survives `kill -9`."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture
def var():
    """A folder that the server's own user may enter, which pytest's are not."""
    with tempfile.TemporaryDirectory(prefix="portal-demo-") as folder:
        os.chmod(folder, 0o755)
        yield Path(folder) / "var"


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def demonstration(var, port, *options):
    """One with a cluster of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"PORTAL_VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "workshop_portal.settings.development"}
    command = [sys.executable, "-u", "manage.py", "demo", "--port", str(port), *options]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def start(var, port):
    """Returns when it says where the portal is."""
    demo = demonstration(var, port)
    said = []
    for line in demo.stdout:
        said.append(line)
        if "The portal is at" in line:
            return demo, "".join(said)
    demo.stdout.close()
    pytest.fail(f"The demonstration ended with {demo.wait()}: {''.join(said)}")


def processes_of(var, port) -> list[str]:
    """What runs for this demonstration: anything that names its folder or its port in its environment."""
    marks = (f"PORTAL_VAR_DIR={var}".encode(), f"PORTAL_URL=http://localhost:{port}".encode(), str(var).encode())
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:  # ended meanwhile
            continue
        if any(mark in told for mark in marks):
            found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return found


def wait_until_gone(var, port, seconds=15):
    deadline = time.monotonic() + seconds
    while left := processes_of(var, port):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def test_a_killed_demonstration_leaves_nothing_and_starts_again(var, port):
    demo, said = start(var, port)
    with demo:
        assert "/demo/sign-in/" in said
        assert urllib.request.urlopen(f"http://localhost:{port}/").status == 200
        assert any("postgres" in process for process in processes_of(var, port))
        demo.send_signal(signal.SIGKILL)
    wait_until_gone(var, port)

    demo, said = start(var, port)
    with demo:
        assert urllib.request.urlopen(f"http://localhost:{port}/").status == 200
        demo.send_signal(signal.SIGINT)
        assert "Stopped." in demo.stdout.read()
    assert demo.returncode == 0
    wait_until_gone(var, port)


def test_a_check_passes_when_everybody_signs_in_and_reads_and_fails_when_papers_are_lost(var, port):
    with demonstration(var, port, "--check") as whole:
        said = whole.stdout.read()
    for paper in (var / "materials").iterdir():
        paper.unlink()
    with demonstration(var, port, "--check") as without_papers:
        complained = without_papers.stdout.read()

    assert whole.returncode == 0, said
    assert said.endswith("Every page answered.\n")
    assert said.count(" /demo/sign-in/") == 9
    assert re.search(r"^  200 .* /events/demo-workshop/materials/\d+/files/\d+/$", said, re.MULTILINE)
    assert without_papers.returncode == 1
    assert complained.endswith("CommandError: 4 pages did not answer well.\n")
