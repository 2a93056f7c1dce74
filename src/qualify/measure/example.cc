// Examples are JSON with the characters of HTML escaped, so that a page can hold a file as it is.
// They stand nowhere in JSON but in strings, where an escape means the same.
#include "qualify/measure/example.h"

#include <algorithm>
#include <cfloat>
#include <iterator>
#include <utility>

#include "collect/pack/condition.h"
#include "qualify/measure/rounded.h"
#include "support/json_fields.h"

namespace fastnode::qualify {
namespace {

constexpr size_t kCompletionsKept = 20;
constexpr std::string_view kCursorMark = "$$$";

std::string EscapeSigns(std::string_view json) {
  std::string escaped;
  escaped.reserve(json.size() + json.size() / 8);
  for (char c : json) {
    switch (c) {
      case '<':
        escaped += "\\u003c";
        break;
      case '>':
        escaped += "\\u003e";
        break;
      case '&':
        escaped += "\\u0026";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

Json ProvidedToJson(const Example& example) {
  if (example.provided.empty()) return nullptr;
  Json provided = Json::object();
  for (const auto& [method, given] : example.provided) {
    Json completions = Json::array();
    for (const Scored& scored : given.completions) {
      completions.push_back({{"Identifier", scored.name}, {"Score", Rounded(scored.score)}});
    }
    provided[method] = {{"Completions", std::move(completions)},
                        {"MungedBuffer", given.munged_buffer}};
  }
  return provided;
}

Provided ReadProvided(JsonFields& fields) {
  Provided provided;
  fields.ReadObjects("Completions", [&](JsonFields& completion) {
    Scored scored{"", 0};
    completion.ReadText("Identifier", scored.name);
    completion.ReadNumber("Score", -DBL_MAX, DBL_MAX, scored.score);
    completion.Require({"Identifier"});
    provided.completions.push_back(std::move(scored));
  });
  fields.ReadText("MungedBuffer", provided.munged_buffer);
  fields.Require({"Completions"});
  return provided;
}

void TakeMarkedCursor(Example& example) {
  size_t mark = example.buffer.find(kCursorMark, 1);
  if (example.cursor != 0 || mark == std::string::npos) return;
  example.buffer.erase(mark, kCursorMark.size());
  example.cursor = mark;
}

Result<Example> ExampleFromJson(const Json& json, const std::string& name) {
  Example example = MakeExample("", 0, "", "");
  JsonFields fields(json, name);
  fields.AllowUnknown();
  fields.NullIsAbsent();
  fields.ReadText("Buffer", example.buffer);
  fields.ReadUnsigned("Cursor", example.cursor);
  fields.ReadText("Symbol", example.symbol);
  fields.ReadText("Expected", example.expected);
  fields.Require({"Buffer", "Cursor", "Symbol", "Expected"});
  fields.ReadText("Project", example.project);
  fields.ReadText("Slice", example.slice);
  fields.ReadText("Condition", example.condition);
  if (!example.condition.empty() && !pack::ConditionFromName(example.condition)) {
    fields.Fail("Condition", "is none: '" + example.condition + "'");
  }
  fields.ReadNamedObjects("Provided", [&](const std::string& method, JsonFields& provided) {
    example.provided.emplace_back(method, ReadProvided(provided));
  });
  TakeMarkedCursor(example);
  if (example.cursor > example.buffer.size()) fields.Fail("Cursor", "is outside the text");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return example;
}

}  // namespace

Example MakeExample(std::string buffer, uint64_t cursor, std::string symbol, std::string expected) {
  return {std::move(buffer), cursor, std::move(symbol), std::move(expected), "", "", "", {}};
}

void Provide(const std::vector<std::string>& methods, const std::string& munged_buffer,
             Answers answers, Example& example) {
  example.provided.clear();
  for (size_t m = 0; m < methods.size(); ++m) {
    MethodAnswer& answer = answers.methods[m];
    if (!answer.error.empty()) continue;
    // Into a list of its own: a long one that is made shorter stays as large as it was.
    const auto begin = std::make_move_iterator(answer.ranking.begin());
    const size_t kept = std::min(answer.ranking.size(), kCompletionsKept);
    example.provided.emplace_back(
        methods[m], Provided{Ranking(begin, begin + static_cast<ptrdiff_t>(kept)), munged_buffer});
  }
}

std::string EncodeExample(const Example& example) {
  Json json = {{"Buffer", example.buffer},
               {"Cursor", example.cursor},
               {"Symbol", example.symbol},
               {"Expected", example.expected}};
  if (!example.project.empty()) json["Project"] = example.project;
  if (!example.slice.empty()) json["Slice"] = example.slice;
  if (!example.condition.empty()) json["Condition"] = example.condition;
  json["Provided"] = ProvidedToJson(example);
  return EscapeSigns(PrintJson(json, 4)) + "\n";
}

std::string EncodeExamples(const std::vector<Example>& examples) {
  std::string text = "[";
  for (const Example& example : examples) {
    text += (text.size() == 1 ? "\n" : ",\n") + EncodeExample(example);
    text.pop_back();
  }
  return text + "\n]\n";
}

Result<std::vector<Example>> DecodeExamples(std::string_view text) {
  Result<std::vector<Json>> values = ParseJsonSequence(text);
  if (!values.ok()) return values.error();
  if (values->size() == 1 && values->front().is_array()) {
    const Json list = std::move(values->front());
    values->assign(list.begin(), list.end());
  }
  std::vector<Example> examples;
  for (const Json& value : *values) {
    Result<Example> example =
        ExampleFromJson(value, "example " + std::to_string(examples.size() + 1));
    if (!example.ok()) return example.error();
    examples.push_back(*std::move(example));
  }
  return examples;
}

}  // namespace fastnode::qualify
