// An example is known by its text, cursor and answer. Where files share examples they are put side
// by side, and their methods bear the file's label; else methods of the same name are the same.
#include "qualify/viewer/collection.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <unordered_map>

#include "qualify/ask/ranking.h"
#include "qualify/measure/example_files.h"
#include "qualify/viewer/labels.h"

namespace fastnode::qualify {
namespace {

constexpr size_t kMostExamples = 200'000;

using Key = std::tuple<std::string_view, uint64_t, std::string_view>;
Key KeyOf(const Example& example) { return {example.buffer, example.cursor, example.expected}; }

// Of a condition's name, "" of none.
std::string_view TitleOf(const std::string& condition) {
  const auto known = pack::ConditionFromName(condition);
  return known ? pack::Title(*known) : "";
}

// What the base looks like, where nobody has noted it.
std::string SliceOf(const Example& example) {
  if (!example.slice.empty()) return example.slice;
  for (std::string_view base : {"self.", "cls."}) {
    if (example.cursor < base.size()) continue;
    const size_t begin = example.cursor - base.size();
    if (example.buffer.compare(begin, base.size(), base) != 0) continue;
    const bool whole =
        begin == 0 || (std::isalnum(static_cast<unsigned char>(example.buffer[begin - 1])) == 0 &&
                       example.buffer[begin - 1] != '_' && example.buffer[begin - 1] != '.');
    if (whole) return "self";
  }
  return "";
}

// Whether some example stands in more than one of the files.
bool Overlap(const std::vector<std::vector<Example>>& files) {
  std::map<Key, size_t> first;
  for (size_t f = 0; f < files.size(); ++f) {
    for (const Example& example : files[f]) {
      if (first.emplace(KeyOf(example), f).first->second != f) return true;
    }
  }
  return false;
}

struct Sourced {
  Example example;
  int32_t source = 0;
};

// In the order of the files. Where they have examples in common, methods bear the file's label.
std::vector<Sourced> Merge(std::vector<std::vector<Example>> files,
                           const std::vector<std::string>& labels) {
  std::vector<Sourced> merged;
  const bool overlap = Overlap(files);
  std::map<std::tuple<std::string, uint64_t, std::string>, size_t> known;
  for (size_t f = 0; f < files.size(); ++f) {
    for (Example& example : files[f]) {
      if (!overlap) {
        merged.push_back({std::move(example), static_cast<int32_t>(f)});
        continue;
      }
      for (auto& [method, provided] : example.provided) method = labels[f] + ": " + method;
      auto [found, inserted] =
          known.try_emplace({example.buffer, example.cursor, example.expected}, merged.size());
      if (inserted) {
        merged.push_back({std::move(example), static_cast<int32_t>(f)});
        continue;
      }
      auto& provided = merged[found->second].example.provided;
      std::move(example.provided.begin(), example.provided.end(), std::back_inserter(provided));
    }
  }
  return merged;
}

int32_t NumberOf(const std::string& text, std::vector<std::string>& list,
                 std::unordered_map<std::string, int32_t>& numbers) {
  auto [found, inserted] = numbers.emplace(text, static_cast<int32_t>(list.size()));
  if (inserted) list.push_back(text);
  return found->second;
}

}  // namespace

Result<Collection> ReadCollection(const std::vector<std::string>& paths) {
  Collection collection;
  collection.paths = paths;
  std::vector<std::vector<Example>> files;
  for (const std::string& path : paths) {
    Result<std::vector<Example>> examples = ReadExamples(path);
    if (!examples.ok()) return examples.error();
    files.push_back(*std::move(examples));
  }
  collection.sources = Labels(paths);
  std::vector<Sourced> merged = Merge(std::move(files), collection.sources);
  if (merged.empty()) return Error{"no examples in " + paths[0]};
  if (merged.size() > kMostExamples) {
    return Error{std::to_string(merged.size()) + " examples are more than " +
                 std::to_string(kMostExamples)};
  }
  std::unordered_map<std::string, int32_t> numbers;
  for (const auto& [example, source] : merged) {
    for (const auto& [method, provided] : example.provided) {
      NumberOf(method, collection.methods, numbers);
    }
  }
  for (auto& [example, source] : merged) {
    ViewedExample viewed;
    viewed.source = source;
    viewed.ranks.assign(collection.methods.size(), kNotGiven);
    for (const auto& [method, provided] : example.provided) {
      viewed.ranks[static_cast<size_t>(numbers.at(method))] =
          RankOf(example.expected, provided.completions);
    }
    viewed.example = std::move(example);
    collection.examples.push_back(std::move(viewed));
  }
  return collection;
}

Json IndexToJson(const Collection& collection) {
  std::vector<std::string> symbols, projects;
  std::unordered_map<std::string, int32_t> symbol_numbers, project_numbers;
  Json rows = Json::array();
  for (const ViewedExample& viewed : collection.examples) {
    const Example& example = viewed.example;
    rows.push_back({NumberOf(example.symbol, symbols, symbol_numbers), example.expected,
                    NumberOf(example.project, projects, project_numbers), SliceOf(example),
                    viewed.ranks, viewed.source});
  }
  return {{"paths", collection.paths},     {"sources", collection.sources},
          {"methods", collection.methods}, {"symbols", symbols},
          {"projects", projects},          {"rows", std::move(rows)}};
}

Json ExampleToJson(const ViewedExample& viewed) {
  const Example& example = viewed.example;
  Json methods = Json::array();
  for (const auto& [method, provided] : example.provided) {
    Json completions = Json::array();
    for (const Scored& scored : provided.completions) {
      completions.push_back({{"text", scored.name}, {"score", scored.score}});
    }
    methods.push_back({{"name", method},
                       {"seen", provided.munged_buffer},
                       {"completions", std::move(completions)}});
  }
  return {{"text", example.buffer},
          {"cursor", example.cursor},
          {"symbol", example.symbol},
          {"expected", example.expected},
          {"project", example.project},
          {"slice", SliceOf(example)},
          {"condition", TitleOf(example.condition)},
          {"methods", std::move(methods)}};
}

}  // namespace fastnode::qualify
