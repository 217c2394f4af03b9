"""The speed tables, re-runnable: what a sync costs beside the least work that could do the same job.

    python -m benchmarks pipeline --patrons 1000000     the product against the floor, three scenarios
    python -m benchmarks agree --patrons 100000         both agree on every profile, change and bad value
    python -m benchmarks extract --patrons 20000        each library system's connector against a bare loop of requests

job.py      the patrons, the profile fields and the sync that both sides work on
floor.py    the floor: one DuckDB program over a private file, without history, links, locks or hashes
product.py  the same job through `synckit.open`, in a workspace of its own
pipeline.py both in turn, each run in a fresh process; ratios are medians
agree.py    the comparison of their outcomes
extract.py  each connector and a bare loop in turn, over pages that an emulator has made ahead
"""
