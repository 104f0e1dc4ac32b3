"""How well the texts were read, in the Data Quality Vocabulary: one metric a row of the evaluation,
measured on all contrats and on each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pvgraph.catalogue.terms import words
from pvgraph.graph.names import CATALOGUE, DQV, RDFS, SKOS, XSD, iri, slug
from pvgraph.graph.sheet import Sheet, decimal, en, fr

_DIMENSION = iri("qualite", "dimension", "exactitude")
_SAID = (
    "Justesse de ce qui est lu, contre les annotations de référence",
    "Correctness of what was read, against the reference annotations",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the evaluation on one contrat, or on all (`contrat` empty).

    `value` is between 0 and 1: F1, or the share that is right (`measure`); `n` counts decisions.
    """

    key: str
    fr: str
    en: str
    measure: str
    value: float
    n: int
    contrat: str = ""


def quality(figures: Iterable[Figure], caution: Mapping[str, str]) -> Sheet:
    """The metrics and their measurements, with what to know before trusting them (`caution`, by
    language); empty without figures."""
    sheet = Sheet(CATALOGUE)
    for figure in figures:
        _measured(sheet, figure)
    if len(sheet):
        sheet.a(_DIMENSION, DQV.Dimension)
        sheet.name(_DIMENSION, "exactitude", "accuracy")
        sheet.say(_DIMENSION, SKOS.definition, fr(_SAID[0]), en(_SAID[1]))
        words(sheet, _DIMENSION, RDFS.comment, caution)
    return sheet


def _measured(sheet: Sheet, figure: Figure) -> None:
    metric = sheet.a(iri("qualite", "metrique", slug(figure.key)), DQV.Metric)
    sheet.name(metric, figure.fr, figure.en)
    sheet.say(metric, SKOS.definition, fr(f"{figure.fr} ({figure.measure}, de 0 à 1)"),
              en(f"{figure.en} ({figure.measure}, 0 to 1)"))  # fmt: skip
    sheet.say(metric, DQV.expectedDataType, XSD.decimal)
    sheet.say(metric, DQV.inDimension, _DIMENSION)
    place = figure.contrat or "engagements"
    measured = sheet.a(iri("qualite", place, slug(figure.key)), DQV.QualityMeasurement)
    sheet.name(measured, f"{figure.fr} : {place}", f"{figure.en}: {place}")
    sheet.say(measured, DQV.isMeasurementOf, metric)
    sheet.say(measured, DQV.value, decimal(figure.value))
    sheet.say(measured, RDFS.comment, fr(f"{figure.n} décisions"), en(f"{figure.n} decisions"))
    sheet.say(measured, DQV.computedOn, iri("jeu", place))
    sheet.say(iri("jeu", place), DQV.hasQualityMeasurement, measured)
