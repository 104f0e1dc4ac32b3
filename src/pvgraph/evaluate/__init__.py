"""How well the texts are read: extraction compared with what careful readers noted.

`evaluation.run` makes the one `report.Report` from which the command, the README's table and the
page `/qualite` are shown. `report` imports the standard library alone: what serves needs no more.
The figures are those of the reference scorer given with the gold; tests hold that equality.
"""

UNSEEN = "essais"
"""The folder beside the gold that holds made-up contrats of other towns."""
