"""One module a group of addresses; each has `router(context) -> APIRouter`. See `web/app.py`."""
