// Any bytes: a sound tree or a refusal, and both print.
#include "analyse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto tree = fastnode::fuzz::ParseInput(data, size);
  if (tree.ok()) fastnode::ast::Print(*tree);
  return 0;
}
