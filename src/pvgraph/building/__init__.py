"""What makes a build cost what changed: per-contrat tasks, their keys, their cache, their crews.

text, declaration ──reading──▶ extraction, tally        (cached by content, one task a contrat)
tallies ──▶ the graph of what contrats share
extraction, shared names ──writing──▶ named graphs      (cached by content, one task a contrat)
named graphs ──parts, loading──▶ store                  (linked or patched, never made again)

The build itself stays light: the language and the shapes are loaded by other processes while it
computes keys (`nursery`), and while they work it fills the release with what did not change
(`draft`).
"""
