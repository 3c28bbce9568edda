"""Who may do what: every role before every act, on what is its office's, another's, shared, or nobody's."""

import pytest

from rupfam_assistant.accounts.policy import ALONE, Act, Caller, Thing, UserRole, allowed, require
from rupfam_assistant.errors import Forbidden

OWN, OTHER, READ, WRITE, NOBODY = (Thing(1), Thing(2), Thing(2, "read"), Thing(2, "write"), Thing(None))
PLACES = {"nothing": None, "own": OWN, "other": OTHER, "to read": READ, "to write": WRITE, "nobody's": NOBODY}
TABLE = """
                 ask read write share delete restore add_document settings audit administer
lecteur
  nothing        yes yes  no    no    no     no      no           no       no    no
  own            yes yes  no    no    no     no      no           no       no    no
  other          no  no   no    no    no     no      no           no       no    no
  to read        no  yes  no    no    no     no      no           no       no    no
  to write       no  yes  yes   no    no     no      no           no       no    no
  nobody's       no  no   no    no    no     no      no           no       no    no
rédacteur
  nothing        yes yes  yes   yes   no     no      no           no       no    no
  own            yes yes  yes   yes   no     no      no           no       no    no
  other          no  no   no    no    no     no      no           no       no    no
  to read        no  yes  no    no    no     no      no           no       no    no
  to write       no  yes  yes   no    no     no      no           no       no    no
  nobody's       no  no   no    no    no     no      no           no       no    no
référent
  nothing        yes yes  yes   yes   yes    yes     yes          yes      yes   no
  own            yes yes  yes   yes   yes    yes     yes          yes      yes   no
  other          no  no   no    no    no     no      no           no       no    no
  to read        no  yes  no    no    no     no      no           no       no    no
  to write       no  yes  yes   no    no     no      no           no       no    no
  nobody's       no  no   no    no    no     no      no           no       no    no
administrateur
  nothing        yes yes  yes   yes   yes    yes     yes          yes      yes   yes
  own            yes yes  yes   yes   yes    yes     yes          yes      yes   yes
  other          no  no   no    no    no     no      no           no       no    yes
  to read        no  yes  no    no    no     no      no           no       no    yes
  to write       no  yes  yes   no    no     no      no           no       no    yes
  nobody's       no  no   no    no    no     no      no           no       no    yes
administrateur without office
  nothing        yes no   no    no    no     no      no           no       no    yes
  own            no  no   no    no    no     no      no           no       no    yes
  other          no  no   no    no    no     no      no           no       no    yes
  to read        no  yes  no    no    no     no      no           no       no    yes
  to write       no  yes  yes   no    no     no      no           no       no    yes
  nobody's       no  no   no    no    no     no      no           no       no    yes
"""


def cases() -> list[tuple[str, str, Act, bool]]:
    first, *lines = TABLE.strip("\n").split("\n")
    acts = [Act(name) for name in first.split()]
    told, role = [], ""
    for line in lines:
        if not line.startswith(" "):
            role = line
            continue
        place, *answers = line.replace("to read", "to-read").replace("to write", "to-write").split()
        told += [
            (role, place.replace("-", " "), act, answer == "yes") for act, answer in zip(acts, answers, strict=True)
        ]
    return told


CASES = cases()


def test_the_table_tells_every_role_act_and_place() -> None:
    roles = {role for role, _, _, _ in CASES}
    assert roles == {*UserRole, "administrateur without office"}
    assert len({case[:3] for case in CASES}) == len(CASES) == len(roles) * len(PLACES) * len(Act)


@pytest.mark.parametrize("role", ["administrateur without office", *UserRole])
def test_a_role_may_do_what_the_table_tells_and_no_more(role: str) -> None:
    caller = Caller(1, "anne", None if "without" in role else 1, UserRole(role.split()[0]))
    told = {(place, act): expected for of, place, act, expected in CASES if of == role}
    assert {(place, act): allowed(caller, act, PLACES[place]) for place, act in told} == told


def test_alone_on_a_machine_without_accounts_all_is_allowed() -> None:
    assert all(allowed(ALONE, act, thing) for act in Act for thing in PLACES.values())


def test_what_is_not_allowed_is_told_with_the_role() -> None:
    with pytest.raises(Forbidden, match="lecteur"):
        require(Caller(1, "anne", 1, UserRole.LECTEUR), Act.WRITE)
