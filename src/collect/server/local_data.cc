#include "collect/server/local_data.h"

#include <utility>

#include "support/file.h"
#include "support/hash.h"

namespace fastnode::server {

Result<std::unique_ptr<LocalData>> LocalData::Open(const LocalFiles& files, draw::CutCache* cuts) {
  Result<corpus::Store> store = corpus::Store::Open(files.store);
  if (!store.ok()) return store.error();
  Result<types::Library> library = types::Library::Open(files.library);
  if (!library.ok()) return library.error();
  if (library->content_hash() != store->library_hash()) {
    return Error{files.library + ": not the library with which " + files.store + " was made"};
  }
  Result<std::string> metainfo_bytes = ReadFile(files.metainfo);
  if (!metainfo_bytes.ok()) return metainfo_bytes.error();
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(*metainfo_bytes);
  if (!metainfo.ok()) return metainfo.error().Context(files.metainfo);
  if (metainfo->dataset_id != store->dataset_id()) {
    return Error{files.metainfo + " is from dataset " + metainfo->dataset_id + ", " + files.store +
                 " is " + store->dataset_id() + "; run traindata again"};
  }
  Result<std::string> usage_bytes = ReadFile(files.usage);
  if (!usage_bytes.ok()) return usage_bytes.error();
  if (Sha256Hex(*usage_bytes) != metainfo->usage_hash) {
    return Error{files.usage + " is not the table that " + files.metainfo +
                 " names; run traindata again"};
  }
  Result<corpus::UsageTable> usage = corpus::UsageTable::Decode(*usage_bytes);
  if (!usage.ok()) return usage.error().Context(files.usage);
  std::unique_ptr<LocalData> local(new LocalData(*std::move(store), *std::move(library)));
  local->metainfo_hash_ = Sha256Hex(*metainfo_bytes);
  local->data_ = std::make_shared<const draw::DrawData>(
      draw::DrawData{&local->store_, &local->library_, &local->projects_, *std::move(metainfo),
                     *std::move(usage), &local->places_, cuts});
  return local;
}

}  // namespace fastnode::server
