// Any bytes: sound scopes, and names seen from everywhere.
#include "analyse.h"
#include "analyze/bind/path.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fastnode;
  auto tree = fuzz::ParseInput(data, size);
  if (!tree.ok()) return 0;
  bind::FileIndex index = bind::Bind(*std::move(tree));
  fuzz::MustBeSound(bind::Verify(index));
  bind::Print(index);
  for (const bind::AttributeUse& use : index.attributes) {
    bind::PathText(index.tree, use.node);
    bind::VisibleVariables(index, use.node);
  }
  return 0;
}
