#include "collect/corpus/export.h"

#include <filesystem>

#include "support/file.h"

namespace fastnode::corpus {

Result<int64_t> Export(const Store& store, Split split, const std::string& folder) {
  int64_t count = 0;
  for (int32_t index : store.SourcesOf(split)) {
    const Source& source = store.sources()[static_cast<size_t>(index)];
    const Project& project = store.projects()[static_cast<size_t>(source.project)];
    std::filesystem::path path = std::filesystem::path(folder) / project.name / source.path;
    Result<std::string> text = store.Text(index);
    if (!text.ok()) return text.error();
    if (Status made = MakeFolders(path.parent_path().string()); !made.ok()) return made.error();
    if (Status written = WriteFileAtomic(path.string(), *text); !written.ok()) {
      return written.error();
    }
    ++count;
  }
  return count;
}

}  // namespace fastnode::corpus
