"""Sierra keeps what every connector promises."""

from typing import Any

from synckit.emulators.sierra import TYPES
from tests.ils.contract import ContractSuite


class TestSierra(ContractSuite):
    kind = "sierra"
    unlike = frozenset({"patron_type", "preferred_name"})

    def expected(self, person: dict[str, Any]) -> dict[str, Any]:
        # names stand in one text, in which outer blanks and a middle name without a first one are lost
        first = (person["first_name"] or "").strip()
        names = {"first_name": first, "middle_name": (person["middle_name"] or "") if first else ""}
        return super().expected(person) | names | {"patron_type": str(TYPES[person["patron_type"] or "CO"])}
