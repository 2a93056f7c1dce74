# Every variable of the pipeline, each with its default. Give others in the environment or on the
# command line alike: `STEPS=500 make train`, `make train STEPS=500`. `make help` prints this list
# from the lines that start with two hashes. A name that is not among them is refused
# (check_variables.sh).

# Former names of variables still work, and say so: former name, then today's.
FORMER_NAMES := MAX_SAMPLES:SITES_PER_SAMPLE BATCH:SAMPLES_PER_REQUEST
former = $(firstword $(subst :, ,$(1)))
today = $(lastword $(subst :, ,$(1)))
differ = $(and $(filter-out undefined,$(origin $(2))),$(filter-out $($(1)),$($(2))))
take_former_name = $(if $(strip $($(1))),$(if $(call differ,$(1),$(2)),$(error \
  $(1) is now $(2): both are given, with different values ($($(1)) and $($(2)))))$(if \
  $(VARIABLES_CHECKED),,$(shell echo '$(1) is now $(2)' >&2))$(eval override $(2) := $($(1))))
$(foreach pair,$(FORMER_NAMES),$(call take_former_name,$(call former,$(pair)),$(call today,$(pair))))

## DRY_RUN: 1 = the whole pipeline in minutes, on a few packages and few steps, into out/dry and tmp/dry
DRY_RUN ?=
DRY := $(if $(filter 1 y yes true,$(DRY_RUN)),1,)

## PROFILE: which packages of pipeline/packagelist.txt are the corpus: dry, default or full
PROFILE ?= $(if $(DRY),dry,default)
## CORPUS: your own code instead: a folder of Python projects, or one project, or a few files
CORPUS ?=
## CORPUS_PARTS: into how many parts the corpus is put, each a store of its own; none: one store
CORPUS_PARTS ?=
## CORPUS_SHARES: a multiple of CORPUS_PARTS: each draw is of one part, so that who draws needs no others; none: as the store has
CORPUS_SHARES ?=
## DATASET_NAME: the corpus and its store live in data/DATASET_NAME
DATASET_NAME ?= $(if $(CORPUS),$(lastword $(notdir $(abspath $(CORPUS))))-corpus,$(PROFILE))
## PACKAGES: a file with the names of projects to train on, one per line; none = all of the training split
PACKAGES ?=
DEFAULT_MODEL := $(if $(DRY),pythonexpr-dry,pythonexpr)
## MODEL_NAME: names the model: its folder, its curves, the uploaded release
MODEL_NAME ?= $(DEFAULT_MODEL)
## RETRAIN: 1 = a trained model may be replaced by one that is trained anew
RETRAIN ?= $(DRY)

# Which server the user chose: empty if none, and then the pipeline starts its own. (A make started by
# this one finds it in the environment.)
ifeq ($(origin SERVER_GIVEN),undefined)
SERVER_GIVEN := $(if $(filter-out undefined,$(origin SERVER)),$(SERVER),)
endif
## SERVER_PORT: where the pipeline starts its own graph data server
SERVER_PORT ?= 3039
## SERVER: URL of a graph data server, http://HOST:PORT; one given here must be running already
SERVER ?= http://localhost:$(SERVER_PORT)
ifeq ($(strip $(SERVER)),)
override SERVER := http://localhost:$(SERVER_PORT)
endif
## SERVER_TOKEN_FILE: a file with the token that the server asks for; `make server` asks for it, then
SERVER_TOKEN_FILE ?=
## SERVER_WAIT: seconds that training waits for a server that has answered and went away
SERVER_WAIT ?= 300
## SERVER_HOST: where `make server` listens; 0.0.0.0 is for other computers, too, and needs SERVER_TOKEN_FILE
SERVER_HOST ?= 127.0.0.1

## STEPS: training steps; for `continue` the number of extra steps
STEPS ?= $(if $(DRY),200,6000)
# What the samples of a session depend on: each variable with its flag of `fastnode train` and of
# `fastnode datagen`.
SESSION :=
## SITES_PER_SAMPLE: sites in one training sample, which is one mini-batch
SITES_PER_SAMPLE ?= $(if $(DRY),16,64)
SESSION += SITES_PER_SAMPLE:--sites-per-sample
## MAX_MINUTES: of training; it ends earlier after this time, with the steps made (0: no limit)
MAX_MINUTES ?= 0
## TRAIN_FLAGS: more flags for `fastnode train` (`build/fastnode train --help`)
TRAIN_FLAGS ?=
## SAMPLES_PER_REQUEST: samples in one answer of the server
SAMPLES_PER_REQUEST ?= 4
## SEED: of training; the same seed, the same model
SEED ?= 1
## TRAIN_THREADS: of training; the graph data server draws samples on the other core. On a card: of what prepares samples
TRAIN_THREADS ?= 1
## THREADS: of validation
THREADS ?= 2
## DEVICE: cpu, or cuda with TORCH=pip-cuda
DEVICE ?= cpu
## ATTR_PROPORTION: share in training of attribute sites: the name after a dot
ATTR_PROPORTION ?= 0.47
SESSION += ATTR_PROPORTION:--attribute-proportion
## ATTR_CONDITIONS: shares in training of the conditions (docs/words.md) of names after and before a dot
ATTR_CONDITIONS ?= whole_file:0.15,expression_ends:0.1,rest_of_line:0.6,nothing_below:0.15
SESSION += ATTR_CONDITIONS:--attribute-conditions
## CALL_CONDITIONS: the same of all places in calls
CALL_CONDITIONS ?= whole_file:0.15,expression_ends:0.1,rest_of_line:0.6,nothing_below:0.15
SESSION += CALL_CONDITIONS:--argument-conditions
## NAME_CONDITIONS: the same of names that are read and of words of the language
NAME_CONDITIONS ?= whole_file:0.15,expression_ends:0.1,rest_of_line:0.6,nothing_below:0.15
SESSION += NAME_CONDITIONS:--name-conditions
$(if $(strip $(ATTR_TYPED_SHARE)),$(error ATTR_TYPED_SHARE is now ATTR_CONDITIONS and CALL_CONDITIONS \
  (make help)))
## ATTR_BASE_PROPORTION: of attribute-base sites: the variable before a dot
ATTR_BASE_PROPORTION ?= 0.04
SESSION += ATTR_BASE_PROPORTION:--attribute-base-proportion
## CALL_PROPORTION: of argument sites: which variable is passed
CALL_PROPORTION ?= 0.14
SESSION += CALL_PROPORTION:--argument-proportion
## ARG_TYPE_PROPORTION: of argument-kind sites: stop, positional or keyword
ARG_TYPE_PROPORTION ?= 0.08
SESSION += ARG_TYPE_PROPORTION:--argument-kind-proportion
## KWARG_NAME_PROPORTION: of keyword-name sites
KWARG_NAME_PROPORTION ?= 0.05
SESSION += KWARG_NAME_PROPORTION:--keyword-name-proportion
## ARG_PLACEHOLDER_PROPORTION: of argument-placeholder sites: a plain name, a literal or something else
ARG_PLACEHOLDER_PROPORTION ?= 0.07
SESSION += ARG_PLACEHOLDER_PROPORTION:--argument-placeholder-proportion
## NAME_PROPORTION: of name sites: a name that is read, or a word of the language
NAME_PROPORTION ?= 0.15
SESSION += NAME_PROPORTION:--name-proportion

## NUM_FALLBACK_SAMPLES: sites of the validation split on which the release's fallback list is learned
NUM_FALLBACK_SAMPLES ?= $(if $(DRY),200,2000)
## NUM_VALIDATE_SAMPLES: sites of held-out projects to validate on
NUM_VALIDATE_SAMPLES ?= $(if $(DRY),200,3000)
## NUM_VALIDATE_NAMES: names and words of the language in held-out projects to validate on
NUM_VALIDATE_NAMES ?= $(if $(DRY),100,1500)
## NUM_VALIDATE_CALLS: calls of held-out projects to validate on
NUM_VALIDATE_CALLS ?= $(if $(DRY),100,1000)
## NUM_VALIDATE_CHAINS: expressions after dots of held-out projects to validate on
NUM_VALIDATE_CHAINS ?= $(if $(DRY),100,1000)
## NUM_VALIDATE_DECISIONS: places of held-out projects to validate single decisions of the other tasks on
NUM_VALIDATE_DECISIONS ?= $(if $(DRY),100,2500)
## PREVIOUS: folder of an earlier release, validated on the same sites beside the new one
PREVIOUS ?=
## UPLOAD_PATH: where `upload` publishes: s3://bucket/prefix (AWS_* variables) or file:///some/folder
UPLOAD_PATH ?=

## DATA_GEN_LOCAL: 1 = draw all samples into files first (datagen_local) and train from these, without a server
DATA_GEN_LOCAL ?=
## SAMPLES_DIR: the files that datagen_local and datagen_parallel make stand in SAMPLES_DIR/DATASET_NAME
SAMPLES_DIR ?= $(if $(DRY),tmp/dry/samples,tmp/samples)
## CLUSTER: who draws samples for datagen_parallel: local, ssh, slurm or kubernetes; slurm also makes the parts of a corpus (CORPUS_PARTS)
CLUSTER ?= local
## PARTS: into how many parts datagen_parallel cuts the work
PARTS ?= 16
## TRAINDATA_HOSTS: hosts for CLUSTER=ssh: 'user@one two'
TRAINDATA_HOSTS ?=
## RSYNC_RSH: how they are reached, as rsync has it; empty: ssh, which asks nothing
RSYNC_RSH ?=
## JOBS: processes of CLUSTER=local; empty: as many as there are cores
JOBS ?=
## HOST_JOBS: processes on each host of CLUSTER=ssh; empty: as many as it has cores
HOST_JOBS ?=
## PARTS_PER_HOST: of a corpus in parts with shares, how many parts a host gets at most; empty: no limit
PARTS_PER_HOST ?=
## NODE_DIR: folder on a node's own disk, to which a task of CLUSTER=slurm copies its part of such a corpus; empty: none
NODE_DIR ?=
## CLUSTER_HOURS: how long datagen_parallel and the parts of a corpus are waited for
CLUSTER_HOURS ?= 24
## REMOTE_DIR: folder on these hosts, ours alone
REMOTE_DIR ?= fastnode-datagen/$(DATASET_NAME)
## SLURM_FLAGS: more flags for sbatch: --partition, --account, --time
SLURM_FLAGS ?=
## KUBECTL: how the cluster of CLUSTER=kubernetes is reached, with flags; empty: manifests are written, nothing is applied
KUBECTL ?= kubectl
## KUBE_IMAGE: image of pods that draw; empty: the name that `make image` gives it
KUBE_IMAGE ?=
## KUBE_TRAIN_IMAGE: image of pods that train; empty: the name that `make image_train` gives it
KUBE_TRAIN_IMAGE ?=
## KUBE_SECRET: the Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN)
KUBE_SECRET ?= fastnode-s3
## KUBE_ENDPOINT: of the object store, as pods reach it; empty: AWS_ENDPOINT_URL_S3, else AWS_ENDPOINT_URL
KUBE_ENDPOINT ?=
## KUBE_PODS: pods that draw at once; 0: as many as PARTS
KUBE_PODS ?= 0
## KUBE_CPU: cores of a pod
KUBE_CPU ?= 1
## KUBE_MEMORY: of a pod
KUBE_MEMORY ?= 4Gi
## KUBE_DISK: of a pod, gone with it; empty: for store, samples of its part, and room
KUBE_DISK ?=
## KUBE_WORKERS: pods that share a training, each with a card if DEVICE=cuda
KUBE_WORKERS ?= 1
## KUBE_CLAIM: volume claim of a training, for samples, checkpoint and model; empty: one is made, of KUBE_CLAIM_SIZE
KUBE_CLAIM ?=
## KUBE_CLAIM_SIZE: of that
KUBE_CLAIM_SIZE ?= 50Gi
## PUBLISH: s3://bucket/prefix: datagen_parallel copies each shard there, too
PUBLISH ?=
## SYNC_DATA: 1 = train on what `make sync` brings, while it is drawn
SYNC_DATA ?=
## SYNC_FROM: where samples are drawn: host:folder, /folder, s3://bucket/prefix, several
SYNC_FROM ?= $(if $(filter kubernetes,$(CLUSTER)),$(PUBLISH),\
  $(foreach host,$(TRAINDATA_HOSTS),$(host):$(REMOTE_DIR)/samples))
## SYNCED: where `make sync` puts them
SYNCED ?= $(if $(DRY),tmp/dry,tmp)/synced/$(DATASET_NAME)
## SYNC_WAIT: seconds that training waits for a sample, and `make sync` for one that is wanted
SYNC_WAIT ?= 3600
## SYNC_FLAGS: more flags for `fastnode sync`: --keep, --ahead-files, --ahead-bytes
SYNC_FLAGS ?=

## STAGE_WAIT: seconds that a make waits for a stage that another make of this folder runs
STAGE_WAIT ?= 3600

# What is made of another corpus, or under another name, has folders of its own, and so replaces nothing.
OWN_DATASET := $(filter-out $(if $(DRY),dry,default),$(DATASET_NAME))
OWN := $(if $(OWN_DATASET)$(filter-out $(DEFAULT_MODEL),$(MODEL_NAME)),/$(DATASET_NAME)/$(MODEL_NAME))
# Folders: a stage writes into TMP and renames into OUT when it succeeded.
## RUNS: records of what was trained and validated (`fastnode runs list`)
RUNS ?= runs$(if $(DRY),/dry,)
## OUT: products
OUT ?= out$(if $(DRY),/dry,)$(OWN)
## TMP: unfinished work, checkpoint, times, logs
TMP ?= tmp$(if $(DRY),/dry,)$(OWN)
## TENSORBOARD: event files, one folder per model
TENSORBOARD ?= tensorboard
## DATA: corpora and their stores
DATA ?= data
DATASET := $(DATA)/$(DATASET_NAME)
CURVES := $(TENSORBOARD)/$(if $(OWN_DATASET),$(DATASET_NAME)/)$(MODEL_NAME)
## TORCH: whose libtorch trains: debian; pip, a current one of the Python package index; pip-cuda, the same for a card
TORCH ?= debian
## BUILD: the build
BUILD ?= $(if $(filter pip pip-cuda,$(TORCH)),build/$(TORCH),build)
## CMAKE_FLAGS: more flags for CMake: -DTorch_DIR=/path/to/torch/share/cmake/Torch, say
CMAKE_FLAGS ?=
## FASTNODE: the program that all stages run
FASTNODE ?= $(BUILD)/fastnode

## PREFIX: where `make install` installs
PREFIX ?= /usr/local
## DESTDIR: a folder in front of PREFIX, for who makes packages of it
DESTDIR ?=
## DIST: where `make packages` puts what it makes
DIST ?= dist

# Make takes a space for the end of a name.
no_space = $(if $(word 2,x$($(1))x),$(error $(1): there is a space in '$($(1))'. \
  Make a link to it whose name has none (ln -s FOLDER LINK), and give that))
$(foreach name,CORPUS DATASET_NAME MODEL_NAME PACKAGES PREVIOUS SAMPLES_DIR SYNCED RUNS OUT TMP BUILD DATA TENSORBOARD FASTNODE PREFIX DESTDIR DIST,\
  $(call no_space,$(name)))
# out/ and tmp/ have folders of these names already.
$(if $(filter model serve stages curated-examples checkpoint samples synced,$(OWN_DATASET)),\
  $(error DATASET_NAME: '$(DATASET_NAME)' is taken; choose another name))
