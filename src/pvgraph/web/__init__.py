"""The graph over HTTP: one application, a folder of route modules, no state but the release."""
