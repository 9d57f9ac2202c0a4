"""What ministries of the region write above columns and into them. Every word is folded: Čin and Чин are both "cin"."""

from participants.languages import Language
from participants.models import Registration
from participants.states import Role

Sex = Registration.Sex
WHOLE, WHOLE_REVERSED = "given_and_family", "family_and_given"
# Fields that a column can fill, in the order of the form, with their words there.
FIELDS = {
    "family_name": "Family name",
    "given_name": "Given name",
    WHOLE: "Whole name, given name first",
    WHOLE_REVERSED: "Whole name, family name first",
    "email": "E-mail address",
    "role": "Role",
    "reserve": "Reserve, yes or no",
    "own_script_name": "Name in own script",
    "rank": "Rank",
    "position": "Position",
    "service": "Service",
    "sex": "Sex",
    "working_languages": "Working languages",
}
NOT_OURS = ""  # a word that is known and stands for nothing that is asked

# By language, because the same word can mean two things: “grad” is a rank in Romanian and a city in Serbian.
HEADERS: dict[str, dict[str, str]] = {
    "en": {
        "family name": "family_name", "surname": "family_name", "last name": "family_name",
        "given name": "given_name", "first name": "given_name", "forename": "given_name", "name": "given_name",
        "given names": "given_name", "first names": "given_name", "name and surname": WHOLE, "name surname": WHOLE,
        "first and last name": WHOLE, "surname and name": WHOLE_REVERSED, "surname name": WHOLE_REVERSED,
        "e mail": "email", "email": "email", "mail": "email", "e mail address": "email", "email address": "email",
        "role": "role", "capacity": "role", "reserve": "reserve", "reserve yes or no": "reserve",
        "name in own script": "own_script_name", "name in cyrillic": "own_script_name", "rank": "rank",
        "position": "position", "function": "position", "duty": "position", "job title": "position",
        "service": "service", "unit": "service", "institution": "service", "organisation": "service",
        "organization": "service", "agency": "service", "sex": "sex", "gender": "sex",
        "working languages": "working_languages", "languages": "working_languages", "language": "working_languages",
    },
    "sr": {  # also Bosnian, Croatian and Montenegrin
        "ime": "given_name", "prezime": "family_name", "ime i prezime": WHOLE, "prezime i ime": WHOLE_REVERSED,
        "ime prezime": WHOLE, "prezime ime": WHOLE_REVERSED, "e posta": "email", "eposta": "email",
        "e mail": "email", "email": "email", "mejl": "email", "imejl": "email", "adresa e poste": "email",
        "elektronska posta": "email", "elektronicka posta": "email", "elektronska adresa": "email",
        "cin": "rank", "zvanje": "rank", "funkcija": "position", "duznost": "position", "radno mesto": "position",
        "radno mjesto": "position", "polozaj": "position", "sluzba": "service", "jedinica": "service",
        "institucija": "service", "ustanova": "service", "organizacija": "service", "uloga": "role",
        "svojstvo": "role", "rezerva": "reserve", "pol": "sex", "spol": "sex", "jezici": "working_languages",
        "jezik": "working_languages", "radni jezici": "working_languages", "radni jezik": "working_languages",
        "ime na cirilici": "own_script_name", "ime cirilicom": "own_script_name",
        "grad": NOT_OURS, "mesto": NOT_OURS, "mjesto": NOT_OURS,
    },
    "mk": {
        "ime": "given_name", "prezime": "family_name", "ime i prezime": WHOLE, "prezime i ime": WHOLE_REVERSED,
        "e posta": "email", "eposta": "email", "elektronska posta": "email", "elektronska adresa": "email",
        "e adresa": "email", "mejl": "email", "cin": "rank", "zvanje": "rank", "funkcija": "position",
        "pozicija": "position", "rabotno mesto": "position", "dolznost": "position", "sluzba": "service",
        "institucija": "service", "edinica": "service", "organizacija": "service", "uloga": "role",
        "svojstvo": "role", "rezerva": "reserve", "pol": "sex", "jazici": "working_languages",
        "jazik": "working_languages", "rabotni jazici": "working_languages", "grad": NOT_OURS, "mesto": NOT_OURS,
    },
    "sq": {
        "emri": "given_name", "emer": "given_name", "mbiemri": "family_name", "mbiemer": "family_name",
        "emri dhe mbiemri": WHOLE, "emri mbiemri": WHOLE, "emri e mbiemri": WHOLE,
        "mbiemri dhe emri": WHOLE_REVERSED, "mbiemri emri": WHOLE_REVERSED, "posta elektronike": "email",
        "e posta": "email", "email": "email", "e mail": "email", "emaili": "email", "adresa elektronike": "email",
        "grada": "rank", "gradi": "rank", "pozita": "position", "pozicioni": "position", "funksioni": "position",
        "detyra": "position", "sherbimi": "service", "njesia": "service", "institucioni": "service",
        "drejtoria": "service", "roli": "role", "rezerve": "reserve", "rezerva": "reserve", "gjinia": "sex",
        "seksi": "sex", "gjuhet": "working_languages", "gjuha": "working_languages",
        "gjuhet e punes": "working_languages",
    },
    "ro": {
        "prenume": "given_name", "prenumele": "given_name", "nume": "family_name", "numele": "family_name",
        "nume de familie": "family_name", "nume si prenume": WHOLE_REVERSED, "numele si prenumele": WHOLE_REVERSED,
        "nume prenume": WHOLE_REVERSED, "prenume si nume": WHOLE, "prenume nume": WHOLE,
        "posta electronica": "email", "adresa de e mail": "email", "adresa de email": "email", "e mail": "email",
        "email": "email", "adresa electronica": "email", "grad": "rank", "gradul": "rank",
        "grad profesional": "rank", "functia": "position", "functie": "position", "pozitia": "position",
        "serviciul": "service", "serviciu": "service", "institutia": "service", "institutie": "service",
        "unitatea": "service", "directia": "service", "rol": "role", "rolul": "role", "calitatea": "role",
        "rezerva": "reserve", "sex": "sex", "sexul": "sex", "gen": "sex", "limbi": "working_languages",
        "limba": "working_languages", "limbi de lucru": "working_languages",
    },
}  # fmt: skip

_ROLES = {
    Role.HEAD: "head, head of delegation, delegation head, sef delegacije, sef, voda delegacije, rukovodilac "
    "delegacije, voditelj delegacije, sef na delegacija, sef na delegacijata, rakovoditel na delegacija, "
    "kryetar, kryetari i delegacionit, kreu i delegacionit, sef de delegatie, seful delegatiei",
    Role.MEMBER: "member, participant, delegate, clan, clan delegacije, ucesnik, sudionik, clen, ucesnik, delegat, "
    "anetar, pjesemarres, membru, participant, delegat",
    Role.SPEAKER: "speaker, presenter, predavac, govornik, izlagac, foles, referues, ligjerues, vorbitor, lector",
    Role.INTERPRETER: "interpreter, translator, prevodilac, prevoditelj, tumac, preveduvac, tolkuvac, perkthyes, "
    "interpret, traducator",
    Role.OBSERVER: "observer, posmatrac, promatrac, nabljuduvac, vezhgues, vezgues, observator",
    Role.DRIVER: "driver, vozac, sofer, shofer",
}
_SEXES = {
    Sex.FEMALE: "female, f, w, woman, z, zena, zensko, zenski, femer, femeror, femin, feminin, femeie",
    Sex.MALE: "male, m, man, musko, muski, muskarac, masko, maski, mas, mashkull, mashkullor, masculin, barbat",
    Sex.OTHER: "other, drugo, tjeter, altul",
    Sex.NOT_STATED: "not stated, -, –, prefer not to say",
}
_LANGUAGES = {
    Language.ENGLISH: "en, english, engleski, angliski, anglisht, anglishtja, engleza",
    Language.ALBANIAN: "sq, al, albanian, albanski, shqip, shqipja, albaneza",
    Language.BOSNIAN: "bs, bosnian, bosanski, boshnjakisht, bosniaca",
    Language.CROATIAN: "hr, croatian, hrvatski, kroatisht, croata",
    Language.MACEDONIAN: "mk, macedonian, makedonski, maqedonisht, maqedonishtja, macedoneana",
    Language.MONTENEGRIN: "cnr, me, montenegrin, crnogorski, malazezisht, muntenegreana",
    Language.ROMANIAN: "ro, romanian, rumunski, romanski, rumanisht, romana",
    Language.SERBIAN: "sr, rs, serbian, srpski, serbisht, serbishtja, sarba",
}
_YES = "yes, y, true, 1, x, ✓, da, po, reserve, rezerva, rezerve, rezervni"
_NO = "no, n, false, 0, -, –, ne, jo, nu"


def _by_word(words: dict) -> dict[str, object]:
    return {word: value for value, listed in words.items() for word in listed.split(", ")}


ROLES, SEXES, LANGUAGES = _by_word(_ROLES), _by_word(_SEXES), _by_word(_LANGUAGES)
ANSWERS = _by_word({True: _YES, False: _NO})
