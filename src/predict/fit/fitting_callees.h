// A name is put before arguments that are written already: `rows.|(key=len)`, `math.|(x, y)`. What
// cannot be called so is hardly meant. The network sees how many arguments there are; it does not
// see who takes them.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/site.h"
#include "predict/fit/call_rules.h"

namespace fastnode::predict {

class FittingCallees {
 public:
  // `site`: of an attribute or a name. `types`: of its source; somebody else asks it, too.
  FittingCallees(const FoundSite& site, types::TypeEvaluator& types);

  // Makes less of those of the likeliest that do not take the arguments behind the site. Does
  // nothing where no call is.
  void Weigh(std::vector<Completion>& list);

 private:
  void ReadArguments(ast::NodeId list);
  std::vector<types::Type> TypesOf(std::string_view name);
  float WeightOf(const types::Type& callee);
  bool TakesValues(const types::Type& callee);

  const bind::FileIndex& index_;
  const std::string_view prefix_;
  types::TypeEvaluator& types_;
  ast::NodeId call_ = ast::kNoNode;
  types::Type base_;  // of an attribute
  bool is_attribute_ = false;
  Passed passed_;
  std::vector<types::Type> values_;  // of the first arguments given by position
  std::map<std::string_view, bind::VariableId> visible_;
};

}  // namespace fastnode::predict
