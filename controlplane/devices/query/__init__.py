"""The query language: which devices are meant, by labels, capability, state and slots.

`reader` makes a tree of a text, `tree` holds it, `fields` knows what may be asked about, `facts`
is a device as a query sees it, `match` judges and explains, `sql` has a database do what it can.
"""
