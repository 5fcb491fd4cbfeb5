"""Link the same files with Splink, set up in good faith: ``python -m … splink_peer register.csv signals.csv out.csv``.

Splink gets what our engine knows: surnames of a couple in every order without accents and prefixes, swapped days and
months, house letter and addition as one, the address of before, and grown-ups only. Training minds households: no
parameter is learnt from pairs that share nothing but an address. Whoever has the highest weight is its answer; beside
the weight, the distance to the next person is written, so that two of one household can be told from one.
"""

from __future__ import annotations

import sys

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule

CHILDREN_FROM = "2008"

PREFIXES = "van|de|der|den|ten|ter|het|in|op|el|al|ben|ait|da|dos|du|la|le|von|zu|t|s"


def _plain(column: str) -> str:
    """Return a name in small letters without accents, prefixes and signs."""
    words = f"regexp_replace(lower(strip_accents(coalesce({column}, ''))), '[^a-z]+', ' ', 'g')"
    return f"replace(regexp_replace(' ' || {words} || ' ', '( ({PREFIXES}))+ ', ' ', 'g'), ' ', '')"


_INITIALS = "upper(regexp_replace(strip_accents(coalesce({0}, '')), '[^A-Za-z]', '', 'g'))"
_LETTERS = (
    "list_transform(regexp_split_to_array(trim({0}), '[ -]+'), lambda word: upper(strip_accents(word[1])))"
)
_GIVEN = f"list_aggregate({_LETTERS}, 'string_agg', '')"
_SUFFIX = (
    "upper(regexp_replace(coalesce(house_letter, '') || coalesce(addition, ''), '[^A-Za-z0-9]', '', 'g'))"
)

REGISTER = f"""
CREATE TABLE register AS SELECT person AS unique_id, household,
    {_plain("surname")} AS surname, {_plain("partner_surname")} AS partner,
    nullif(CASE WHEN right(birth_date, 2) = '00' THEN '' ELSE birth_date END, '') AS born,
    nullif({_GIVEN.format("given_names")}, '') AS initials,
    postcode, house_number AS number, {_SUFFIX} AS suffix,
    former_postcode AS before_postcode, former_house_number AS before_number
FROM read_csv($1, all_varchar = true, header = true) WHERE birth_date < '{CHILDREN_FROM}'
"""
SIGNALS = f"""
CREATE TABLE signals AS SELECT signal AS unique_id, NULL AS household,
    {_plain("surname")} AS surname, NULL AS partner,
    nullif(CASE WHEN right(birth_date, 2) = '00' THEN '' ELSE birth_date END, '') AS born,
    nullif({_INITIALS.format("initials")}, '') AS initials,
    postcode, house_number AS number, {_SUFFIX} AS suffix, NULL AS before_postcode, NULL AS before_number
FROM read_csv($1, all_varchar = true, header = true)
"""
NAMES = """
ALTER TABLE {0} ADD COLUMN names VARCHAR[];
UPDATE {0} SET names = CASE WHEN coalesce(partner, '') = '' THEN [surname]
    ELSE [surname, partner, surname || partner, partner || surname] END;
ALTER TABLE {0} ADD COLUMN initial VARCHAR; UPDATE {0} SET initial = initials[1];
ALTER TABLE {0} ADD COLUMN year VARCHAR; UPDATE {0} SET year = left(born, 4);
"""


def _alike(least: float) -> str:
    best = "list_max(list_transform(names_l, lambda one: jaro_winkler_similarity(one, other)))"
    return f"list_max(list_transform(names_r, lambda other: {best})) >= {least}"


_TURNED = "left(born_l, 4) || right(born_l, 2) || substr(born_l, 5, 2)"
_SAME_NUMBER = "postcode_l = postcode_r AND number_l = number_r"
_BEFORE = (
    "(postcode_l = before_postcode_r AND number_l = before_number_r) "
    "OR (postcode_r = before_postcode_l AND number_r = before_number_l)"
)

COMPARISONS = [
    cl.CustomComparison(
        output_column_name="names",
        comparison_levels=[
            cll.NullLevel("surname"),
            cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
            cll.CustomLevel("list_has_any(names_l, names_r)"),
            cll.CustomLevel(_alike(0.94)),
            cll.CustomLevel(_alike(0.86)),
            cll.ElseLevel(),
        ],
    ),
    cl.CustomComparison(
        output_column_name="born",
        comparison_levels=[
            cll.NullLevel("born"),
            cll.ExactMatchLevel("born"),
            cll.CustomLevel(f"born_r = {_TURNED}"),
            cll.CustomLevel("damerau_levenshtein(born_l, born_r) <= 1"),
            cll.CustomLevel("left(born_l, 4) = left(born_r, 4)"),
            cll.ElseLevel(),
        ],
    ),
    cl.CustomComparison(
        output_column_name="initials",
        comparison_levels=[
            cll.NullLevel("initials"),
            cll.CustomLevel("length(initials_l) > 1 AND initials_l = initials_r"),
            cll.CustomLevel("initials_l = initials_r"),
            cll.CustomLevel("starts_with(initials_l, initials_r) OR starts_with(initials_r, initials_l)"),
            cll.CustomLevel("left(initials_l, 1) = left(initials_r, 1)"),
            cll.ElseLevel(),
        ],
    ),
    cl.CustomComparison(
        output_column_name="address",
        comparison_levels=[
            cll.NullLevel("postcode"),
            cll.CustomLevel(f"{_SAME_NUMBER} AND suffix_l = suffix_r"),
            cll.CustomLevel(f"{_SAME_NUMBER} AND '' IN (suffix_l, suffix_r)"),
            cll.CustomLevel(_BEFORE),
            cll.CustomLevel(_SAME_NUMBER),
            cll.CustomLevel("postcode_l = postcode_r"),
            cll.CustomLevel("number_l = number_r AND damerau_levenshtein(postcode_l, postcode_r) <= 1"),
            cll.ElseLevel(),
        ],
    ),
]

BLOCKS = [
    block_on("postcode", "number"),
    CustomRule("l.postcode = r.before_postcode AND l.number = r.before_number"),
    CustomRule("r.postcode = l.before_postcode AND r.number = l.before_number"),
    block_on("born", "initial"),
    block_on("born", "postcode"),
    block_on("surname", "year", "initial"),
    block_on("surname", "initials", "number"),
    block_on("surname", "postcode"),
]

# The best person of each signal, its weight, and how far the next one lies behind.
BEST = """
COPY (
    SELECT signal, arg_max(person, weight) AS person, max(weight) AS weight,
        max(weight) - coalesce(list_sort(list(weight), 'DESC')[2], -100) AS ahead
    FROM (SELECT CASE WHEN source_dataset_l = 'signals' THEN unique_id_l ELSE unique_id_r END AS signal,
                 CASE WHEN source_dataset_l = 'signals' THEN unique_id_r ELSE unique_id_l END AS person,
                 match_weight AS weight FROM {0})
    GROUP BY signal
) TO '{1}' (HEADER)
"""


def main() -> None:
    """Train, predict and write the best person of each signal."""
    register, signals, out = sys.argv[1:]
    database = duckdb.connect()
    for statement, path in ((REGISTER, register), (SIGNALS, signals)):
        database.execute(statement, [path])
    for name in ("register", "signals"):
        database.execute(NAMES.format(name))
    interface = DuckDBAPI(connection=database)
    frames = [interface.register(name, dataset_display_name=name) for name in ("register", "signals")]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=COMPARISONS,
        blocking_rules_to_generate_predictions=BLOCKS,
        retain_matching_columns=False,
    )
    linker = Linker(frames, settings, log_level=30)
    train(linker)
    found = linker.inference.predict(threshold_match_weight=-5)
    database.execute(BEST.format(found.physical_name, out))


def train(linker: Linker) -> None:
    """Estimate the parameters; an address alone never makes a training pair, since families share it."""
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("born", "surname", "initial"), block_on("born", "postcode", "number")], recall=0.9
    )
    training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("born", "initial", "number"))
    training.estimate_parameters_using_expectation_maximisation(block_on("surname", "initials", "postcode"))
    training.estimate_parameters_using_expectation_maximisation(block_on("born", "postcode"))


if __name__ == "__main__":
    main()
