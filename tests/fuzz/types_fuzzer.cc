// Any bytes: every base of an attribute has a type or is unknown, by the library FASTNODE_LIBRARY
// names (a file that `fastnode corpus library` makes).
#include "analyse.h"

namespace {

const fastnode::types::Library& TheLibrary() {
  static const fastnode::types::Library library = [] {
    const char* path = std::getenv("FASTNODE_LIBRARY");
    CHECK(path != nullptr);
    fastnode::Result<fastnode::types::Library> opened = fastnode::types::Library::Open(path);
    CHECK(opened.ok());
    return *std::move(opened);
  }();
  return library;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fastnode;
  auto tree = fuzz::ParseInput(data, size);
  if (!tree.ok()) return 0;
  bind::FileIndex index = bind::Bind(*std::move(tree));
  fuzz::CountKnownBases(index, TheLibrary());
  return 0;
}
