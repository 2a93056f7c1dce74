// A corpus in parts (docs/formats/catalogue.md): a folder with a store for each part, which holds
// the contents of whole projects, and a catalogue that says what of them is kept. Who makes a part
// needs none of the others; `fastnode corpus merge` writes the catalogue.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/keep.h"
#include "collect/corpus/layout.h"
#include "support/result.h"

namespace fastnode::corpus {

inline constexpr int kMaxParts = 9999;

// The part that has a project: by the hash of its name, so that everybody knows without asking.
int PartOfProject(std::string_view project, int num_parts);

// `store`/part-3-of-16
std::string PartFolder(const std::string& store, int part, int num_parts);

// A part to read. Errors: it is missing (and what makes it), damaged, or cannot be opened.
Result<Lmdb> OpenPart(const std::string& store, int part, int num_parts);

// How many parts the folders in `store` say that there are; 0: none is there. Error: they disagree.
Result<int> CountParts(const std::string& store);

// What decides over what a part holds, as a hash: its projects and their files. It does not depend
// on the order in which they were added.
Result<std::string> ContentsOf(const Lmdb::Transaction& part);

struct CatalogueSplit {
  int64_t projects = 0, sources = 0, sites = 0;
};

struct CataloguePart {
  std::string contents;  // ContentsOf
  std::string rows;      // hash of its file of rows
  CatalogueSplit splits[kNumSplits];
};

struct Catalogue {
  std::string dataset_id;
  uint64_t library_hash = 0;
  std::vector<CataloguePart> parts;
};

bool HasCatalogue(const std::string& store);
Result<Catalogue> ReadCatalogue(const std::string& store);
Status WriteCatalogue(const std::string& store, const Catalogue& catalogue);

// The rows of one part: its projects as the whole dataset has them, with splits and outcomes, and
// what is known of each kept source, in the order of projects and files.
struct PartRows {
  ProjectRows projects;
  std::vector<SourceRow> sources;
};
std::string EncodePartRows(const PartRows& rows);
Result<PartRows> ReadPartRows(const std::string& store, const Catalogue& catalogue, int part);
Status WritePartRows(const std::string& store, int part, int num_parts, std::string_view bytes);

}  // namespace fastnode::corpus
