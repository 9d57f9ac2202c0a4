"""What pages keep in memory, each under a key that says what it was made from.

A key holds the stamp of the event (`events.stamps`), which the request just read together with the person's
passes. When anything changes the stamp has grown, the key is another, and the value is made anew. Nothing here
decides who sees what: values that depend on the reader are made through `visible_to` and keyed by audience.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

Value = TypeVar("Value")


class Kept:
    """The most recently used values, at most `size` of them; one memory per process."""

    def __init__(self, size: int):
        self._size = size
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value under `key`, made now if it is not there. Two threads may make it twice; both are right."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]  # type: ignore[return-value]
        value = make()
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._size:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


events = Kept(100)  # (key, stamp) → Event with its mandate
materials = Kept(500)  # (event, stamp, audience) → the materials that this audience may know of
agendas = Kept(100)  # version → PublishedAgenda
fragments = Kept(1000)  # whatever a piece of page was made from → its HTML


def forget() -> None:
    """Empty the memory of this process (for tests, which roll their rows back)."""
    for memory in (events, materials, agendas, fragments):
        memory.clear()
