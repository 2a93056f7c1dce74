#include "analyze/types/infer/memo.h"

namespace fastnode::types {

Memo::CallerSearch::CallerSearch(Memo& memo)
    : memo_(memo), steps_before_(memo.steps_), limit_before_(memo.step_limit_) {
  ++memo_.caller_depth_;
  const int allowance = std::min(kMaxCallerSteps, memo_.caller_steps_left_);
  memo_.step_limit_ = std::min(memo_.step_limit_, memo_.steps_ + allowance);
}

Memo::CallerSearch::~CallerSearch() {
  --memo_.caller_depth_;
  const int used = memo_.steps_ - steps_before_;
  memo_.caller_steps_left_ = std::max(0, memo_.caller_steps_left_ - used);
  memo_.steps_ = steps_before_;
  memo_.step_limit_ = limit_before_;
}

}  // namespace fastnode::types
