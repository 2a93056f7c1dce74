// Temporary until inspect.cc stands.
#include "tool/commands.h"
namespace fastnode::tool {
__attribute__((weak)) int RunInspect(int, char**) { return 1; }
}  // namespace fastnode::tool
