#include "qualify/example.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "support/file.h"
#include "support/json.h"

namespace fastnode::qualify {
namespace {

constexpr size_t kCompletionsKept = 20;
constexpr std::string_view kCursorMark = "$$$";

// These stand nowhere in JSON but in strings, where an escape means the same.
std::string EscapeHtml(std::string_view json) {
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

// A millionth is more than anyone reads in a score.
double Rounded(double score) { return std::round(score * 1e6) / 1e6; }

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

Result<Scored> CompletionFromJson(const Json& json) {
  if (!json.is_object() || !json.contains("Identifier") || !json["Identifier"].is_string()) {
    return Error{"a completion lacks \"Identifier\""};
  }
  bool scored = json.contains("Score") && json["Score"].is_number();
  return Scored{json["Identifier"].get<std::string>(), scored ? json["Score"].get<double>() : 0};
}

Status ProvidedFromJson(const Json& json, Example& example) {
  if (json.is_null()) return {};
  if (!json.is_object()) return Error{"\"Provided\" is neither null nor an object"};
  for (const auto& [method, value] : json.items()) {
    Provided provided;
    if (!value.is_object() || !value.contains("Completions")) {
      return Error{"\"Provided\": " + method + " lacks \"Completions\""};
    }
    for (const Json& completion : value["Completions"]) {
      Result<Scored> scored = CompletionFromJson(completion);
      if (!scored.ok()) return scored.error().Context("\"Provided\": " + method);
      provided.completions.push_back(std::move(*scored));
    }
    if (value.contains("MungedBuffer") && value["MungedBuffer"].is_string()) {
      provided.munged_buffer = value["MungedBuffer"].get<std::string>();
    }
    example.provided.emplace_back(method, std::move(provided));
  }
  return {};
}

void TakeMarkedCursor(Example& example) {
  size_t mark = example.buffer.find(kCursorMark, 1);
  if (example.cursor != 0 || mark == std::string::npos) return;
  example.buffer.erase(mark, kCursorMark.size());
  example.cursor = mark;
}

Result<Example> ExampleFromJson(const Json& json) {
  if (!json.is_object()) return Error{"not an object"};
  for (const char* field : {"Buffer", "Symbol", "Expected"}) {
    if (!json.contains(field) || !json[field].is_string()) {
      return Error{"no text in \"" + std::string(field) + "\""};
    }
  }
  if (!json.contains("Cursor") || !json["Cursor"].is_number_unsigned()) {
    return Error{"no byte offset in \"Cursor\""};
  }
  Example example =
      MakeExample(json["Buffer"], json["Cursor"].get<uint64_t>(), json["Symbol"], json["Expected"]);
  for (const auto& [field, value] :
       {std::pair{"Project", &example.project}, {"Slice", &example.slice}}) {
    if (json.contains(field) && json[field].is_string()) *value = json[field].get<std::string>();
  }
  TakeMarkedCursor(example);
  if (example.cursor > example.buffer.size()) return Error{"\"Cursor\" is outside the text"};
  if (json.contains("Provided")) {
    Status status = ProvidedFromJson(json["Provided"], example);
    if (!status.ok()) return status.error();
  }
  return example;
}

}  // namespace

Example MakeExample(std::string buffer, uint64_t cursor, std::string symbol, std::string expected) {
  return {std::move(buffer), cursor, std::move(symbol), std::move(expected), "", "", {}};
}

void Provide(const std::vector<std::string>& methods, const std::string& munged_buffer,
             Answers answers, Example& example) {
  example.provided.clear();
  for (size_t m = 0; m < methods.size(); ++m) {
    MethodAnswer& answer = answers.methods[m];
    if (!answer.error.empty()) continue;
    answer.ranking.resize(std::min(answer.ranking.size(), kCompletionsKept));
    example.provided.emplace_back(methods[m], Provided{std::move(answer.ranking), munged_buffer});
  }
}

std::string EncodeExample(const Example& example) {
  Json json = {{"Buffer", example.buffer},
               {"Cursor", example.cursor},
               {"Symbol", example.symbol},
               {"Expected", example.expected}};
  if (!example.project.empty()) json["Project"] = example.project;
  if (!example.slice.empty()) json["Slice"] = example.slice;
  json["Provided"] = ProvidedToJson(example);
  return EscapeHtml(PrintJson(json, 4)) + "\n";
}

Result<std::vector<Example>> DecodeExamples(std::string_view text) {
  Result<std::vector<Json>> values = ParseJsonSequence(text);
  if (!values.ok()) return values.error();
  std::vector<Example> examples;
  for (const Json& value : *values) {
    Result<Example> example = ExampleFromJson(value);
    if (!example.ok()) {
      return example.error().Context("example " + std::to_string(examples.size() + 1));
    }
    examples.push_back(std::move(*example));
  }
  return examples;
}

Result<std::vector<Example>> ReadExamples(const std::string& path) {
  std::vector<std::string> files = {path};
  if (std::error_code error; std::filesystem::is_directory(path, error)) {
    Result<std::vector<std::string>> listed = ListFiles(path, ".json");
    if (!listed.ok()) return listed.error();
    files.clear();
    for (const std::string& file : *listed) files.push_back(path + "/" + file);
  }
  std::vector<Example> all;
  for (const std::string& file : files) {
    Result<std::string> text = ReadFile(file);
    if (!text.ok()) return text.error();
    Result<std::vector<Example>> examples = DecodeExamples(*text);
    if (!examples.ok()) return examples.error().Context(file);
    for (Example& example : *examples) all.push_back(std::move(example));
  }
  return all;
}

Status WriteExampleFolder(const std::vector<Example>& examples, const std::string& folder) {
  namespace fs = std::filesystem;
  const std::string temporary = folder + ".tmp";
  std::error_code error;
  fs::remove_all(temporary, error);
  Status made = MakeFolders(temporary);
  if (!made.ok()) return made;
  for (size_t i = 0; i < examples.size(); ++i) {
    char name[64];
    std::snprintf(name, sizeof name, "example-%04zu-of-%04zu.json", i + 1, examples.size());
    Status written = WriteFileAtomic(temporary + "/" + name, EncodeExample(examples[i]));
    if (!written.ok()) return written;
  }
  fs::remove_all(folder, error);
  fs::rename(temporary, folder, error);
  if (error) return Error{folder + ": " + error.message()};
  return {};
}

}  // namespace fastnode::qualify
