// What is decided over contents, numbered in the order of their ids.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "collect/corpus/layout.h"

namespace fastnode::corpus {

// Thread-compatible.
class Contents {
 public:
  struct Found {
    uint32_t number;
    SourceRow row;
  };

  virtual ~Contents() = default;
  virtual uint32_t size() const = 0;
  // A content that a file of `project` has; nullopt: its part does not have that.
  virtual std::optional<Found> Find(std::string_view project, const ContentId& id) const = 0;
  virtual Sketch SketchOf(uint32_t number) const = 0;
  // All signatures were read in order; from now on some are, in any order.
  virtual void AllWereRead() const {}
};

using Sketches = std::map<ContentId, Sketch>;
using SitesOfContent = std::map<ContentId, uint32_t>;

// Those of one store, which must outlive it. Rows have no more than sites.
class StoredContents final : public Contents {
 public:
  StoredContents(const Sketches& sketches, const SitesOfContent& sites);
  uint32_t size() const override { return static_cast<uint32_t>(rows_.size()); }
  std::optional<Found> Find(std::string_view project, const ContentId& id) const override;
  Sketch SketchOf(uint32_t number) const override { return rows_[number]->second; }

 private:
  std::vector<const Sketches::value_type*> rows_;
  const SitesOfContent& sites_;
};

}  // namespace fastnode::corpus
