"""`python -m pvgraph` is the `pvgraph` command."""

from pvgraph.cli import main

if __name__ == "__main__":
    main()
