"""Online applications as an outside channel would write them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app.exchange.packages import FORMAT, Package
from tests.conftest import MORNING
from tests.factories import LICENCE, LICENCE_CODE

SENDER = "portal"
APPLICANT: dict[str, Any] = {
    "kind": "person",
    "name": "王小萌",
    "identity_kind": "id_card",
    "identity_number": "411002199003070006",
    "phone": "0374-0000001",
}


def written(number: str, kind: str = "application", **changes: Any) -> dict[str, Any]:
    """A package of this number as plain data: of an application for the licence, complete but for the optional line."""
    package: dict[str, Any] = {
        "format": FORMAT,
        "sender": SENDER,
        "id": number,
        "kind": kind,
        "channel": "web",
        "submitted_at": MORNING.isoformat(),
    }
    if kind in {"application", "draft"}:
        package |= {
            "matter_code": LICENCE_CODE,
            "matter_version": 1,
            "applicant": APPLICANT,
            "materials": materials(0, 1, 2, 3),
        }
    return package | changes


def materials(*positions: int, **changes: Any) -> list[dict[str, Any]]:
    """Lines of the licence's checklist, sent electronically."""
    return [
        {"name": LICENCE.materials[position].name, "received_as": "electronic"} | changes
        for position in positions
    ]


def package(number: str, kind: str = "application", at: datetime = MORNING, **changes: Any) -> Package:
    """A package that was read."""
    return Package.model_validate_json(
        json.dumps(written(number, kind, submitted_at=at.isoformat()) | changes)
    )


def put(folder: Path, number: str, kind: str = "application", **changes: Any) -> Path:
    """A package in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number}.json"
    path.write_text(json.dumps(written(number, kind, **changes), ensure_ascii=False), "utf-8")
    return path
