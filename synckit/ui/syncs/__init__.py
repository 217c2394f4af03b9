"""Data syncs and Sync details.

`asked.py` what the address asks of the list · `listing.py` the list, a row a sync · `live.py` how far the runs are that
go on · `actions.py` what can be done with a sync · `dialogs.py` what has to be asked first: schedule, delete, export ·
`importing.py` a sync from a YAML file · `details.py`, `history.py` one sync, to read
"""
