"""The words of the evaluation's tables, French and English, key by key."""

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "main": "Lecture des textes annotés",
        "what": "ce qui est mesuré",
        "target": "visé",
        "mean": "moyenne",
        "interval": "IC 95 %",
        "lowest": "plus bas",
        "baseline": "témoin",
        "contrats": "Par contrat (IC 95 %)",
        "niveau mesure": "Par niveau (trouvé, et à ce niveau)",
        "role acteur_type": "Par rôle : (type d'acteur, rôle)",
        "role acteur": "Par rôle : (acteur, rôle)",
        "theme themes": "Par thème",
        "precision": "précision",
        "recall": "rappel",
        "right": "justes",
        "extra": "en trop",
        "missed": "manquants",
        "livree": "Confiance livrée (réglée sur ces mêmes textes)",
        "croisee": "Confiance croisée (réglée sur les autres contrats seulement)",
        "gap": "{kind} : écart moyen (ECE) {ece}, Brier {brier}",
        "confiance": "confiance",
        "said": "annoncée",
        "observed": "observée",
        "coverage": "Couverture des textes (caractères, blancs exclus)",
        "characters": "caractères",
        "read": "lus",
        "aside": "écartés par règle",
        "unclaimed": "non compris",
        "markup": "balises et marques",
        "method": (
            "{origin} {records} items annotés ({contrats}). Moyenne : des contrats, à poids égal. "
            "IC 95 % : bootstrap, {draws} tirages des items de chaque contrat (graine {seed}) ; "
            "quand tous les tirages donnent le même chiffre, bornes à 3/n (règle de trois). "
            "Témoin : « toute puce est une action », le même calcul."
        ),
    },
    "en": {
        "main": "Reading of the annotated texts",
        "what": "what is measured",
        "target": "target",
        "mean": "mean",
        "interval": "95% CI",
        "lowest": "lowest",
        "baseline": "baseline",
        "contrats": "By contrat (95% CI)",
        "niveau mesure": "By level (found, and at that level)",
        "role acteur_type": "By role: (actor type, role)",
        "role acteur": "By role: (actor, role)",
        "theme themes": "By theme",
        "precision": "precision",
        "recall": "recall",
        "right": "right",
        "extra": "extra",
        "missed": "missed",
        "livree": "Confidence as shipped (fitted on these same texts)",
        "croisee": "Confidence cross-validated (fitted on the other contrats only)",
        "gap": "{kind}: expected calibration error {ece}, Brier {brier}",
        "confiance": "confidence",
        "said": "said",
        "observed": "observed",
        "coverage": "Coverage of the texts (characters, white space apart)",
        "characters": "characters",
        "read": "read",
        "aside": "set aside by rule",
        "unclaimed": "not understood",
        "markup": "tags and marks",
        "method": (
            "{origin} {records} annotated items ({contrats}). Mean: over contrats, equal weights. "
            "95% CI: bootstrap, {draws} draws of each contrat's items (seed {seed}); where all "
            "draws give the same figure, the ends are 3/n away (rule of three). "
            "Baseline: “every bullet is an action”, measured alike."
        ),
    },
}
