"""The published JSON Schema of a framework file: ``python -m frameworks.schema`` writes it anew.

An editor that knows TOML checks a grid while it is written; what ties the parts together is ``checks.py``'s.
"""

from __future__ import annotations

import json
from pathlib import Path

from frameworks.model import Framework

PUBLISHED = Path(__file__).with_name("schema.json")


def schema() -> str:
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Framework.model_json_schema()}
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PUBLISHED.write_text(schema(), encoding="utf-8")
