// What the file's own uses say of each name that may stand after the site's dot: how often it
// stands on the same base, how near, in which order, in which function and class.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "collect/corpus/usage.h"
#include "collect/pack/by_name.h"
#include "collect/pack/site.h"

namespace fastnode::pack {

struct KnownName {
  std::string_view text;
  corpus::UseCounts base{}, last{}, any{};
  int64_t before_base = -1, after_base = -1, before_any = -1, after_any = -1;  // in uses; -1: none
  uint32_t function_base = 0, function_any = 0, class_base = 0;
  uint32_t follows_previous = 0, precedes_next = 0, defined = 0;
  uint32_t words = 0, strings = 0;  // see FileWord
  bool is_previous = false;
  const types::Member* member = nullptr;  // of the base's type; not known here
};

// All names that something offers at a site. Those of the source are found by their number
// (AnalysedSource::names), and others, which must outlive this, by their text.
class KnownNames {
 public:
  explicit KnownNames(const AnalysedSource& source);

  // Adds the name unless it is there. References hold until the next name is added.
  KnownName& Get(uint32_t name_in_source);
  KnownName& Get(std::string_view name);
  KnownName* Find(uint32_t name_in_source);  // null: not there

  const std::vector<KnownName>& list() const { return list_; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  const corpus::NameTable& of_source_;
  std::vector<uint32_t> places_;  // in list_, of the source's names
  ByName<uint32_t> others_;       // of others
  std::vector<KnownName> list_;
};

// Of all names that stand after a dot elsewhere in the file, and that its classes define.
KnownNames FindAttributeUses(const AnalysedSource& source, const Site& site);

}  // namespace fastnode::pack
