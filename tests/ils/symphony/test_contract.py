"""Symphony keeps what every connector promises."""

from typing import Any, ClassVar

from tests.ils.contract import ContractSuite


class _Symphony(ContractSuite):
    kind = "symphony"

    def expected(self, person: dict[str, Any]) -> dict[str, Any]:
        return super().expected(person) | {"patron_type": person["patron_type"] or "CO"}


class TestFirstLayout(_Symphony):
    """As most servers send it."""


class TestSecondLayout(_Symphony):
    """As newer clients ask for it."""

    settings: ClassVar[dict[str, str]] = {"page_size": "25", "layout": "v2"}
