"""Codes of the API's JSON as IRIs of the graph: the JSON-LD term that says so."""


def coded(name: str, property: str, vocabulary: str) -> dict:
    """The definition of term `name`, whose values are codes under the IRI `vocabulary`.

    No other term is known while its values are read (a code may be another column's name), but
    itself: without its own definition a processor takes the code for plain words (JSON-LD 1.1
    API, 5.1.2, 4.2).
    """
    itself = {"@id": property, "@type": "@vocab"}
    return {**itself, "@context": [None, {"@vocab": vocabulary, name: itself}]}
