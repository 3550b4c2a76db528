import json

from frameworks.schema import PUBLISHED, schema


def test_the_published_schema_is_that_of_the_model() -> None:
    published = PUBLISHED.read_text(encoding="utf-8")
    assert published == schema(), "frameworks/schema.json is stale; write it anew: python -m frameworks.schema"


def test_the_published_schema_refuses_unknown_keys_everywhere() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    tables = [published, *(each for each in published["$defs"].values() if each["type"] == "object")]
    assert len(tables) == 9
    assert all(table["additionalProperties"] is False for table in tables)
