from django.db import migrations

CREATE_SQL = r"""
CREATE OR REPLACE FUNCTION portal_fold(source text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT replace(replace(replace(replace(replace(translate(
    regexp_replace(lower(normalize(source, NFKD)), '[\u0300-\u036f]', '', 'g'),
    'абвгдезијклмнопрстуфхцчшжћђіыэщєđłøı''’ʼъь',
    'abvgdezijklmnoprstufhccszcdiyesedloi'),
    'љ', 'lj'), 'њ', 'nj'), 'џ', 'dz'), 'ѕ', 'dz'), 'dj', 'd')
$$;
"""


class Migration(migrations.Migration):
    """The search function that generated columns of later migrations call (workshop_portal/folding.py)."""

    operations = [migrations.RunSQL(CREATE_SQL, "DROP FUNCTION portal_fold(text);")]
