# The workshop. Needs make and a Python of 3.11 or newer with pip and venv; nothing else.
# 工作间：只需要 make 和带 pip、venv 的 Python 3.11 或更新版本。

PYTHON ?= python3
EXTRAS := cli
CASE := R08-gaoxian
SAMPLE := 120
SEED := 1
SANBIAN_LANG ?=
export SANBIAN_LANG
SETTLE := sanbian settle examples/$(CASE) --out out/$(CASE)
TESTS_XML := out/tests.xml

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
INSTALL := $(PIP) install --quiet

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help settle test docs bench format mutants clean

help:  ## this list 本列表
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

settle: $(VENV)/.settle  ## settle a real contract: table, files, notice, slips 结算一份真实合同
	$(BIN)/$(SETTLE)

test: $(VENV)/.dev  ## every check and test, as .ci/run does 全部检查和测试
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory docs
	$(BIN)/coverage run -m pytest --junit-xml=$(TESTS_XML)
	@$(BIN)/python tools/gate.py $(TESTS_XML)

docs: $(VENV)/.dev  ## the documentation, into site/ 生成文档
	$(BIN)/mkdocs build --strict --quiet
	@$(BIN)/python tools/check_offline.py site

bench: $(VENV)/.bench  ## speed, beside what people use today 测速对比
	$(BIN)/python bench/run.py

format: $(VENV)/.dev  ## mend style and layout 整理代码格式
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

mutants: $(VENV)/.mutants  ## break the core on purpose; do tests notice? 变异测试
	rm -rf mutants
	$(BIN)/python tools/mutants.py $(SAMPLE) $(SEED)

clean:  ## take away everything that was made 删除全部生成物
	rm -rf $(VENV) out site build dist mutants htmlcov .coverage .coverage.* .hypothesis \
	  .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# One environment; a stamp for each use of it, renewed when pyproject.toml changes.

$(VENV)/.settle: pyproject.toml | $(VENV)/.pip
	@echo "Preparing what a settlement needs; a minute, once. 正在准备结算环境，只此一次。"
	@$(INSTALL) --editable '.[$(EXTRAS)]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.pip
	@echo "Preparing the tools for tests and documentation. 正在准备测试和文档工具。"
	@$(INSTALL) --editable '.[$(EXTRAS)]' --group dev
	@touch $@ $(VENV)/.settle

$(VENV)/.bench: pyproject.toml $(VENV)/.dev
	@$(INSTALL) --group bench
	@touch $@

$(VENV)/.mutants: pyproject.toml $(VENV)/.dev
	@$(INSTALL) --group mutants
	@touch $@

$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "sanbian needs Python 3.11 or newer as $(PYTHON); name another: make PYTHON=python3.12 ..." >&2; \
	  echo "需要 Python 3.11 或更新版本，现为 $(PYTHON)；可另行指定：make PYTHON=python3.12 ..." >&2; \
	  exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) cannot make an environment: install its venv and pip. 请先安装 venv 和 pip。" >&2; \
	  exit 1; }
	@$(INSTALL) --upgrade 'pip>=25.1'  # the first that knows --group
	@touch $@
