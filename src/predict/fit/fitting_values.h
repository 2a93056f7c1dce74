// Values of a type that may stand at a place come first: of what a parameter, a variable or a
// function is declared to be, what can be iterated over behind `in`, what an operator takes. The
// network sees names of types; it does not see which class inherits from which, or has a method.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Whether one of the methods of what stands at a node is called there by the language: behind `in`,
// `with`, `await`, `*`, `@`.
bool AsksForMethod(const ast::Tree& tree, ast::NodeId node);

class FittingValues {
 public:
  // `site`: of an argument, a name or, behind a module's dot, an attribute.
  FittingValues(const FoundSite& site, const Known& known);

  types::TypeEvaluator& types() { return types_; }

  // Weighs what is listed by how well it fits: of values that are plain names, ...
  void WeighNames(std::vector<Completion>& list);
  // ... and of names that a value begins with.
  void WeighBeginnings(std::vector<Completion>& list);
  // Of names behind a dot that a value begins with: a module's, one of a name that is called, one
  // behind `in` or `with`.
  void WeighMembers(std::vector<Completion>& list);

 private:
  using Fit = types::ValueFit;

  void ReadArgument(const bind::ArgumentPlace& place);
  void ReadName(ast::NodeId read);
  void Declare(std::vector<types::Type> types);
  bool Opens(const types::Type& module);
  void RaiseWhatOpens(std::vector<Completion>& list);
  bool asks() const { return !declared_.empty() || !methods_.empty() || !sign_.empty(); }

  template <typename WeightOf>
  void Weigh(std::vector<Completion>& list, WeightOf&& weight_of);
  std::vector<Completion*> Likeliest(std::vector<Completion>& list) const;
  void RaiseTruths(std::vector<Completion>& list);
  void DropPlain(std::vector<Completion>& list) const;
  bool DeclaresPlain();
  bool DeclaresBool();
  std::vector<types::Type> TypesOf(std::string_view name);
  Fit FitOf(const types::Type& type);
  float WeightOfWhole(const types::Type& type);
  float WeightOfBeginning(const types::Type& type);
  float WeightOfResult(const types::Type& type);

  const bind::FileIndex& index_;
  const std::string prefix_;  // what is typed
  types::TypeEvaluator& types_;
  // What is asked of a value: that it is one of these, has one of these methods, or may stand
  // behind the operator.
  std::vector<types::Type> declared_;
  std::vector<std::string_view> methods_;
  std::string_view sign_;
  types::Type left_;
  types::Type base_;          // of an attribute
  bool is_called_ = false;    // what is written there is called already
  bool is_opened_ = false;    // by `with`
  bool is_returned_ = false;  // by `return`
  bool takes_class_ = false;  // a class object is declared
  bool is_soft_ = false;      // others may stand there as well
  bool takes_none_ = false;   // so does None
  std::map<std::string_view, bind::VariableId> visible_;
};

}  // namespace fastnode::predict
