// Inside of TypeEvaluator: questions about nodes, answered on demand and remembered.
//
// A question that comes back to itself (`x = x.next()` in a loop) is answered "unknown" there; an
// answer that was cut short in this way, or by the limits on depth and steps, is not remembered,
// because asked from elsewhere it may come out better.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyze/bind/annotation.h"
#include "analyze/bind/types.h"

namespace fastnode::bind {

inline Type Unknown() { return {}; }
inline bool IsKnown(const Type& type) {
  return type.kind != Type::Kind::kUnknown || !type.path.empty();
}

// The one type that all agree on: None is passed over; unknown ones are, too, if `lenient`.
Type Agreed(const std::vector<Type>& types, bool lenient = false);

// What a class statement of this file defines.
struct LocalMember {
  MemberOrigin origin = MemberOrigin::kClassBody;
  // Identifiers bound in the class body, and attribute expressions `self.x` that are stored to.
  std::vector<NodeId> definitions;
};
struct LocalClass {
  std::map<std::string_view, LocalMember> members;
  std::vector<Type> bases;  // classes, or unknown with a path
};

class Inference {
 public:
  Inference(const FileIndex& index, const Library& library, HiddenNodes hidden);

  // The door: one question from outside.
  Type Answer(NodeId expression);

  // Questions about what a source defines, for the library.
  Type Result(NodeId function_definition);
  Type ModuleVariable(std::string_view name);
  Type Member(const Type& base, std::string_view name);
  // Whether no decorator changes what a call of the function gives.
  bool KeepsResult(NodeId function_definition) const;

  const LocalClass& ClassAt(NodeId class_definition);
  // That class, then its bases and theirs: classes, or unknown with a path.
  const std::vector<Type>& Lineage(NodeId class_definition);
  // Member of a type by name, and what it is an attribute of: bound methods, properties evaluated.
  Type Attribute(const Type& base, std::string_view name);

  SymbolId Builtin(std::string_view name) const;
  bool IsHidden(NodeId node) const;
  bool IsProperty(NodeId function_definition) const;

  const FileIndex& index() const { return index_; }
  const Library& library() const { return library_; }

 private:
  enum class Question : uint8_t { kValue, kTarget, kReturn, kElement };

  // infer.cc: remembering, and the table of expressions.
  Type Ask(Question question, NodeId node);
  Type Compute(Question question, NodeId node);
  Type TypeOf(NodeId expression) { return Ask(Question::kValue, expression); }
  Type Value(NodeId expression);
  Type Instance(std::string_view builtin) const;
  Type InstanceAt(std::string_view path) const;  // of a class of the library
  Type InstanceOf(const Type& cls) const;
  Type FromSymbol(SymbolId symbol, const Type& receiver, bool on_instance) const;
  Type Declared(SymbolId target, bool class_object, const Type& receiver) const;
  Type Opaque(std::string path) const;

  // infer_operator.cc
  Type Binary(std::string_view sign, const Type& left, const Type& right);
  Type BinaryValue(NodeId node);
  Type UnaryValue(NodeId node);
  Type BooleanValue(NodeId node);
  Type ConditionalValue(NodeId node);
  Type ComparisonValue(NodeId node);
  Type SubscriptValue(NodeId node);
  Type Element(NodeId iterable);

  // infer_call.cc
  Type CallValue(NodeId call);
  Type CallResult(const Type& callee, const Type& receiver, NodeId call);
  Type SpecialCall(std::string_view name, NodeId call, bool& handled);
  Type OpenedFile(NodeId call) const;
  Type Super(NodeId call);
  Type ReturnOf(NodeId function_definition);
  std::vector<NodeId> Arguments(NodeId call) const;
  std::string DecoratorName(NodeId decorator) const;  // last component, without arguments

  // infer_name.cc
  Type NameValue(NodeId identifier);
  Type VariableValue(VariableId variable);
  Type FlowValue(VariableId variable, NodeId read);
  Type Combine(const std::vector<NodeId>& bindings, bool nearest_first);
  Type Import(NodeId identifier);
  Type Parameter(NodeId identifier);
  Type Receiver(NodeId method);
  bool IsReference(NodeId identifier) const;

  // infer_narrow.cc
  Type Narrowed(VariableId variable, NodeId read, const Type& otherwise);
  Type Asserted(NodeId condition, VariableId variable, int depth);

  const Reference* ReferenceAt(NodeId identifier) const;
  VariableId FindVariable(ScopeId scope, std::string_view name) const;
  ScopeId ExecutionScope(NodeId node) const;

  // infer_target.cc
  Type Target(NodeId target);
  Type Destructured(NodeId value, const std::vector<int>& path);
  Type ElementOf(NodeId iterable, const std::vector<int>& path);
  Type Entered(NodeId context);
  Type Annotated(NodeId annotation);
  Type Named(const TypeChoice& choice, NodeId place);

  // infer_class.cc
  Type LocalAttribute(NodeId cls, std::string_view name, const Type& receiver);
  Type MemberValue(const LocalMember& member, const Type& receiver);
  void AddBodyMembers(NodeId cls, LocalClass& local);
  void AddStoredMembers();
  NodeId EnclosingClass(NodeId node) const;
  NodeId ClassOfMethod(NodeId function_definition) const;

  ScopeId ScopeOf(NodeId node) const { return index_.scope_of[static_cast<size_t>(node)]; }
  const Scope& ScopeAt(ScopeId scope) const { return index_.scopes[static_cast<size_t>(scope)]; }
  const Variable& VariableAt(VariableId variable) const {
    return index_.variables[static_cast<size_t>(variable)];
  }
  bool Contains(NodeId outer, NodeId inner) const {
    return outer <= inner && inner < tree_[outer].subtree_end;
  }

  const FileIndex& index_;
  const ast::Tree& tree_;
  const Library& library_;
  HiddenNodes hidden_;
  SymbolId builtins_ = kNoSymbol;

  std::unordered_map<uint64_t, Type> answers_;
  std::vector<uint64_t> asking_;  // questions being answered, outermost first
  bool cut_short_ = false;
  int steps_ = 0;  // of this question from outside
  int total_steps_ = 0;

  std::map<NodeId, LocalClass> classes_;
  bool has_stores_ = false;
  std::map<NodeId, std::vector<std::pair<std::string_view, NodeId>>> stores_;  // by class
  std::map<NodeId, std::vector<Type>> lineages_;
};

}  // namespace fastnode::bind
