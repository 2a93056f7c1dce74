// What the file's own uses say of each name that may stand after the site's dot: how often it
// stands on the same base, how near, in which order, in which function and class.
#pragma once

#include <cstdint>
#include <vector>

#include "analyze/types/types.h"
#include "collect/corpus/usage.h"
#include "collect/pack/by_name.h"
#include "collect/pack/site.h"

namespace fastnode::pack {

struct KnownName {
  corpus::UseCounts base{}, last{}, any{};
  int64_t before_base = -1, after_base = -1, before_any = -1, after_any = -1;  // in uses; -1: none
  uint32_t function_base = 0, function_any = 0, class_base = 0;
  uint32_t follows_previous = 0, precedes_next = 0, defined = 0;
  uint32_t words = 0, strings = 0;  // see FileWord
  bool is_previous = false;
  const types::Member* member = nullptr;  // of the base's type; not known here
};

// Of all names that stand after a dot elsewhere in the file, and that its classes define.
ByName<KnownName> FindAttributeUses(const AnalysedSource& source, const Site& site);

}  // namespace fastnode::pack
