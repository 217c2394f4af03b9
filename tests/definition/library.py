"""A small library for the tests of definitions: its connection's fields, its catalogue, and a sync that fits both."""

from synckit.fields import Catalogue, FieldType, IlsField

CATALOGUE = Catalogue.from_yaml("""
types: [Student, Faculty]
all_types:
- {name: library_card_number, type: text, unique: true}
- {name: home_branch, type: choice, options: [Main, Law]}
- {name: interests, type: choices, options: [Art, Music]}
- {name: fines, type: number}
- {name: active, type: boolean}
type_specific:
  Student:
  - {name: graduation_year, type: integer}
""")

ILS_FIELDS = {
    field.name: field
    for field in (
        IlsField("first_name"),
        IlsField("last_name"),
        IlsField("barcode", FieldType.CODE),
        IlsField("patron_type", FieldType.CODE),
        IlsField("email", FieldType.EMAIL, many=True),
        IlsField("expires", FieldType.DATE),
        IlsField("created", FieldType.DATETIME),
        IlsField("fines", FieldType.NUMBER),
        IlsField("visits", FieldType.INTEGER),
        IlsField("blocked", FieldType.BOOLEAN),
    )
}

SYNC = """\
name: Students nightly
connection: Sample library
frequency: recurring
timezone: America/New_York
match_on: [library_card_number, [email, last_name]]
filter:
  all:
  - {field: patron_type, operator: in, value: [ST, GR]}
  - any:
    - {field: created, operator: in_the_last, value: 6 months}
    - {field: expires, operator: is_empty}
    - {sql: "length(barcode) = 8"}
mapping:
- {from: first_name, to: first_name}
- {from: last_name, to: last_name}
- {from: barcode, to: library_card_number, steps: [{pad: [8, "0"]}, {replace: [a, "1"]}]}
- {from: [email, barcode], to: email, steps: [lower]}
- {from: patron_type, to: type, values: {ST: Student, "01": Student, "NO": Faculty}, otherwise: keep}
- {constant: Main, to: home_branch}
- {template: "{last_name}, {first_name}", to: preferred_name}
- {from: expires, to: student.graduation_year, steps: [year], empty: replace, incorrect: skip}
schedule: {date: 2026-12-01, time: "02:30", every: 1 day, last: 2027-06-30}
limits: {create: 5000, update: 20%, clear: 0.5%, read_drop: null}
"""
"""Word for word what `to_yaml` writes, so every way of writing is in it."""
