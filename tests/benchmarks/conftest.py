"""CPU time per request of our pages beside a floor, measured in one run: only the ratio is judged.

Both are called in turn, so that a slow minute of the machine hits both alike.
"""

import gc
import time
from pathlib import Path
from statistics import median

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.benchmarks import floor

ROUNDS = 60
RESULTS = pytest.StashKey[list]()


def pytest_configure(config):
    config.stash[RESULTS] = []


def stock_templates():
    engine = settings.TEMPLATES[0]
    return [engine | {"DIRS": [Path(__file__).parent / "templates"]}]


def cpu_seconds(get) -> float:
    before = time.process_time()
    response = get()
    spent = time.process_time() - before
    assert response.status_code == 200
    return spent


@pytest.fixture
def compare(request, benchmark):
    """`compare(name, page, floor_path, limit)`: fail when the page costs more than `limit` times the floor."""

    def compare(name, page, floor_path, limit):
        def at_floor():
            with override_settings(
                ROOT_URLCONF="tests.benchmarks.floor",
                MIDDLEWARE=floor.STOCK_MIDDLEWARE,
                TEMPLATES=stock_templates(),
            ):
                client = Client()
                client.get(floor_path)  # loads middleware and template once
                return [cpu_seconds(lambda: client.get(floor_path)) for _ in range(10)]

        page()
        gc.collect()
        ours, bare = [], []
        for _ in range(ROUNDS // 10):
            bare += at_floor()
            page()  # the settings were switched: load what they load outside the measurement
            ours += [cpu_seconds(page) for _ in range(10)]
        benchmark.pedantic(page, rounds=10, warmup_rounds=1)
        ratio = median(ours) / median(bare)
        request.config.stash[RESULTS].append((name, median(ours), median(bare), ratio, limit))
        assert ratio <= limit, f"{name} costs {ratio:.2f} times the floor; the limit is {limit}."

    return compare


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash[RESULTS]
    if not rows:
        return
    write = terminalreporter.write_line
    write(f"\n{'Page':<44}{'CPU ms':>9}{'floor ms':>10}{'ratio':>8}{'limit':>8}")
    for name, ours, bare, ratio, limit in rows:
        verdict = "" if ratio <= limit else "  missed"
        write(f"{name:<44}{ours * 1000:>9.2f}{bare * 1000:>10.2f}{ratio:>8.2f}{limit:>8.2f}{verdict}")
