# Two commands on a machine that has only Python (3.11 or newer) and make: `make report` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: report quick docs standard retrain test formal lint lock mutants bench clean

report: $(STAMP)  ## the whole report, in report/
	$(BIN)/tightrope report --out report

quick: $(STAMP)  ## the same with shorter horizons, in about two minutes
	$(BIN)/tightrope report --quick --out report

docs: $(STAMP)  ## the manual as a site that needs no network, in docs-site/
	$(BIN)/python -m tightrope.reports.manual --out docs-site

test: $(STAMP)  ## all tests; one that hangs ends them, by name, after the time that pyproject.toml sets
	$(BIN)/python -m pytest -n 2 --dist loadfile --max-worker-restart 0

standard: $(STAMP)  ## regenerate the committed report
	$(BIN)/tightrope report --out reports/standard

retrain: $(STAMP)  ## train the shipped networks again and check what came out; replaces no parameters, writes simulators/learned/training.json
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tightrope.simulators.learned

formal:  ## compile the proofs of bounds/formal and print what they rest on; needs Coq, and nothing of .venv
	$(PYTHON) -m tightrope.bounds.formal

lint: $(STAMP)
	$(BIN)/pip install -q -c constraints.txt -e '.[dev]'
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/ty check --python .venv

MUTANTS ?= *
mutants: $(STAMP)  ## change the program in small ways and list what no test notices; one module: MUTANTS='tightrope.bounds.extremes.simplex.*'
	$(BIN)/pip install -q -c constraints.txt -e '.[mutation]'
	$(BIN)/mutmut run '$(MUTANTS)'
	$(BIN)/mutmut results

bench: $(STAMP)  ## side by side with others, in one run; ratios, and the share of what the machine allows
	$(BIN)/pip install -q -c constraints.txt -e '.[bench]'
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks

lock: $(STAMP)  ## write down what is installed, as constraints
	$(BIN)/pip freeze --exclude-editable | grep -v '^-e\|@' | sort -f > constraints.txt

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tightrope needs Python 3.11 or newer; make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -c constraints.txt -e '.[all]'
	touch $(STAMP)

clean:
	rm -rf .venv report docs-site mutants
