// Who asks for names that can be imported.
#pragma once

#include "predict/auto_import/offer.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

// By the rule of known.h.
auto_import::Asker AskerOf(const Question& question, const Known& known);

}  // namespace fastnode::predict
