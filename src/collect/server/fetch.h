// Training data from a graph data server, or from a corpus store, into files: what `fastnode
// traindata` does.
#pragma once

#include <string>

#include "collect/draw/metainfo.h"
#include "collect/server/client.h"
#include "support/result.h"

namespace fastnode::server {

struct FetchOptions {
  ServerAddress address;
  std::string store;  // a folder, instead of the server
  std::string metainfo_path = "out/metainfo.json";
  std::string usage_path;     // empty: usage.bin beside the metainfo
  std::string packages_path;  // empty: all projects of the training split
  draw::TrainDataConfig config;
};

// Writes both files, each atomically, the metainfo last. Returns the counts as text for people.
Result<std::string> FetchTrainDataTo(const FetchOptions& options);

}  // namespace fastnode::server
