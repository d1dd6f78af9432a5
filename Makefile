# Everything a target needs it makes itself, from any Python since 3.10; what is there already is not made again.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?=
PORT ?=
PARAMS ?=
ARGS ?=
ONCE ?=
SAM_ARGS ?=

UV := requirements/uv.sh
SAM := .local/venvs/sam/bin/sam
MINISTACK := .local/venvs/ministack/bin/python
BIN := .venv/bin

# Only the tests end to end use a browser. A run that names paths reaches them if one of them leads there.
PATHS = $(filter tests%,$(ARGS))
BROWSER = $(if $(and $(PATHS),$(if $(filter tests tests/ tests/e2e%,$(PATHS)),,elsewhere)),,.chromium)

# A stamp is newer than the requirement file that its environment was made from.
UV_READY := .local/venvs/uv/.stamp
SAM_READY := .local/venvs/sam/.stamp
PLACES_READY := .local/venvs/places/.stamp
MINISTACK_READY := .local/venvs/ministack/.stamp
RUNTIME_READY := .local/venvs/runtime/.stamp
DEV_READY := .venv/.stamp
STACK_READY := $(SAM_READY) $(MINISTACK_READY)

# Said once, however many environments are made side by side.
REMEDY := Remedy: check the network; set HTTPS_PROXY for a proxy, PIP_INDEX_URL for an index of your own, SSL_CERT_FILE for its certificates
TOGETHER ?=

# Each worker, and each program that a test starts, would otherwise compile anew all that it imports.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/pytest

# Workers end to end: two have a stack each, for which they wait more than they work, and one has what needs none.
END_TO_END := 3

TYPED = $(wildcard functions ops tests bench)
LOCK := ./uv.sh pip compile --quiet --universal --python-version 3.13 --python ../.local/venvs/uv/bin/python \
	--no-python-downloads --generate-hashes --no-emit-index-url --no-emit-find-links --no-header $(ARGS)

##@ To see it work

.PHONY: demo
demo: .stack ## Run everything locally: publish sample decisions, show the emails, search the talent pool (ONCE=1: end by itself)
	@$(MINISTACK) -m ops demo $(if $(PORT),--port '$(PORT)') $(if $(ONCE),--once)

.PHONY: up
up: .stack ## Deploy to an embedded AWS that stays up; outputs in .local/outputs.json (PORT=4566 PARAMS="NoticeHold=PT90S NoticeWindow=off")
	@$(MINISTACK) -m ops up $(if $(PORT),--port '$(PORT)') --params '$(PARAMS)'

.PHONY: down
down: ## End what `make up` started
	@if [ -x $(MINISTACK) ]; then $(MINISTACK) -m ops down; else echo "Nothing was ever started here"; fi

.PHONY: outbox
outbox: ## Show the emails of what `make up` or `make demo` runs (PORT=4566)
	@if [ -x $(MINISTACK) ]; then $(MINISTACK) -m ops outbox $(if $(PORT),--port '$(PORT)'); else echo "Nothing was ever started here" >&2; exit 1; fi

# Whatever is printed here is evaluated by a shell, so nothing is installed first.
.PHONY: env
env: ## Print what makes a shell use the stack of `make up` or `make demo`, and sets QUEUE: eval "`make env`" (PORT=4566)
	@if [ -x $(MINISTACK) ]; then $(MINISTACK) -m ops env $(if $(PORT),--port '$(PORT)'); else echo "Nothing was ever started here" >&2; exit 1; fi

##@ To work on it

.PHONY: setup
setup: .everything ## Make all virtual environments; other targets make those they need

.PHONY: unit
unit: $(DEV_READY) ## Run the tests that need neither browser nor stack, with a twentieth of the examples (ARGS="-k held", HISTORIES=2000: with all)
	@HISTORIES=$(or $(HISTORIES),100) $(PYTEST) -n auto --ignore=tests/e2e $(ARGS)

.PHONY: test
test: .everything $(BROWSER) ## Run all tests, end to end too (ARGS="tests/handlers -k held -x" is passed to pytest)
ifeq ($(ARGS),)
	@$(PYTEST) -n auto --ignore=tests/e2e
	@$(PYTEST) -n $(END_TO_END) tests/e2e
else
	@$(PYTEST) $(ARGS)
endif

.PHONY: soak
soak: $(DEV_READY) ## Try a million forged codes, simulate new histories, a million steps (ARGS=5000000 for more)
	@$(BIN)/python -m tests.simulation.soak $(ARGS)

.PHONY: lint
lint: $(DEV_READY) ## Check rules and format of the code (ruff)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: types
types: $(DEV_READY) ## Check types (mypy, strict)
	@$(BIN)/mypy --strict $(TYPED)

.PHONY: imports
imports: $(DEV_READY) ## Check that imports go one way (import-linter)
	@$(BIN)/lint-imports

.PHONY: template
template: .everything ## Check infra/template.yaml (cfn-lint, sam validate), and the example of EventBridge's rules
	@$(BIN)/cfn-lint infra/template.yaml docs/contracts/examples/publish/eventbridge.yaml && echo "cfn-lint: nothing to say"
	@SAM_CLI_TELEMETRY=0 $(SAM) validate --lint --region us-east-1 --template-file infra/template.yaml

.PHONY: lint-words
lint-words: $(DEV_READY) ## Check the wording of every notice in every language: complete, plain and kind
	@$(BIN)/python -m ops lint-words

.PHONY: preview
preview: $(DEV_READY) ## Show every notice in a browser, updated when you save (PORT=4580; ONCE=1: write the page and end)
	@$(BIN)/python -m ops preview $(if $(PORT),--port '$(PORT)') $(if $(ONCE),--once)

.PHONY: contracts
contracts: $(DEV_READY) ## Write docs/contracts/ from the models
	@$(BIN)/python -m ops contracts

.PHONY: places
places: $(PLACES_READY) ## Write the table of places anew, from packages with GeoNames' data
	@.local/venvs/places/bin/python -m ops places

.PHONY: check
check: lint types imports template test ## Run lint, types, imports, template and test

.PHONY: artifact
artifact: .stack $(RUNTIME_READY) ## Run sam build for this machine, and import what it built as Lambda would
	@$(MINISTACK) -m ops artifact

.PHONY: bench
bench: .everything $(RUNTIME_READY) ## Measure notify beside Powertools' way of doing it, and write bench/results/
	@$(BIN)/python -m bench

##@ To deploy and operate it

.PHONY: ledger
ledger: $(MINISTACK_READY) ## Review notices, look up an application (ARGS="pending", ARGS="--help"; --local: on what `make up` or `make demo` runs)
	@$(MINISTACK) -m ops ledger $(ARGS)

.PHONY: pool
pool: $(MINISTACK_READY) ## Show who fits an opening, export them, read the access log; show, enter or end an opt-in (ARGS="search --help", ARGS="--help"; --local)
	@$(MINISTACK) -m ops pool $(ARGS)

.PHONY: console
console: $(MINISTACK_READY) ## Say who may log in to the console (ARGS="invite ADDRESS --role recruiter", ARGS="users", ARGS="remove ADDRESS"; --local)
	@$(MINISTACK) -m ops console $(ARGS)

.PHONY: rotate-keys
rotate-keys: $(MINISTACK_READY) ## Sign links with a new key; those in mailboxes stay good (ARGS=--local; ARGS="--revoke 1" in an emergency)
	@$(MINISTACK) -m ops rotate-keys $(ARGS)

.PHONY: explain
explain: $(MINISTACK_READY) ## Say when the notice about a decision would go out, and why (make explain < decision.json, ARGS="--window off")
	@$(MINISTACK) -m ops explain $(ARGS)

.PHONY: verify-receipt
verify-receipt: $(DEV_READY) ## Check a signed consent receipt, offline (ARGS="receipt.jws jwks.json")
	@$(BIN)/python -m ops verify-receipt $(ARGS)

.PHONY: rotate-receipt-key
rotate-receipt-key: $(MINISTACK_READY) ## Sign consent receipts with a new key; those before it still verify (ARGS=--local)
	@$(MINISTACK) -m ops rotate-receipt-key $(ARGS)

.PHONY: check-company
check-company: $(MINISTACK_READY) ## Check functions/company.toml: one line per mistake, and what is still the sample's
	@$(MINISTACK) -m ops check-company

.PHONY: build
build: .stack ## Run sam build for the cloud (arm64)
	@$(MINISTACK) -m ops build

.PHONY: deploy
deploy: .stack ## Build, run sam deploy and publish the site, on your AWS account (PARAMS="AlarmEmail=ops@acme.example" SAM_ARGS=--no-confirm-changeset)
	@$(MINISTACK) -m ops deploy --params '$(PARAMS)' --sam-args='$(SAM_ARGS)'

##@ Housekeeping

.PHONY: lock
lock: $(UV_READY) ## Pin all requirements anew from requirements/*.in (ARGS=--upgrade: to the newest versions)
	@echo "Pinning functions/requirements.txt and requirements/*.txt"
	@cd requirements && $(LOCK) functions.in --output-file ../functions/requirements.txt && \
	for name in bootstrap dev ministack places runtime sam; do $(LOCK) $$name.in --output-file $$name.txt || exit 1; done || \
	{ echo '$(REMEDY)' >&2; exit 1; }

.PHONY: clean
clean: down ## Remove what these targets made and git ignores; uv's cache in your home stays
	@cache=$$($(UV) cache dir 2>/dev/null); \
	rm -rf .venv .local .aws-sam .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache; \
	find . -name __pycache__ -type d -prune -exec rm -rf {} +; \
	echo "Removed environments, builds, logs and caches of this folder"; \
	case "$$cache" in ""|"$(CURDIR)"/*) ;; *) if [ -d "$$cache" ]; then echo "Left uv's cache, which other projects share: $$cache"; fi;; esac

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- What the targets need --------------------------------------------------------------------------------------------

# Side by side: each environment takes about as long as all of them together.
.PHONY: .everything .stack
.everything: $(UV_READY)
	@$(MAKE) -s -j3 TOGETHER=1 $(DEV_READY) $(STACK_READY) || { echo '$(REMEDY)' >&2; exit 1; }
.stack: $(UV_READY)
	@$(MAKE) -s -j2 TOGETHER=1 $(STACK_READY) || { echo '$(REMEDY)' >&2; exit 1; }

$(UV_READY): requirements/bootstrap.txt
	@PYTHON='$(PYTHON)' TARGETS='$(MAKECMDGOALS)' REMEDY='$(REMEDY)' requirements/bootstrap.sh && touch $@

$(DEV_READY): requirements/dev.txt $(UV_READY)
	$(call environment,.venv,the developer's tools)

$(SAM_READY): requirements/sam.txt $(UV_READY)
	$(call environment,.local/venvs/sam,SAM CLI)

$(MINISTACK_READY): requirements/ministack.txt $(UV_READY)
	$(call environment,.local/venvs/ministack,the embedded AWS)

$(PLACES_READY): requirements/places.txt $(UV_READY)
	$(call environment,.local/venvs/places,the data of places)

$(RUNTIME_READY): requirements/runtime.txt $(UV_READY)
	$(call environment,.local/venvs/runtime,what the Lambda runtime brings)

# $(call environment,directory,what it is): an environment with exactly what the first prerequisite pins.
define environment
	@echo "Installing $(2) into $(1)"; began=$$(date +%s); \
	{ [ -x $(1)/bin/python ] || $(UV) venv --quiet --clear --no-python-downloads --python .local/venvs/uv/bin/python $(1); } && \
	$(UV) pip sync --quiet --require-hashes --python $(1)/bin/python $< && touch $@ || \
	{ echo "Could not install $(2)" >&2; $(if $(TOGETHER),,echo '$(REMEDY)' >&2;) exit 1; }; \
	echo "Installed  $(2) in $$(( $$(date +%s) - began )) s"
endef

.PHONY: .chromium
.chromium:
	@if command -v $(or $(CHROMIUM),chromium) >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium (apt-get), which the browser tests use"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else \
		echo "The browser tests need chromium, which is not installed." >&2; \
		echo "Remedy: sudo apt-get install chromium, or name a Chromium or Chrome: make CHROMIUM=/path/to/chrome test" >&2; exit 1; fi
