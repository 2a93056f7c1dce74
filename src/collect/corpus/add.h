// Folders of Python projects -> the corpus store. In the store a project is what its folder held at
// the last add. Adding the same folders again changes nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyze/types/imports/library.h"
#include "collect/corpus/store.h"
#include "support/result.h"

namespace fastnode::corpus {

struct AddOptions {
  std::string store;                 // folder, made if it is missing
  std::vector<std::string> folders;  // each sub-folder with Python files is a project; files in
                                     // none are a project named after the folder. Without
                                     // `splits`, a folder with a project's files (pyproject.toml,
                                     // setup.py, setup.cfg, __init__.py) is that one project
  std::string project;               // if set: the only folder is one project with this name
  std::map<std::string, Split> splits;  // by project name
  std::optional<Split> split;           // for projects not in `splits`; unset: GiveRoles (roles.h)
  std::string roles_of;                 // another store whose roles are kept; "": none
  bool need_all_splits = false;         // error: a split without attribute uses
  // Into how many parts, each a store of its own (catalogue.h); unset: as many as are there, or one
  // store without a catalogue. With `part` that one alone is made, and no catalogue.
  std::optional<int> parts, part;
  // By which projects draws choose; part of the dataset's id. Unset: as many as it has, or 1.
  std::optional<int> shares;
  bool keep_same = false;  // a file whose projects are as they were is not written
  // What a merge may hold in memory at once of what it sorts; the result does not depend on it.
  std::optional<size_t> merge_memory_bytes;
  int num_threads = 2;
};

struct AddReport {
  int64_t projects = 0;
  int64_t projects_changed = 0;  // new, or with other files, or in another split
  int64_t files = 0;
  int64_t bytes = 0;                   // read
  int64_t analysed = 0;                // contents that were not in the store
  int64_t kept = 0;                    // in the whole store, after duplicates
  SkipCounts skipped;                  // files of these projects that were left out, by reason
  std::vector<std::string> not_found;  // names in `splits` that are in no folder
  std::vector<int64_t> sites;          // attribute uses in the whole store, by split
  bool by_file = false;                // files are held out, not projects
  int shares = 1;                      // of the whole dataset
  std::string forgotten;  // why the other store's roles are unknown; "": they are known
  std::string dataset_id;
};

std::string Print(const AddReport& report);
// The part of the report about what the store holds now.
std::string PrintStore(const AddReport& report);

// Of one part that was made alone.
std::string PrintPart(const AddReport& report, int part);

// 80 / 10 / 10 by a hash of the name: the proposal that roles.h starts from.
Split SplitByHash(const std::string& project);

// Lines `name role ...`. '#' begins a comment; words after the role are for other readers.
Result<std::map<std::string, Split>> ReadProjectList(const std::string& path);

// Errors: folders without Python files, a project in two folders, a store made with another
// library, a split without sites if all are needed, and whatever the system refuses. Safe to kill:
// see docs/formats/corpus.md.
Result<AddReport> AddProjects(const AddOptions& options, const types::Library& library);

// Takes projects out again, with the contents that no other project names. Duplicates and near
// duplicates of what they had may be kept now. Errors: no store or no such project there (nothing
// is changed then), another library.
Result<AddReport> RemoveProjects(const std::string& store, const types::Library& library,
                                 const std::vector<std::string>& projects);

}  // namespace fastnode::corpus
