// Where a member of an enumeration is declared, its members are written out with their class:
// `Color.RED`, those that the file uses most first, and behind those that a chain of conditions or
// cases has not asked for.
#pragma once

#include <string>
#include <vector>

#include "analyze/types/types.h"
#include "predict/asked/budget.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Adds them to an answer: of a name or an argument.
void AddEnumMembers(const FoundSite& site, const Known& known, const Budget& budget,
                    Answer& answer);

class EnumMembers {
 public:
  // Both must outlive it.
  EnumMembers(const bind::FileIndex& index, types::TypeEvaluator& types)
      : index_(index), tree_(index.tree), types_(types) {}

  // As they are written at a place, in the order of the class; none if the type is no enumeration,
  // its class has no name there, or it has too many members.
  std::vector<std::string> Of(const types::Type& type, ast::NodeId at);
  // The class of an instance, as it is called at a place; "" if it has no name there.
  std::string ClassNameAt(const types::Type& type, ast::NodeId at);
  // Texts that the class gives its members, as they stand between quotes.
  std::vector<std::string> TextsOf(const types::Type& type);
  // Whether a type has members that are texts themselves.
  bool IsText(const types::Type& type);

 private:
  std::string NameAt(const types::Type& type, ast::NodeId at, types::Type& cls);

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
};

}  // namespace fastnode::predict
