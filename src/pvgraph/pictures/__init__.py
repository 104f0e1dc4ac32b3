"""Pictures as SVG, drawn here: no library in the browser, the same picture on screen and on paper.

Each module draws one kind from plain values; `svg.py` holds the elements and the palette. Colours
are attributes of the picture, so that a downloaded file looks as it did on the page.
"""
