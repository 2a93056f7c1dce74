// The protocol of `fastnode complete`: one JSON object per line in, one per line out, in order.
//
//   in   {"id": anything, "path": text, "root": text, "source": text, "offset": bytes}
//   out  {"id", "candidates": [{"text", "probability", "kind"}], "micros"}   or   {"id", "error"}
//
// A candidate that is not in scope comes behind those that are, and says how it gets there:
// "module", from where it is imported, and "edits" of the source that do so, [{"begin", "end",
// "text"}] in bytes of the source as it was sent, ascending.
//
// With "calls": true the answer has "calls": [{"text", "probability"}] as well: whole argument
// lists for a cursor inside a call, whole expressions after a dot. "id", "path", "root" and "calls"
// may be absent. A line that is no request is answered like one whose id is null. `source` stands
// for the file at `path`, which is never read; the other files under `root` are. "late": true
// stands in an answer that came in time because something did not: the model's, then it is made of
// the words of the text alone, or the reading of the project, then it is made without.
#pragma once

#include <chrono>
#include <functional>
#include <istream>
#include <ostream>

#include "predict/completer.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::predict {

inline constexpr size_t kMaxLineBytes = 64u << 20;

// The seam to the model.
using Complete = std::function<Result<Answer>(const Request&)>;
// The seam to what the question's project uses.
using ProjectOf = std::function<Result<KnownProject>(const Question&, const Budget&)>;

struct Answerer {
  Complete complete;
  ProjectOf project;
  // From a request to its answer, its project included; 0: as long as it takes.
  std::chrono::milliseconds limit{0};
  FindImportables find_importables = nullptr;  // null: names that are not in scope are not offered
};

// One request, as decoded from its line; its reply, without the id: "candidates", or "error".
Json AnswerJson(const Json& request, const Answerer& answerer);

// Answers until the end of `in`; each answer is flushed before the next line is read. Errors: `out`
// cannot be written.
Status ServeJsonLines(std::istream& in, std::ostream& out, const Answerer& answerer,
                      size_t max_line_bytes = kMaxLineBytes);

}  // namespace fastnode::predict
