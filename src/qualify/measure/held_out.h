// What a validation needs out of the corpus store: the chosen sites' sources, their stored counts,
// and the tables of their projects.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analyze/types/imports/library.h"
#include "collect/context/index.h"
#include "collect/corpus/places.h"
#include "collect/corpus/store.h"
#include "collect/corpus/usage_table.h"
#include "qualify/ask/sites.h"
#include "support/result.h"

namespace fastnode::qualify {

struct HeldOut {
  SiteList list;
  IdVector<FileId, corpus::FileUsage> usages;           // one per file of the list
  IdVector<FileId, types::Environment> environments;    // one per file of the list, or none
  std::shared_ptr<const corpus::ProjectPlaces> places;  // to which these point
  IdVector<FileId, int32_t> numbers;                    // of the files, in their projects' indices
  struct Project {
    corpus::UsageTable usage;
    context::Index index;
  };
  std::map<std::string, Project> projects;  // by name, of the files' projects
};

// Without sites where the split has none of the kind. Errors: damaged rows.
Result<HeldOut> LoadHeldOut(const corpus::Store& store, corpus::Split split,
                            const types::Library& library, const SiteKind& kind,
                            const SiteOptions& options);

}  // namespace fastnode::qualify
