"""Who changed what: every model that holds people, decisions or files keeps a history by triggers.

Triggers see bulk writes, `update()` and raw SQL as well, which signals and overridden `save()` do not.
"""

from collections.abc import Callable

import pghistory
from django.db import models


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Keep `<Model>History`: one row per insert, update and delete, with user and address in it."""

    def decorate(model: type[models.Model]) -> type[models.Model]:
        return pghistory.track(model_name=f"{model.__name__}History", exclude=list(exclude) or None)(model)

    return decorate
