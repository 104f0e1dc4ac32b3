"""The themes of an item: found by two readers, decided by weights learned from annotated texts."""
