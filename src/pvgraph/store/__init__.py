"""The graph and how it is asked: the only package (with the build's exports) on pyoxigraph.

    release ──open_store──▶ Store ──Engine.run(Job)──▶ Answer

`Engine` asks in this process: commands, tests, notebooks. `pool.Pool` asks the same jobs in
worker processes that can be killed: whatever strangers write goes there.
"""
