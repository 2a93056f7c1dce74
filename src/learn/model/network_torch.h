// Torch's headers, as few as serve (they cost 10 s a source file), and our CHECK kept from theirs.
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
