"""Items understood: who is bound to each and how, what it is about, who signs the contrat."""
