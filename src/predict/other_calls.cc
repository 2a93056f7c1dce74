#include "predict/other_calls.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analyze/bind/arguments.h"
#include "collect/pack/asked_text.h"

namespace fastnode::predict {
namespace {

using bind::ArgumentKind;
using bind::ArgumentPlace;
using Values = std::vector<OtherCall::Argument>;

constexpr size_t kMaxArguments = 12;
constexpr std::string_view kComma = ", ";

std::string TextOf(const Values& arguments) {
  std::string text;
  for (const OtherCall::Argument& one : arguments) {
    if (!text.empty()) text += kComma;
    if (!one.keyword.empty()) text += one.keyword + "=";
    text += one.value;
  }
  return text + ")";
}

// The keywords of a list, in order; of an argument by its position nothing.
std::string KeywordsOf(std::string_view text) {
  std::string keywords;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(kComma, begin), text.size());
    const std::string_view one = text.substr(begin, end - begin);
    keywords += one == ")" ? "" : std::string(one.substr(0, one.rfind('=') + 1)) + ",";
    begin = end + kComma.size();
  }
  return keywords;
}

// The first arguments of a call, at most `most`; false: one of them is a splat.
bool ReadValues(const pack::AnalysedSource& source, size_t first, size_t most, Values& arguments) {
  const ast::Tree& tree = source.index.tree;
  for (size_t i = first; i < first + most; ++i) {
    const ArgumentPlace& place = source.places[i];
    if (place.kind == ArgumentKind::kSplat) return false;
    if (place.kind == ArgumentKind::kStop) return true;
    const bool is_keyword = place.keyword != ast::kNoNode;
    arguments.push_back(
        {is_keyword ? std::string(tree.Text(place.keyword)) : "",
         std::string(bind::IsPlainName(tree, place) ? tree.Text(place.value) : pack::kSomething)});
  }
  return true;
}

// What is left of `arguments` behind those that are passed as `before` are.
bool DropBefore(const Values& before, Values& arguments) {
  if (arguments.size() < before.size()) return false;
  const bool is_alike =
      std::equal(before.begin(), before.end(), arguments.begin(),
                 [](const auto& a, const auto& b) { return a.keyword == b.keyword; });
  if (!is_alike) return false;
  arguments.erase(arguments.begin(), arguments.begin() + std::ssize(before));
  return true;
}

}  // namespace

OtherCalls::OtherCalls(const FoundSite& site) {
  const pack::AnalysedSource& source = *site.source;
  const auto at = static_cast<size_t>(site.at);
  const ArgumentPlace& asked = source.places[at];
  const corpus::CallKeys& keys = source.call_keys[at];
  if (keys.last == corpus::kNoCallee || asked.keyword != ast::kNoNode) return;
  const auto position = static_cast<size_t>(asked.position);
  Values before;
  if (!ReadValues(source, at - position, position, before)) return;
  std::map<std::string, size_t> found;
  for (size_t i = 0; i < source.places.size(); ++i) {
    const bool is_other = source.places[i].position == 0 && source.places[i].call != asked.call &&
                          source.call_keys[i].last == keys.last;
    Values arguments;
    if (!is_other || !ReadValues(source, i, kMaxArguments, arguments)) continue;
    if (source.places[i + arguments.size()].kind != ArgumentKind::kStop) continue;  // it goes on
    if (!DropBefore(before, arguments)) continue;
    std::string text = TextOf(arguments);
    const auto [list, is_new] = found.try_emplace(text, lists_.size());
    if (is_new) lists_.push_back({std::move(arguments), std::move(text)});
    const bool same_path = keys.path != corpus::kNoCallee && source.call_keys[i].path == keys.path;
    lists_[list->second].same_path += same_path;
    ++lists_[list->second].same_last;
    same_path_ += same_path;
    ++same_last_;
  }
  std::sort(lists_.begin(), lists_.end(), [](const OtherCall& a, const OtherCall& b) {
    if (a.same_path != b.same_path) return a.same_path > b.same_path;
    return a.same_last != b.same_last ? a.same_last > b.same_last : a.text < b.text;
  });
}

double OtherCalls::ShareOfText(std::string_view text) const {
  const auto same = std::find_if(lists_.begin(), lists_.end(),
                                 [&](const OtherCall& one) { return one.text == text; });
  return same == lists_.end() ? 0.0 : same->same_path / (same_path_ + 1.0);
}

double OtherCalls::ShareOfKeywords(std::string_view text) const {
  const std::string keywords = KeywordsOf(text);
  int32_t count = 0;
  for (const OtherCall& one : lists_) {
    if (KeywordsOf(one.text) == keywords) count += one.same_last;
  }
  return count / (same_last_ + 1.0);
}

int32_t CountArguments(std::string_view text) {
  if (text == ")") return 0;
  int32_t count = 1;
  for (size_t at = text.find(kComma); at != text.npos; at = text.find(kComma, at + 1)) ++count;
  return count;
}

}  // namespace fastnode::predict
