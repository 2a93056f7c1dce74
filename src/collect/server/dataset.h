// What a graph data server serves: one corpus store, its library, and the training data made of it
// for the configurations asked for lately. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "analyze/types/imports/library.h"
#include "collect/corpus/statistics.h"
#include "collect/corpus/store.h"
#include "collect/draw/metainfo.h"
#include "collect/draw/project_tables.h"
#include "collect/draw/session.h"
#include "collect/record/cut_store.h"
#include "support/lru.h"
#include "support/result.h"

namespace fastnode::server {

// The header of every answer that names the dataset, as clients read it: in lower case.
inline constexpr char kDatasetHeader[] = "fastnode-dataset";

// The header of an answer with samples: where the time of its session went (pack/phase.h), as JSON.
inline constexpr char kSpentHeader[] = "fastnode-spent";

class Dataset {
 public:
  // `cuts`: cuts that draws remember, or null. Errors: no store or library there; types in the
  // store were counted with another library.
  static Result<std::unique_ptr<Dataset>> Open(const std::string& store, const std::string& library,
                                               std::unique_ptr<record::CutStore> cuts = nullptr);

  struct Made {
    std::shared_ptr<const draw::DrawData> data;
    std::string metainfo;  // EncodeMetainfo
    std::string usage;     // bytes of usage.bin
  };

  // The training data of a configuration. It is made when first asked for, which takes a minute for
  // millions of lines. One is made at a time, and the last kMaxMade are kept.
  Result<std::shared_ptr<const Made>> Make(const draw::TrainDataConfig& config);

  // The same by the hash of the configuration, if it is there, else null.
  std::shared_ptr<const Made> FindMade(const std::string& config_hash);

  const corpus::Store& store() const { return store_; }
  const corpus::Statistics& statistics() const { return statistics_; }
  const record::CutStore* cuts() const { return cuts_.get(); }

  static constexpr size_t kMaxMade = 4;

 private:
  Dataset(corpus::Store store, corpus::Statistics statistics, types::Library library,
          std::unique_ptr<record::CutStore> cuts)
      : store_(std::move(store)),
        statistics_(std::move(statistics)),
        library_(std::move(library)),
        cuts_(std::move(cuts)),
        places_(store_, library_),
        projects_(store_) {}

  const corpus::Store store_;
  const corpus::Statistics statistics_;
  const types::Library library_;
  const std::unique_ptr<record::CutStore> cuts_;
  const corpus::ProjectPlaces places_;
  const draw::ProjectTables projects_;
  std::mutex making_, mutex_;  // taken in this order
  Lru<std::string, std::shared_ptr<const Made>> made_{{.max_entries = kMaxMade}};  // by hash
};

}  // namespace fastnode::server
