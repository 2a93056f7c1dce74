// The tasks: what can be predicted, one row each, in a file of its own beside this one.
//
// A row says all in which a task differs from the others: its name and its share, where its sites
// are, what is hidden there, its truth and its candidates. Who cuts, draws, trains, validates or
// completes reads it here; no other file tells tasks apart one by one. How to add one:
// docs/decisions/0025-one-file-a-task.md.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "collect/corpus/symbols.h"
#include "collect/pack/candidates.h"
#include "collect/pack/condition.h"
#include "collect/pack/site.h"

namespace fastnode::pack {

struct TaskRow {
  Task task;
  std::string_view name;      // in files, flags and tables
  std::string_view variable;  // of the pipeline (pipeline/config.mk): its share
  double share;               // of the sites of a sample, unless somebody gives another

  // Where its sites are, and how a source uses the symbols by which they are drawn.
  PlaceList places;
  corpus::SymbolContext symbols;

  // Why the task cannot be asked at a place, "" if it can.
  std::string_view (*why_not)(const ast::Tree& tree, const Place& place);
  // Whether what stands at a place that can be asked is an answer to the task.
  bool (*has_answer)(const ast::Tree& tree, const Place& place);
  // That answer: a candidate's text.
  std::string_view (*truth)(const ast::Tree& tree, const Place& place);
  // What is hidden there. `task` and `at` are the caller's to set.
  Site (*site)(const ast::Tree& tree, const Place& place);
  // The node in whose place the answer is typed, kNoNode where none stands.
  ast::NodeId (*typed)(const ast::Tree& tree, const Place& place);
  // The same in the text, for conditions under which more is gone (condition.h).
  Blank (*blank)(const ast::Tree& tree, const Place& place);

  Candidates (*candidates)(const CandidateInput& input);
  // Whether a candidate is used at a node of the graph; its name is compared by the caller.
  bool (*is_use)(const ast::Tree& tree, ast::NodeId node);
  // What a completion is called in an editor: "method", "name"... By the bytes of its features.
  std::string_view (*kind)(const uint8_t* features);
  // What is looked for where the same tokens stood before.
  context::Asked follows;
  // Its candidates are variables (learn/model/gated_inputs.h).
  bool ranks_variables;

  // What the slots of its samples mean. A model remembers their names, and is refused by a program
  // that has others: who changes what a feature means gives it another name.
  CandidateFeatures features;
  SiteFeatures site_features;
  // Baselines of its validation: the slots by which they order candidates, the first one that
  // differs. By uses in the training corpus; by the nearest use in the file.
  std::span<const int> popularity, recency;
};

const TaskRow& RowOf(Task task);
// All of them, by pack::Task.
const std::array<const TaskRow*, kNumTasks>& AllTasks();
// Their default shares.
std::array<double, kNumTasks> DefaultShares();

// The rows, each in the file of its task.
extern const TaskRow kAttributeTask, kBaseTask, kArgumentTask, kArgumentKindTask, kKeywordTask,
    kPlaceholderTask, kNameTask;

// Of a candidate of the keyword task: it is a parameter of what is called, or passed to something
// of that name somewhere. Where none is, candidates are what is passed to anything.
bool IsKnownKeyword(const uint8_t* features);

}  // namespace fastnode::pack
