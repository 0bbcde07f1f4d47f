# `make run` serves the site. Each step leaves a stamp newer than what it was made from, so a finished step is not done again.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

manage := .venv/bin/python manage.py
frontend_sources := $(shell find frontend/src frontend/public 2>/dev/null) $(wildcard frontend/*.html frontend/*.json frontend/*.ts)

# Evaluated only where it is used: the first interpreter that is new enough. PYTHON=/path/to/python chooses another.
new_enough := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do $$name -c '$(new_enough)' 2>/dev/null && echo $$name && break; done)
HOST ?= 127.0.0.1
# Some shells export the machine's name as HOST (tcsh, with HOSTTYPE): that opens nothing. `make run HOST=name` does.
ifeq ($(origin HOST) $(HOST),environment $(shell uname -n))
HOST := 127.0.0.1
endif
PORT ?= 8000
export HOST PORT
unexport HOSTTYPE
state := $(or $(IRORI_STATE),var)

no_python = Irori needs Python 3.11 or newer; found: $(or $(shell python3 --version 2>/dev/null),none). \
  Debian and Ubuntu: apt install python3 python3-venv. Elsewhere: https://www.python.org/downloads/. One outside the PATH: make PYTHON=/path/to/python3
no_node = Irori needs Node 20.19 or newer and npm to build its web app; found: $(or $(shell node --version 2>/dev/null),none). \
  Get them from https://nodejs.org/ or your package manager
node_is_new_enough := const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)

production := ALLOWED_HOSTS=chat.example.org \
  SECRET_KEY=no-secret-but-long-enough-to-pass-for-one-0123456789 SIGNING_KEY=no-secret-either-but-just-as-long-0123456789

.PHONY: help run dev demo cluster build lock check check-style check-types check-web check-server test test-web test-programs bench office crowd flames compare drops lighthouse phone switches chaos reconnect schema screenshots clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 — /p' Makefile
	@echo 'HOST ($(HOST)) and PORT ($(PORT)) say where `make run` listens; everything it keeps is in var/.'
	@echo 'HOST=0.0.0.0 make run opens the site to your network. For the internet: docs/hosting.md.'

run: build ## install what is missing, build, and serve the site
	@$(manage) migrate --no-input --verbosity 0
	@exec $(manage) serve

dev: export DEBUG := 1
dev: build ## serve it for developing, on this machine alone: DEBUG, wide limits, and changed code is loaded anew
	@$(manage) migrate --no-input --verbosity 0
	@exec $(manage) runserver $(if $(findstring :,$(HOST)),[$(HOST)],$(HOST)):$(PORT)

demo: .venv/installed ## fill an empty site with people and rooms to try it with (IRORI_STATE=var/demo: one of its own), and print the password they get
	@$(manage) migrate --no-input --verbosity 0
	@$(manage) demo

cluster: export WORKERS ?= 4
cluster: build .venv/installed-dev ## serve it as in production, on this machine: nginx, WORKERS=4 workers, Redis and PostgreSQL of its own
	@exec .venv/bin/python -m lab.servers.make_cluster

build: $(state)/static/.collected ## install what is missing and build the web app

# By their hashes: what is installed is what was looked at, wherever it comes from.
install := .venv/bin/python -m pip install --disable-pip-version-check --quiet --quiet --require-hashes --requirement

# Packages are installed for one Python. Where the system has another one since, .venv/bin/python leads nowhere or finds none of them,
# whatever the stamps say: then .venv is made anew.
finds_packages := import importlib.util, sys; sys.exit(importlib.util.find_spec("django") is None)
ifneq ($(wildcard .venv/bin),)
venv_is_stale := $(shell .venv/bin/python -c '$(finds_packages)' 2>/dev/null || echo yes)
endif
ifneq ($(venv_is_stale),)
.PHONY: .venv/installed
endif

.venv/installed: requirements.lock
	@$(or $(PYTHON),false) -c '$(new_enough)' || { echo >&2 '$(no_python)'; exit 1; }
	@echo 'Installing the Python packages into .venv …'
	@$(PYTHON) -m venv $(if $(venv_is_stale),--clear) .venv
	@$(install) requirements.lock
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@echo 'Installing the development packages into .venv …'
	@$(install) requirements-dev.lock
	@touch $@

# For every system and every Python from 3.11 on. A lock that could not be merged is begun from the one of this branch.
# Where packages come from is up to the machine that makes it, and is not written down.
lock_of = @! grep -qs '^<<<<<<< ' $(2) || git show HEAD:$(2) > $(2); \
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
  --no-emit-build-options --custom-compile-command 'make lock' --output-file $(2) $(if $(UPGRADE),--upgrade) $(3) $(1)

lock: ## renew the locks after a change of requirements*.txt; UPGRADE=1: with the newest of what they lead to
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@.venv/bin/python -m pip install --disable-pip-version-check --quiet --quiet $$(grep -o '^uv==[0-9.]*' requirements-dev.txt)
	$(call lock_of,requirements.txt,requirements.lock)
	$(call lock_of,requirements-s3.txt,requirements-s3.lock,--constraint requirements.lock)
	$(call lock_of,requirements-dev.txt,requirements-dev.lock,--constraint requirements.lock --constraint requirements-s3.lock)
	$(call lock_of,benchmarks/requirements.txt,benchmarks/requirements.lock)

# NODE_ENV=production would leave out the build tools, hence --include=dev.
frontend/node_modules/installed: frontend/package.json frontend/package-lock.json
	@{ node --eval '$(node_is_new_enough)' && npm --version; } >/dev/null 2>&1 || { echo >&2 '$(no_node)'; exit 1; }
	@echo 'Installing the web packages into frontend/node_modules …'
	@cd frontend && npm ci --include=dev --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/index.html: frontend/node_modules/installed $(frontend_sources)
	@echo 'Building the web app …'
	@cd frontend && npm run --silent build -- --logLevel warn
	@touch $@

$(state)/static/.collected: .venv/installed frontend/dist/index.html $(shell find config/static config/admin/static -type f)
	@$(manage) collectstatic --no-input --verbosity 0
	@touch $@

# Several at once, each with its words together.
at_once := $(MAKE) --jobs 3 --output-sync=target

checks := check-types check-style check-web check-server

check: .venv/installed-dev frontend/node_modules/installed ## lint, formatting, types, migrations and deployment settings
	@$(at_once) $(checks)

check-style:
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/python -m lab.audits.supply_chain
	@.venv/bin/python -m benchmarks.reporting.report --check

check-types:
	@.venv/bin/mypy .

check-web:
	@cd frontend && npm run --silent check

check-server:
	@$(manage) makemigrations --check --dry-run
	@mkdir -p var && $(manage) spectacular --validate --fail-on-warn --file var/openapi.yaml
	@cd frontend && npm run --silent schema -- --check || { echo >&2 'frontend/src/lib/protocol/schema.d.ts is not what the server says any more: make schema'; exit 1; }
	@$(production) $(manage) check --deploy --fail-level WARNING

# Compiled code is kept, whatever the machine says: hundreds of servers start, and reading all tests takes half the time.
test: export PYTHONDONTWRITEBYTECODE :=
# pip's word for --no-compile. Of what is installed a third is ever imported, and compiled then.
test: export PIP_NO_COMPILE := 0

# More processes than cores, since many tests wait; those that hold a promised time run when there is little else to do,
# and the one of them that takes both cores alone.
pytest := .venv/bin/python -m pytest --dist loadgroup
PROCESSES ?= 3

test: test-programs ## everything CI runs, installing what it takes; PROCESSES=3: how many tests at once
	@$(at_once) build .venv/installed-dev
	@$(at_once) $(checks) test-web
	@echo 'On PostgreSQL: the tests that use the database inside the test process.'
	@.venv/bin/python -m lab.programs.postgres $(pytest) -m django_db -n 3
	@$(pytest) -m 'not timed' -n $(PROCESSES)
	@echo 'The tests that hold a promised time.'
	@$(pytest) -m 'timed and not long' -n 2
	@$(pytest) -m 'timed and long' -n 1

test-web:
	@cd frontend && npm run --silent test

schema: .venv/installed frontend/node_modules/installed ## write the OpenAPI schema to var/openapi.yaml, and the web app's types from it
	@mkdir -p var
	@$(manage) spectacular --validate --fail-on-warn --file var/openapi.yaml
	@cd frontend && npm run --silent schema

screenshots: test-programs build .venv/installed-dev ## take the pictures in docs/screenshots again, and every view in var/screenshots
	@.venv/bin/python -m lab.audits.screenshots

# A package of its own: whoever only runs the site installs none of it.
frontend/lighthouse/node_modules/installed: frontend/lighthouse/package.json frontend/lighthouse/package-lock.json
	@cd frontend/lighthouse && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

lighthouse: test-programs build .venv/installed-dev frontend/lighthouse/node_modules/installed ## audit the room page of a production site; fails below 95
	@.venv/bin/python -m lab.audits.lighthouse

phone: test-programs build .venv/installed-dev ## measure what a slow phone takes for the app of a large site, 20 turns; fails where it takes longer than wanted
	@.venv/bin/python -m lab.audits.phone

switches: test-programs build .venv/installed-dev ## measure how fast one comes back to a room; fails above 50 ms
	@.venv/bin/python -m lab.audits.room_switch

bench: .venv/installed-dev ## measure it beside its peers, half an hour; QUICK=1: three minutes
	@.venv/bin/python -m benchmarks.run $(if $(QUICK),--quick)

office: .venv/installed-dev ## an office of 2,000 people for ten minutes, on SQLite, on four workers, and at stock Channels: what a person costs and each act takes
	@.venv/bin/python -m benchmarks.office.run

crowd: .venv/installed-dev ## a room of 10,000 members: 300 join at once, everybody is called, some are removed; on SQLite and on PostgreSQL
	@.venv/bin/python -m benchmarks.crowd.run

flames: .venv/installed-dev ## draw where a worker's time goes: docs/flames/, a send, a connect and a fan-out
	@.venv/bin/python -m benchmarks.flames

compare: .venv/installed-dev ## measure what it costs beside another commit, in turns: make compare BASE=COMMIT; QUICK=1: some minutes
	@test -n '$(BASE)' || { echo >&2 'Which commit? For example: make compare BASE=main'; exit 1; }
	@.venv/bin/python -m benchmarks.compare '$(BASE)' $(if $(QUICK),--quick)

drops: .venv/installed-dev ## 20 clients lose their network again and again; what they have in the end, and how soon they caught up
	@.venv/bin/python -m benchmarks.run $(if $(QUICK),--quick) --measures drops --servers irori --out var/benchmarks/drops

chaos: .venv/installed-dev ## kill its servers under people who talk, and check that nothing is lost; QUICK=1: within three minutes
	@.venv/bin/python -m lab.chaos $(if $(QUICK),--size quick)

reconnect: .venv/installed-dev ## restart a worker under 5,000 sockets, and print how long until all are back, and its memory
	@.venv/bin/python -m lab.chaos.reconnect.run

test-programs:
	@lab/programs/install.sh

clean: ## remove what was installed and built, but not the site's data
	@rm -rf .venv frontend/node_modules frontend/dist var/static .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
