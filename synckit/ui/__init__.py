"""What pages share; the only place besides pages/ that imports streamlit.

words      every word of the interface; `frame` and look.css its look
shown      how values of patrons and profiles are shown: as text that cannot act
address    ids and pages that the address of a page names
library    the workspace of this server, opened once, with the runs that it works on
patience   how long one drawing of a page waits for what may be there at once
working    those runs: each in a thread of its own, so that leaving the page ends none
problems   an error of synckit as one sentence on the page
welcome    what a page shows before there is a workspace or a sync
syncs      the list of syncs and one sync's details, and what can be done with each
scheduling the schedule of a sync as a form
readable   a definition in words; `settings` shows it
progress   the runs that go on now
results    one run: totals, profiles, errors, charts, and what is decided about it
tables     tables of plain text
known      what is read once, until somebody does something
connections  the cards of ILS integration; `connecting` the form for a new one, `connection_panels` what a card opens
profile_fields  the fields by scope; `field_forms` adds and changes them, `field_import` takes a file
activity   the runner, the runs and the audit; `noticing` who is told of trouble
"""
