"""The errors a user can meet, one class for each kind of wrong.

Every message is one line and names the place: file and line, or the query's line and column.
"""


class PvgraphError(Exception):
    """What a user did or gave that cannot work; printed as one line, never as a traceback."""


class ResourceError(PvgraphError):
    """A file of the project (gazetteer, ontology, shape, question, declaration) is wrong."""


class TextError(PvgraphError):
    """A source text is missing, changed, or not text that can be read."""


class QuestionError(PvgraphError):
    """A question, one of its parameters or a SPARQL query is wrong."""


class StoreError(PvgraphError):
    """The store is missing, torn or locked; the message says what to do."""
