#include "collect/draw/condition_shares.h"

#include <cstdlib>
#include <numeric>
#include <utility>
#include <vector>

#include "collect/pack/tasks/tasks.h"
#include "support/random.h"

namespace fastnode::draw {
namespace {

constexpr uint64_t kConditionStream = 0x636F6E64;  // "cond"
constexpr uint64_t kSearchedStream = 0x73656172;   // "sear"
constexpr double kMaxShare = 1e6;

using NamedShares = std::vector<std::pair<std::string, double>>;

std::string NamesOfConditions() {
  std::string names;
  for (int c = 0; c < pack::kNumDrawnConditions; ++c) {
    names += (c == 0 ? "" : ", ") + std::string(pack::Name(static_cast<pack::Condition>(c)));
  }
  return names;
}

Result<ConditionShares> Collect(const NamedShares& named) {
  ConditionShares shares{};
  for (const auto& [name, share] : named) {
    const auto condition = pack::ConditionFromName(name);
    if (!condition || static_cast<int>(*condition) >= pack::kNumDrawnConditions) {
      return Error{"no condition to draw under is called '" + name + "'; there are " +
                   NamesOfConditions()};
    }
    if (!(share >= 0 && share <= kMaxShare)) return Error{name + " must be from 0 to 1e6"};
    shares[static_cast<size_t>(*condition)] = share;
  }
  if (std::accumulate(shares.begin(), shares.end(), 0.0) <= 0) {
    return Error{"a condition must have a share above 0"};
  }
  return shares;
}

}  // namespace

std::string_view NameOfPlaces(pack::PlaceList list) {
  switch (list) {
    case pack::PlaceList::kAttributeUses:
      return "attribute";
    case pack::PlaceList::kArguments:
      return "argument";
    case pack::PlaceList::kReads:
      break;
  }
  return "name";
}

pack::Condition ConditionOf(const CutCache::Place& place, const SharesOfLists& shares) {
  const auto list = static_cast<size_t>(pack::RowOf(place.task).places);
  const ConditionShares& of_list = shares[list];
  Random random(kConditionStream + list, Hash64(place.source.Hex()),
                static_cast<uint64_t>(place.at));
  double left = random.Uniform() * std::accumulate(of_list.begin(), of_list.end(), 0.0);
  size_t chosen = 0;
  for (size_t c = 0; c < of_list.size(); ++c) {
    if (of_list[c] <= 0) continue;
    chosen = c;
    if (left < of_list[c]) break;
    left -= of_list[c];
  }
  return static_cast<pack::Condition>(chosen);
}

pack::Before BeforeOf(const CutCache::Place& place) {
  if (pack::RowOf(place.task).places != pack::PlaceList::kArguments)
    return pack::Before::kAsWritten;
  Random random(kSearchedStream, Hash64(place.source.Hex()), static_cast<uint64_t>(place.at));
  return random.Uniform() < 0.5 ? pack::Before::kAsSearched : pack::Before::kAsWritten;
}

std::string PrintShares(const ConditionShares& shares) {
  std::string text;
  for (size_t c = 0; c < shares.size(); ++c) {
    if (shares[c] <= 0) continue;
    text += (text.empty() ? "" : ",") + std::string(pack::Name(static_cast<pack::Condition>(c))) +
            ":" + PrintJson(Json(shares[c]));
  }
  return text;
}

Result<ConditionShares> ParseShares(std::string_view text) {
  NamedShares named;
  while (!text.empty()) {
    const std::string one(text.substr(0, text.find(',')));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const size_t colon = one.find(':');
    char* end = nullptr;
    const std::string number = colon == one.npos ? "" : one.substr(colon + 1);
    const double share = std::strtod(number.c_str(), &end);
    if (number.empty() || *end != '\0') return Error{"'" + one + "' is not CONDITION:SHARE"};
    named.emplace_back(one.substr(0, colon), share);
  }
  return Collect(named);
}

Json SharesToJson(const ConditionShares& shares) {
  Json json = Json::object();
  for (size_t c = 0; c < shares.size(); ++c) {
    json[std::string(pack::Name(static_cast<pack::Condition>(c)))] = shares[c];
  }
  return json;
}

Result<ConditionShares> SharesFromJson(const Json& json) {
  if (!json.is_object()) return Error{"must be an object of conditions and their shares"};
  NamedShares named;
  for (const auto& [name, share] : json.items()) {
    if (!share.is_number()) return Error{name + " must be a number"};
    named.emplace_back(name, share.get<double>());
  }
  return Collect(named);
}

}  // namespace fastnode::draw
