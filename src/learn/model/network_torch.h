// Torch's headers, as few as will do (they cost 10 s per source file), and our CHECK in the place
// of theirs.
#pragma once

#include "support/check.h"

#pragma push_macro("CHECK")
#undef CHECK
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/autograd.h>
#include <torch/types.h>
#undef CHECK
#pragma pop_macro("CHECK")
