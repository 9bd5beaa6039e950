# The commands of the README. The work is done by the `course` command, so
# that people without make (or with conda) have the same: see the README.

PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/.ready

.PHONY: help lab instructor demo test build check pins clean

help:
	@echo "make lab         learn: your own copies in work/, opened in JupyterLab"
	@echo "make instructor  teach: JupyterLab on the course folder, with the formgrader"
	@echo "make demo        see a whole course run: release, hand in, grade, feedback, marks"
	@echo "make test        install everything and run all tests"
	@echo "make build       rebuild source/ and release/ from course/, proving every exercise"

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))" || \
	  { echo "Unrolled needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is another. Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

lab: $(READY)
	$(BIN)/course lab

instructor: $(READY)
	$(BIN)/course lab --instructor

demo: $(READY)
	$(BIN)/course demo

# Without full isolation two engines of one machine are in each other's way: theirs are tested one after the other.
test: $(READY)
	$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	$(BIN)/course build --check
	$(BIN)/python -m pytest tests/attacks tests/grading
	$(BIN)/python -m pytest -n auto --dist loadgroup --ignore=tests/attacks --ignore=tests/grading

build: $(READY)
	$(BIN)/course build
	$(BIN)/course release --no-register

# Recompile the pins from the names in pyproject.toml. torch is pinned to the
# same version everywhere; the packages of its CUDA build are left to torch.
pins:
	$(PYTHON) -m pip install --quiet uv
	(echo "# Every version, exactly, and nowhere else. Made by 'make pins' from the names in pyproject.toml."; \
	 $(PYTHON) -m uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --extra cluster --extra test \
	   --no-header --no-annotate --constraint requirements.txt pyproject.toml \
	 | grep -v -E '^(cuda|nvidia|triton)') > requirements.new
	mv requirements.new requirements.txt

clean:
	rm -rf $(VENV) .cache demo
