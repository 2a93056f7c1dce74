// The order decides. Files are offered by split (train first), then by project and path, and the
// first of several alike is kept. So a held-out file that resembles a training file is dropped, and
// no model is validated on what it was trained on.
#include "collect/corpus/keep.h"

#include <set>
#include <vector>

#include "support/check.h"

namespace fastnode::corpus {

Status ReadSketches(const Lmdb::Transaction& txn, Sketches& sketches) {
  return txn.ForEach(kSketches, [&](std::string_view key, std::string_view value) {
    Result<ContentId> id = DecodeId(key);
    Result<Sketch> sketch = DecodeSketch(value);
    if (!id.ok()) return Status(id.error());
    if (!sketch.ok()) return Status(sketch.error());
    sketches.emplace(*id, *sketch);
    return Status();
  });
}

void DecideKept(const Sketches& sketches, ProjectRows& projects) {
  std::vector<FileRow*> files;  // In order of split, project, path.
  for (int split = 0; split < kNumSplits; ++split) {
    for (auto& [name, project] : projects) {
      if (static_cast<int>(project.split) != split) continue;
      for (FileRow& file : project.files) {
        if (HasContent(file.outcome)) files.push_back(&file);
      }
    }
  }
  std::set<ContentId> kept;
  SketchIndex index;
  for (FileRow* file : files) {
    auto sketch = sketches.find(file->id);
    CHECK(sketch != sketches.end());
    if (kept.contains(file->id)) {
      file->outcome = Outcome::kDuplicate;
    } else if (index.IsNearDuplicateOrAdd(sketch->second)) {
      file->outcome = Outcome::kNearDuplicate;
    } else {
      file->outcome = Outcome::kKept;
      kept.insert(file->id);
    }
  }
}

std::string DatasetId(const ProjectRows& projects, uint64_t library_hash, int num_shares) {
  std::string text(kFormat);
  text += '\n' + std::to_string(library_hash) + '\n';
  // Other shares, other draws. One share is none: such a dataset has the id that it always had.
  if (num_shares > 1) text += std::to_string(num_shares) + " shares\n";
  // Paths count too, because files import each other by path. So do packages whose own file is not
  // kept.
  for (const auto& [name, project] : projects) {
    for (const FileRow& file : project.files) {
      const bool kept = file.outcome == Outcome::kKept;
      if (!kept && !file.path.ends_with("/__init__.py")) continue;
      text += name + '\0' + std::string(Name(project.split)) + '\0' + file.path + '\0' +
              (kept ? file.id.Hex() : "") + '\n';
    }
  }
  return HashContent(text).Hex();
}

}  // namespace fastnode::corpus
