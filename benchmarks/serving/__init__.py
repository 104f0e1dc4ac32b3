"""The parts of `benchmarks/serve.py`: what is asked, how it is timed, who is measured."""
