"""The structured editor of a record: a form made from the schema of its kind, that the strict reader judges.

Reads `instruments.schema` and the records a field may name. Nested records are part of the page: `conditions-0-fact` is
the fact of the first condition. Faults of the reader go to the field that they are about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisor.web.forms.dressing import PageForm, dress, judged
from instruments import codes
from instruments.errors import Fault
from instruments.field_help import help_of
from instruments.file_reading import yaml_from_elsewhere
from instruments.record_reading import APART, SCHEMAS, TABLES
from instruments.schema import Field, Schema

LONG = frozenset(
    {"notes", "text", "note", "ip_scope", "bound_states", "replacement_note", "next_step_on_failure", "question",
     "help", "condition", "detail", "members", "who_may_use", "can_do", "limits", "issuing_authority", "value_text"}
)  # fmt: skip
ONE_A_LINE = frozenset({"texts", "words"})
# Names of fields that say nothing to a lawyer.
LABELS = {
    "iso2": gettext_lazy("State (two letters)"),
    "iso3": gettext_lazy("State (three letters)"),
    "url": gettext_lazy("Address on the web"),
    "public_url": gettext_lazy("Address on the web"),
    "since": gettext_lazy("First day"),
    "until": gettext_lazy("Last day"),
    "partial": gettext_lazy("Bound by a part only"),
}
MOST_GROUPS = 60
INDEX = re.compile(r"\[(\d+)\]")


@dataclass
class Group:
    """A nested record of the page: its place, what it is called, its fields by their names in the form."""

    prefix: str
    title: str
    names: list[str] = field(default_factory=list)
    repeated: bool = False
    adds: str = ""


class RecordForm(PageForm):
    """One record as fields. `counts`: list of records -> how many of them the page shows."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, kind: str, record: Mapping[str, Any], grow: str = ""
    ) -> None:
        self.kind = kind
        self.schema = SCHEMAS[kind] if kind != "offence_list" else Schema("offence list", ())
        self.groups: list[Group] = []
        self.lists: dict[str, int] = {}
        super().__init__(data)
        self._sent, self._grow = data, grow
        top = Group("", "")
        self.groups.append(top)
        if kind == "offence_list":
            self._entry(top, record)
        apart = APART.get(kind, ())
        self._build(tuple(f for f in self.schema.fields if f.name not in apart), "", record, top, self.schema.name)
        dress(self)

    # --- building -----------------------------------------------------------------------------------------------------
    def _build(
        self, schema: Iterable[Field], prefix: str, record: Any, group: Group, called: str, *, must: bool = True
    ) -> None:
        held = record if isinstance(record, Mapping) else {}
        for item in schema:
            name = f"{prefix}{item.name}"
            if item.schema is not None and item.type == "record":
                inner = Group(f"{name}-", _title(item.name))
                self.groups.append(inner)
                self._build(
                    item.schema.fields, f"{name}-", held.get(item.name), inner, item.schema.name, must=item.required
                )
            elif item.schema is not None:
                self._listed(item, name, held.get(item.name) or [], item.schema)
            else:
                self.fields[name] = _form_field(item, called)
                if must and _must(item, table=self.kind in TABLES):
                    judged(self.fields[name])
                self.initial[name] = _shown(held.get(item.name), item)
                group.names.append(name)

    def _listed(self, item: Field, name: str, held: list[Any], schema: Schema) -> None:
        count = len(held)
        if self._sent is not None:
            typed = str(self._sent.get(f"{name}-count", count))
            count = min(int(typed), MOST_GROUPS) if typed.isascii() and typed.isdigit() else count
        if self._grow == name:
            count = min(count + 1, MOST_GROUPS)
        self.lists[name] = count
        for number in range(count):
            title = f"{_title(schema.name)} {number + 1}"
            group = Group(f"{name}-{number}-", title, repeated=True)
            self.groups.append(group)
            values = held[number] if number < len(held) else {}
            self._build(schema.fields, group.prefix, values, group, schema.name)
            out = f"{group.prefix}out"
            self.fields[out] = forms.BooleanField(required=False, label=_("Take this one out"))
            group.names.append(out)
        self.groups.append(Group(f"{name}-", _title(item.name), adds=name))

    def _entry(self, group: Group, record: Mapping[str, Any]) -> None:
        self.fields["entry"] = forms.CharField(
            label=_("Entry, as in the files (YAML)"), widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"})
        )
        self.initial["entry"] = yaml.safe_dump(record.get("entry"), allow_unicode=True, sort_keys=False)
        group.names.append("entry")

    # --- reading ------------------------------------------------------------------------------------------------------
    def values(self) -> dict[str, Any]:
        """What was typed, as a record: absent where an optional field was left empty. Call it on a valid form."""
        if self.kind == "offence_list":
            return {"entry": self.cleaned_data["entry"]}
        apart = APART.get(self.kind, ())
        return self._record(tuple(f for f in self.schema.fields if f.name not in apart), "")

    def clean_entry(self) -> Any:
        """The entry as plain values. Raises ValidationError for what is no YAML."""
        try:
            return json.loads(json.dumps(yaml_from_elsewhere(self.cleaned_data["entry"]), default=str))
        except (yaml.YAMLError, ValueError, TypeError) as error:
            raise forms.ValidationError(_("This is no YAML: %(error)s") % {"error": str(error)[:200]}) from None

    def _record(self, schema: Iterable[Field], prefix: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for item in schema:
            name = f"{prefix}{item.name}"
            if item.schema is not None and item.type == "record":
                inner = self._record(item.schema.fields, f"{name}-")
                if inner and (item.required or any(value not in ("", None) for value in inner.values())):
                    found[item.name] = inner
            elif item.schema is not None:
                rows = [
                    self._record(item.schema.fields, f"{name}-{number}-")
                    for number in range(self.lists.get(name, 0))
                    if not self.cleaned_data.get(f"{name}-{number}-out")
                ]
                if rows or item.required:
                    found[item.name] = rows
            else:
                self._put(found, item, self.cleaned_data.get(name))
        if "op" in found and "value" in found:
            found["value"] = _value(found["value"], found["op"])
        return found

    def _put(self, found: dict[str, Any], item: Field, typed: Any) -> None:
        value = _read(str(typed or "").strip(), item)
        if value is not None:
            found[item.name] = value
        elif item.null and item.required:
            found[item.name] = None
        elif self.kind in TABLES:
            found[item.name] = ""
        elif item.required and item.type in ("text", "texts"):
            found[item.name] = [] if item.type == "texts" else ""

    def place_faults(self, faults: Iterable[Fault]) -> None:
        """Put the reader's faults beside the fields that they are about; the rest above the form."""
        for fault in faults:
            name = self._field_of(fault.where)
            said = f"{fault.read}. {_('Allowed')}: {fault.allowed}."
            self.add_error(name, f"{self._called(name)}: {said}" if name else said)

    def _called(self, name: str) -> str:
        """What a field is called where its place on the page is not seen: 'Condition 2, Fact'."""
        group = next((group for group in self.groups if name in group.names), self.groups[0])
        label = str(self.fields[name].label)
        return f"{group.title}, {label}" if group.title else label

    def _field_of(self, where: str) -> str | None:
        path = INDEX.sub(r"-\1", where.partition(".")[2] if "." in where else where).replace(".", "-")
        for name in (path, f"{path}-fact", f"{path}-event", f"{path}-code", path.rpartition("-")[0]):
            if name in self.fields:
                return name
        return None

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The page's parts with an anchor each: the record's own fields, then each nested record or list of them."""
        found: dict[str, dict[str, Any]] = {}
        for section in self.sections:
            part = found.setdefault(
                section["part"],
                {"anchor": f"part-{section['part'] or 'record'}", "title": _title(section["part"]), "sections": [],
                 "listed": False, "count": 0},
            )  # fmt: skip
            part["sections"].append(section)
            part["listed"] |= bool(section["adds"])
            part["count"] = max(part["count"], section["count"])
        return list(found.values())

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The record's own fields, then each nested record, and for each list the way to add one."""
        return [
            {
                "title": group.title,
                "part": group.prefix.partition("-")[0],
                "fields": [self[name] for name in group.names],
                "repeated": group.repeated,
                "adds": group.adds,
                "count": self.lists.get(group.adds, 0),
                "open": not group.repeated or any(self[name].errors for name in group.names) or self._new(group),
            }
            for group in self.groups
            if group.names or group.adds
        ]

    def _new(self, group: Group) -> bool:
        first = next(iter(group.names), "")
        return not self[first].value()


def _title(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _must(item: Field, *, table: bool) -> bool:
    """Whether the strict reader asks for a value of this field."""
    if table:
        return not item.empty or bool(item.pattern)
    return item.required and not item.null and not (item.type in ("texts", "records") and item.empty)


def _form_field(item: Field, called: str) -> forms.Field:
    more: dict[str, Any] = {
        "label": LABELS.get(item.name) or _title(item.name),
        "required": False,
        "help_text": help_of(called, item.name),
    }
    attrs: dict[str, Any] = {"spellcheck": "false"} if item.pattern or item.ref else {"dir": "auto"}
    if item.allowed is not None and item.type == "text":
        choices = [("", _("not said")), *((code, f"{code}: {words}") for code, words in item.allowed.items())]
        return forms.ChoiceField(choices=choices, **more)
    if item.type == "bool":
        return forms.ChoiceField(choices=[("", _("not said")), ("true", _("yes")), ("false", _("no"))], **more)
    if item.ref and item.type == "text":
        attrs["list"] = f"known-{item.ref}"
    if item.type in ONE_A_LINE and item.ref != "state":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2, **attrs}), **more)
    if item.type == "text" and item.name in LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3, **attrs}), **more)
    if item.type == "date":
        more["help_text"] = more["help_text"] or _("As YYYY-MM-DD.")
    return forms.CharField(widget=forms.TextInput(attrs=attrs), **more)


def _shown(value: Any, item: Field) -> str:
    """A value of a record as text in its field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {text}" for name, text in value.items())
    if isinstance(value, list):
        joint = ", " if item.ref == "state" or item.type in ("ints", "value") else "\n"
        return joint.join(_shown(part, item) for part in value)
    return str(value)


def _read(text: str, item: Field) -> Any:
    """What was typed as the record holds it; None for nothing. The strict reader says what is wrong with it."""
    if not text:
        return None
    if item.type == "bool":
        return text == "true"
    if item.type in ("int", "ints"):
        numbers = [int(part) if part.isascii() and part.isdigit() else part for part in _parts(text)]
        return numbers if item.type == "ints" else numbers[0] if len(numbers) == 1 else text
    if item.type == "texts":
        return (
            _parts(text.upper())
            if item.ref == "state"
            else [line.strip() for line in text.splitlines() if line.strip()]
        )
    if item.type == "words":
        pairs = (line.partition(":") for line in text.splitlines() if line.strip())
        return {name.strip(): value.strip() for name, _colon, value in pairs}
    return text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def _value(text: Any, op: str) -> Any:
    """The value of a condition: a list where the operator takes one."""
    if op in codes.LIST_OPS:
        return [_scalar(part) for part in _parts(str(text))]
    return _scalar(str(text))


def _scalar(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
        return int(text)
    if re.fullmatch(r"-?(0|[1-9][0-9]*)\.[0-9]+", text):
        return float(text)
    return text
