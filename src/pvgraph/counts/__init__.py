"""What a release holds counted: made contrat by contrat at build, read by the site.

The graph can answer all of it, and does where a release has no such file. On a corpus of hundreds
of contrats an aggregate over all of them takes seconds on any engine: here it takes milliseconds,
whatever engine holds the graph.
"""
