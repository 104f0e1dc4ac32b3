"""Invented contrats de ville whose true contents are known: what scale is measured on."""
