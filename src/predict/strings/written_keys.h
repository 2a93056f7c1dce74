// Keys of the dictionaries that a file writes out or makes (written_values.h), and of those that it
// imports from other files.
#pragma once

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"
#include "predict/fit/written_values.h"

namespace fastnode::predict {

class Keys;

class WrittenKeys {
 public:
  // All must outlive it.
  WrittenKeys(const bind::FileIndex& index, const types::Environment& environment,
              types::TypeEvaluator& types, WrittenValues& written)
      : index_(index),
        tree_(index.tree),
        environment_(environment),
        types_(types),
        written_(written) {}

  // Whether the expression may be a dictionary whose keys are written. Adds them.
  bool AddOf(ast::NodeId expression, Keys& keys);
  // The same of what iterating over the expression gives.
  bool AddIn(ast::NodeId iterable, Keys& keys);
  // Columns of what writes rows, `DictWriter(file, names)`.
  bool AddColumnsOf(ast::NodeId writer, Keys& keys);

 private:
  bool AddAll(const WrittenValues::Nodes& dictionaries, Keys& keys);
  void AddOne(ast::NodeId dictionary, Keys& keys);
  void AddMade(ast::NodeId call, Keys& keys);
  void AddFieldsOf(ast::NodeId object, Keys& keys);
  void AddNamesOfRow(ast::NodeId arguments, Keys& keys);
  bool AddImported(const std::vector<WrittenValues::Imported>& names, Keys& keys);
  bool AddFromModule(std::string_view module, std::string_view name,
                     const std::vector<std::string>& within, Keys& keys);

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  const types::Environment& environment_;
  types::TypeEvaluator& types_;
  WrittenValues& written_;
};

// What objects of a class have that is no method, what the class declares first. The class or one
// of its objects.
void AddFieldsOfType(types::TypeEvaluator& types, const types::Type& type, Keys& keys);

// The strings that name the columns in the arguments of `DictReader` or `DictWriter`, or kNoNode.
ast::NodeId FieldNamesIn(const ast::Tree& tree, ast::NodeId arguments);

}  // namespace fastnode::predict
