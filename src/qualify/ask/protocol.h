// The table of protocols: all kinds of validation. A row says what is asked and where, which
// methods are asked, under which conditions, and what its commands and files are called.
//
// In all of them an answer is right if it is, letter for letter, what the row's sites expect
// (Site::expected): calls and expressions are compared as predict::CallCompletion writes them, with
// "..." for every argument that is no plain name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collect/pack/cut.h"
#include "predict/completer.h"
#include "qualify/ask/condition.h"
#include "qualify/ask/question.h"
#include "qualify/ask/ranking.h"
#include "qualify/ask/sites.h"
#include "support/result.h"

namespace fastnode::qualify {

// What the methods that are asked one question leave each other.
struct Shared {
  predict::AnalysisMemory* memory = nullptr;  // of the last texts; null: none
  // Of a single decision: the candidates among which the last model asked chose.
  Result<pack::Cut> cut = Error{"no model was asked"};
};

struct Protocol {
  std::string command;   // "validate-calls"; the target of make has an underscore
  std::string file;      // of the pipeline: "validation-calls.json"
  std::string measures;  // for help: "completions of whole calls"
  std::string title;     // in the verdict: "whole calls"

  SiteKind sites;
  int32_t sites_per_file = 3;
  bool names_after_dots = false;    // sites are told apart by where else the name stands, too
  bool examples = false;            // some sites are kept for the example viewer
  std::vector<Besides> conditions;  // besides the headline

  Result<Ranking> (*ask_model)(const Question&, const predict::Completer&, Shared&);
  // What an editor asks and waits for, if that is not ask_model; else null.
  void (*wait_for_model)(const Question&, const predict::Completer&, Shared&) = nullptr;
  std::vector<std::string> baselines;
  // In the order of their names; called when the release's model was asked.
  Result<std::vector<Ranking>> (*rank_baselines)(const Question&, const types::Library&,
                                                 const Shared&);

  const std::string& name() const { return sites.name; }
  std::string target() const;  // of make: "validate_calls"
};

// Attributes, names and words, whole calls, whole expressions after a dot, single decisions.
const std::vector<Protocol>& Protocols();

// Null: no command of that name validates.
const Protocol* FindProtocol(std::string_view command);

}  // namespace fastnode::qualify
