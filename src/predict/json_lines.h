// The protocol of `fastnode complete`: one JSON object a line in, one a line out, in order.
//
//   in   {"id": anything, "path": text, "root": text, "source": text, "offset": bytes}
//   out  {"id", "candidates": [{"text", "probability", "kind"}], "micros"}   or   {"id", "error"}
//
// With "calls": true the answer has "calls": [{"text", "probability"}] as well: whole argument
// lists for a cursor inside a call. "id", "path", "root" and "calls" may be absent. A line that is
// no request is answered like one whose id is null. `source` stands for the file at `path`, which
// is never read; the other files under `root` are. "late": true stands in an answer made of the
// words of the text alone, where the model's was not there in time.
#pragma once

#include <functional>
#include <istream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "predict/completer.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::predict {

inline constexpr size_t kMaxLineBytes = 64u << 20;

// The seam to the model.
using Complete = std::function<Result<Answer>(const Request&)>;
// The usage of the Python files under `root` but `except`.
using ReadProjectBut =
    std::function<Result<corpus::UsageTable>(const std::string& root, const std::string& except)>;

using ProjectOf =
    std::function<Result<KnownProject>(const std::string& root, const std::string& path)>;

// One request, as decoded from its line; its reply, without the id: "candidates", or "error".
Json AnswerJson(const Json& request, const Complete& complete, const ProjectOf& project);

// Answers until the end of `in`; each answer is flushed before the next line is read. What was read
// of a project is kept for the next lines; files that change meanwhile are not read again. Errors:
// `out` cannot be written.
Status ServeJsonLines(std::istream& in, std::ostream& out, const Complete& complete,
                      const ReadProjectBut& read_project, size_t max_line_bytes = kMaxLineBytes);

}  // namespace fastnode::predict
