"""What the annotator reads in marked-up French sentences of many towns."""

import pytest
from marked import Case, cases

from pvgraph import lexicon
from pvgraph.annotation.annotator import annotate
from pvgraph.lexicon import Lexicon
from pvgraph.model import Document, Item, Record, Span
from pvgraph.words import ascii_key

ROLES = cases("roles.txt")
FORMS = cases("organismes.txt")
FALSE_FRIENDS = cases("faux-amis.txt")
THEMES = cases("themes.txt")
DISPOSITIFS = cases("dispositifs.txt")
PUBLICS = cases("publics.txt")


def record(text: str, lists: Lexicon, place: dict | None = None) -> Record:
    item = Item("action", Span(0, len(text)), text, "essai")
    return annotate(Document("essai", text, place or {}), [item], lists)[0]


def test_every_list_of_sentences_is_there():
    counts = [len(c) for c in (ROLES, FORMS, FALSE_FRIENDS, THEMES, DISPOSITIFS, PUBLICS)]
    assert all(n >= least for n, least in zip(counts, (20, 14, 12, 30, 10, 9), strict=True)), counts
    assert {c.text.split(" : ")[0].split(",")[0] for c in THEMES} == set(lexicon.load().themes)


@pytest.mark.parametrize("case", ROLES, ids=str)
def test_roles(case: Case, lists: Lexicon):
    read = record(case.text, lists, case.place).acteurs
    got = {(p.acteur, p.role) for p in read if p.mention}
    assert got == {tuple(mark.split()) for _, mark in case.marks}, case.text
    for one in read:
        if one.span:
            assert one.span.of(case.text) == one.mention


@pytest.mark.parametrize("case", FORMS, ids=str)
def test_bodies_that_no_list_knows_are_typed_by_their_form(case: Case, lists: Lexicon):
    read = record(case.text, lists, case.place).acteurs
    got = {(p.mention, p.type, p.role) for p in read if p.mention}
    assert got == {(words, *mark.split()) for words, mark in case.marks}, case.text


@pytest.mark.parametrize("case", FALSE_FRIENDS, ids=str)
def test_what_is_only_talked_about_is_no_acteur(case: Case, lists: Lexicon):
    (only,) = record(case.text, lists, case.place).acteurs
    assert (only.type, only.mode, only.mention) == ("signataires", "collectif", "")


@pytest.mark.parametrize("case", THEMES, ids=str)
def test_themes(case: Case, lists: Lexicon):
    wanted, sentence = case.text.split(" : ", 1)
    main, *others = [w.strip() for w in wanted.split(",")]
    got = record(sentence, lists).themes
    assert got[0] == main, f"{sentence} → {got}"
    assert set(others) <= set(got)


@pytest.mark.parametrize("case", DISPOSITIFS, ids=str)
def test_dispositifs(case: Case, lists: Lexicon):
    got = record(case.text, lists).dispositifs
    assert [ascii_key(g) for g in got] == [ascii_key(m) for m, _ in case.marks], case.text


@pytest.mark.parametrize("case", PUBLICS, ids=str)
def test_publics(case: Case, lists: Lexicon):
    got = record(case.text, lists).publics
    assert [ascii_key(g) for g in got] == [ascii_key(m) for m, _ in case.marks], case.text
