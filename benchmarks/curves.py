"""The curves of docs/scale.md from the figures of `scale.py`.

python benchmarks/curves.py build/scale/scale.json docs/pictures
"""

import json
from pathlib import Path

import click
import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "pvgraph"  # the same figures draw the same file
from matplotlib import pyplot  # noqa: E402  (the backend is chosen first)


@click.command()
@click.argument("figures", type=click.Path(path_type=Path, exists=True))
@click.argument("folder", type=click.Path(path_type=Path))
def main(figures: Path, folder: Path) -> None:
    """Draw FIGURES into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    results = json.loads(figures.read_text(encoding="utf-8"))
    sizes = [r["contrats"] for r in results]
    built = [r for r in results if r.get("full")]
    draw(
        folder / "cout-par-contrat.svg",
        "Construction : secondes de processeur par contrat",
        [r["contrats"] for r in built],
        {"tout construire": [r["full"]["cpu"] / r["contrats"] for r in built]},
    )
    draw(
        folder / "requetes.svg",
        "Requêtes sur disque : millisecondes (médiane)",
        sizes,
        {name: [r["queries_ms"][name] for r in results] for name in results[0]["queries_ms"]}
        | {"recherche": [r["search_ms"] for r in results]},
    )
    draw(
        folder / "taille.svg",
        "Disque : mégaoctets",
        sizes,
        {
            "graphes (N-Triples)": [r["bytes"] / 1e6 for r in results],
            "magasin": [r["store_bytes"] / 1e6 for r in results],
        },
    )


def draw(path: Path, title: str, sizes: list[int], lines: dict[str, list[float]]) -> None:
    """One picture, both axes logarithmic."""
    figure, axes = pyplot.subplots(figsize=(6, 3.6))
    for name, values in lines.items():
        axes.plot(sizes, values, marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="contrats", title=title)
    axes.set_xticks(sizes, [str(s) for s in sizes])
    axes.legend(fontsize="small")
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


if __name__ == "__main__":
    main()
