"""Children end with their parent, however that one ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workshop_portal.database import PROJECT

PARENT = """
import signal, subprocess, time
from workshop_portal.processes import ends_with_parent
child = subprocess.Popen(["sleep", "60"], preexec_fn=ends_with_parent(signal.SIGTERM))
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_child_ends_with_its_parent(ending):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with parent:
        child = int(parent.stdout.readline())
        assert is_alive(child)

        parent.send_signal(ending)

    end = time.monotonic() + 5
    while is_alive(child):
        assert time.monotonic() < end
        time.sleep(0.01)


def is_alive(pid):
    try:
        os.kill(pid, 0)
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
