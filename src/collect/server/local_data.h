// What sessions draw from, read from files of this machine: the same samples without a server.
#pragma once

#include <memory>
#include <string>

#include "analyze/types/imports/library.h"
#include "collect/corpus/places.h"
#include "collect/corpus/store.h"
#include "collect/draw/project_tables.h"
#include "collect/draw/session.h"
#include "support/result.h"

namespace fastnode::server {

struct LocalFiles {
  std::string store, library;
  std::string metainfo, usage;  // that `fastnode traindata` made
};

// Immutable. What `data` points at lives as long as this object.
class LocalData {
 public:
  // `cuts` may be null, and must outlive this. Errors: files that cannot be read or do not belong
  // together. They name the remedy.
  static Result<std::unique_ptr<LocalData>> Open(const LocalFiles& files, draw::CutCache* cuts);

  const std::shared_ptr<const draw::DrawData>& data() const { return data_; }
  const std::string& metainfo_hash() const { return metainfo_hash_; }  // SHA-256 of its bytes

 private:
  LocalData(corpus::Store store, types::Library library)
      : store_(std::move(store)),
        library_(std::move(library)),
        places_(store_, library_),
        projects_(store_) {}

  const corpus::Store store_;
  const types::Library library_;
  const corpus::ProjectPlaces places_;
  const draw::ProjectTables projects_;
  std::string metainfo_hash_;
  std::shared_ptr<const draw::DrawData> data_;
};

}  // namespace fastnode::server
