# `make` alone lists what there is.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo build test test-all bench score
# What scripts/setup had to build for itself lies beside what it is for.
export PATH := $(CURDIR)/target/tools/bin:$(PATH)

# Recordings with their truth and the scorer beside them, for `make score`.
CALLS ?= ../shared/calls
SAID ?= target/score
SCORE_OPTIONS ?=

help: ## Lists these targets.
	@echo "Czujka listens to calls of a public office and nudges the clerk. Begin with: make demo"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '%-15s %s\n' "$$name" "$$what"; done

demo: ## Plays three calls through everything, live, in this terminal; installs what is missing first.
	@scripts/setup build
	cargo build --locked
	@target/debug/czujka demo

build: ## Builds the program for use: target/release/czujka.
	@scripts/setup build
	cargo build --locked --release

test: ## Everything a change must pass, in some minutes: format, lints, tests, a foreign gRPC client, the pages.
	@scripts/setup test
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo nextest run --locked
	python3 -B -m unittest models/train/tests/test_texts.py
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps
	@if cargo deny --version >/dev/null 2>&1; then cargo deny --offline --locked check bans licenses sources; \
	else echo "cargo-deny is not installed: licences are checked by \`make test-all\`"; fi

test-all: test ## The same, with the long runs whole and licences and advisories of all dependencies; needs the network.
	models/train/train --work target/train smoke
	CZUJKA_TRAIN_WORK=$(CURDIR)/target/train target/train/venv/bin/python -B -m unittest discover -s models/train/tests
	CZUJKA_SMOKE_MODEL=$(CURDIR)/target/train/out CZUJKA_KILLS=50 CZUJKA_NONSPEECH_MINUTES=60 cargo nextest run --locked
	@cargo deny --version >/dev/null 2>&1 || cargo install --locked --root target/tools cargo-deny
	cargo deny --locked check

bench: ## The benches, optimised; the machine should be idle.
	@scripts/setup build
	cargo bench --locked

score: ## Scores the checks on recordings with known truth: make score CALLS=folder (with its `score` program).
	@test -x "$(CALLS)/score" || { echo "no scorer in $(CALLS); name the folder of calls: make score CALLS=folder" >&2; exit 1; }
	@scripts/setup build
	cargo build --locked --release
	rm -rf "$(SAID)"
	target/release/czujka analyze "$(CALLS)"/*.flac --format json --out "$(SAID)" $(SCORE_OPTIONS)
	"$(CALLS)/score" --truth "$(CALLS)" --said "$(SAID)"
