#include "collect/server/fetch.h"

#include <fmt/format.h>

#include <filesystem>
#include <sstream>

#include "support/file.h"

namespace fastnode::server {
namespace {

constexpr uint64_t kMaxListBytes = 16u << 20;

// The first word of every line.
Result<std::vector<std::string>> ReadNames(const std::string& path) {
  Result<std::string> text = ReadFile(path, kMaxListBytes);
  if (!text.ok()) return text.error();
  std::vector<std::string> names;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    if (std::string name; words >> name) names.push_back(std::move(name));
  }
  if (names.empty()) return Error{path + ": names no project"};
  return names;
}

Status Write(const std::string& path, std::string_view bytes) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) {
    if (Status made = MakeFolders(folder.string()); !made.ok()) return made.error();
  }
  return WriteFileAtomic(path, bytes);
}

// What a server with this store would answer.
Result<TrainData> BuildFromStore(const std::string& folder, const draw::TrainDataConfig& config) {
  Result<draw::TrainData> built = draw::BuildTrainData(folder, config);
  if (!built.ok()) return built.error();
  return TrainData{draw::EncodeMetainfo(built->metainfo), std::move(built->usage_bytes)};
}

std::string Describe(const draw::Metainfo& metainfo, size_t usage_bytes) {
  return fmt::format(
      "dataset {}\n{} projects, {} sources, {} attribute sites\n{} name subtokens, {} type "
      "subtokens, usage table of {:.1f} MB\n",
      metainfo.dataset_id, metainfo.num_projects, metainfo.num_sources, metainfo.num_sites,
      metainfo.vocabularies.names.size(), metainfo.vocabularies.types.size(),
      static_cast<double>(usage_bytes) / 1e6);
}

}  // namespace

Result<std::string> FetchTrainDataTo(const FetchOptions& options) {
  draw::TrainDataConfig config = options.config;
  if (!options.packages_path.empty()) {
    Result<std::vector<std::string>> names = ReadNames(options.packages_path);
    if (!names.ok()) return names.error();
    config.packages = std::move(*names);
  }
  Result<TrainData> data = options.store.empty() ? FetchTrainData(options.address, config)
                                                 : BuildFromStore(options.store, config);
  if (!data.ok()) return data.error();
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(data->metainfo);
  if (!metainfo.ok()) return metainfo.error();
  std::filesystem::path beside = std::filesystem::path(options.metainfo_path).parent_path();
  std::string usage_path =
      options.usage_path.empty() ? (beside / "usage.bin").string() : options.usage_path;
  if (Status written = Write(usage_path, data->usage); !written.ok()) return written.error();
  if (Status written = Write(options.metainfo_path, data->metainfo); !written.ok()) {
    return written.error();
  }
  return Describe(*metainfo, data->usage.size());
}

}  // namespace fastnode::server
