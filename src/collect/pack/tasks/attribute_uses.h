// What the file's own uses say of each name that may stand after the site's dot: how often it
// stands on the same base, how near, in which order, in which function and class.
#pragma once

#include <cstdint>
#include <vector>

#include "analyze/types/types.h"
#include "collect/corpus/usage.h"
#include "collect/pack/site.h"

namespace fastnode::pack {

struct KnownName {
  uint32_t name;  // in NamesAround
  corpus::UseCounts base{}, last{}, any{};
  int32_t before_base = -1, after_base = -1, before_any = -1, after_any = -1;  // in uses; -1: none
  uint32_t any_in = 0, last_in = 0;  // where the site's expression stands
  uint32_t function_base = 0, function_any = 0, class_base = 0;
  uint32_t follows_previous = 0, precedes_next = 0, defined = 0;
  uint32_t words = 0, strings = 0;  // see FileWord
  bool is_previous = false;
  const types::Member* member = nullptr;  // of the base's type; not known here
};

// All names that something offers at a site, by their numbers in NamesAround.
class KnownNames {
 public:
  explicit KnownNames(size_t num_names) : places_(num_names, kNone) { list_.reserve(512); }

  // Adds the name unless it is there. References hold until the next name is added.
  KnownName& Get(uint32_t name);
  KnownName* Find(uint32_t name);  // null: not there

  const std::vector<KnownName>& list() const { return list_; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> places_;  // in list_, of each name
  std::vector<KnownName> list_;
};

// Of all names that stand after a dot elsewhere in the file, and that its classes define.
// `num_names`: how many have a number.
KnownNames FindAttributeUses(const AnalysedSource& source, const Site& site, size_t num_names);

}  // namespace fastnode::pack
