"""What people correct, as data: replayed after each reading, and said when the sentence moved.

corpus/corrections/<contrat>.jsonl ──load──▶ Correction ──apply──▶ records + what became of each
"""
