// What the features of samples meant to the program that trained a model: of each task the name of
// every slot. A network learns from numbers alone, so a model whose slots have come to mean
// something else would load and answer nonsense. By this list it is refused instead.
#pragma once

#include "support/json.h"
#include "support/result.h"

namespace fastnode::learn {

// Of this program: {"hash": HEX, TASK: {"candidate": NAMES, "site": NAMES}, ...}. NAMES are in the
// order of slots, "-" for one that the task never fills. The hash is of all the rest.
Json FeatureNames();

// `stored`: what a model has of it. Errors name the first slot that differs.
Status CheckFeatureNames(const Json& stored);

}  // namespace fastnode::learn
