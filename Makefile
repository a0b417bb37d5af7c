# Flotilla: `make demo` and `make test` are all a newcomer needs; `make help` names the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.setup-done
export PATH := $(CURDIR)/$(BIN):$(CURDIR)/.tools/usr/sbin:$(CURDIR)/.tools/usr/bin:/usr/sbin:$(PATH)

.PHONY: help setup setup-test demo test quick check fix lint types imports bench screenshots fuzz conformance clean

help:  ## name every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(SETUP): pyproject.toml constraints.txt deploy/setup/environment.sh
	PYTHON=$(PYTHON) deploy/setup/environment.sh $(VENV)
	@touch $@

setup: $(SETUP)  ## create the environment, the broker and the console's assets
	@deploy/setup/broker.sh
	@deploy/setup/assets.sh

setup-test: setup
	@deploy/setup/browser.sh
	@deploy/setup/transfer_test.sh
	@deploy/setup/postgresql.sh
	@deploy/setup/oidc_test.sh

demo: setup  ## show the main job: three agents, one signed model, two waves (ARGS=--once to check and exit)
	@$(BIN)/flotilla demo $(ARGS)

# What speaks to the database is run a second time, on PostgreSQL.
DATABASE_TESTS := tests/contract/test_migrations.py tests/unit/controlplane/devices \
	tests/unit/controlplane/ingest tests/integration/test_access.py \
	tests/integration/test_access_api.py tests/integration/test_api_schema.py \
	tests/integration/test_audit.py tests/integration/test_console_pages.py \
	tests/integration/test_device_queries.py tests/integration/test_fleet_pages.py \
	$(wildcard tests/integration/test_platform_[acir]*.py) \
	$(wildcard tests/integration/test_registry_[aw]*.py) \
	$(wildcard tests/integration/test_rollouts*.py) tests/integration/test_trust_director.py

# Tests wait more than they compute, so three files run at a time. Every worker must collect the same
# tests under the same names in the same order: no time and no set may be among their parameters.
SIDE_BY_SIDE := $(BIN)/pytest -n 3 --dist loadfile

test: setup-test  ## run every check and every test
	@$(MAKE) --no-print-directory check
	$(SIDE_BY_SIDE)
	$(SIDE_BY_SIDE) --postgresql $(DATABASE_TESTS)

quick: $(SETUP)  ## run the fast tests only
	$(BIN)/pytest -m "not broker and not model and not slow and not browser"

check: lint types imports  ## ruff, mypy --strict, import contracts

lint: $(SETUP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(SETUP)
	$(BIN)/mypy

imports: $(SETUP)
	$(BIN)/lint-imports

fix: $(SETUP)  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup  ## measure: make bench NAME=starter
	@test -n "$(NAME)" || { echo "say which: make bench NAME=starter|footprint|engine|transfer|rollout|planner|console"; exit 2; }
	$(BIN)/python -m bench.$(NAME) $(ARGS)

conformance: $(SETUP)  ## our TUF client by the command line of TUF's suite (SUITE=its folder runs that)
	$(BIN)/pytest tests/integration/test_tuf_client.py
	@test -z "$(SUITE)" || PYTHONPATH=$(CURDIR) $(BIN)/pytest $(SUITE)/tuf_conformance \
	  --entrypoint "$(CURDIR)/$(BIN)/python -m agent tuf"

fuzz: $(SETUP)  ## fuzz one reader: make fuzz NAME=gguf_header LIMIT=120
	@test -n "$(NAME)" || { echo "say which: make fuzz NAME=gguf_header|manifest|message_up|..."; exit 2; }
	$(BIN)/python -m pip install -q --group fuzz -c constraints.txt
	$(BIN)/python -m tests.fuzz.run $(NAME) -max_total_time=$(or $(LIMIT),120)

screenshots: setup-test  ## photograph the console's pages into screenshots/
	$(BIN)/python -m tests.support.screenshots

clean:  ## remove the environment and everything generated
	rm -rf $(VENV) .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis bench/results screenshots
