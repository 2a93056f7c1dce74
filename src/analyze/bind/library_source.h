// What the evaluator says about one source file that goes into the library: results of functions
// and values of variables that no annotation declares, and names that only stores define.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/bind/infer.h"
#include "analyze/bind/library.h"

namespace fastnode::bind {

// A class by its absolute path: an instance of it, or the class itself. "" if unknown.
struct InferredClass {
  std::string path;
  bool class_object = false;
};

class SourceFacts {
 public:
  // `known`: the library as far as it is built, for the types of other files' names.
  SourceFacts(const FileIndex& index, const Library& known, std::string module)
      : index_(index), inference_(index, known, {}), module_(std::move(module)) {}

  const FileIndex& index() const { return index_; }
  bool KeepsResult(NodeId function) const { return inference_.KeepsResult(function); }
  InferredClass Result(NodeId function);
  InferredClass ModuleVariable(std::string_view name);
  InferredClass ClassVariable(NodeId cls, std::string_view name);
  // Bound anywhere in the module's own scope; of a class, stores through `self` too.
  std::vector<std::string_view> ModuleNames() const;
  std::vector<std::string_view> ClassNames(NodeId cls);

 private:
  InferredClass ClassOf(const Type& type) const;
  std::string PathOf(NodeId cls) const;

  const FileIndex& index_;
  Inference inference_;
  std::string module_;
};

}  // namespace fastnode::bind
