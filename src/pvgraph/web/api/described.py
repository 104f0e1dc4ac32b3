"""Pieces of the OpenAPI description that all addresses share."""


def parameter(name: str, description: str, schema: dict | None = None, many: bool = False) -> dict:
    """A query parameter; one that may be given several times where `many`."""
    schema = schema or {"type": "string"}
    schema = {"type": "array", "items": schema} if many else schema
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        **({"style": "form", "explode": True} if many else {}),
    }


def responses(example: dict | None) -> dict:
    """The answers of an address: its formats, with an example, and its refusals."""
    shown = {"example": example} if example else {}
    document = {"schema": {"type": "object"}, **shown}
    refused = {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {"status": {"type": "integer"}, "detail": {"type": "string"}},
            }
        }
    }
    return {
        200: {
            "description": "Les lignes demandées – The rows asked for",
            "content": {
                "application/json": document,
                "application/ld+json": document,
                "text/csv": {"schema": {"type": "string"}},
            },
        },
        304: {"description": "Inchangé depuis l'ETag donné – Unchanged"},
        400: {"description": "Paramètre inconnu ou faux – Unknown or wrong", "content": refused},
        404: {"description": "Rien de ce nom – Nothing by that name", "content": refused},
        406: {"description": "Format non disponible – No such format", "content": refused},
        409: {"description": "Données republiées – Data published anew", "content": refused},
    }
