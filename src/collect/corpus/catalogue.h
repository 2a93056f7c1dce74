// A corpus in parts (docs/formats/catalogue.md): a folder with a store for each part, which holds
// the contents of whole projects, and a catalogue that says what of them is kept. Who makes a part
// needs none of the others; `fastnode corpus merge` writes the catalogue.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/layout.h"
#include "collect/corpus/listing.h"
#include "support/file.h"
#include "support/lmdb.h"
#include "support/result.h"

namespace fastnode::corpus {

inline constexpr int kMaxParts = 9999;
inline constexpr int kMaxShares = 99'990;

// The part that has a project: by the hash of its name, so that everybody knows without asking.
// What is held out of a project that is split by file (PartOf in roles.h) is where the project is.
int PartOfProject(std::string_view project, int num_parts);

// The share of a project, by the same hash: a part has whole shares, because there are as many as
// parts, or two, three... times as many.
inline int ShareOfProject(std::string_view project, int num_shares) {
  return PartOfProject(project, num_shares);
}
inline int PartOfShare(int share, int num_parts) { return share % num_parts; }

// `store`/part-3-of-16
std::string PartFolder(const std::string& store, int part, int num_parts);

// How many sites of a source draws may see: sources are drawn in proportion to this. Many times
// what one round takes of a source, or small files would be drawn again and again while large ones
// are hardly seen; not all, or a few large files of tests and data would be most of what is drawn
// (docs/decisions/0034-draws-in-rounds.md).
inline constexpr int64_t kMostSitesDrawn = 128;
inline int64_t DrawWeight(uint32_t sites) { return std::min<int64_t>(sites, kMostSitesDrawn); }

// A part to read. Errors: it is missing (and what makes it), damaged, or cannot be opened.
Result<Lmdb> OpenPart(const std::string& store, int part, int num_parts);

// How many parts the folders and digests in `store` say that there are; 0: none is there. Error:
// they disagree.
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

// The sum of DrawWeight over the kept sources of a share, by split.
using ShareWeights = std::array<int64_t, kNumSplits>;

struct Catalogue {
  std::string dataset_id;
  uint64_t library_hash = 0;
  std::vector<CataloguePart> parts;
  std::vector<ShareWeights> shares;  // of each; of a dataset with one share none are known
  int num_parts() const { return static_cast<int>(parts.size()); }
  int num_shares() const { return std::max(static_cast<int>(shares.size()), 1); }
};

// Error: that many shares cannot be in whole parts.
Status CheckShares(int num_shares, int num_parts);

// Of `num_parts`, those whose folder or rows are not in `store`, ascending.
std::vector<int> MissingParts(const std::string& store, int num_parts);

// "part 1", "parts 1, 4 and 7"
std::string PrintParts(const std::vector<int>& parts);

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

// The projects of all parts, as the catalogue has them. Rows stay in the files, which are mapped;
// files that are written again meanwhile change nothing here.
class CatalogueRows {
 public:
  // Errors: as ReadPartRows, whose rows are all read once.
  static Result<CatalogueRows> Open(const std::string& store);
  const RowsAt& projects() const { return projects_; }

 private:
  std::vector<MappedFile> files_;
  RowsAt projects_;
};
Status WritePartRows(const std::string& store, int part, int num_parts, std::string_view bytes);

}  // namespace fastnode::corpus
