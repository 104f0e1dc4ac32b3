"""The pages for people: rendered here, readable without JavaScript, every state in the address.

`site.py` is what a page needs (language, labels, addresses, queries); each other module is one
subject and has `router(site)`, gathered by `web/routes/pages.py`. The queries are in `requetes/`.
"""
