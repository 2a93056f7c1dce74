// Training data takes a minute to make, so it is made once per configuration: a second request for
// the same one waits for the first (`making_`) and then finds it. What was asked for last is kept.
#include "collect/server/dataset.h"

#include <optional>
#include <thread>
#include <utility>

namespace fastnode::server {

Result<std::unique_ptr<Dataset>> Dataset::Open(const std::string& store, const std::string& library,
                                               std::unique_ptr<record::CutStore> cuts) {
  Result<corpus::Store> opened = corpus::Store::Open(store);
  if (!opened.ok()) return opened.error();
  Result<types::Library> stubs = types::Library::Open(library);
  if (!stubs.ok()) return stubs.error();
  if (stubs->content_hash() != opened->library_hash()) {
    return Error{library + ": not the library with which " + store + " was made"};
  }
  Result<corpus::Statistics> statistics = corpus::Measure(*opened);
  if (!statistics.ok()) return statistics.error().Context(store);
  return std::unique_ptr<Dataset>(
      new Dataset(*std::move(opened), *std::move(statistics), *std::move(stubs), std::move(cuts)));
}

std::shared_ptr<const Dataset::Made> Dataset::FindMade(const std::string& config_hash) {
  std::lock_guard lock(mutex_);
  const auto* made = made_.Find(config_hash);
  return made == nullptr ? nullptr : *made;
}

Result<std::shared_ptr<const Dataset::Made>> Dataset::Make(const draw::TrainDataConfig& config) {
  const std::string hash = draw::HashConfig(config);
  if (auto made = FindMade(hash)) return made;
  std::lock_guard making(making_);
  if (auto made = FindMade(hash)) return made;  // made while we waited
  std::optional<Result<draw::TrainData>> built;
  // A thread that ends leaves its free memory to all others; that of a connection would keep it.
  std::thread([&] { built = draw::BuildTrainData(store_, config); }).join();
  if (!built->ok()) return built->error();
  draw::TrainData& data = **built;
  auto made = std::make_shared<Made>();
  made->metainfo = draw::EncodeMetainfo(data.metainfo);
  made->usage = std::move(data.usage_bytes);
  made->data = std::make_shared<const draw::DrawData>(
      draw::DrawData{&store_, &library_, &projects_, std::move(data.metainfo),
                     std::move(data.usage), &places_, cuts_.get()});
  std::lock_guard lock(mutex_);
  return made_.Put(made->data->metainfo.config_hash, made);
}

}  // namespace fastnode::server
