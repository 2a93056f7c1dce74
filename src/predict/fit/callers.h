// Who calls a function of the file, and what for a parameter of it they pass. Calls are found by
// the function's name alone, of a constructor by that of the class.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"

namespace fastnode::predict {

// `name`: of a parameter, where it is declared.
class Callers {
 public:
  Callers(const bind::FileIndex& index, ast::NodeId name);

  // Calls, in order of the text, at most so many.
  std::vector<ast::NodeId> Calls() const;
  // What these pass for it.
  std::vector<ast::NodeId> Passed() const;
  // Names of keywords that these pass and that are no parameters of the function.
  std::vector<std::string_view> OtherKeywords() const;

 private:
  const ast::Tree& tree_;
  std::string_view parameter_;
  ast::NodeId function_ = ast::kNoNode;  // kNoNode: of a lambda
  std::string_view called_;              // the name by which it is called
  size_t position_ = 0;                  // without the object that it is called on
  std::vector<std::string_view> parameters_;
};

}  // namespace fastnode::predict
