"""The languages that people of the region work in, as one list for forms, interpretation and mail."""

from django.db import models


class Language(models.TextChoices):
    """ISO 639 codes. Montenegrin has only a three-letter one."""

    ENGLISH = "en", "English"
    ALBANIAN = "sq", "Albanian"
    BOSNIAN = "bs", "Bosnian"
    CROATIAN = "hr", "Croatian"
    MACEDONIAN = "mk", "Macedonian"
    MONTENEGRIN = "cnr", "Montenegrin"
    ROMANIAN = "ro", "Romanian"
    SERBIAN = "sr", "Serbian"
