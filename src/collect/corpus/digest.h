// What a merge reads of a part, in a file beside it: part-3-of-16.digest
// (docs/formats/catalogue.md). With it the catalogue is made where the part is not, and where it
// is, the part stays closed. The file is mapped: rows are read where they are.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "collect/corpus/layout.h"
#include "collect/corpus/listing.h"
#include "support/file.h"
#include "support/result.h"

namespace fastnode::corpus {

class Digest {
 public:
  uint64_t library_hash() const { return library_hash_; }
  std::string_view contents() const { return contents_; }  // ContentsOf (catalogue.h)
  const RowsAt& projects() const { return projects_; }     // as the part has them
  uint32_t num_contents() const { return num_contents_; }  // sorted by id
  ContentId IdAt(uint32_t i) const;
  SourceRow SourceAt(uint32_t i) const;
  Sketch SketchAt(uint32_t i) const;
  std::optional<uint32_t> Find(const ContentId& id) const;

  std::string_view seal() const { return seal_; }
  // What was read of it does not have to stay in memory.
  void LetGo() const;
  void ReadHereAndThere() const;  // (support/scratch.h)

 private:
  friend Result<Digest> MakeDigest(const std::string& store, int part, int num_parts);
  friend Result<Digest> DigestOf(const std::string& store, int part, int num_parts);
  Status Parse(std::string_view bytes);

  std::optional<MappedFile> file_;
  std::shared_ptr<const std::string> made_;  // without a file, of a part without a seal
  std::string_view bytes_, seal_, contents_, sources_, sketches_;
  uint64_t library_hash_ = 0;
  uint32_t num_contents_ = 0;
  RowsAt projects_;
};

// Reads the part and writes its digest. Errors: it is missing or damaged, or nothing was added yet.
Result<Digest> MakeDigest(const std::string& store, int part, int num_parts);

// The digest of a part: that of the file, or made from the part if there is none, or if the part is
// here and was written since.
Result<Digest> DigestOf(const std::string& store, int part, int num_parts);

bool HasDigest(const std::string& store, int part, int num_parts);

// Called before a part is written.
Status RemoveDigest(const std::string& store, int part, int num_parts);

}  // namespace fastnode::corpus
