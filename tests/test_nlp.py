"""The spaCy pipeline as a researcher uses it, alone or in another pipeline."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pvgraph import lexicon
from pvgraph.errors import ResourceError
from pvgraph.model import Span, fold
from pvgraph.nlp import load
from pvgraph.nlp.langue import French
from pvgraph.nlp.noms import body_names, place_names
from pvgraph.nlp.phrases import cut
from pvgraph.nlp.reading import Reader
from pvgraph.nlp.unfolding import unfold

FRENCH = French()
SENTENCE = "La CAF du Rhône s'engage, avec les bailleurs sociaux, pour les jeunes et le NPNRU."


@pytest.fixture(scope="session")
def nlp() -> spacy.Language:
    return load()


def acteurs(doc: spacy.tokens.Doc) -> list[tuple[str, str, str]]:
    return [(s.text, s.label_, s.kb_id_) for s in doc.spans["acteurs"]]


def test_one_sentence_gives_every_group(nlp: spacy.Language):
    doc = nlp(SENTENCE)
    assert acteurs(doc) == [
        ("CAF du Rhône", "securite-sociale", "caf-rhone"),
        ("bailleurs sociaux", "bailleur-social", "bailleurs-sociaux"),
    ]
    assert [s.text for s in doc.spans["dispositifs"]] == ["NPNRU"]
    assert [s.text for s in doc.spans["publics"]] == ["jeunes"]
    assert "renouvellement-urbain" in {s.label_ for s in doc.spans["themes"]}
    assert [s.label_ for s in doc.spans["declencheurs"]][:2] == ["porteur", "partenaire"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Métropole (Habitat, propreté) PDEC Education Nationale CAF 13 Communes",
         ["epci", "pdec", "education-nationale", "caf-bouches-du-rhone", "communes"]),
        ("ARS PACA (DD 13) CD13 CPAM 13",
         ["ars-provence-alpes-cote-d-azur", "departement-bouches-du-rhone",
          "cpam-bouches-du-rhone"]),
        ("Etat (DDETS 69), Région, Ville", ["etat", "region", "ville"]),
        ("Conseil départemental du Val-d'Oise et CD 95",
         ["departement-val-d-oise", "departement-val-d-oise"]),
        ("LA RÉGION ET LE DEPARTEMENT DE LA LOIRE", ["region", "departement-loire"]),
        ("Communauté d'agglomération de Saint-Dié-des-Vosges",
         ["ca-saint-die-des-vosges"]),
        ("Ville de Saint-Étienne-du-Rouvray", ["ville-de-saint-etienne-du-rouvray"]),
        ("état des lieux en région, au cœur de la métropole", []),
    ],
)  # fmt: skip
def test_bodies_in_a_row(text: str, names: list[str], nlp: spacy.Language):
    assert [s.kb_id_ for s in nlp(text).spans["acteurs"]] == names


def test_spans_outlive_the_line_that_made_them(nlp: spacy.Language):
    assert [s.text for s in nlp("La CAF et l'Etat.").spans["acteurs"]] == ["CAF", "Etat"]


def test_saved_pipeline_reads_the_same(nlp: spacy.Language, tmp_path):
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert acteurs(again(SENTENCE)) == acteurs(nlp(SENTENCE))
    assert len(again(SENTENCE).spans["themes"]) == len(nlp(SENTENCE).spans["themes"])


def test_components_lay_their_spans_on_another_pipeline():
    other = spacy.blank("xx")
    other.add_pipe("pvgraph_acteurs")
    other.add_pipe("pvgraph_termes", config={"groupes": ["publics"]})
    doc = other("L’Etat aide les jeunes de 16 à 25 ans.")
    assert [(s.label_, s.id_) for s in doc.spans["acteurs"]] == [("etat", "etat")]
    assert [s.text for s in doc.spans["publics"]] == ["jeunes de 16 à 25 ans"]
    assert "themes" not in doc.spans


def test_component_refuses_an_unknown_group():
    with pytest.raises(ValueError, match=r"groupes \['villes'\] ; attendu parmi themes"):
        spacy.blank("xx").add_pipe("pvgraph_termes", config={"groupes": ["villes"]})


def test_pipeline_that_is_not_installed_is_refused_in_one_line():
    with pytest.raises(ResourceError, match="pipeline spaCy fr_inconnu"):
        load("fr_inconnu")


def test_installed_pipeline_adds_the_organisations_it_sees(tmp_path):
    pipeline = spacy.blank("xx")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Hautvent"},
                        {"label": "ORG", "pattern": "ANRU"}])  # fmt: skip
    pipeline.to_disk(tmp_path)
    text = "Rénover la place avec Hautvent et l'ANRU."
    read = Reader(lexicon.load(weights=False), str(tmp_path)).passage(text, Span(0, len(text)))
    assert [(m.code, m.slug) for m in read.mentions] == [
        ("association-nommee", "hautvent"),
        ("anru", "anru"),
    ]
    assert load(tmp_path)(text).spans["acteurs"][0].kb_id_ == "anru"


@given(st.text(max_size=300))
def test_tokens_keep_the_text(text: str):
    assert FRENCH.make_doc(text).text == text


def test_forms_of_the_lists_are_cut_as_the_tokenizer_cuts_texts():
    lists = lexicon.load(weights=False)
    forms = {f for _, f, _ in (*body_names(lists), *place_names(lists.places))}
    forms |= {w for t in lists.themes.values() for w in t.words}
    forms |= {c.form for c in lists.cues}
    forms |= {f for t in (*lists.dispositifs, *lists.publics) for f in t.forms}
    assert len(forms) > 5_000
    assert [f for f in forms if cut(FRENCH, f) != [t.norm_ for t in FRENCH.make_doc(f)]] == []


@given(st.text(alphabet="aéÉAœß -'8", max_size=30))
def test_forms_of_any_letters_are_cut_as_the_tokenizer_cuts_texts(form: str):
    assert cut(FRENCH, form) == [t.norm_ for t in FRENCH.make_doc(form)]


@given(st.text(alphabet="aéè -\n\t*’<b>/'", max_size=80))
def test_offsets_of_unfolded_words_read_back(text: str):
    plain, at = unfold(text, Span(0, len(text)))
    assert len(plain) == len(at)
    assert all(text[i] == c for c, i in zip(plain, at, strict=True) if not c.isspace())
    assert plain == fold(plain)


def test_word_cut_at_the_end_of_a_line_is_joined():
    plain, at = unfold("la préven-\ntion en\nsanté", Span(0, 25))
    assert plain == "la prévention en santé"
    assert len(at) == len(plain)


@pytest.mark.parametrize(
    "name", ["Hauts-de-\nFrance", "Seine-\net-Marne", "Val-\nd'Oise", "Saint-Martin-\nle-Vinoux"]
)
def test_name_cut_at_its_own_hyphen_keeps_it(name: str):
    assert unfold(name, Span(0, len(name)))[0] == name.replace("\n", "")
