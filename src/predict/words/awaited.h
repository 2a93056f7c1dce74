// Words round `await`: it is missing before a call of a coroutine, and no other word follows it.
#pragma once

#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// `x = | queue.get()` in an async function, where get is one too: `await`, before all else. Errors:
// the text cannot be analysed in time.
Result<bool> IsAwaitMissing(const Question& question, const Known& known, const Budget& budget);

// `await` before the other completions.
void PutAwaitFirst(Answer& answer);

// Takes the words out of an answer behind `await`, which wants a value that can be awaited.
void DropWordsBehindAwait(const FoundSite& site, Answer& answer);

}  // namespace fastnode::predict
