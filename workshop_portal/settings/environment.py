"""The environment as the settings read it: a value that cannot be is refused with a sentence that names it."""

from collections.abc import Collection

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()


def whole_number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    try:
        number = env.int(name, default)
    except EnvError:
        number = None
    if number is None or not least <= number <= most:
        given = env.str(name, "")
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not “{given}”.")
    return number


def yes_or_no(name: str, default: bool) -> bool:
    try:
        return env.bool(name, default)
    except EnvError:
        raise ImproperlyConfigured(f"{name} must be true or false, not “{env.str(name, '')}”.") from None


def one_of(name: str, default: str, known: Collection[str]) -> str:
    value = env.str(name, default)
    if value not in known:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(known)}, not “{value}”.")
    return value
