// Dictionaries that a file writes out, and the ways on which an expression comes by them: names and
// attributes that are assigned, elements of lists that are written out, loops over these, keys of
// dictionaries within dictionaries, what a function of the file returns.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"

namespace fastnode::predict {

class WrittenValues {
 public:
  explicit WrittenValues(const bind::FileIndex& index) : index_(index), tree_(index.tree) {}

  // Displays, and calls of `dict`, that the expression may be.
  std::vector<ast::NodeId> DictionariesOf(ast::NodeId expression);

 private:
  using Nodes = std::vector<ast::NodeId>;

  // Dictionaries, and displays of other kinds. Each function adds to `found`.
  void AddOf(ast::NodeId expression, int depth, Nodes& found);
  void AddAll(const Nodes& expressions, int depth, Nodes& found);
  void AddOfCall(ast::NodeId call, int depth, Nodes& found);
  void AddReturned(ast::NodeId function, int depth, Nodes& found);
  void AddOfVariable(bind::VariableId variable, int depth, Nodes& found);
  void AddOfAttribute(ast::NodeId attribute, int depth, Nodes& found);
  void AddOfSubscript(ast::NodeId subscript, int depth, Nodes& found);
  void AddBound(ast::NodeId target, int depth, Nodes& found);
  // The expressions that stand in displays: elements, or values of dictionaries (those of a key, if
  // one is given).
  Nodes ElementsOf(const Nodes& displays) const;
  Nodes ValuesOf(const Nodes& displays, std::string_view key) const;

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  // Where was looked, for one question: expressions, and paths of attributes. Names may be assigned
  // in circles.
  std::set<size_t> asked_;
  std::set<std::string> asked_paths_;
};

// The key of a pair or of a keyword of `dict`; "" if it is no string.
std::string_view KeyOf(const ast::Tree& tree, ast::NodeId item);

// What stands between the quotes of a literal without a prefix, escapes as they are; else "".
std::string_view PlainUnquoted(std::string_view literal);

}  // namespace fastnode::predict
