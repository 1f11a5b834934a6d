# Daylight: make run · make test · make bench · make setup · make clean
SHELL := /bin/bash
PORT ?= 8080
DATA ?= var/demo
PYTHON := .venv/bin/python
export DAYLIGHT_PYTHON := $(CURDIR)/$(PYTHON)

.PHONY: run test bench setup clean format lint

run: setup
	swift build -c release --product daylight
	.build/release/daylight demo --data "$(DATA)" --if-empty
	exec .build/release/daylight serve --data "$(DATA)" --port "$(PORT)"

# Debian packages by name, and a Python environment for the tests; nothing else.
setup:
	@scripts/setup

test: setup lint
	@scripts/test

bench: setup
	@scripts/bench

lint:
	@swift format lint --strict --recursive --configuration .swift-format Sources Tests Benchmarks Package.swift

format:
	swift format --in-place --recursive --configuration .swift-format Sources Tests Benchmarks Package.swift

clean:
	rm -rf .build .venv var
