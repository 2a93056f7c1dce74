#include "predict/json_lines.h"

#include <chrono>
#include <cmath>
#include <iostream>
#include <list>
#include <optional>
#include <utility>

#include "support/json_fields.h"

namespace fastnode::predict {
namespace {

// Projects whose usage is kept, each some megabytes.
constexpr size_t kMaxProjects = 8;

struct Line {
  std::string text;
  bool too_long = false;
};

// The next line without its end; none at the end of the input. Of a line that is too long only the
// end is looked for.
std::optional<Line> ReadLine(std::istream& in, size_t max_bytes) {
  Line line;
  std::streambuf& bytes = *in.rdbuf();
  int c = bytes.sbumpc();
  if (c == EOF) return std::nullopt;
  for (; c != EOF && c != '\n'; c = bytes.sbumpc()) {
    if (line.text.size() < max_bytes) {
      line.text.push_back(static_cast<char>(c));
    } else {
      line.too_long = true;
    }
  }
  return line;
}

Result<Question> DecodeQuestion(const Json& json) {
  Question question;
  JsonFields fields(json, "request");
  fields.AllowUnknown();
  fields.NullIsAbsent();
  fields.ReadText("source", question.text);
  fields.ReadUnsigned("offset", question.cursor);
  fields.ReadText("path", question.path);
  fields.ReadText("root", question.root);
  fields.ReadBool("calls", question.calls);
  fields.Require({"source", "offset"});
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return question;
}

// The latest projects asked for, newest first.
class Projects {
 public:
  explicit Projects(const ReadProjectBut& read) : read_(read) {}

  // Null without a root. Errors: the root cannot be read.
  using Table = std::shared_ptr<const corpus::UsageTable>;
  Result<Table> Get(const std::string& root, const std::string& except) {
    if (root.empty()) return Table();
    const std::pair key(root, except);
    for (auto it = kept_.begin(); it != kept_.end(); ++it) {
      if (it->first != key) continue;
      kept_.splice(kept_.begin(), kept_, it);
      return kept_.front().second;
    }
    Result<corpus::UsageTable> table = read_(root, except);
    if (!table.ok()) return table.error().Context("root");
    kept_.emplace_front(key, std::make_shared<const corpus::UsageTable>(std::move(*table)));
    if (kept_.size() > kMaxProjects) kept_.pop_back();
    return kept_.front().second;
  }

 private:
  const ReadProjectBut& read_;
  std::list<std::pair<std::pair<std::string, std::string>, Table>> kept_;
};

Result<Json> AnswerRequest(const Json& json, const Complete& complete, const ProjectOf& find) {
  const auto start = std::chrono::steady_clock::now();
  Result<Question> question = DecodeQuestion(json);
  if (!question.ok()) return question.error();
  Result<KnownProject> project = find(question->root, question->path);
  if (!project.ok()) return project.error();
  const Request request{*std::move(question), {.project = *std::move(project)}};
  Result<Answer> answer = complete(request);
  if (!answer.ok()) return answer.error();
  auto rounded = [](float probability) { return std::round(probability * 1e6) / 1e6; };
  Json candidates = Json::array();
  for (const Completion& completion : answer->completions) {
    const double probability = rounded(completion.probability);
    candidates.push_back(
        {{"text", completion.text}, {"probability", probability}, {"kind", completion.kind}});
  }
  Json reply = Json::object();
  reply["candidates"] = std::move(candidates);
  if (request.question.calls) {
    reply["calls"] = Json::array();
    for (const CallCompletion& call : answer->calls) {
      reply["calls"].push_back({{"text", call.text}, {"probability", rounded(call.probability)}});
    }
  }
  if (answer->late) reply["late"] = true;
  reply["micros"] = std::chrono::duration_cast<std::chrono::microseconds>(
                        std::chrono::steady_clock::now() - start)
                        .count();
  return reply;
}

Json AnswerLine(const Line& line, size_t max_bytes, const Complete& complete,
                const ProjectOf& project) {
  Json reply = Json::object();
  reply["id"] = nullptr;
  auto fail = [&](const std::string& message) {
    reply["error"] = message;
    return reply;
  };
  if (line.too_long) return fail("line is longer than " + std::to_string(max_bytes) + " bytes");
  Result<Json> json = ParseJson(line.text);
  if (!json.ok()) return fail("not JSON: " + json.error().message);
  if (!json->is_object()) return fail("not a JSON object");
  if (json->contains("id")) reply["id"] = (*json)["id"];
  reply.update(AnswerJson(*json, complete, project));
  return reply;
}

}  // namespace

Json AnswerJson(const Json& request, const Complete& complete, const ProjectOf& project) {
  Result<Json> answer = request.is_object() ? AnswerRequest(request, complete, project)
                                            : Result<Json>(Error{"not a JSON object"});
  if (answer.ok()) return *std::move(answer);
  return {{"error", answer.error().message}};
}

Status ServeJsonLines(std::istream& in, std::ostream& out, const Complete& complete,
                      const ReadProjectBut& read_project, size_t max_line_bytes) {
  Projects projects(read_project);
  const ProjectOf project = [&](const std::string& root,
                                const std::string& except) -> Result<KnownProject> {
    Result<Projects::Table> table = projects.Get(root, except);
    if (!table.ok()) return table.error();
    return KnownProject{*table, nullptr};
  };
  while (std::optional<Line> line = ReadLine(in, max_line_bytes)) {
    out << PrintJson(AnswerLine(*line, max_line_bytes, complete, project)) << '\n' << std::flush;
    if (!out) return Error{"cannot write the answer"};
  }
  return {};
}

}  // namespace fastnode::predict
