"""From items to records: inheritance, collectives, cells of bodies, stable identifiers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvgraph import lexicon
from pvgraph.annotation.annotator import annotate
from pvgraph.lexicon import Lexicon
from pvgraph.lexicon.territoires import town_of
from pvgraph.model import Document, Item, Participation, Source, Span

LISTS = lexicon.load()
HOME = {
    "epci": {"nom": "Brest métropole"},
    "departement": {"nom": "Finistère"},
    "region": {"nom": "Bretagne"},
    "communes": [{"nom": "Brest"}],
}


def item(text: str, words: str, niveau: str = "action", **more: object) -> Item:
    start = text.index(words)
    return Item(niveau, Span(start, start + len(words)), words, "essai", **more)


def source(text: str, words: str, role: str = "porteur", mode: str = "explicite") -> Source:
    start = text.index(words)
    return Source(Span(start, start + len(words)), role, mode)


def acteurs(text: str, one: Item, lists: Lexicon) -> tuple[Participation, ...]:
    return annotate(Document("brest", text, HOME), [one], lists)[0].acteurs


def named(found: tuple[Participation, ...]) -> list[tuple[str, str, str]]:
    return [(p.acteur, p.role, p.mode) for p in found]


def test_heading_gives_its_body_to_the_items_below(lists: Lexicon):
    text = "Le Département s'engage à :\n- soutenir les collèges"
    above = source(text, "Le Département s'engage à", mode="herite")
    found = acteurs(text, item(text, "soutenir les collèges", sources=(above,)), lists)
    assert named(found) == [("departement-finistere", "porteur", "herite")]
    assert found[0].span.of(text) == found[0].mention == "Département"


def test_own_body_comes_before_the_heading_s(lists: Lexicon):
    text = "L'Etat s'engage à :\n- ouvrir un lieu\nPilote : Ville"
    sources = (source(text, "L'Etat", mode="herite"), source(text, "Ville"))
    found = acteurs(text, item(text, "ouvrir un lieu", sources=sources), lists)
    assert named(found) == [("ville-de-brest", "porteur", "explicite")]


def test_heading_of_all_signatories_binds_one_collective(lists: Lexicon):
    text = "Les partenaires du contrat de ville s'engagent à :\n- ouvrir un lieu"
    above = source(text, "Les partenaires du contrat de ville", mode="herite")
    (only,) = acteurs(text, item(text, "ouvrir un lieu", sources=(above,)), lists)
    assert (only.acteur, only.mode, only.mention) == ("signataires-brest", "collectif", "")
    assert only.span is None


def test_partner_alone_leaves_the_collective_in_charge(lists: Lexicon):
    text = "Ouvrir un lieu d'accueil avec la CAF"
    assert named(acteurs(text, item(text, text), lists)) == [
        ("signataires-brest", "porteur", "collectif"),
        ("caf-finistere", "partenaire", "explicite"),
    ]


@pytest.mark.parametrize("niveau", ["axe", "indicateur", "resultat"])
def test_headings_and_indicators_bind_nobody(niveau: str, lists: Lexicon):
    text = "L'Etat s'engage à réunir la CAF"
    assert acteurs(text, item(text, text, niveau), lists) == ()


def test_what_is_done_is_carried_by_the_institutions_it_names(lists: Lexicon):
    text = "Politique de solidarité du Département, avec des centres sociaux et la CAF"
    found = named(acteurs(text, item(text, text, "realisation"), lists))
    assert ("departement-finistere", "porteur", "explicite") in found
    assert ("signataires-brest", "porteur", "collectif") not in found


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("commune, métropole, Etat", ["ville-de-brest", "brest-metropole", "etat"]),
        ("Unis-Cité / CCAS", ["unis-cite", "ccas-brest"]),
        ("À définir", []),
        ("Collectif Les Tisseurs ; FSE+", ["les-tisseurs"]),
        ("Tous les acteurs locaux", []),
    ],
)
def test_cell_of_bodies_is_read_piece_by_piece(cell: str, bodies: list, lists: Lexicon):
    text = f"Ouvrir un lieu\t{cell}"
    one = item(text, "Ouvrir un lieu", sources=(source(text, cell, "partenaire"),))
    found = [p for p in acteurs(text, one, lists) if p.role == "partenaire"]
    assert [p.acteur for p in found] == bodies
    assert all(p.span.of(text) == p.mention for p in found)


def test_territory_of_an_undeclared_text_is_told_by_its_full_names(lists: Lexicon):
    text = "Entre la Métropole de Lyon et la Ville de Bron.\nLe Département s'engage avec la CAF."
    one = item(text, "Le Département s'engage avec la CAF.")
    found = annotate(Document("essai", text), [one], lists)[0].acteurs
    assert [p.acteur for p in found] == ["departement-rhone", "caf-rhone"]


PIECES = ["L'Etat", "la CAF", "s'engage à", "avec", "(", ")", ",", "…", "Ville de", "Métropole"]
PIECES += ["financé par", "plan", "«", "»", "jeunes", "de", "13", "\n", "<b>", "**", "É", " "]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["action", "realisation"]))
def test_any_words_give_acteurs_whose_passages_read_back(pieces: list[str], niveau: str):
    text = " ".join(pieces)
    one = Item(niveau, Span(0, len(text)), text, "essai", sources=(Source(Span(0, len(text)),
               "partenaire", "explicite"),))  # fmt: skip
    (record,) = annotate(Document("essai", text), [one], LISTS)
    assert 1 <= len(record.themes) <= 3
    assert niveau != "action" or any(p.role == "porteur" for p in record.acteurs)
    for found in record.acteurs:
        assert (found.span is None) == (found.mention == "")
        assert found.span is None or found.span.of(text) == found.mention


def test_identifiers_follow_the_words_not_the_place(lists: Lexicon):
    text = "Ouvrir un lieu\nFermer un lieu\nOuvrir un lieu"
    first, second = item(text, "Ouvrir un lieu"), item(text, "Fermer un lieu")
    again = Item("action", Span(30, 44), "Ouvrir un lieu", "essai")
    document = Document("brest", text, HOME)
    ids = [r.id for r in annotate(document, [first, second, again], lists)]
    assert len(set(ids)) == 3
    assert [r.id for r in annotate(document, [second, first], lists)] == [ids[1], ids[0]]


@pytest.mark.parametrize(
    ("told", "slug", "kind"),
    [
        ("HVL : Habitat Val de Lys", "habitat-val-de-lys", "bailleur-social"),
        (
            "Armor Habitat, que l'on nommera ici « l'office »\nou AHB, gère",
            "armor-habitat",
            "bailleur-social",
        ),
        ("Armor Habitat (AHB) gère", "armor-habitat", "bailleur-social"),
        ("l'Union des femmes du Rail (UFR)", "union-des-femmes-du-rail", "association"),
        ("SIGLES\n\nHVL\tHabitat Val de Lys", "habitat-val-de-lys", "bailleur-social"),
        ("Glossaire\n| AHB | Armor Habitat |", "armor-habitat", "bailleur-social"),
    ],
)
def test_acronym_is_the_body_that_the_text_says(told: str, slug: str, kind: str, lists: Lexicon):
    acronym = next(a for a in ("HVL", "AHB", "UFR") if a in told)
    text = f"{told}\n\n{acronym} repeindra les halls de la cité."
    (only,) = acteurs(text, item(text, f"{acronym} repeindra les halls de la cité."), lists)
    assert (only.acteur, only.type, only.role) == (slug, kind, "porteur")


@pytest.mark.parametrize(
    "gloss",
    ["RTCA : régie des transports", "**CLT** : coopérative. **RTCA** : régie des transports"],
)
def test_glossary_says_of_what_kind_a_body_in_a_cell_is(gloss: str, lists: Lexicon):
    text = f"Doubler la ligne B\tRTCA\n\n{gloss}"
    one = item(text, "Doubler la ligne B", sources=(source(text, "RTCA"),))
    assert [(p.acteur, p.type) for p in acteurs(text, one, lists)] == [("rtca", "entreprise")]


def test_acronym_in_small_words_is_no_body(lists: Lexicon):
    text = "RQP : réseau des quartiers\n\nTenir le RQP à jour, avec la Ville"
    found = acteurs(text, item(text, "Tenir le RQP à jour, avec la Ville"), lists)
    assert "rqp" not in {p.acteur for p in found}


def test_label_of_a_sheet_is_read_as_names_for_what_stands_below(lists: Lexicon):
    text = "Pilote : Scène nationale\n- prêter des violons\n- jouer en juin (CAF)"
    sheet = item(text, "Pilote", "projet", sources=(source(text, "Scène nationale"),))
    above = source(text, "Scène nationale", mode="herite")
    below = [
        item(text, words, sources=(above,))
        for words in ("prêter des violons", "jouer en juin (CAF)")
    ]
    records = annotate(Document("brest", text, HOME), [sheet, *below], lists)
    assert [named(r.acteurs) for r in records[1:]] == [
        [("scene-nationale", "porteur", "herite")],
        [("caf-finistere", "porteur", "explicite")],
    ]


def test_article_of_a_name_is_no_part_of_it(lists: Lexicon):
    text = "Pilote : l'Uvia, Le Syndicat des marais, Le Volcan"
    cell = source(text, "l'Uvia, Le Syndicat des marais, Le Volcan")
    found = acteurs(text, item(text, "Pilote", sources=(cell,)), lists)
    assert [(p.acteur, p.type) for p in found] == [
        ("uvia", "association"),
        ("syndicat-des-marais", "collectivites"),
        ("le-volcan", "association"),
    ]


def test_class_does_not_take_a_body_of_another_kind_in_brackets(lists: Lexicon):
    text = "tutorat par des chefs d'entreprise (CCI)"
    found = acteurs(text, item(text, text), lists)
    assert [p.type for p in found] == ["chambre-consulaire"]


def test_role_in_a_body_s_brackets_is_its_own(lists: Lexicon):
    text = "Ouvrir un lieu\tCAF (financement), Unis-Cité, ANRU (financeur)"
    cell = text.partition("\t")[2]
    one = item(text, "Ouvrir un lieu", sources=(source(text, cell, "partenaire"),))
    found = {(p.acteur, p.role) for p in acteurs(text, one, lists) if p.mention}
    assert found == {
        ("caf-finistere", "financeur"),
        ("unis-cite", "partenaire"),
        ("anru", "financeur"),
    }


@pytest.mark.parametrize(
    ("title", "name", "slug", "kind"),
    [
        ("CONTRAT DE VILLE DU GRAND VAL 2024-2030", "Le Grand Val", "grand-val", "epci"),
        ("Contrat de ville Arles Crau Loire", "Arles Crau Loire", "arles-crau-loire", "epci"),
        ("Contrat de ville du Grand Val Noir Bleu", "GVNB", "grand-val-noir-bleu", "epci"),
        ("Contrat de ville de Brest", "Brest Val", "brest-val", "association"),
    ],
)
def test_title_names_the_intercommunality(
    title: str, name: str, slug: str, kind: str, lists: Lexicon
):
    text = f"{title}\n\n{name} repeindra les halls."
    one = item(text, f"{name} repeindra les halls.")
    (only,) = annotate(Document("essai", text), [one], lists)[0].acteurs
    assert (only.acteur, only.type, only.role) == (slug, kind, "porteur")


@pytest.mark.parametrize(
    ("cell", "words", "role", "kinds"),
    [
        ("Corolia", "Faire circuler la ligne 4 jusqu'à minuit", "partenaire", ["entreprise"]),
        ("réseau VIA", "Baisser les tarifs des bus le dimanche", "partenaire", ["entreprise"]),
        ("GVH", "Réhabiliter 300 logements sociaux", "porteur", ["bailleur-social"]),
        ("Oréade", "Créer une école de théâtre", "porteur", ["association"]),
        ("Sidi Malek", "Envoyer des jeunes en jumelage à l'étranger", "partenaire", []),
        ("Armor Habitat, Orée Habitat", "Nettoyer les halls", "porteur", ["bailleur-social"] * 2),
    ],
)
def test_measure_says_the_kind_of_a_body_whose_name_tells_nothing(
    cell: str, words: str, role: str, kinds: list[str], lists: Lexicon
):
    text = f"{words}\n{cell}"
    found = acteurs(text, item(text, words, sources=(source(text, cell, role),)), lists)
    assert [p.type for p in found if p.type != "signataires"] == kinds


def test_landlord_right_after_the_one_in_charge_is_in_charge_too(lists: Lexicon):
    text = "Nettoyer les halls [Armor Habitat, Orée Habitat, CAF]"
    sources = (source(text, "Armor Habitat"), source(text, "Orée Habitat, CAF", "partenaire"))
    found = acteurs(text, item(text, "Nettoyer les halls", sources=sources), lists)
    assert [(p.acteur, p.role) for p in found] == [
        ("armor-habitat", "porteur"),
        ("oree-habitat", "porteur"),
        ("caf-finistere", "partenaire"),
    ]


@pytest.mark.parametrize(
    ("town", "told", "slug"),
    [
        ("Ville de Romans", "le quartier de la Monnaie à Romans-sur-Isère", "romans-sur-isere"),
        ("Ville de Romans", "le quartier de la Monnaie", "romans"),
        ("Ville de Yutz", "le quartier", "yutz"),
    ],
)
def test_town_is_called_by_the_whole_name_that_the_text_gives(
    town: str, told: str, slug: str, lists: Lexicon
):
    text = f"La {town} repeindra {told}."
    (only,) = annotate(Document("essai", text), [item(text, text)], lists)[0].acteurs
    assert only.acteur == f"ville-de-{slug}"


@pytest.mark.parametrize(
    ("contrat", "told", "own"),
    [
        ("tours", "La Ville de Joué-lès-Tours signe. La Ville de Joué-lès-Tours paye.", "tours"),
        ("saint-die", "Contrat de Saint-Dié-des-Vosges et de Raon", "saint-die-des-vosges"),
        ("evry", "La Ville d'Évry-Courcouronnes signe.", "evry-courcouronnes"),
        ("contrat-metz-2024", "La Ville de Woippy signe. La Ville de Metz paye.", "metz"),
        ("essai", "CONTRAT DE VILLE\n  DE LA METROPOLE DE TOURS\nLa Ville de Bron signe.", "tours"),
        ("essai", "La Ville de Metz signe, la Ville de Bron et la Ville de Metz payent.", "metz"),
    ],
)
def test_own_town_is_the_one_whose_name_the_contrat_bears_then_its_title_s(
    contrat: str, told: str, own: str, lists: Lexicon
):
    text = f"{told}\n\nLa Ville repeindra les halls."
    one = item(text, "La Ville repeindra les halls.")
    (only,) = annotate(Document(contrat, text), [one], lists)[0].acteurs
    assert town_of(only.acteur) == own


@pytest.mark.parametrize(
    ("contrat", "told", "says", "slug"),
    [
        ("cavaillon", "Luberon Monts de Vaucluse", "LMV", "vaucluse"),
        ("castres", "Communauté d'agglomération de Castres-Mazamet", "Castres-Mazamet", "mazamet"),
        ("laon", "Contrat de ville de Laon", "Communauté d'agglomération", "ca-pays-de-laon"),
        ("essai", "Agglomération du Val Noir (AME)", "AME", "val-noir"),
    ],
)
def test_intercommunality_is_known_by_less_than_its_name(
    contrat: str, told: str, says: str, slug: str, lists: Lexicon
):
    text = f"{told}\n\nLa {says} repeindra les halls."
    one = item(text, f"La {says} repeindra les halls.")
    (record,) = annotate(Document(contrat, text), [one], lists)
    (only,) = record.acteurs
    assert only.type == "epci" and only.acteur.endswith(slug) and not record.dispositifs
