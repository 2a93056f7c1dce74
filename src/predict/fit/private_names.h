// Names with two underscores before them, which Python changes within a class: only the class that
// has one can use it there.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "predict/cursor/site.h"

namespace fastnode::predict {

// The innermost class round a node, or that node if it is one; kNoNode: there is none.
ast::NodeId ClassRound(const ast::Tree& tree, ast::NodeId node);

// Whether a class's text gives the name something: `def name`, `name =`, `self.name: int`.
bool IsBoundIn(const ast::Tree& tree, ast::NodeId cls, std::string_view name);

inline bool IsPrivate(std::string_view name) {
  return name.starts_with("__") && !name.ends_with("__");
}

// Which of them may be meant at an attribute site: those that a class round it gives itself; where
// none is round it, and Python leaves names as they are, those of a module, and what the file uses
// so.
class PrivateNames {
 public:
  PrivateNames(const FoundSite& site, const Known& known);
  bool MayBe(std::string_view name) const;

 private:
  const ast::Tree& tree_;
  ast::NodeId class_;  // the innermost
  std::set<std::string, std::less<>> outside_;
};

}  // namespace fastnode::predict
