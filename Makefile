# Everything installs into .venv; a stamp file for each set of extras makes a second run quick.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --progress-bar off --constraint constraints.txt
export PORT ?= 8000

.PHONY: help demo run test check bench data-given train results screenshots texts clean

help: ## List what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing MoodDex into $(VENV) ..."
	$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	@echo "Installing what tests and training need (torch, tensorflow: a few minutes the first time) ..."
	$(PIP) torch==2.13.0
	$(PIP) --editable '.[cloud,train,dev]'
	@touch $@

demo: $(VENV)/.base ## Run everything against the sandbox: no account, no key, no network
	@$(BIN)/mooddex demo

run: $(VENV)/.base ## Serve with your own keys from the environment or .env
	@$(BIN)/mooddex serve

test: $(VENV)/.dev ## Run every test
	@tests/support/install_services
	@$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: $(VENV)/.dev ## Lint, types, and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.dev ## Measure speed and memory; the last line is one JSON object
	@$(BIN)/python -m benchmarks

TAGGER := runs/tagger/musicnn-0.1.0-py3-none-any.whl

$(TAGGER): | $(VENV)/.dev
	@echo "Fetching the music tagger that training starts from (29 MB) ..."
	@$(BIN)/pip download --quiet --disable-pip-version-check --no-deps --dest $(@D) musicnn==0.1.0

data-given:
	@test -n "$(DATA)" || { echo "Say where the data sets are: make train DATA=path/to/data (docs/TRAINING.md says what is in it)"; exit 2; }
	@test -d "$(DATA)" || { echo "There is no folder $(DATA) (docs/TRAINING.md says what is in it)"; exit 2; }

train: data-given $(VENV)/.dev $(TAGGER) ## Train both models as they are served (DATA=path/to/data)
	@$(BIN)/mooddex train spectrogram --data "$(DATA)" --tagger $(TAGGER) --seed 0 --seed 1 --seed 2
	@$(BIN)/mooddex train features --data "$(DATA)" --seed 1 --seed 2 --seed 3

results: $(VENV)/.dev ## Write docs/RESULTS.md from the stored run records
	@$(BIN)/python -m training.report

screenshots: $(VENV)/.dev ## Photograph every page: phone and desktop, light and dark
	@tests/support/install_services
	@$(BIN)/python -m tests.support.screenshots

texts: $(VENV)/.dev ## Gather the texts of the pages, and compile what they are in other languages
	@$(BIN)/python -m tests.support.texts

clean: ## Remove what was installed and what was stored here
	rm -rf $(VENV) var build *.egg-info
