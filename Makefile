# make run: tout installe et ouvre la page. make test: tout installe et vérifie.
PYTHON ?= python3
BIN := .venv/bin
AXE := tests/browser/node_modules/axe-core/axe.min.js

.PHONY: run test lint bench train clean

run: .venv/installed
	$(BIN)/rupfam serve

# Trois à la fois pour deux cœurs : l’un attend souvent son navigateur.
test: .venv/installed system-packages $(AXE)
	OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed
	$(BIN)/python benchmarks/bench.py

train: .venv/installed
	$(BIN)/rupfam train

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --constraint constraints.txt torch==2.13.0
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev,train]"
	touch $@

$(AXE):
	npm install --silent --no-save --no-package-lock --prefix tests/browser axe-core@4.11

.PHONY: system-packages
system-packages:
	@command -v chromium-headless-shell >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-dejavu; } || command -v chromium >/dev/null || apt-get install -y -qq --no-install-recommends chromium fonts-dejavu
	@dpkg -s libreoffice-writer libreoffice-impress >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-writer libreoffice-impress fonts-liberation poppler-utils; }
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql; }
	@command -v nginx >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light; }

clean:
	rm -rf .venv index build dist

.PHONY: bench-peers ablation measure
measure: train
	$(BIN)/rupfam eval tests/data/answers/questions.jsonl
	$(BIN)/python benchmarks/ablation.py
	$(BIN)/python benchmarks/bench.py

ablation: .venv/installed
	$(BIN)/python benchmarks/ablation.py

bench-peers: .venv/installed .venv-peers/installed build/peers/multilingual-e5-small
	.venv-peers/bin/python benchmarks/peers/peers.py

build/peers/multilingual-e5-small:
	$(BIN)/python benchmarks/peers/models.py $@

.venv-peers/installed: benchmarks/peers/requirements.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --upgrade pip
	.venv-peers/bin/pip install --quiet torch==2.13.0
	.venv-peers/bin/pip install --quiet --requirement benchmarks/peers/requirements.txt
	touch $@

.PHONY: stress
stress: .venv/installed system-packages
	$(BIN)/python benchmarks/stress.py
	$(BIN)/python benchmarks/stress_servers.py
	$(BIN)/python benchmarks/stress_offices.py
