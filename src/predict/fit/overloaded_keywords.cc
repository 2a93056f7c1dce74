#include "predict/fit/overloaded_keywords.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace fastnode::predict {

namespace {

constexpr size_t kMaxOverloadedKeywords = 64;

bool IsKeywordItem(const Completion& one) { return one.text.ends_with('='); }

}  // namespace

void AddOverloadedKeywords(const types::CallSignature& signature, float share,
                           std::vector<Completion>& list) {
  std::vector<std::string_view> missing;
  for (std::string_view keyword : signature.others.keywords) {
    const bool is_own = std::any_of(signature.parameters.begin(), signature.parameters.end(),
                                    [&](const auto& own) { return own.name == keyword; });
    const bool is_there = std::find(missing.begin(), missing.end(), keyword) != missing.end();
    if (!is_own && !is_there && missing.size() < kMaxOverloadedKeywords) missing.push_back(keyword);
  }
  if (missing.empty()) return;
  float total = 0;
  size_t count = 0;
  for (const Completion& one : list) {
    if (!IsKeywordItem(one)) continue;
    total += one.probability;
    ++count;
  }
  const float each =
      count > 0 ? total / static_cast<float>(count) : share / static_cast<float>(missing.size());
  for (std::string_view keyword : missing) {
    const std::string text = std::string(keyword) + "=";
    const bool is_there = std::any_of(list.begin(), list.end(),
                                      [&](const Completion& one) { return one.text == text; });
    if (!is_there) list.push_back({text, each, "keyword"});
  }
}

}  // namespace fastnode::predict
