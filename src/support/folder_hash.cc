#include "support/folder_hash.h"

#include <vector>

#include "support/file.h"
#include "support/hash.h"

namespace fastnode {

Result<std::string> Sha256OfFolder(const std::string& folder) {
  Result<std::vector<std::string>> names = ListFiles(folder, "");
  if (!names.ok()) return names.error();
  std::string lines;
  for (const std::string& name : *names) {
    Result<std::string> bytes = ReadFile(folder + "/" + name);
    if (!bytes.ok()) return bytes.error();
    lines += Sha256Hex(*bytes) + "  " + name + "\n";
  }
  return Sha256Hex(lines);
}

}  // namespace fastnode
