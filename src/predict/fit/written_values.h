// Dictionaries that a file writes out, and the ways on which an expression comes by them: names and
// attributes that are assigned, elements of lists that are written out or appended, loops over
// these, keys of dictionaries within dictionaries, what a function of the file returns, yields or
// is passed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::predict {

class WrittenValues {
 public:
  using Nodes = std::vector<ast::NodeId>;

  // `types`: of the file, or null. Both must outlive it.
  WrittenValues(const bind::FileIndex& index, types::TypeEvaluator* types)
      : index_(index), tree_(index.tree), types_(types) {}

  // What says some keys of a dictionary that the expression may be:
  //   a display, a call of `dict` or of `update`
  //   a call that makes one of an object, `asdict(x)`; the attribute `x.__dict__`
  //   the arguments of `DictReader(...)`: of one of its rows
  //   a subscript that something is stored under: the key is in its brackets
  //   the name of a parameter `**name`
  Nodes DictionariesOf(ast::NodeId expression);
  // The same of what iterating over the expression gives.
  Nodes DictionariesIn(ast::NodeId iterable);
  // `keys`: of what lies within it, as Imported's.
  Nodes DictionariesOfVariable(bind::VariableId variable, const std::vector<std::string>& keys);
  Nodes DictionariesReturnedBy(ast::NodeId function, const std::vector<std::string>& keys);
  // What holds others, that the expression may be: displays, calls of `DictReader`, `DictWriter`.
  Nodes HoldersOf(ast::NodeId expression);
  // The strings in lists and tuples that the expression may be.
  std::vector<std::string_view> StringsIn(ast::NodeId expression);

  // A module's variable that a question has come to: the identifier of its import, and the keys of
  // what lies within it, the outermost first; "": of whatever it holds.
  struct Imported {
    ast::NodeId name;
    std::vector<std::string> keys = {};
  };
  // Those of the last question.
  const std::vector<Imported>& imported() const { return imported_; }

 private:
  void Begin();
  static void KeepDictionaries(const ast::Tree& tree, Nodes& found);
  // Dictionaries, and what holds others: displays of other kinds, functions that yield, calls of
  // `append` and `DictReader`. Each function adds to `found`.
  void AddOf(ast::NodeId expression, int depth, Nodes& found);
  void AddAll(const Nodes& expressions, int depth, Nodes& found);
  void AddHolders(ast::NodeId expression, std::string_view key, int depth, Nodes& displays);
  Nodes Within(Nodes displays, const std::vector<std::string>& keys);
  void AddElements(ast::NodeId iterable, int depth, Nodes& found);
  void AddValues(ast::NodeId dictionary, std::string_view key, int depth, Nodes& found);
  void AddOfCall(ast::NodeId call, bool is_awaited, int depth, Nodes& found);
  bool AddOfBuiltin(ast::NodeId call, std::string_view name, int depth, Nodes& found);
  bool AddOfMethod(ast::NodeId call, std::string_view name, int depth, Nodes& found);
  void AddReturned(ast::NodeId function, bool is_awaited, int depth, Nodes& found);
  void AddOfVariable(bind::VariableId variable, int depth, Nodes& found);
  void AddOfParameter(ast::NodeId name, int depth, Nodes& found);
  void AddOfAttribute(ast::NodeId attribute, int depth, Nodes& found);
  void AddOfSubscript(ast::NodeId subscript, int depth, Nodes& found);
  void AddBound(ast::NodeId target, int depth, Nodes& found);
  void AddFilled(ast::NodeId object, int depth, Nodes& found);
  // The expressions that stand in displays: elements, or values of dictionaries (those of a key, if
  // one is given).
  Nodes ElementsOf(const Nodes& displays) const;
  Nodes ValuesOf(const Nodes& displays, std::string_view key) const;
  bool IsWithinOwnClass(ast::NodeId self_attribute, ast::NodeId object);

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator* const types_;
  // Where was looked, for one question: expressions, and paths of attributes. Names may be assigned
  // in circles.
  std::set<size_t> asked_;
  std::set<std::string> asked_paths_;
  std::map<size_t, int> asked_variables_;  // how often
  int num_searches_ = 0;                   // of calls, each through the whole file
  std::vector<Imported> imported_;
};

// The key of a pair or of a keyword of `dict`; "" if it is no string.
std::string_view KeyOf(const ast::Tree& tree, ast::NodeId item);

// What stands between the quotes of a literal without a prefix, escapes as they are; else "".
std::string_view PlainUnquoted(std::string_view literal);

// Whether a literal is of bytes: `b"..."`.
bool IsBytes(std::string_view literal);

// What is sorted, or searched, by the key that a node is: `xs` of `xs.sort(key=...)` and of
// `max(xs, key=...)`; kNoNode if it is none.
ast::NodeId IterableOfKey(const ast::Tree& tree, ast::NodeId key);

// The last name of what is called: "b" of `a.b()`; "" if it has none.
std::string_view NameOfCallee(const ast::Tree& tree, ast::NodeId call);

}  // namespace fastnode::predict
