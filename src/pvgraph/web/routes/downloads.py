"""`/donnees`, `/donnees/<file>`: the published files of the served release, with checksums."""

import base64

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from pvgraph.exports.index import Export, read_index
from pvgraph.exports.schema import LICENCE
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.pages import donnees
from pvgraph.web.pages.site import Site


def router(context: Context) -> APIRouter:
    """The downloads' addresses."""
    routes = APIRouter(include_in_schema=False)
    routes.include_router(donnees.router(Site.of(context)))

    @routes.api_route("/donnees/{path:path}", methods=["GET", "HEAD"])
    def download(request: Request, path: str) -> Response:
        """One published file; parts of it by Range."""
        folder = context.release.path / "exports"
        if path == "index.json" and folder.is_dir():
            return FileResponse(folder / path, media_type="application/json")
        export = next((e for e in read_index(folder) if e.path == path), None)
        if export is None:
            raise Refusal(
                404, f"{path} : voir /donnees pour la liste (not published: see /donnees)"
            )
        headers = _headers(export, context.settings.path)
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return FileResponse(folder / path, headers=headers, media_type=_content_type(export))

    return routes


def _headers(export: Export, root: str) -> dict[str, str]:
    digest = base64.b64encode(bytes.fromhex(export.sha256)).decode()
    links = [f'<{LICENCE}>; rel="license"']
    if export.format == "csv":
        metadata = f"{root}/donnees/{export.table}.csv-metadata.json"
        links.append(f'<{metadata}>; rel="describedby"; type="application/csvm+json"')
    return {
        "ETag": f'"{export.sha256}"',
        "Cache-Control": "no-cache",
        "Repr-Digest": f"sha-256=:{digest}:",
        "Link": ", ".join(links),
    }


def _content_type(export: Export) -> str:
    if export.format == "csv":
        return "text/csv; charset=utf-8; header=present"
    return export.media_type
