// The fixed list of sites on which every method is measured.
//
// Sources stand in the order of a hash of (seed, content id); of each, up to `sites_per_file`
// sites are taken at random by the same seed, until there are `num_sites`. So the list
// depends on the seed and the sources' contents alone, and a larger list begins with the smaller
// one.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analyze/ast/tree.h"
#include "analyze/bind/file_index.h"
#include "analyze/types/imports/library.h"
#include "collect/pack/condition.h"
#include "collect/pack/sample.h"
#include "support/hash.h"
#include "support/id.h"
#include "support/result.h"

namespace fastnode::qualify {

struct SourceRef {
  ContentId id;
  std::string project;
  std::string path;
  int32_t index = 0;  // whatever the reader needs to find it
};

using FileId = Id<struct FileTag>;  // of SiteList::files

struct Site {
  FileId file;
  uint64_t offset = 0;  // the cursor: just after the dot, or the opening bracket of a call
  // What of the file is not shown to whom is asked, by condition; all of it begins at `offset`.
  std::array<pack::Gone, pack::kNumConditions> gone{};
  std::string before;    // what stands before the cursor, though the file lacks it
  std::string expected;  // the name; the arguments as predict::CallCompletion has them
  std::string base;      // normalised text of what stands before the dot, or of what is called
  std::string symbol;    // its dotted name where known, else as `base`
  size_t slice = 0;      // index into SiteList::slices
  bind::UseContext context = bind::UseContext::kLoad;
  // Of a single decision (decisions.h): the task, and pack::Site::at; of others -1.
  pack::Task task = pack::Task::kAttribute;
  int32_t at = -1;
};

struct SiteFile {
  SourceRef ref;
  std::string source;
};

struct SiteList {
  std::vector<std::string> slices;  // SiteKind::slices
  IdVector<FileId, SiteFile> files;
  std::vector<Site> sites;                 // by file, then by offset
  std::map<std::string, int64_t> skipped;  // files and uses that gave none, by reason
};

struct SiteOptions {
  uint64_t seed = 1;
  int32_t num_sites = 1000;
  int32_t sites_per_file = 3;
};

// What kind of site is looked for in a file: all candidates, of which a few are chosen and made.
struct SiteKind {
  std::string name;                 // of one: "attribute"
  std::vector<std::string> slices;  // what they are told apart by
  std::function<std::vector<int32_t>(const bind::FileIndex&, SiteList&)> candidates;
  std::function<Site(const bind::FileIndex&, const types::Library&, int32_t candidate)> make;
};

using ReadTree = std::function<Result<ast::Tree>(const SourceRef&)>;

// Fewer sites than asked for is no error. A source that cannot be read is.
Result<SiteList> ChooseSites(std::vector<SourceRef> sources, const ReadTree& read,
                             const types::Library& library, const SiteKind& kind,
                             const SiteOptions& options);

}  // namespace fastnode::qualify
