// A question with what the caller knows around it and what the answer may cost: what passes from
// the protocols to the models.
#pragma once

#include "predict/asked/budget.h"
#include "predict/asked/question.h"
#include "predict/cursor/known.h"

namespace fastnode::predict {

struct Request {
  Question question = {};
  Given given = {};
  Budget budget = {};
};

}  // namespace fastnode::predict
