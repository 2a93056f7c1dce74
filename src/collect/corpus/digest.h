// What a merge reads of a part, in a file beside it: part-3-of-16.digest
// (docs/formats/catalogue.md). With it the catalogue is made where the part is not, and where it
// is, the part stays closed.
#pragma once

#include <map>
#include <string>

#include "collect/corpus/keep.h"
#include "collect/corpus/layout.h"
#include "support/result.h"

namespace fastnode::corpus {

struct Digest {
  uint64_t library_hash = 0;
  std::string contents;  // ContentsOf (catalogue.h)
  ProjectRows projects;  // as the part has them
  std::map<ContentId, SourceRow> sources;
  Sketches sketches;
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
