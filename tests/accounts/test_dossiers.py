"""Whose dossiers are whose: nobody of another office sees, lists, reads, saves, deletes or copies one, on both databases."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from rupfam_assistant.accounts.audit import Deed, read_trail, to_csv
from rupfam_assistant.accounts.dossiers import Dossiers
from rupfam_assistant.accounts.policy import ALONE, Act, Caller
from rupfam_assistant.errors import Forbidden, RupfamError, UnknownDossier, UnknownGuest
from rupfam_assistant.storage.dossiers import DAYS_TO_RESTORE, Store
from rupfam_assistant.storage.tables import DAYS, DOSSIERS, SHARES

People = dict[str, Caller]
Gesture = Callable[[Dossiers, int], object]
GESTURES: dict[str, Gesture] = {
    "read": lambda dossiers, number: dossiers.read(number),
    "read a version": lambda dossiers, number: dossiers.read(number, 1),
    "read as it is": lambda dossiers, number: dossiers.read_as_is(number),
    "export": lambda dossiers, number: dossiers.export(number),
    "versions": lambda dossiers, number: dossiers.versions(number),
    "save": lambda dossiers, number: dossiers.save(number, 1, {"department": "Pris"}),
    "copy": lambda dossiers, number: dossiers.duplicate(number),
    "delete": lambda dossiers, number: dossiers.delete(number),
    "restore": lambda dossiers, number: dossiers.restore(number),
}
READING = {"read", "read a version", "read as it is", "export", "versions"}


@pytest.fixture
def ours(store: Store, people: People) -> int:
    """A dossier of the first office."""
    return Dossiers(store, people["rene"]).create({"department": "Val-d’Ombre"})


def share(store: Store, dossier: int, caller: Caller, right: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.insert(SHARES).values(dossier_id=dossier, user_id=caller.user, right=right))


def done(store: Store, caller: Caller, dossier: int) -> set[str]:
    """The gestures that a caller may make on a dossier."""
    told = set()
    for name, gesture in GESTURES.items():
        try:
            gesture(Dossiers(store, caller), dossier)
        except RupfamError as error:
            assert isinstance(error, Forbidden | UnknownDossier), (name, error)
        else:
            told.add(name)
    return told


def test_of_another_office_s_dossier_nothing_is_seen_nor_done(store: Store, people: People, ours: int) -> None:
    for name in ("remi", "zoe", "adam"):
        dossiers = Dossiers(store, people[name])
        for gesture in GESTURES.values():
            with pytest.raises(UnknownDossier):
                gesture(dossiers, ours)
        assert dossiers.list_dossiers() == dossiers.list_dossiers(deleted=True) == ()
    assert [saved.author for saved in store.versions(ours)] == ["rene"]


def test_each_role_does_in_its_office_what_it_may(store: Store, people: People, ours: int) -> None:
    assert done(store, people["lea"], ours) == READING
    assert done(store, people["rene"], ours) == READING | {"save", "copy"}
    assert done(store, people["rita"], ours) == set(GESTURES)
    assert done(store, ALONE, ours) == set(GESTURES)


def test_a_dossier_shared_to_be_read_or_written_is_so_by_who_was_named_alone(
    store: Store, people: People, ours: int
) -> None:
    share(store, ours, people["zoe"], "read")
    share(store, ours, people["remi"], "write")
    zoe, remi = (Dossiers(store, people[name]) for name in ("zoe", "remi"))
    assert [saved.id for saved in zoe.list_dossiers()] == [saved.id for saved in remi.list_dossiers()] == [ours]
    assert remi.save(ours, 1, {"department": "Val", "constraints": "x"}).author == "remi"
    assert zoe.read(ours).number == 2
    for refused in (lambda: zoe.save(ours, 2, {}), lambda: remi.delete(ours), lambda: zoe.restore(ours)):
        with pytest.raises(Forbidden):
            refused()
    copy = zoe.duplicate(ours)
    assert copy in [saved.id for saved in zoe.list_dossiers()]
    assert Dossiers(store, people["rita"]).list_dossiers()[0].id == ours
    with pytest.raises(UnknownDossier):
        Dossiers(store, people["rita"]).read(copy)


def test_a_dossier_is_shared_with_somebody_of_another_office_by_name_then_no_more(
    store: Store, people: People, ours: int
) -> None:
    rene, remi = Dossiers(store, people["rene"]), Dossiers(store, people["remi"])
    rene.share(ours, " remi ", "read")
    rene.share(ours, "remi", "write")
    rene.share(ours, "adam", "read")
    assert [*map(tuple, rene.shares(ours))] == [("adam", None, "read"), ("remi", "Mont", "write")]
    assert Act.WRITE in remi.acts(ours) and not {Act.SHARE, Act.DELETE} & remi.acts(ours)
    rene.share(ours, "remi", None)
    with pytest.raises(UnknownDossier):
        remi.read(ours)
    noted = [line.what for line in read_trail(store.engine, people["rita"])]
    assert noted == [Deed.UNSHARED, *3 * [Deed.SHARED], Deed.CREATED]


def test_a_dossier_is_shared_by_who_writes_in_its_office_with_who_is_elsewhere(
    store: Store, people: People, ours: int
) -> None:
    for name in ("rita", "nobody", ""):
        with pytest.raises(UnknownGuest):
            Dossiers(store, people["rene"]).share(ours, name, "read")
    Dossiers(store, people["rene"]).share(ours, "remi", "write")
    for name, fault in (("lea", Forbidden), ("remi", Forbidden), ("zoe", UnknownDossier), ("adam", UnknownDossier)):
        with pytest.raises(fault):
            Dossiers(store, people[name]).share(ours, "zoe", "read")
        with pytest.raises(fault):
            Dossiers(store, people[name]).shares(ours)


def test_who_administers_sees_what_it_is_invited_to(store: Store, people: People, ours: int) -> None:
    adam = people["adam"]
    with pytest.raises(Forbidden):
        Dossiers(store, adam).create({"department": "Val"})
    share(store, ours, adam, "read")
    assert Dossiers(store, adam).read(ours).department == "Val-d’Ombre"
    member = Dossiers(store, replace(adam, office=1))
    member.delete(ours)
    assert [saved.id for saved in member.list_dossiers(deleted=True)] == [ours]


def test_a_reader_lists_no_deleted_dossier(store: Store, people: People, ours: int) -> None:
    Dossiers(store, people["rita"]).delete(ours)
    listed = {name: len(Dossiers(store, people[name]).list_dossiers(deleted=True)) for name in ("lea", "rene", "rita")}
    assert listed == {"lea": 0, "rene": 0, "rita": 1}


def test_a_dossier_that_does_not_exist_is_told_as_another_s(store: Store, people: People) -> None:
    for number in (0, -1, 99, 2**31, 10**30):
        with pytest.raises(UnknownDossier):
            Dossiers(store, people["rita"]).read(number)


def test_the_trail_tells_who_did_what_to_which_dossier_and_nothing_that_it_says(
    store: Store, people: People, ours: int
) -> None:
    share(store, ours, people["remi"], "write")
    remi, rita = Dossiers(store, people["remi"]), Dossiers(store, people["rita"])
    for base in (1, 2):
        rita.read(ours)
        remi.save(ours, base, {"department": "Secret", "constraints": f"Mme Durand {base}"})
    rita.delete(ours)
    told = [(line.who, line.what, line.dossier_id) for line in reversed(read_trail(store.engine, people["rita"]))]
    assert told == [
        ("rene", Deed.CREATED, ours),
        ("rita", Deed.READ, ours),
        ("remi", Deed.SAVED, ours),
        ("rita", Deed.DELETED, ours),
    ]
    exported = to_csv(read_trail(store.engine, people["rita"]))
    assert exported.startswith("date;utilisateur;action;dossier\r\n")
    assert "rita;dossier consulté;1\r\n" in exported
    assert not any(word in exported for word in ("Secret", "Durand", "Val-d’Ombre"))
    assert not read_trail(store.engine, people["zoe"])
    for name in ("lea", "rene", "adam"):
        with pytest.raises(Forbidden):
            read_trail(store.engine, people[name])


def test_a_name_that_a_spreadsheet_would_run_is_a_text(store: Store, people: People) -> None:
    Dossiers(store, replace(people["rene"], name='=HYPERLINK("x")')).create({"department": "Val"})
    assert "'=HYPERLINK" in to_csv(read_trail(store.engine, people["rita"]))


def test_alone_nothing_is_noted(store: Store, people: People) -> None:
    Dossiers(store, ALONE).create({"department": "Val"})
    assert not read_trail(store.engine, ALONE)


def test_a_shared_dossier_that_is_erased_leaves_no_share(store: Store, people: People, ours: int) -> None:
    share(store, ours, people["zoe"], "read")
    rita = Dossiers(store, people["rita"])
    rita.create({"department": "Val"})
    rita.delete(ours)
    with store.engine.begin() as connection:
        connection.execute(sa.update(DOSSIERS).values(days_deleted=DAYS_TO_RESTORE))
        connection.execute(sa.delete(DAYS))
    rita.create({"department": "Val"})
    with store.engine.connect() as connection:
        assert connection.execute(sa.select(SHARES)).all() == []
    with pytest.raises(UnknownDossier):
        rita.restore(ours)
