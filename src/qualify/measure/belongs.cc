#include "qualify/measure/belongs.h"

#include "collect/draw/metainfo.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode::qualify {

Status CheckMetainfo(const std::string& metainfo, const std::string& usage,
                     const corpus::Store& store) {
  Result<std::string> text = ReadFile(metainfo);
  if (!text.ok()) return text.error();
  Result<draw::Metainfo> decoded = draw::DecodeMetainfo(*text);
  if (!decoded.ok()) return decoded.error().Context(metainfo);
  if (decoded->dataset_id != store.dataset_id()) {
    return Error{metainfo + " is of dataset " + decoded->dataset_id + ", the corpus is " +
                 store.dataset_id() + "; run 'make traindata train compress' on this corpus"};
  }
  if (usage.empty()) return {};
  Result<std::string> counts = ReadFile(usage);
  if (!counts.ok()) return counts.error();
  if (Sha256Hex(*counts) == decoded->usage_hash) return {};
  return Error{usage + " does not belong to " + metainfo};
}

Status CheckLibrary(const std::string& given, const types::Library& library,
                    const std::string& release) {
  Result<types::Library> opened = types::Library::Open(given);
  if (!opened.ok()) return opened.error();
  if (opened->content_hash() == library.content_hash()) return {};
  return Error{given + " is not the library of " + release};
}

}  // namespace fastnode::qualify
