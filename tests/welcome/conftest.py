"""What the tests of kits share: a kit for each partner of the test files."""

import pytest
from welcoming import PROFILES

from rupfam_assistant.office import Office
from rupfam_assistant.welcome.kit import Kit


@pytest.fixture(scope="session")
def kits(office: Office) -> dict[str, Kit]:
    """A kit for each partner of the test files."""
    return {profile["id"]: office.welcome(profile["partner"]) for profile in PROFILES}
