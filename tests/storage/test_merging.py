"""What two people change at once is merged: nothing of either is lost, whoever saves first; a conflict is about a field."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rupfam_assistant.dossier.paths import at
from rupfam_assistant.errors import VersionConflict
from rupfam_assistant.storage.dossiers import Others, Store
from rupfam_assistant.storage.merging import follow, merge
from rupfam_assistant.storage.records import same

Record = dict[str, Any]

ROWS = 6
BASE: Record = {
    "department": "Val-d’Ombre",
    "caf_name": "CAF du Val-d’Ombre",
    "constraints": "aucune",
    "territory_needs": [f"besoin {number} du territoire" for number in range(ROWS)],
    "planned_actions": [
        {
            "objective": 1,
            "text": f"Ouvrir la permanence {number}",
            "pilot": f"pilote {number}",
            "partners": ["CAF", "MSA"],
        }
        for number in range(ROWS)
    ],
    "ma_clé": {"gardée": [1, True, None, 2.5], "autre": {"a": 1}},
}
TEXTS, ACTIONS = "territory_needs", "planned_actions"


def words_in(value: object) -> list[str]:
    """Every text of a JSON value."""
    if isinstance(value, dict | list):
        return [word for inner in (value.values() if isinstance(value, dict) else value) for word in words_in(inner)]
    return [value] if isinstance(value, str) else []


def changed(
    draw: st.DrawFn, record: Record, rows: list[int], fields: tuple[str, ...], name: str
) -> tuple[Record, set[str], set[str]]:
    """A record after some gestures of a person on fields and rows of her own: the words that she wrote, those that she
    took away."""
    told = {**record, TEXTS: list(record[TEXTS]), ACTIONS: [dict(row) for row in record[ACTIONS]]}
    written, taken, number = set[str](), set[str](), count()

    def word() -> str:
        written.add(said := f"{name} écrit {next(number)}")
        return said

    for field in draw(st.lists(st.sampled_from(fields), unique=True)):
        taken.add(told[field])
        told[field] = word()
    for row in draw(st.lists(st.sampled_from(rows), unique=True, max_size=2)):
        part = draw(st.sampled_from(("text", "pilot")))
        taken.add(told[ACTIONS][row][part])
        told[ACTIONS][row][part] = word()
    for row in draw(st.lists(st.sampled_from(rows), unique=True, max_size=2)):
        taken.add(told[TEXTS][row])
        told[TEXTS][row] = word()
    for key in (TEXTS, ACTIONS):
        for _ in range(draw(st.integers(0, 2))):
            new = word()
            told[key].insert(
                draw(st.integers(0, len(told[key]))), new if key == TEXTS else {"objective": 2, "text": new}
            )
    for row in draw(st.lists(st.sampled_from(rows), unique=True, max_size=1)):
        gone = record[TEXTS][row]
        if gone in told[TEXTS]:
            told[TEXTS].remove(gone)
            taken.add(gone)
    return told, written, taken


@st.composite
def two_people(draw: st.DrawFn) -> tuple[tuple[Record, set[str], set[str]], tuple[Record, set[str], set[str]]]:
    """What two people make of the base, each on fields and rows of her own."""
    mine = sorted(draw(st.sets(st.sampled_from(range(ROWS)), min_size=1, max_size=ROWS - 1)))
    theirs = [row for row in range(ROWS) if row not in mine]
    return changed(draw, BASE, mine, ("department",), "ana"), changed(
        draw, BASE, theirs, ("caf_name", "constraints"), "zoé"
    )


@settings(max_examples=60)
@given(two_people())
def test_what_two_people_change_apart_is_all_there_whoever_is_first(
    told: tuple[tuple[Record, set[str], set[str]], tuple[Record, set[str], set[str]]],
) -> None:
    (mine, my_words, my_former), (theirs, their_words, their_former) = told
    merged, clashes = merge(BASE, mine, theirs)
    assert clashes == []
    former = set(words_in(BASE)) - my_former - their_former
    assert set(words_in(merged)) == former | my_words | their_words
    assert same(merged, merge(BASE, theirs, mine)[0])
    again, _ = merge(BASE, mine, merged)
    assert set(words_in(again)) == set(words_in(merged)), "as when a save whose answer was lost is sent again"


@settings(max_examples=30)
@given(two_people())
def test_who_changes_nothing_gets_the_other_version_as_it_is(
    told: tuple[tuple[Record, set[str], set[str]], tuple[Record, set[str], set[str]]],
) -> None:
    (mine, _, _), _ = told
    assert (merge(BASE, mine, BASE), merge(BASE, BASE, mine), merge(BASE, mine, mine)) == ((mine, []),) * 3


@pytest.mark.parametrize(
    ("mine", "theirs", "fields"),
    [
        ({"constraints": "une"}, {"constraints": "deux"}, ["contraintes"]),
        ({TEXTS: ["x", *BASE[TEXTS][1:]]}, {TEXTS: ["y", *BASE[TEXTS][1:]]}, ["besoins du territoire, 1"]),
        ({TEXTS: BASE[TEXTS][1:]}, {TEXTS: ["besoin 0 du canton", *BASE[TEXTS][1:]]}, ["besoins du territoire, 1"]),
        ({TEXTS: [*reversed(BASE[TEXTS])]}, {TEXTS: [*BASE[TEXTS][1:], BASE[TEXTS][0]]}, ["besoins du territoire"]),
        ({"constraints": None}, {"constraints": "deux"}, ["contraintes"]),
        ({"ma_clé": {"autre": {"a": 2}}}, {"ma_clé": {"autre": {"a": 3}}}, ["ma_clé, autre, a"]),
        ({"ma_clé": "x"}, {"ma_clé": {"autre": 2}}, ["ma_clé"]),
    ],
)
def test_a_conflict_is_told_by_the_field_that_both_changed(mine: Record, theirs: Record, fields: list[str]) -> None:
    for one, other in ((mine, theirs), (theirs, mine)):
        merged, clashes = merge(BASE, {**BASE, "caf_name": "CAF", **one}, {**BASE, **other})
        assert [path.label for path in clashes] == fields
        assert merged["caf_name"] == "CAF"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ([], ["a"], ["b"], ["a", "b"]),
        (["x"], ["x", ""], ["x", "dit"], ["x", "", "dit"]),
        (["x"], ["x", "lu dans la note"], ["x", "lu dans la note"], ["x", "lu dans la note"]),
        (["x", "y", "z"], ["z", "x", "y"], ["x", "y", "w", "z"], ["z", "x", "y", "w"]),
        (["x", "y"], ["y"], ["x"], []),
        (["", ""], ["dit", ""], ["", "écrit"], ["dit", "écrit"]),
        (["x", ""], ["x", "dit"], ["x", "", ""], ["x", "dit", ""]),
        (None, ["a"], None, ["a"]),
    ],
)
def test_rows_of_two_people_stand_where_each_put_them(base: Any, mine: Any, theirs: Any, expected: Any) -> None:
    for one, other in ((mine, theirs), (theirs, mine)):
        merged, clashes = merge({"members": base}, {"members": one}, {"members": other})
        assert (merged["members"], clashes) == (expected, [])


def test_the_row_that_moved_is_the_one_whose_field_the_other_changed() -> None:
    actions = BASE[ACTIONS]
    moved = {**BASE, ACTIONS: [actions[2], *actions[:2], *actions[3:]]}
    typed = {**BASE, ACTIONS: [*actions[:2], {**actions[2], "pilot": "la MSA"}, *actions[3:]]}
    merged, clashes = merge(BASE, moved, typed)
    assert (merged[ACTIONS][0], clashes) == ({**actions[2], "pilot": "la MSA"}, [])
    assert follow(at(ACTIONS, 2, "pilot"), typed, merged) == at(ACTIONS, 0, "pilot")


def judged(value: str, original: str = "la médiation", about: str = "scope") -> Record:
    return {"about": about, "field": "text", "original": original, "value": value}


def test_judgements_are_merged_by_what_they_are_about() -> None:
    base = {"decisions": [judged("garder"), judged("garder", "les crèches")]}
    mine = {"decisions": [judged("garder", "les crèches"), judged("écarter")]}
    theirs = {"decisions": [*base["decisions"], judged("taire", about="printed")]}
    merged, clashes = merge(base, mine, theirs)
    assert merged["decisions"] == [judged("écarter"), judged("garder", "les crèches"), judged("taire", about="printed")]
    assert clashes == []
    _, clashes = merge({}, {"decisions": [judged("garder")]}, {"decisions": [judged("écarter")]})
    assert [path.root for path in clashes] == ["decisions"]


def test_an_accepted_wording_follows_its_sentence_past_the_row_that_another_added() -> None:
    wording = {"field": f"{TEXTS}.1", "original": BASE[TEXTS][1], "wording": "Un besoin mieux dit"}
    mine = {**BASE, "wordings": [wording]}
    theirs = {**BASE, TEXTS: ["un besoin nouveau", *BASE[TEXTS]]}
    for one, other in ((mine, theirs), (theirs, mine)):
        merged, clashes = merge(BASE, one, other)
        assert (merged["wordings"], clashes) == ([{**wording, "field": f"{TEXTS}.2"}], [])


def test_very_long_lists_are_merged_without_being_compared_row_by_row() -> None:
    base = {"k": [str(number) for number in range(5_000)]}
    mine, theirs = {"k": [*reversed(base["k"])]}, {"k": [*base["k"], "x"]}
    merged, clashes = merge(base, mine, theirs)
    assert (len(merged["k"]), clashes) == (5_001, [])


def test_a_late_save_is_merged_with_what_others_wrote_and_tells_who_and_what(store: Store) -> None:
    dossier = store.create(BASE, "ana")
    store.save(dossier, 1, {**BASE, "constraints": "une"}, "zoé")
    saved = store.save(dossier, 1, {**BASE, "caf_name": "CAF"}, "ana")
    assert (saved.number, saved.record) == (3, {**BASE, "caf_name": "CAF", "constraints": "une"})
    assert saved.others == Others(("zoé",), {**BASE, "caf_name": "CAF"})
    assert store.read(dossier, 2).record == {**BASE, "constraints": "une"}
    late = store.save(dossier, 1, {**BASE, "caf_name": "CAF"}, "ana")
    assert (late.number, late.others) == (3, saved.others)
    with pytest.raises(VersionConflict, match=r"vous avez tous deux changé\s: contraintes\)") as told:
        store.save(dossier, 1, {**BASE, "constraints": "deux"}, "bob")
    assert told.value.fields == ("contraintes",)


def test_another_window_of_the_same_person_is_told_as_such(store: Store) -> None:
    dossier = store.create(BASE, "ana")
    store.save(dossier, 1, {**BASE, "constraints": "une"}, "ana")
    saved = store.save(dossier, 1, {**BASE, "caf_name": "CAF"}, "ana")
    assert saved.others is not None and saved.others.authors == ("",)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(two_people())
def test_two_saves_from_the_same_version_give_the_same_whoever_is_first(
    store: Store, told: tuple[tuple[Record, set[str], set[str]], tuple[Record, set[str], set[str]]]
) -> None:
    (mine, _, _), (theirs, _, _) = told
    kept = []
    for first, second in ((mine, theirs), (theirs, mine)):
        dossier = store.create(BASE, "")
        store.save(dossier, 1, first, "ana")
        store.save(dossier, 1, second, "zoé")
        kept.append(store.read(dossier).record)
    assert same(*kept)


def test_people_who_each_fill_their_own_field_at_once_lose_nothing(store: Store) -> None:
    people, rounds = 8, 5
    dossier = store.create({"department": "Val"}, "")

    def write(person: int) -> list[str]:
        kept = []
        for turn in range(rounds):
            seen = store.read(dossier)
            told = {
                **seen.record,
                f"champ {person}": turn,
                "members": [*seen.record.get("members", []), f"{person}.{turn}"],
            }
            store.save(dossier, seen.number, told, f"personne {person}")
            kept.append(f"{person}.{turn}")
        return kept

    with ThreadPoolExecutor(people) as pool:
        kept = [word for words in pool.map(write, range(people)) for word in words]
    last = store.read(dossier).record
    assert sorted(last["members"]) == sorted(kept)
    assert [last[f"champ {person}"] for person in range(people)] == [rounds - 1] * people
