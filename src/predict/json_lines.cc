#include "predict/json_lines.h"
#include "predict/asked/question.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/request.h"

#include <chrono>
#include <cmath>
#include <iostream>
#include <optional>
#include <utility>

#include "support/json_fields.h"

namespace fastnode::predict {
namespace {

struct InputLine {
  std::string text;
  bool too_long = false;
};

// The next line without its end; none at the end of the input. Of a line that is too long only the
// end is looked for.
std::optional<InputLine> ReadLine(std::istream& in, size_t max_bytes) {
  InputLine line;
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

double Rounded(float probability) { return std::round(probability * 1e6) / 1e6; }

Json ReplyOf(const Answer& answer, bool with_calls) {
  Json candidates = Json::array();
  for (const Completion& one : answer.completions) {
    Json candidate = {
        {"text", one.text}, {"probability", Rounded(one.probability)}, {"kind", one.kind}};
    if (!one.module.empty()) candidate["module"] = one.module;
    if (!one.edits.empty()) {
      candidate["edits"] = Json::array();
      for (const auto_import::Edit& edit : one.edits) {
        candidate["edits"].push_back(
            {{"begin", edit.begin}, {"end", edit.end}, {"text", edit.text}});
      }
    }
    candidates.push_back(std::move(candidate));
  }
  Json reply = Json::object();
  reply["candidates"] = std::move(candidates);
  if (with_calls) {
    reply["calls"] = Json::array();
    for (const CallCompletion& call : answer.calls) {
      reply["calls"].push_back({{"text", call.text}, {"probability", Rounded(call.probability)}});
    }
  }
  return reply;
}

Result<Json> AnswerRequest(const Json& json, const Answerer& answerer) {
  const TimePoint start = std::chrono::steady_clock::now();
  Result<Question> question = DecodeQuestion(json);
  if (!question.ok()) return question.error();
  Request request{*std::move(question)};
  if (answerer.limit.count() > 0) request.budget.deadline = start + answerer.limit;
  Result<KnownProject> project = answerer.project(request.question, request.budget);
  if (!project.ok()) return project.error();
  const bool without_project = project->late;
  request.given.project = *std::move(project);
  request.given.find_importables = answerer.find_importables;
  Result<Answer> answer = answerer.complete(request);
  if (!answer.ok()) return answer.error();
  Json reply = ReplyOf(*answer, request.question.calls);
  if (answer->late || without_project) reply["late"] = true;
  reply["micros"] = std::chrono::duration_cast<std::chrono::microseconds>(
                        std::chrono::steady_clock::now() - start)
                        .count();
  return reply;
}

Json AnswerLine(const InputLine& line, size_t max_bytes, const Answerer& answerer) {
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
  reply.update(AnswerJson(*json, answerer));
  return reply;
}

}  // namespace

Json AnswerJson(const Json& request, const Answerer& answerer) {
  Result<Json> answer = request.is_object() ? AnswerRequest(request, answerer)
                                            : Result<Json>(Error{"not a JSON object"});
  if (answer.ok()) return *std::move(answer);
  return {{"error", answer.error().message}};
}

Status ServeJsonLines(std::istream& in, std::ostream& out, const Answerer& answerer,
                      size_t max_line_bytes) {
  while (std::optional<InputLine> line = ReadLine(in, max_line_bytes)) {
    out << PrintJson(AnswerLine(*line, max_line_bytes, answerer)) << '\n' << std::flush;
    if (!out) return Error{"cannot write the answer"};
  }
  return {};
}

}  // namespace fastnode::predict
