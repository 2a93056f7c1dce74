// The order decides. Files are offered by split (train first), then by project and path, and the
// first of several alike is kept. So a held-out file that resembles a training file is dropped, and
// no model is validated on what it was trained on.
#include "collect/corpus/keep.h"

#include "support/hash_stream.h"

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

void DecideKept(NearDuplicates& near, Listing& listing) {
  near.Begin();
  for (int split = 0; split < kNumSplits; ++split) {
    for (const Listing::Project& project : listing.projects()) {
      if (static_cast<int>(project.split) != split) continue;
      for (uint64_t file = project.begin; file < project.end; ++file) {
        const uint32_t content = listing.content(file);
        if (content != Listing::kNoContent) listing.SetOutcome(file, near.Offer(content));
      }
    }
  }
}

Result<std::string> DatasetId(const Listing& listing, uint64_t library_hash, int num_shares) {
  HashStream hash;
  hash.Add(std::string(kFormat) + '\n' + std::to_string(library_hash) + '\n');
  // Other shares, other draws. One share is none: such a dataset has the id that it always had.
  if (num_shares > 1) hash.Add(std::to_string(num_shares) + " shares\n");
  // Paths count too, because files import each other by path. So do packages whose own file is not
  // kept.
  for (size_t i = 0; i < listing.projects().size(); ++i) {
    const std::string& name = listing.projects()[i].name;
    Result<ProjectRow> project = listing.Read(i);
    if (!project.ok()) return project.error();
    for (const FileRow& file : project->files) {
      const bool kept = file.outcome == Outcome::kKept;
      if (!kept && !file.path.ends_with("/__init__.py")) continue;
      hash.Add(name + '\0' + std::string(Name(project->split)) + '\0' + file.path + '\0' +
               (kept ? file.id.Hex() : "") + '\n');
    }
  }
  return hash.Hash().Hex();
}

}  // namespace fastnode::corpus
