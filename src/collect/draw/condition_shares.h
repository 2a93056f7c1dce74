// How many places of a kind are cut under which condition. A place is always cut under the same
// one, chosen by a hash of it.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "collect/draw/cut_cache.h"
#include "collect/pack/asked_text.h"
#include "collect/pack/condition.h"
#include "collect/pack/site.h"
#include "support/json.h"
#include "support/result.h"

namespace fastnode::draw {

// Weights, by condition; one of them at least is above 0.
using ConditionShares = std::array<double, pack::kNumDrawnConditions>;
inline constexpr ConditionShares kDefaultConditionShares = {0.15, 0.10, 0.60, 0.15};

// Of places in each list, and what they are called there: "attribute", "argument", "name".
using SharesOfLists = std::array<ConditionShares, pack::kNumPlaceLists>;
constexpr SharesOfLists DefaultConditions() {
  SharesOfLists shares{};
  shares.fill(kDefaultConditionShares);
  return shares;
}
std::string_view NameOfPlaces(pack::PlaceList list);

pack::Condition ConditionOf(const CutCache::Place& place, const SharesOfLists& shares);

// Half of the places of arguments are cut as the search for a whole call comes to them, but under
// kWholeFile.
pack::Before BeforeOf(const CutCache::Place& place);

// "whole_file:0.35,rest_of_line:0.65": those that are not named get nothing. As JSON: an object.
std::string PrintShares(const ConditionShares& shares);
Result<ConditionShares> ParseShares(std::string_view text);
Json SharesToJson(const ConditionShares& shares);
Result<ConditionShares> SharesFromJson(const Json& json);

}  // namespace fastnode::draw
