"""« Qui s'engage à quoi ? » as a table: engagements counted by two dimensions."""
