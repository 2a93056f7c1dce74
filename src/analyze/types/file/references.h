// Names of a file: what one refers to, and where variables are bound. Hidden names bind nothing,
// and neither do those in branches that are not taken.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "analyze/types/file/conditions.h"
#include "analyze/types/file/file.h"

namespace fastnode::types {

// The reference that an identifier is; null if it is none.
const bind::Reference* ReferenceAt(const File& f, NodeId identifier);
// Whether an identifier without variable is a name that is looked up (in stars and builtins).
bool IsReference(const File& f, NodeId identifier);
// The variable that a name means in a scope, by Python's rules; or kNone.
VariableId Lookup(const File& f, ScopeId scope, std::string_view name);
// The scope whose order of execution a node is part of: comprehensions and class bodies run where
// they stand.
ScopeId ExecutionScope(const File& f, NodeId node);

// A few nodes, at most kMost, in place: most often it is one.
class FewNodes {
 public:
  static constexpr size_t kMost = 16;

  void push_back(NodeId node) { nodes_[size_++] = node; }  // not if it is full
  bool full() const { return size_ == kMost; }
  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  const NodeId* begin() const { return nodes_.data(); }
  const NodeId* end() const { return nodes_.data() + size_; }
  NodeId operator[](size_t i) const { return nodes_[i]; }

 private:
  std::array<NodeId, kMost> nodes_;
  size_t size_ = 0;
};

// Where a variable is bound, in text order; the first few. None of kNone.
FewNodes Bindings(const File& f, VariableId variable);
// What a read of a variable may see (the scope of both runs in text order).
struct Seen {
  // The nearest first, back to one that always comes between, and in a loop those that come round
  // again.
  FewNodes bindings;
  // What else there is, if its `read` is one.
  BehindAsked passed;
};
Seen BindingsSeen(const File& f, VariableId variable, NodeId read);

// x["key"], x[0]
bool IsLiteralItem(const File& f, NodeId subscript);
// Two expressions that mean the same variable, or the same attributes or literal items of it.
bool IsSameThing(const File& f, NodeId a, NodeId b);

// The class in whose body or methods a node stands, or kNoNode.
NodeId EnclosingClass(const File& f, NodeId node);
// The class whose method a function is, or kNoNode.
NodeId ClassOfFunction(const File& f, NodeId function);

}  // namespace fastnode::types
