// What sessions draw from, read from files of this machine: the same samples without a server.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "analyze/types/imports/library.h"
#include "collect/corpus/places.h"
#include "collect/corpus/store.h"
#include "collect/draw/parts.h"
#include "collect/draw/project_tables.h"
#include "collect/draw/session.h"
#include "support/result.h"

namespace fastnode::server {

struct LocalFiles {
  std::string store, library;
  std::string metainfo, usage;  // that `fastnode traindata` made
  std::optional<int> part;      // of a corpus in parts: this one alone
};

// Immutable. What `data` points at lives as long as this object.
class LocalData {
 public:
  // `cuts` may be null, and must outlive this. Errors: files that cannot be read or do not belong
  // together. They name the remedy.
  static Result<std::unique_ptr<LocalData>> Open(const LocalFiles& files, draw::CutCache* cuts);

  const std::shared_ptr<const draw::DrawData>& data() const { return data_; }
  const std::string& metainfo_hash() const { return metainfo_hash_; }  // SHA-256 of its bytes
  // Of a dataset with shares, whose parts are opened when they are needed; else null. All others
  // have the whole dataset.
  const draw::PartsInHand* parts() const { return parts_.get(); }

 private:
  struct Whole {
    const corpus::Store store;
    const corpus::ProjectPlaces places;
    const draw::ProjectTables projects;
    Whole(corpus::Store opened, const types::Library& library)
        : store(std::move(opened)), places(store, library), projects(store) {}
  };
  explicit LocalData(types::Library library) : library_(std::move(library)) {}
  Status OpenStore(const LocalFiles& files, draw::DrawData& data);

  const types::Library library_;
  std::unique_ptr<const Whole> whole_;
  std::unique_ptr<const draw::PartsInHand> parts_;
  std::string metainfo_hash_;
  std::shared_ptr<const draw::DrawData> data_;
};

}  // namespace fastnode::server
