"""Lists: columns, filters and what is done with many rows are declared once.

A page at both widths, a choice of columns, paging by key and an Excel file are made from it. Knows no room and no unit.
"""
