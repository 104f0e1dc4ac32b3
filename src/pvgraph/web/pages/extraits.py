"""A query as code that others can run: curl, Python with pandas, R, and a spreadsheet's address."""

import shlex
from urllib.parse import urlencode

_PYTHON = '''import io, urllib.parse, urllib.request
import pandas as pd

query = """{query}"""
address = "{endpoint}?" + urllib.parse.urlencode({{"query": query}})
request = urllib.request.Request(address, headers={{"Accept": "text/csv"}})
with urllib.request.urlopen(request) as answer:
    table = pd.read_csv(io.BytesIO(answer.read()))
print(table)
'''
_R = """query <- r"---({query})---"
address <- paste0("{endpoint}?query=", URLencode(query, reserved = TRUE))
table <- read.csv(url(address, headers = c(Accept = "text/csv")), encoding = "UTF-8")
print(table)
"""


def samples(base: str, query: str) -> list[tuple[str, str]]:
    """Name and text of each sample for the endpoint under `base`."""
    endpoint = f"{base.rstrip('/')}/sparql"
    data = shlex.quote(f"query={query}")
    curl = f"curl -H 'Accept: text/csv' --data-urlencode {data} {endpoint}\n"
    inert = query.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return [
        ("curl", curl),
        ("Python (pandas)", _PYTHON.format(query=inert, endpoint=endpoint)),
        ("R", _R.format(query=query, endpoint=endpoint)),
    ]


def spreadsheet(base: str, query: str) -> str:
    """The address of the answer as CSV, for IMPORTDATA or « données depuis le Web »."""
    return f"{base.rstrip('/')}/sparql?{urlencode({'query': query, 'format': 'csv'})}"
