// A source, and changes of the bytes that its tree is kept as, their checksum made right: a sound
// tree or a refusal. The input: how many changes, three bytes for each (place, what is put there),
// then the source.
#include "analyse.h"
#include "analyze/ast/compact.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fastnode;
  if (size == 0 || size < 1 + size_t{3} * data[0]) return 0;
  const size_t num_changes = data[0], begin = 1 + 3 * num_changes;
  auto tree = fuzz::ParseInput(data + begin, size - begin);
  if (!tree.ok()) return 0;
  std::string bytes = ast::Compact(*tree);
  for (size_t i = 0; i < num_changes; ++i) {
    const uint8_t* change = data + 1 + 3 * i;
    const size_t place = (change[0] << 8 | change[1]) % bytes.size();
    bytes[place] = static_cast<char>(change[2]);
  }
  ast::Seal(tree->source, bytes);
  auto again = ast::Expand(tree->source, bytes);
  if (again.ok()) fuzz::MustBeSound(ast::Verify(*again));
  return 0;
}
