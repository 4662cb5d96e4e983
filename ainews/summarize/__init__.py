"""Words about stories: extracts, and the check that every sentence is found in what it cites; no store, no network."""
