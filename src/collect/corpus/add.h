// Folders of Python projects -> the corpus store. What a project is in the store is what its folder
// holds at the last add; adding the same folders again changes nothing.
#pragma once

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
  std::string store;                 // folder, made if it lacks
  std::vector<std::string> folders;  // each sub-folder with Python files is a project; files that
                                     // lie in none are a project named after the folder. Without
                                     // `splits`, a folder with a project's files (pyproject.toml,
                                     // setup.py, setup.cfg, __init__.py) is that one project
  std::string project;               // if set: the one folder is the one project of this name
  std::map<std::string, Split> splits;  // by project name
  std::optional<Split> split;           // of projects not in `splits`; unset: GiveRoles (roles.h)
  std::string roles_of;                 // another store, if there is one: its roles are remembered
  bool need_all_splits = false;         // error: a split without attribute uses
  int num_threads = 2;
};

struct AddReport {
  int64_t projects = 0;
  int64_t projects_changed = 0;  // new, or with other files, or in another split
  int64_t files = 0;
  int64_t bytes = 0;                   // read
  int64_t analysed = 0;                // contents that were not in the store
  int64_t kept = 0;                    // in the whole store, after duplicates
  SkipCounts skipped;                  // of these projects' files, by reason
  std::vector<std::string> not_found;  // names in `splits` that no folder has
  std::vector<int64_t> sites;          // attribute uses of the whole store, by split
  bool by_file = false;                // files are held out, not projects
  std::string forgotten;               // why roles of another store are not known; empty: they are
  std::string dataset_id;
};

std::string Print(const AddReport& report);
// Of it, what the store holds now.
std::string PrintStore(const AddReport& report);

// 80 / 10 / 10 by a hash of the name: what roles.h begins with.
Split SplitByHash(const std::string& project);

// Lines `name role ...`; '#' begins a comment; what follows the role is for others.
Result<std::map<std::string, Split>> ReadProjectList(const std::string& path);

// Errors: folders without Python files, a project in two folders, a store made with another
// library, a split without sites if all are needed, what the system refuses. Safe to kill: see
// docs/formats/corpus.md.
Result<AddReport> AddProjects(const AddOptions& options, const types::Library& library);

// Takes projects out again, with all that no other project names. Near duplicates and duplicates of
// what they had may be kept now. Errors: no store or no such project there (nothing is changed
// then), another library.
Result<AddReport> RemoveProjects(const std::string& store, const types::Library& library,
                                 const std::vector<std::string>& projects);

}  // namespace fastnode::corpus
