// Any bytes: a sound tree or a refusal. Both print, and the tree comes back from its bytes.
#include "analyse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto tree = fastnode::fuzz::ParseInput(data, size);
  if (tree.ok()) fastnode::fuzz::MustComeBack(*tree);
  return 0;
}
