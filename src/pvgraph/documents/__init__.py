"""Tables for the meeting: the same sheets as CSV, XLSX, ODS or DOCX, each library imported when
asked for. Words that a spreadsheet would run as a formula are made inert in every format.
"""
