#include "collect/server/local_data.h"

#include <utility>

#include "collect/corpus/catalogue.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode::server {

namespace {

Result<draw::Metainfo> OpenMetainfo(const LocalFiles& files, std::string& hash) {
  Result<std::string> bytes = ReadFile(files.metainfo);
  if (!bytes.ok()) return bytes.error();
  hash = Sha256Hex(*bytes);
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(*bytes);
  if (!metainfo.ok()) return metainfo.error().Context(files.metainfo);
  return metainfo;
}

Result<corpus::UsageTable> OpenUsage(const LocalFiles& files, const draw::Metainfo& metainfo) {
  Result<std::string> bytes = ReadFile(files.usage);
  if (!bytes.ok()) return bytes.error();
  if (Sha256Hex(*bytes) != metainfo.usage_hash) {
    return Error{files.usage + " is not the table that " + files.metainfo +
                 " names; run traindata again"};
  }
  Result<corpus::UsageTable> usage = corpus::UsageTable::Decode(*bytes);
  if (!usage.ok()) return usage.error().Context(files.usage);
  return usage;
}

Status CheckIds(const LocalFiles& files, uint64_t library, uint64_t library_of_store,
                const std::string& metainfo, const std::string& store) {
  if (library != library_of_store) {
    return Error{files.library + ": not the library with which " + files.store + " was made"};
  }
  if (metainfo != store) {
    return Error{files.metainfo + " is from dataset " + metainfo + ", " + files.store + " is " +
                 store + "; run traindata again"};
  }
  return {};
}

}  // namespace

Status LocalData::OpenStore(const LocalFiles& files, draw::DrawData& data) {
  auto check = [&](uint64_t library, const std::string& dataset_id) {
    return CheckIds(files, library_.content_hash(), library, data.metainfo.dataset_id, dataset_id);
  };
  if (corpus::HasCatalogue(files.store)) {
    Result<corpus::Catalogue> catalogue = corpus::ReadCatalogue(files.store);
    if (!catalogue.ok()) return catalogue.error();
    if (catalogue->num_shares() > 1) {
      const int number = catalogue->num_parts();
      if (files.part.has_value() && *files.part >= number) {
        return Error{files.store + ": has " + std::to_string(number) +
                     " parts, from 0; there is no " + std::to_string(*files.part)};
      }
      Status checked = check(catalogue->library_hash, catalogue->dataset_id);
      if (!checked.ok()) return checked;
      parts_ = std::make_unique<const draw::PartsInHand>(
          draw::PartsInHand::Options{.folder = files.store,
                                     .library = &library_,
                                     .usage = &data.usage,
                                     .only = files.part},
          *std::move(catalogue));
      data.parts = parts_.get();
      if (static_cast<int>(parts_->missing().size()) < number) return {};
      return Error{files.store + ": no part of the corpus is here that is to be drawn from"};
    }
  }
  if (files.part.has_value()) {
    return Error{files.store +
                 ": draws of one part need a corpus in parts with shares ('fastnode corpus "
                 "add --parts N --shares S')"};
  }
  Result<corpus::Store> store = corpus::Store::Open(files.store);
  if (!store.ok()) return store.error();
  if (Status checked = check(store->library_hash(), store->dataset_id()); !checked.ok()) {
    return checked;
  }
  whole_ = std::make_unique<const Whole>(*std::move(store), library_);
  data.store = &whole_->store;
  data.projects = &whole_->projects;
  data.places = &whole_->places;
  return {};
}

Result<std::unique_ptr<LocalData>> LocalData::Open(const LocalFiles& files, draw::CutCache* cuts) {
  Result<types::Library> library = types::Library::Open(files.library);
  if (!library.ok()) return library.error();
  std::unique_ptr<LocalData> local(new LocalData(*std::move(library)));
  Result<draw::Metainfo> metainfo = OpenMetainfo(files, local->metainfo_hash_);
  if (!metainfo.ok()) return metainfo.error();
  Result<corpus::UsageTable> usage = OpenUsage(files, *metainfo);
  if (!usage.ok()) return usage.error();
  auto data = std::make_shared<draw::DrawData>(draw::DrawData{.store = nullptr,
                                                              .library = &local->library_,
                                                              .projects = nullptr,
                                                              .metainfo = *std::move(metainfo),
                                                              .usage = *std::move(usage),
                                                              .cuts = cuts});
  if (Status opened = local->OpenStore(files, *data); !opened.ok()) return opened.error();
  local->data_ = std::move(data);
  return local;
}

}  // namespace fastnode::server
