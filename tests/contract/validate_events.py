#!/usr/bin/env python3
"""Says which webhook bodies do not keep docs/webhooks/schema.json (JSON Schema 2020-12).

    validate_events.py SCHEMA FILE|FOLDER…

A `.json` file is one body, a `.jsonl` file one body a line, a `.md` file has bodies in its ```json blocks; of a
folder, all such files. Stricter than receivers should be: a field that the schema does not know is an error too, and
so is a body of 20,000 bytes, or with an escaped letter. Exit 0 if all are valid, 1 if not, 2 if there was none.
"""
import json
import pathlib
import re
import sys

from jsonschema import Draft202012Validator

LIMIT = 20_000


def closed(schema):
    """The same schema, in which objects have no further fields."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        copy["additionalProperties"] = False
    return copy


def bodies_of(path):
    """Each body of a file or folder as (where, text)."""
    if path.is_dir():
        for file in sorted(path.rglob("*.json*")):
            yield from bodies_of(file)
        return
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{path}:{number}", line
    elif path.suffix == ".md":
        for block in re.finditer(r"^```json\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
            yield f"{path}:{text.count(chr(10), 0, block.start()) + 1}", block.group(1)
    else:
        yield str(path), text


class Contract:
    def __init__(self, schema):
        Draft202012Validator.check_schema(schema)
        defs = closed(schema["$defs"])
        types = [ref["$ref"].removeprefix("#/$defs/") for ref in schema["oneOf"]]
        self._by_type = {
            one: Draft202012Validator({"$schema": schema["$schema"], "$ref": f"#/$defs/{one}", "$defs": defs})
            for one in types
        }

    def faults(self, text):
        if len(text.encode()) >= LIMIT:
            yield f"{len(text.encode())} bytes"
        if re.search(r"\\u00[89a-fA-F]|\\u[1-9a-fA-F]|\\u0[1-9a-fA-F]", text):
            yield "letters are escaped that need not be"
        try:
            body = json.loads(text)
        except ValueError as error:
            yield f"no JSON: {error}"
            return
        validator = self._by_type.get(body.get("type") if isinstance(body, dict) else None)
        if validator is None:
            yield "no type that the schema knows"
            return
        for error in validator.iter_errors(body):
            yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def main(words):
    if len(words) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    contract = Contract(json.loads(pathlib.Path(words[0]).read_text(encoding="utf-8")))
    count = bad = 0
    for where, text in (one for word in words[1:] for one in bodies_of(pathlib.Path(word))):
        count += 1
        for fault in contract.faults(text):
            bad += 1
            print(f"{where}: {fault}")
    print(f"{count} bodies, {bad} faults")
    return 2 if count == 0 else 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
