# The pipeline. `make help` lists targets and variables; pipeline/config.mk has the variables.
#
# Every step of the main job is a stage (pipeline/stage.sh). It runs when its identity has changed:
# what it reads, its settings, and the source code of the command it runs (--code-of: the command
# and every folder of src/ that it rests on). Otherwise it says that it is up to date.
# `NAME` brings what it depends on up to date first, `run_NAME` runs the stage alone.
# `make help` takes its list from the lines that start with two hashes.

# bash; and when make is gone, however that came, what it runs is told to end in order.
SHELL := setpriv
.SHELLFLAGS := --pdeathsig TERM bash -eu -o pipefail -c
MAKEFLAGS += --no-print-directory --no-builtin-rules
.NOTPARALLEL:
.DEFAULT_GOAL := all

include pipeline/config.mk
# What this make tells its scripts.
TOLD := TMP OUT STORE LIBRARY FASTNODE FASTNODE_COMMIT VARIABLES_CHECKED \
  STAGE_WAIT STAGE_REPLACE AS_GIVEN SERVER SERVER_GIVEN SERVER_TOKEN_FILE SERVER_WAIT \
  TRAINDATA_HOSTS REMOTE_DIR REMOTE_RECORD PARTS_PER_HOST NODE_DIR SLURM_FLAGS PUBLISH CLUSTER_HOURS \
  KUBECTL KUBE_IMAGE KUBE_TRAIN_IMAGE KUBE_SECRET KUBE_ENDPOINT KUBE_PODS KUBE_CPU KUBE_MEMORY KUBE_DISK \
  KUBE_WORKERS KUBE_CLAIM KUBE_CLAIM_SIZE
export $(TOLD)
# Whether a stage may replace a trained model, or what one rests on.
STAGE_REPLACE := $(if $(filter 1 y yes true,$(RETRAIN)),1,)
# What somebody gave is a wish, our default is none: a default alone replaces no model, unless
# RETRAIN=1 was given.
given = $(filter-out file undefined default,$(origin $(1)))
# The same make again, as a person would type it: "make table CORPUS=mycode".
AS_GIVEN := $(foreach name,DRY_RUN PROFILE CORPUS DATASET_NAME MODEL_NAME OUT,\
  $(if $(call given,$(name)),$(name)=$($(name))))
ALL_GIVEN := $(and $(call given,RETRAIN),$(STAGE_REPLACE))
setting = --$(if $(ALL_GIVEN)$(call given,$(1)),value,default) $(1)="$($(1))"
STORE := $(DATASET)/store
LIBRARY := $(DATA)/library.bin
FASTNODE_COMMIT := $(shell git describe --always --dirty 2>/dev/null)

SELF := $(MAKE) -f $(firstword $(MAKEFILE_LIST))
WITH_SERVER := scripts/with_server.sh
stage = exec pipeline/stage.sh $(1) $(2)/stages/$(1)
# The source code of commands: $(call code_of,traindata) is that of src/tool/traindata.cc.
code_of = --code-of "$(patsubst %,src/tool/%.cc,$(1))"
TYPESHED := node_modules/pyright/dist/typeshed-fallback
PROJECTS := $(if $(CORPUS),$(patsubst %/,%,$(CORPUS)),$(DATASET)/corpus)
PROJECT_LIST := $(if $(CORPUS),$(wildcard $(CORPUS)/packagelist.txt),$(DATASET)/packagelist.txt)
# Which dataset it is: our own corpus, or what the server that was given says (ASK_DATASET, before
# it: a server that does not answer ends the recipe there).
OWN_DATASET_ID := --value-in dataset=$(DATASET)/dataset_id
ASK_DATASET = $(if $(SERVER_GIVEN),dataset=$$(scripts/ask_server.sh);)
DATASET_IDENTITY = $(if $(SERVER_GIVEN),--value "dataset=$$dataset",$(OWN_DATASET_ID))
# Which server a command asks, and how.
TOKEN_FLAG := $(if $(SERVER_TOKEN_FILE),--token-file "$(SERVER_TOKEN_FILE)")
SERVER_FLAGS := --server "$(SERVER)" --server-wait $(SERVER_WAIT) $(TOKEN_FLAG)

# A typing error in a variable's name is found before anything runs. (Not again in a make started by
# this one: what it is given is ours.)
ifndef VARIABLES_CHECKED
VARIABLES_CHECKED := $(shell pipeline/check_variables.sh \
  $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name))))
ifneq ($(VARIABLES_CHECKED),yes)
$(error $(VARIABLES_CHECKED))
endif
endif

.PHONY: all
## all: everything: deps, build, corpus, traindata, train, compress, all validations, headline
all: plan check_corpus check_server check_model corpus
	@if STAGE_CHECK=1 $(SELF) -s run_traindata run_train >/dev/null 2>&1; then \
	  exec $(SELF) run_traindata run_train; \
	else \
	  exec $(WITH_SERVER) $(SELF) run_traindata run_train; \
	fi
	@$(SELF) run_compress run_validate_attribute run_validate_names run_validate_calls \
	  run_validate_chains run_validate_decisions headline

.PHONY: plan quick
plan:
	@pipeline/plan.sh "dataset $(DATASET_NAME), model $(MODEL_NAME), $(STEPS) steps" \
	  build $(if $(CORPUS),,fetch) library corpus traindata train compress validate
## quick: a small model in a few minutes, beside the other, in OUT of MODEL_NAME=quick
quick:
	@exec env $(foreach name,OUT TMP,$(if $(call given,$(name)),,-u $(name))) $(SELF) \
	  MODEL_NAME=quick STEPS=$(if $(call given,STEPS),$(STEPS),$(if $(DRY),200,1000)) compress

.PHONY: deps build build_all program
## deps: install what is missing (Debian packages, npm packages)
deps:
	@scripts/install_deps.sh
## program: the program without its trainer, build/fastnode: all that completing code needs
program:
	@scripts/install_deps.sh --program
	@scripts/build.sh --program $(BUILD) fastnode
## build: the program and its trainer, build/fastnode and build/fastnode-train
build: deps torch
	@scripts/build.sh $(BUILD) fastnode fastnode-train
## build_all: the program and its tests
build_all: deps torch
	@scripts/build.sh $(BUILD)
# Another torch than Debian's, and where CMake finds it.
.PHONY: torch
torch: deps
ifneq ($(TORCH),debian)
	@scripts/pip_torch.sh $(TORCH_ENV) $(TORCH)
TORCH_ENV := $(abspath build/python-$(TORCH))
override CMAKE_FLAGS := $(strip $(filter-out -DFASTNODE_TORCH_PACKAGE=%,$(CMAKE_FLAGS)) \
  -DFASTNODE_TORCH_PACKAGE=$(TORCH_ENV)/torch)
endif
export CMAKE_FLAGS

# ---- Corpus --------------------------------------------------------------------------------------

.PHONY: fetch corpus run_library run_corpus
fetch: deps
ifeq ($(CORPUS),)
	@$(call stage,fetch,$(DATASET)) \
	  --input pipeline/packagelist.txt --input scripts/fetch_corpus.sh \
	  --value PROFILE=$(PROFILE) --in-place $(DATASET)/manifest --again 4 \
	  -- scripts/fetch_corpus.sh pipeline/packagelist.txt $(PROFILE) $(DATASET)
endif

.PHONY: check_corpus
check_corpus:
ifneq ($(CORPUS),)
	@[ -d $(CORPUS) ] || { echo "CORPUS: there is no folder $(CORPUS)" >&2; exit 1; }
endif

## corpus: fetch the corpus and put it into the store
corpus: check_corpus build fetch run_library run_corpus

run_library:
	@$(call stage,library,$(DATA)) $(call code_of,corpus) --input package-lock.json \
	  --output $(LIBRARY) \
	  -- $(FASTNODE) corpus library --typeshed $(TYPESHED) --out $(LIBRARY)

# The parts by a Slurm array. It is the same corpus, whoever makes it.
CORPUS_ARRAY := $(and $(filter-out 1,$(CORPUS_PARTS)),$(filter slurm,$(CLUSTER)))
run_corpus:
	@$(call stage,corpus,$(DATASET)) $(call code_of,corpus) --input $(LIBRARY) \
	  $(if $(CORPUS),--python $(PROJECTS),--input $(DATASET)/manifest) \
	  $(if $(CORPUS_PARTS),--value CORPUS_PARTS=$(CORPUS_PARTS)) \
	  $(if $(CORPUS_SHARES),--value CORPUS_SHARES=$(CORPUS_SHARES)) \
	  --output $(STORE) --output $(DATASET)/dataset_id \
	  -- $(if $(CORPUS_ARRAY),scripts/corpus_parallel.sh $(CORPUS_PARTS) $(TMP)/corpus $(FASTNODE),\
	     $(FASTNODE) corpus add $(addprefix --parts ,$(CORPUS_PARTS))) --store $(STORE) --library $(LIBRARY) \
	     --dataset-id $(DATASET)/dataset_id --split auto --need-all-splits --roles-of=$(STORE) \
	     $(addprefix --shares ,$(CORPUS_SHARES)) \
	     $(addprefix --list ,$(PROJECT_LIST)) $(PROJECTS)

# ---- Graph data server ---------------------------------------------------------------------------

.PHONY: server check_server
## server: the graph data server, in the foreground, at SERVER_HOST and SERVER_PORT
server: corpus
	@exec $(FASTNODE) graph-data-server --store $(STORE) --library $(LIBRARY) \
	  --host $(SERVER_HOST) --port $(SERVER_PORT) $(TOKEN_FLAG)

# A server that was asked for by name is looked for before anything is built for it.
check_server: deps
ifneq ($(SERVER_GIVEN),)
	@scripts/ask_server.sh >/dev/null
endif

# ---- Model ---------------------------------------------------------------------------------------

# What a trained model is worth, in words; nothing if there is none.
WORTH := "pipeline/worth.sh $(OUT)/model"
# A model that this run would not have trained so is not replaced in silence: that is asked before
# anything is made.
.PHONY: check_traindata check_model
check_traindata: ASKED = $(if $(SERVER_GIVEN),,run_corpus) run_traindata
check_model: ASKED = $(if $(SERVER_GIVEN),,run_corpus) run_traindata run_train
check_traindata check_model:
ifeq ($(STAGE_REPLACE),)
	@worth=$$(pipeline/worth.sh $(OUT)/model); \
	[ -z "$$worth" ] || pipeline/ask.sh "$$worth" $(SELF) $(ASKED)
endif

.PHONY: traindata run_traindata train run_train compress run_compress
# What traindata has counted, as flags of later commands and as inputs of their stages.
COUNTED := --metainfo $(OUT)/metainfo.json --usage $(OUT)/usage.bin
COUNTED_INPUTS := --input $(OUT)/metainfo.json --input $(OUT)/usage.bin
# Of a corpus in parts their counts are added up; a server would open all of them.
COUNTED_BY_PARTS := $(if $(SERVER_GIVEN),,$(CORPUS_PARTS))
## traindata: vocabularies and distributions: OUT/metainfo.json
traindata: check_server check_traindata $(if $(SERVER_GIVEN),build,corpus) run_traindata
run_traindata:
	@$(ASK_DATASET) $(call stage,traindata,$(OUT)) $(call code_of,traindata graph_data_server) \
	  $(DATASET_IDENTITY) $(addprefix --input ,$(PACKAGES)) --precious $(WORTH) \
	  --output $(OUT)/metainfo.json --output $(OUT)/usage.bin \
	  -- $(if $(COUNTED_BY_PARTS),$(FASTNODE) traindata --store $(STORE),\
	     $(WITH_SERVER) $(FASTNODE) traindata $(SERVER_FLAGS)) \
	     $(addprefix --packages ,$(PACKAGES)) \
	     --out $(OUT)/metainfo.json --usage $(OUT)/usage.bin

SAMPLES := $(SAMPLES_DIR)/$(DATASET_NAME)
# Where training finds samples: a server, the shards of datagen_local, or what `make sync` brings.
SAMPLE_SOURCE := $(if $(SYNC_DATA),--samples $(SYNCED) --wait $(SYNC_WAIT),\
  $(if $(DATA_GEN_LOCAL),--samples $(SAMPLES),\
    $(SERVER_FLAGS) --samples-per-request $(SAMPLES_PER_REQUEST)))
TRAIN = $(if $(SYNC_DATA)$(DATA_GEN_LOCAL),,$(WITH_SERVER)) $(FASTNODE) train $(SAMPLE_SOURCE) \
  $(COUNTED) --checkpoint $(TMP)/checkpoint --runs $(RUNS) --name $(MODEL_NAME) --steps $(STEPS) \
  --max-minutes $(MAX_MINUTES) --threads $(TRAIN_THREADS) --device $(DEVICE) $(TRAIN_FLAGS)
# Of what a session depends on (SESSION in pipeline/config.mk): variables, flags with their values.
variable_of = $(firstword $(subst :, ,$(1)))
flag_of = $(lastword $(subst :, ,$(1)))
SESSION_VARIABLES := $(foreach pair,$(SESSION),$(call variable_of,$(pair)))
flags_of = $(foreach pair,$(1),$(call flag_of,$(pair)) $($(call variable_of,$(pair))))
SESSION_FLAGS = $(call flags_of,$(SESSION))
# The flags of those that somebody gave.
GIVEN_FLAGS = $(call flags_of,$(foreach pair,$(SESSION),\
  $(if $(call given,$(call variable_of,$(pair))),$(pair))))

# Shards are no stage: they may be made in part, by many, and what is there and whole is kept.
.PHONY: datagen_local run_datagen_local
## datagen_local: draw STEPS training samples into shards: SAMPLES_DIR/DATASET_NAME
datagen_local: traindata corpus run_datagen_local
DATAGEN_FLAGS = --store $(STORE) --library $(LIBRARY) $(COUNTED) \
  --out $(SAMPLES) --samples $(STEPS) --seed $(SEED) $(SESSION_FLAGS)
run_datagen_local:
	@[ -n "$${STAGE_CHECK:-}$${STAGE_ASK:-}" ] || \
	  exec $(FASTNODE) datagen $(DATAGEN_FLAGS) --threads $(THREADS)

# The same in PARTS by many. `sync` brings what is elsewhere; SYNC_DATA=1 trains on it meanwhile.
.PHONY: datagen_parallel sync clean_remote
REMOTE_RECORD := $(TMP)/remote-hosts
## datagen_parallel: draw STEPS samples by CLUSTER: processes here, TRAINDATA_HOSTS, a Slurm array, pods of Kubernetes
datagen_parallel: traindata corpus
	@scripts/datagen_parallel.sh $(CLUSTER) $(PARTS) $(TMP)/datagen \
	  $(FASTNODE) $(DATAGEN_FLAGS) --threads 1 $(addprefix --publish ,$(PUBLISH))
## train_kubernetes: train on samples of PUBLISH in KUBE_WORKERS pods: writes the manifest, and applies it where kubectl is
.PHONY: train_kubernetes
train_kubernetes: traindata corpus
	@scripts/train_kubernetes.sh $(TMP)/kubernetes $(FASTNODE) $(DATAGEN_FLAGS) -- \
	  --model $(MODEL_NAME) --steps $(STEPS) --device $(DEVICE) --wait $(SYNC_WAIT) --sync-flags="$(SYNC_FLAGS)" -- \
	  --threads $(TRAIN_THREADS) --max-minutes $(MAX_MINUTES) --seed $(SEED) $(SESSION_FLAGS) $(TRAIN_FLAGS)
## sync: bring samples to SYNCED while they are drawn, until training has used them (beside train)
sync: build
	@[ -n "$(SYNC_FROM)" ] || { \
	  echo "sync: say where samples are drawn: TRAINDATA_HOSTS, or SYNC_FROM" \
	    "(host:folder, /folder, s3://bucket/prefix)" >&2; exit 1; }
	@exec $(FASTNODE) sync $(addprefix --from ,$(SYNC_FROM)) --to $(SYNCED) --samples $(STEPS) \
	  --wait $(SYNC_WAIT) $(SYNC_FLAGS)
## clean_remote: end what datagen_parallel runs on hosts and remove what it put there
clean_remote:
	@scripts/clean_remote.sh $(REMOTE_RECORD)

## train: train a model: OUT/model
train: check_model traindata $(if $(DATA_GEN_LOCAL),corpus) run_train
# Nothing is drawn for a model that is kept.
.PHONY: run_datagen_for_train
run_datagen_for_train:
	@[ -n "$${STAGE_CHECK:-}$${STAGE_ASK:-}" ] || \
	  STAGE_CHECK=1 $(SELF) -s run_train >/dev/null 2>&1 || exec $(SELF) run_datagen_local
run_train: $(if $(DATA_GEN_LOCAL),run_datagen_for_train)
	@$(ASK_DATASET) $(call stage,train,$(OUT)) $(call code_of,train_main graph_data_server) \
	  $(DATASET_IDENTITY) $(COUNTED_INPUTS) \
	  $(foreach name,STEPS MAX_MINUTES SEED TRAIN_THREADS DEVICE TRAIN_FLAGS \
	    $(SESSION_VARIABLES),$(call setting,$(name))) \
	  --precious $(WORTH) --output $(OUT)/model \
	  -- $(TRAIN) $(SESSION_FLAGS) --go-on $(if $(STAGE_REPLACE),--replace) --seed $(SEED) \
	     --out $(OUT)/model --tensorboard $(CURVES)

.PHONY: continue check_checkpoint
## continue: train STEPS more steps from the checkpoint
continue: check_checkpoint check_server $(if $(SERVER_GIVEN),build,corpus)
	@mkdir -p $(TENSORBOARD)
	@mkdir -p $(TMP) && date +%s >$(TMP)/continue-began
	@$(TRAIN) $(GIVEN_FLAGS) $(if $(call given,SEED),--seed $(SEED)) \
	  $(if $(STAGE_REPLACE),--replace) --continue --out $(OUT)/model --tensorboard $(CURVES)
	@pipeline/record_time.sh continue +$$(($$(date +%s) - $$(cat $(TMP)/continue-began))) -
	@echo "continue: $(OUT)/model has $(STEPS) more steps;" \
	  "'$(strip make $(AS_GIVEN))' compresses and validates it"

check_checkpoint:
	@ls $(TMP)/checkpoint/* >/dev/null 2>&1 || { \
	  echo "continue: there is no checkpoint in $(TMP)/checkpoint;" \
	    "run 'make train' first" >&2; exit 1; }

# The corpus first: a server of another dataset is then refused before it has trained anything.
## compress: make the release folder: OUT/serve
compress: check_server corpus train run_compress
run_compress:
	@$(call stage,compress,$(OUT)) $(call code_of,compress learn_fallback) \
	  --input scripts/make_release.sh --input pipeline/attr-fallback.txt \
	  --input $(OUT)/model $(COUNTED_INPUTS) --input $(LIBRARY) \
	  $(OWN_DATASET_ID) --value NUM_FALLBACK_SAMPLES=$(NUM_FALLBACK_SAMPLES) \
	  --output $(OUT)/serve --output $(OUT)/model.onnx \
	  -- scripts/make_release.sh $(FASTNODE) $(OUT)/serve $(STORE) $(NUM_FALLBACK_SAMPLES) \
	     $(THREADS) $(RUNS) --model $(OUT)/model $(COUNTED) \
	     --library $(LIBRARY) --onnx $(OUT)/model.onnx --name $(MODEL_NAME) \
	     --code-version "$$(git describe --always --dirty 2>/dev/null || echo unknown)"

# ---- Verdict and release -------------------------------------------------------------------------

CURATED := pipeline/curated-examples/attr.json
VALIDATIONS := attribute names calls chains decisions
# What every validation reads, and its flags. Status 3 is a verdict, too: the model failed a gate.
# `upload` obeys it, and `verdict` fails by it.
VALIDATION_INPUTS = $(call code_of,validate) $(OWN_DATASET_ID) --input $(OUT)/serve \
  $(COUNTED_INPUTS) --input $(LIBRARY) $(addprefix --input ,$(PREVIOUS)) --finished 3
VALIDATION_FLAGS = --runs $(RUNS) --store $(STORE) --release $(OUT)/serve $(COUNTED) \
  --library $(LIBRARY) $(addprefix --previous ,$(PREVIOUS)) --threads $(THREADS)
.PHONY: $(addprefix validate_,$(VALIDATIONS)) $(addprefix run_validate_,$(VALIDATIONS)) \
  rebuild_curated_examples table headline verdict upload
## validate_attribute: measure attribute completions on held-out projects; examples; verdict
## validate_names: measure completions of names and words of the language on held-out projects
## validate_calls: measure completions of whole calls on held-out projects
## validate_chains: measure completions of whole expressions after a dot on held-out projects
## validate_decisions: measure the decisions that calls and names are made of on held-out projects
$(addprefix validate_,$(VALIDATIONS)): validate_%: compress run_validate_%
	@pipeline/print_table.sh $*
run_validate_attribute:
	@$(call stage,validate_attribute,$(OUT)) $(VALIDATION_INPUTS) --input $(CURATED) \
	  --input $(OUT)/model --value NUM_VALIDATE_SAMPLES=$(NUM_VALIDATE_SAMPLES) \
	  $(foreach end,.json -sites.jsonl -timing.json .html,--output $(OUT)/validation$(end)) \
	  --output $(TMP)/uncurated-examples/attr --output $(OUT)/curated-examples/attr.json \
	  --stdout $(OUT)/validation.txt \
	  -- $(FASTNODE) validate-attribute $(VALIDATION_FLAGS) --uncompressed $(OUT)/model \
	     --out $(OUT)/validation.json --examples $(TMP)/uncurated-examples/attr \
	     --curated $(CURATED) --curated-out $(OUT)/curated-examples/attr.json \
	     --sites $(NUM_VALIDATE_SAMPLES)
run_validate_names: SITES = $(NUM_VALIDATE_NAMES)
run_validate_calls: SITES = $(NUM_VALIDATE_CALLS)
run_validate_chains: SITES = $(NUM_VALIDATE_CHAINS)
run_validate_decisions: SITES = $(NUM_VALIDATE_DECISIONS)
run_validate_names run_validate_calls run_validate_chains run_validate_decisions: run_validate_%:
	@$(call stage,validate_$*,$(OUT)) $(VALIDATION_INPUTS) --value SITES=$(SITES) --nothing 4 \
	  $(foreach end,.json -sites.jsonl -timing.json .html,--output $(OUT)/validation-$*$(end)) \
	  --stdout $(OUT)/validation-$*.txt \
	  -- $(FASTNODE) validate-$* $(VALIDATION_FLAGS) --out $(OUT)/validation-$*.json \
	     --sites $(SITES)

## rebuild_curated_examples: answer the curated examples with the release: OUT/curated-examples
rebuild_curated_examples: compress
	@$(FASTNODE) rebuild-curated-examples --write --release $(OUT)/serve $(CURATED) \
	  $(OUT)/curated-examples/attr.json

table headline: export RUNS := $(RUNS)
## table: print all tables of the last validation, and how long each stage took
table:
	@pipeline/print_table.sh all
## headline: the last validation in a few lines, and where the rest is
headline:
	@pipeline/print_table.sh headline
# What a CI job calls: like `make`, but a gate that failed, of whatever kind of site, is an error.
## verdict: everything, and an error if the release failed a gate of any validation
verdict: all
	@$(FASTNODE) verdict $(OUT) >/dev/null || { \
	  echo "verdict: $(OUT)/serve failed a gate, or was not measured;" \
	    "which, and by how much, stands above" >&2; exit 1; }

## upload: publish OUT/serve at UPLOAD_PATH, if its verdict is good
upload: build
	@if [ -z "$(UPLOAD_PATH)" ]; then \
	  echo "upload: say where: make upload UPLOAD_PATH=s3://bucket/prefix," \
	    "or file:///some/folder" >&2; exit 1; fi
	@if [ ! -f $(OUT)/validation.json ]; then \
	  echo "upload: $(OUT)/serve has not been validated; run 'make' first" >&2; exit 1; fi
	@$(FASTNODE) upload --release $(OUT)/serve --validation $(OUT)/validation.json \
	  --to "$(UPLOAD_PATH)" --runs $(RUNS)

# ---- Something to install ------------------------------------------------------------------------

.PHONY: install packages dist image box
## install: install what was built, at DESTDIR and PREFIX: program, trainer, manual, model, service
install: build
	@for part in program trainer; do \
	  DESTDIR="$(DESTDIR)" cmake --install $(BUILD) --prefix "$(abspath $(PREFIX))" --strip --component $$part; \
	done | sed 's/^-- //'
## packages: what was built as Debian packages and as an archive that needs none, in DIST
packages: build
	@scripts/install_deps.sh packaging/debian-packages.txt
	@packaging/make_packages.sh $(BUILD) $(DIST)
## image: a container image with program and model, for podman and docker, in DIST
image: build
	@scripts/install_deps.sh packaging/debian-packages.txt
	@packaging/make_image.py $(BUILD) $(DIST)
## image_train: the same with the trainer and its torch, for pods that train: image fastnode-train, in DIST
.PHONY: image_train
image_train: build
	@scripts/install_deps.sh packaging/debian-packages.txt
	@packaging/make_image.py $(BUILD) $(DIST) train
## dist: everything that can be installed, with checksums, in DIST: packages, wheel, image, extension, notices
# What an earlier one made, of another version say, is no part of it; what is not ours stays.
MADE = fastnode_*.deb fastnode-train_*.deb fastnode-*-linux-*.tar.gz fastnode-*.oci.tar fastnode-*.whl fastnode.spdx.json fastnode.vsix fastnode-*.vsix \
  third-party-notices.txt
dist: build
	@scripts/install_deps.sh packaging/debian-packages.txt
	@mkdir -p $(DIST) && cd $(DIST) && rm -f SHA256SUMS $(MADE)
	@packaging/make_packages.sh $(BUILD) $(DIST)
	@packaging/make_wheel.py $(BUILD) $(DIST)
	@packaging/make_image.py $(BUILD) $(DIST)
	@packaging/make_sbom.py $(BUILD) $(DIST)
	@editors/vscode/build.sh $(DIST)/fastnode.vsix
	@$(WHOLE_EXTENSION)
	@cd $(DIST) && sha256sum -- $$(ls $(MADE) 2>/dev/null) >SHA256SUMS && echo "dist: $(DIST)/SHA256SUMS"
## box: put OUT/serve, with its validations and a model card, where it comes with the program: models/pythonexpr
box: build
	@packaging/box_model.sh $(FASTNODE) $(OUT) $(DATASET) models/pythonexpr

.PHONY: vscode vsix
## vscode: the extension for Visual Studio Code: BUILD/fastnode.vsix
vscode: deps
	@editors/vscode/build.sh $(BUILD)/fastnode.vsix
## vsix: the same with program and model in it, for this kind of machine, in DIST
WHOLE_EXTENSION = editors/vscode/build.sh $(DIST) $(BUILD)
vsix: build
	@scripts/install_deps.sh packaging/debian-packages.txt
	@$(WHOLE_EXTENSION)

# ---- Tests ---------------------------------------------------------------------------------------

.PHONY: test test_slow test_deps check format
test_deps:
	@scripts/install_deps.sh tests/debian-packages.txt
.PHONY: test_editors
## test_editors: the language server in Emacs, Kate, JupyterLab and Visual Studio Code's server (which it fetches); in Vim, Neovim and Helix if they are installed
test_editors: vscode compress
	@scripts/install_deps.sh packaging/debian-packages.txt tests/editors/debian-packages.txt
	@FASTNODE_MODEL_IN_BOX=$(abspath $(OUT)/serve) editors/vscode/build.sh $(BUILD)/fastnode-whole.vsix $(BUILD)
	@tests/editors/run.sh $(FASTNODE) $(OUT)/serve $(BUILD)/fastnode.vsix $(BUILD) $(BUILD)/fastnode-whole.vsix
# Tests run as they do by hand: without what this make tells its scripts.
CTEST := env $(addprefix -u ,MAKEFLAGS MAKELEVEL MFLAGS $(TOLD)) \
  ctest --test-dir $(BUILD) --output-on-failure -j 2
## test: build everything, run all checks and the tests that take minutes
test: test_deps build_all
	@status=0; \
	scripts/check_format.sh || status=1; \
	scripts/check_layers.sh || status=1; \
	scripts/check_names.py || status=1; \
	$(CTEST) --label-exclude slow || status=1; \
	exit $$status
## test_slow: the tests that take longer: clusters, kills, fuzzers
test_slow: test_deps build_all
	@$(CTEST) --label-regex slow
.PHONY: test_torch run_test_torch
## test_torch: the tests of learn and of training with a current PyTorch, which it fetches (1.5 GB); no part of `make test`
test_torch:
	@$(SELF) run_test_torch TORCH=$(if $(filter debian,$(TORCH)),pip,$(TORCH))
run_test_torch: torch test_deps
	@scripts/build.sh $(BUILD) learn_test train_test
	@$(CTEST) --tests-regex '^(learn|train)_test$$'

## check: format, layering and names
check: deps
	@scripts/check_format.sh
	@scripts/check_layers.sh
	@scripts/check_names.py

## format: format the C++ sources
format: deps
	@find src tests $(wildcard bench) \( -name '*.cc' -o -name '*.h' \) -print0 | \
	  xargs -0 -r clang-format -i

BENCHES := ablation analyze collect model serve types typing
.PHONY: bench $(addprefix bench_,$(BENCHES))
## bench: everything that is measured: bench/README.md
bench: $(addprefix bench_,$(BENCHES))
## bench_ablation: what each kind of knowledge is worth (some hour); needs a finished `make`
## bench_analyze: speed of analysis beside tree-sitter alone, over the default corpus
## bench_collect: speed of the data side over the default corpus (some 4 minutes)
## bench_model: the network beside ONNX Runtime and PyTorch; needs a finished `make`
## bench_serve: completions beside pyright's server and Jedi: time, memory; needs a finished `make`
## bench_types: what types find, beside Jedi and pyright (some 8 minutes)
## bench_typing: files typed key by key beside pyright's server and Jedi: words taken from the list; needs a finished `make`
$(addprefix bench_,$(BENCHES)): bench_%: build
	@bench/$*/run.sh
## bench_cuda: training on a graphics card; needs one, and a finished `make`
.PHONY: bench_cuda
bench_cuda:
	@bench/cuda/run.sh

# ---- House ---------------------------------------------------------------------------------------

.PHONY: clean clean_data help
# Of this make, by its variables: of a dry run what that made. The build, its packages, and what all corpora
# share, go with the default only.
## clean: remove what was built and made (not data/: that is clean_data; not runs/)
clean:
	@scripts/clean.sh $(SAMPLES) $(SYNCED) $(OUT) $(TMP) $(if $(DRY),$(RUNS)) \
	  $(CURVES) $(CURVES)_continue $(if $(filter out,$(OUT)),$(BUILD) $(DIST))
## clean_data: remove the corpus and its store; without DRY_RUN and CORPUS the downloads, too
clean_data:
	@scripts/clean.sh $(DATASET) $(if $(DRY)$(CORPUS),,$(DATA))

## help: this list
help:
	@echo "Targets (make TARGET; without one: all):"
	@sed -nE 's/^## ([a-z_]+): (.*)/\1\t\2/p' Makefile | \
	  awk -F'\t' '{ printf "  %-26s %s\n", $$1, $$2 }'
	@echo
	@echo "Variables (make TARGET NAME=VALUE, or from the environment), with their values now:"
	@$(foreach name,$(shell sed -n 's/^## \([A-Z_]*\):.*/\1/p' pipeline/config.mk),\
	  printf '  %-26s %-24s %s\n' '$(name)' '$($(name))' \
	    "$$(sed -n 's/^## $(name): //p' pipeline/config.mk)";)
