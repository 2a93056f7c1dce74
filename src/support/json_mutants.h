// For tests of readers of JSON: each value of a valid one replaced by each type of JSON, each key
// left out or another. What reads them must accept them or tell an error; the process lives on.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "support/json.h"

namespace fastnode {

// One of each type, at the edges of what can be read.
inline const std::vector<Json>& OddValues() {
  static const std::vector<Json> kValues = [] {
    Json deep = Json::array();
    for (int i = 0; i < 60; ++i) deep = Json::array({std::move(deep)});
    return std::vector<Json>{nullptr,
                             true,
                             5,
                             -1,
                             0,
                             INT64_MAX,
                             INT64_MIN,
                             UINT64_MAX,
                             0.5,
                             1e300,
                             "x",
                             "",
                             "../x",
                             Json::array(),
                             Json::array({5}),
                             Json::array({"x", nullptr}),
                             Json::object(),
                             Json{{"a", 1}},
                             Json{{"x", {{"a", {{"b", 1}}}}}},
                             std::move(deep)};
  }();
  return kValues;
}

// Calls `visit` with each mutant of `whole`. Of a list only the first and the last are gone into.
inline void ForEachJsonMutant(const Json& whole, const std::function<void(const Json&)>& visit) {
  const std::function<void(const Json&, const std::function<void(Json)>&)> walk =
      [&](const Json& at, const std::function<void(Json)>& in_place) {
        for (const Json& odd : OddValues()) in_place(odd);
        if (at.is_object()) {
          for (const auto& [key, value] : at.items()) {
            Json without = at, renamed = at;
            without.erase(key);
            in_place(without);
            renamed.erase(key);
            renamed[key + "x"] = value;
            in_place(std::move(renamed));
            walk(value, [&, key = key](Json odd) {
              Json changed = at;
              changed[key] = std::move(odd);
              in_place(std::move(changed));
            });
          }
        } else if (at.is_array() && !at.empty()) {
          for (size_t i : {size_t{0}, at.size() - 1}) {
            walk(at[i], [&, i](Json odd) {
              Json changed = at;
              changed[i] = std::move(odd);
              in_place(std::move(changed));
            });
          }
        }
      };
  walk(whole, visit);
}

}  // namespace fastnode
