# Keyplan. `make plans` and `make test` need Python 3.11+, make and a package index; they set up the rest themselves.
PYTHON   ?= python3
ACCOUNTS ?= samples
OUT      ?= out
MINUTES  ?= 2
PERIOD   ?= $(if $(filter samples,$(ACCOUNTS)),2026-Q3)
HISTORY  := $(if $(filter samples,$(ACCOUNTS)),,--history history)
VENV     := .venv
BIN      := $(VENV)/bin
READY    := $(VENV)/.ready

.PHONY: help plans check new template lint test soak fuzz bench format clean
.DEFAULT_GOAL := help

help: ## Show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[dev]'
	$(BIN)/python -m compileall -q pipeline  # pip does so with what it copies, not with what stays in place
	@touch $(READY)

plans: $(READY) ## Build the Word plans and PowerPoint decks of ACCOUNTS (default samples) into OUT (default out)
	$(BIN)/keyplan build $(ACCOUNTS) --out $(OUT) $(if $(PERIOD),--period $(PERIOD)) $(HISTORY)

check: $(READY) ## Lint and type-check the code; lint the output templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/keyplan lint

new: $(READY) ## Make a workbook for one account: make new NAME="Contoso Ltd"
	$(BIN)/keyplan new "$(NAME)"

template: $(READY) ## Write the workbooks of input_templates/, the default output templates and the samples anew
	$(BIN)/keyplan template
	$(BIN)/python -m output_templates.authoring.account_plan
	$(BIN)/python -m output_templates.authoring.one_page_plan
	$(BIN)/python -m output_templates.authoring.talking_points
	$(BIN)/python -m output_templates.authoring.joint_action_plan
	$(BIN)/python -m output_templates.authoring.quarterly_review
	$(BIN)/python -m samples.authoring.write_samples
	$(BIN)/python -m samples.authoring.write_history
	$(BIN)/python -m docs.authoring.problem_codes
	$(BIN)/python -m docs.authoring.requirements
	$(BIN)/python -m docs.authoring.engine

lint: $(READY) ## Check the output templates against the fields
	$(BIN)/keyplan lint

test: $(READY) ## Run the tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

soak: $(READY) ## Run the longest tests: 200 variants of what is internal, 28,000 spoilt files, 2,000 kills, 500 accounts
	KEYPLAN_VARIANTS=200 $(BIN)/python -m pytest tests/test_non_interference.py
	KEYPLAN_MUTANTS=20000 KEYPLAN_TEMPLATE_MUTANTS=3000 $(BIN)/python -m pytest -s tests/fuzz
	KEYPLAN_KILLS=2000 $(BIN)/python -m pytest tests/production/test_whole_runs.py
	KEYPLAN_ISOLATED_ACCOUNTS=500 $(BIN)/python -m pytest tests/production/test_isolation.py

fuzz: $(READY) ## Spoil workbooks and templates in new ways for MINUTES (default 2) each
	$(BIN)/python -m tests.fuzz.forever workbooks $(MINUTES)
	$(BIN)/python -m tests.fuzz.forever templates $(MINUTES)

bench: $(READY) ## Measure Keyplan against other libraries (benchmarks/README.md says how to read the figures)
	$(BIN)/python -m benchmarks.accounts
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.scale
	$(BIN)/python -m benchmarks.unchanged

format: $(READY) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove what was built
	rm -rf $(OUT) .pytest_cache .mypy_cache .ruff_cache
