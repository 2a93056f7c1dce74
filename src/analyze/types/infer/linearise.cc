// C3 (K. Barrett and others, "A monotonic superclass linearization for Dylan", 1996; Python's own
// since 2.3, https://www.python.org/download/releases/2.3/mro/): again and again the first head of
// a row that stands in no row's tail, where the bases themselves are the last row. How often a
// class stands in tails is counted and not searched for, which makes it linear in the rows. Bases
// that cannot be merged are taken depth first. Applications of one class to different arguments are
// the same class here. Held by tests/corpus/types/classes.py, its cost by
// TypeEvaluatorTest.HostileSourcesEndSoon.
#include "analyze/types/infer/linearise.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

namespace fastnode::types {
namespace {

// The same for all applications of a class.
uint64_t ClassKey(const TypeTable& table, TypeId type) {
  const TypeData& data = table[type];
  if (data.form != Form::kClass) return uint64_t{1} << 63 | static_cast<uint32_t>(type);
  return static_cast<uint64_t>(data.file) << 32 | static_cast<uint32_t>(data.node);
}

struct Row {
  std::vector<uint64_t> keys;
  const std::vector<TypeId>* types;
  size_t at = 0;
};

Row RowOf(const TypeTable& table, const std::vector<TypeId>& types) {
  Row row{.keys = {}, .types = &types};
  for (TypeId type : types) row.keys.push_back(ClassKey(table, type));
  return row;
}

bool HasDuplicates(std::vector<uint64_t> keys) {
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

// Puts the merged rows behind `order`; false if they cannot be merged.
bool MergeInto(std::vector<TypeId>& order, std::vector<Row> left) {
  std::unordered_map<uint64_t, int> in_tails;
  for (const Row& row : left) {
    for (size_t i = 1; i < row.keys.size(); ++i) ++in_tails[row.keys[i]];
  }
  while (order.size() < kMaxAncestors) {
    std::erase_if(left, [](const Row& row) { return row.at == row.keys.size(); });
    if (left.empty()) return true;
    auto next = std::find_if(left.begin(), left.end(), [&](const Row& row) {
      auto found = in_tails.find(row.keys[row.at]);
      return found == in_tails.end() || found->second == 0;
    });
    if (next == left.end()) return false;
    const uint64_t key = next->keys[next->at];
    order.push_back((*next->types)[next->at]);
    for (Row& row : left) {
      if (row.keys[row.at] == key && ++row.at < row.keys.size()) --in_tails[row.keys[row.at]];
    }
  }
  return true;
}

std::vector<TypeId> DepthFirst(const TypeTable& table, TypeId self,
                               const std::vector<std::vector<TypeId>>& rows) {
  std::vector<TypeId> order = {self};
  std::unordered_set<uint64_t> known = {ClassKey(table, self)};
  for (const std::vector<TypeId>& row : rows) {
    for (TypeId type : row) {
      if (known.insert(ClassKey(table, type)).second) order.push_back(type);
    }
  }
  return order;
}

}  // namespace

std::vector<TypeId> MergeAncestors(const TypeTable& table, TypeId self,
                                   const std::vector<std::vector<TypeId>>& rows) {
  std::vector<TypeId> heads, order = {self};
  std::vector<Row> left;
  for (const std::vector<TypeId>& row : rows) {
    heads.push_back(row[0]);
    left.push_back(RowOf(table, row));
  }
  if (rows.size() == 1 && !HasDuplicates(left[0].keys)) {
    order.insert(order.end(), rows[0].begin(), rows[0].end());
  } else {
    left.push_back(RowOf(table, heads));
    if (!MergeInto(order, std::move(left))) order = DepthFirst(table, self, rows);
  }
  if (order.size() > kMaxAncestors) order.resize(kMaxAncestors);
  return order;
}

}  // namespace fastnode::types
