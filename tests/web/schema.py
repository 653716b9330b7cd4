"""As much of JSON Schema as the API's description uses, to hold answers against it."""

from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_KNOWN = {
    "$ref", "additionalProperties", "const", "default", "description", "enum", "exclusiveMinimum",
    "items", "maxLength", "maximum", "minItems", "minLength", "minimum", "oneOf", "pattern",
    "properties", "required", "type",
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str = "") -> list[str]:
    """What is wrong with a value; empty when it fits its schema."""
    assert set(schema) <= _KNOWN, f"{set(schema) - _KNOWN} is not checked here"
    if "$ref" in schema:
        target: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return faults(value, target, document, at)
    if "oneOf" in schema:
        tries = [faults(value, each, document, at) for each in schema["oneOf"]]
        return [] if sum(not found for found in tries) == 1 else min(tries, key=len) or [at]
    return _faults_alone(value, schema, at) or _faults_within(value, schema, document, at)


def _faults_alone(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r} is none of {schema['enum']}"]
    if "const" in schema and value != schema["const"]:
        return [f"{at}: {value!r} is not {schema['const']!r}"]
    if "type" in schema and not _is_of(value, schema["type"]):
        return [f"{at}: {value!r} is not {schema['type']}"]
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        return [] if low <= value <= high else [f"{at}: {value} is outside {low}..{high}"]
    return []


def _faults_within(
    value: Any, schema: dict[str, Any], document: dict[str, Any], at: str
) -> list[str]:
    if isinstance(value, list):
        inside = [(f"{at}[{n}]", each, schema.get("items")) for n, each in enumerate(value)]
    elif isinstance(value, dict):
        rest = schema.get("additionalProperties")
        known = schema.get("properties", {})
        inside = [(f"{at}.{name}", each, known.get(name, rest)) for name, each in value.items()]
    else:
        return []
    missing = [f"{at}: no {name}" for name in schema.get("required", ()) if name not in value]
    return missing + [
        fault
        for where, each, within in inside
        if within is not None
        for fault in faults(each, within, document, where)
    ]


def _is_of(value: Any, types: str | list[str]) -> bool:
    names = [types] if isinstance(types, str) else types
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)
