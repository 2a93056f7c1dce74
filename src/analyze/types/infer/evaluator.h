// Inside of TypeEvaluator: questions about nodes of files, answered on demand and remembered.
//
// The evaluator walks from what is asked to what it depends on, as Jedi does
// (https://jedi.readthedocs.io/en/latest/docs/development.html), through the file at hand, other
// files of the project, packages and stubs alike; types are sets of alternatives, and what a call
// gives is solved for the type variables of the signature, as PEP 484 has it. A question that comes
// back to itself (`x = x.next()` in a loop) is answered "unknown" there; an answer that was cut
// short in this way, or by the limits on depth and steps, is not remembered, because asked from
// elsewhere it may come out better.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyze/types/file/module.h"
#include "analyze/types/imports/environment.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

// A file under evaluation: number 0 is the one at hand.
struct File {
  int32_t number = 0;
  std::shared_ptr<const Module> held;
  const Module* module = nullptr;

  const ast::Tree& tree() const { return module->tree(); }
  const bind::FileIndex& index() const { return module->index(); }
  ast::Kind kind(NodeId n) const { return tree()[n].kind; }
  ast::Field field(NodeId n) const { return tree()[n].field; }
  NodeId parent(NodeId n) const { return tree()[n].parent; }
  NodeId first(NodeId n) const { return tree().FirstChild(n); }
  NodeId next(NodeId n) const { return tree().NextSibling(n); }
  NodeId child(NodeId n, ast::Field field) const { return tree().Child(n, field); }
  std::string_view text(NodeId n) const { return tree().Text(n); }
  bool contains(NodeId outer, NodeId inner) const {
    return outer <= inner && inner < tree()[outer].subtree_end;
  }
  ScopeId scope_of(NodeId n) const { return index().scope_of[n]; }
  const bind::Scope& scope(ScopeId s) const { return index().scopes[s]; }
  VariableId variable_of(NodeId n) const { return index().variable_of[n]; }
  const bind::Variable& variable(VariableId v) const { return index().variables[v]; }
};

// What is known of a class once its statement has been read.
struct ClassInfo {
  std::vector<TypeId> parameters;  // type variables
  std::vector<TypeId> bases;       // classes, or unknown
  std::vector<TypeId> ancestors;   // itself first; in terms of its parameters (C3 where it exists)
  TypeId metaclass = kUnknownType;
  bool is_enum = false, is_protocol = false, is_typed_dict = false;
  bool complete = false;  // not while its bases are read
};

enum class ParameterKind : uint8_t { kPositionalOnly, kNormal, kKeywordOnly, kList, kDictionary };
struct Parameter {
  std::string_view name;
  ParameterKind kind = ParameterKind::kNormal;
  NodeId identifier = kNoNode;
  NodeId annotation = kNoNode;
  NodeId value = kNoNode;  // default
};

// A field of a class that a call makes.
struct MadeField {
  std::string_view name;
  NodeId annotation = kNoNode;
};

// What is passed in a call: nodes of a file, or types.
struct Argument {
  std::string_view keyword;
  NodeId node = kNoNode;
  TypeId type = kUnknownType;  // where there is no node
  bool splat = false;          // *x or **x: what is behind may go anywhere
};
struct Arguments {
  const File* file = nullptr;
  std::vector<Argument> list;
};

// A parameter whose arguments are looked for.
struct WantedCall {
  const File* file = nullptr;
  NodeId function = kNoNode, cls = kNoNode;
  std::string_view name;
  size_t place = 0;  // among the parameters
  bool is_method = false, constructs = false;
  int looked_at = 0;  // calls
};

// What type variables stand for, and what a method was called on.
struct Substitution {
  std::vector<std::pair<TypeId, TypeId>> variables;
  TypeId receiver = kUnknownType;
};

class Evaluator {
 public:
  Evaluator(const bind::FileIndex& index, const Environment& environment,
            std::vector<NodeId> hidden);

  // The door: one question from outside, about the file at hand.
  TypeId Answer(NodeId expression);

  // --- what other parts of the room ask

  const ClassInfo& ClassAt(int32_t file, NodeId cls);
  // A class or instance and its bases, in the order in which members are looked up: classes, or
  // unknown ones; type arguments put in.
  const std::vector<TypeId>& Ancestors(TypeId type);
  TypeId Attribute(TypeId base, std::string_view name);
  // The module's file, or null.
  const File* ModuleFile(std::string_view path);
  TypeId Builtin(std::string_view name);  // the class
  TypeId LibraryClass(std::string_view module, std::string_view name);
  std::vector<std::string> Submodules(std::string_view path) const {
    return environment_.Submodules(path);
  }
  // Names that `from module import *` binds, sorted; stars of that module included.
  const std::vector<std::string_view>& Exported(const File& file, int depth = 0);
  // Types outside of the evaluator: no type variables, no self.
  TypeId Ground(TypeId type);
  bool IsHidden(const File& file, NodeId node) const;
  bool HasDecorator(const File& file, NodeId function, std::string_view suffix) const;
  std::string PathOf(const TypeData& type) const;  // "builtins.str"; of what has a place
  const std::vector<Parameter>& ParametersOf(const File& f, NodeId function);
  TypeId Annotated(const File& f, NodeId annotation) {
    return Ask(Question::kAnnotation, f, annotation);
  }
  // What runs when a value is called, and whether its first parameter is taken already; or kNoNode.
  NodeId FunctionOfCall(TypeId callee, bool& bound, const File*& file);
  std::vector<MadeField> FieldsOfCall(const File& file, NodeId call) const;
  // The module that a star import names; "" if it is the file's own.
  std::string StarPath(const File& file, NodeId star) const;
  std::string_view Keep(std::string name) { return *kept_.insert(std::move(name)).first; }

  TypeTable& table() { return table_; }
  const TypeTable& table() const { return table_; }
  const File& file(int32_t number) const { return files_[static_cast<size_t>(number)]; }

 private:
  enum class Question : uint8_t { kValue, kTarget, kReturn, kAnnotation, kParameter, kGrowth };

  // evaluator.cc: remembering, and the table of expressions.
  TypeId Ask(Question question, const File& f, NodeId node);
  TypeId Compute(Question question, const File& f, NodeId node);
  TypeId TypeOf(const File& f, NodeId expression) { return Ask(Question::kValue, f, expression); }
  TypeId Value(const File& f, NodeId expression);
  TypeId DisplayValue(const File& f, NodeId display);
  TypeId Opaque(std::string path);
  TypeId InstanceOf(TypeId cls, std::vector<TypeId> arguments = {});  // of a class, or its call
  TypeId Instance(std::string_view builtin, std::vector<TypeId> arguments = {});
  TypeId LibraryInstance(std::string_view module, std::string_view name,
                         std::vector<TypeId> arguments = {});
  TypeId ClassType(const File& f, NodeId cls);  // applied to its own type variables
  TypeId ClassOf(TypeId instance);              // the class of each alternative
  TypeId Union(std::initializer_list<TypeId> types) {
    return table_.Union(std::span(types.begin(), types.size()));
  }
  // An instance of this very class of builtins, or (IsBuiltin) the class itself.
  bool IsInstanceOf(TypeId type, std::string_view builtin);
  bool IsBuiltin(TypeId type, std::string_view builtin);

  // names.cc
  TypeId NameValue(const File& f, NodeId identifier);
  TypeId VariableValue(const File& f, VariableId variable);
  TypeId FlowValue(const File& f, VariableId variable, NodeId read);
  TypeId Combine(const File& f, const std::vector<NodeId>& bindings);
  TypeId UnboundName(const File& f, std::string_view name);
  bool IsReference(const File& f, NodeId identifier) const;
  const bind::Reference* ReferenceAt(const File& f, NodeId identifier) const;
  VariableId Lookup(const File& f, ScopeId scope, std::string_view name) const;
  ScopeId ExecutionScope(const File& f, NodeId node) const;
  std::vector<NodeId> Bindings(const File& f, VariableId variable) const;

  // imports.cc
  TypeId ModuleType(std::string path);
  TypeId ModuleName(const std::string& path, std::string_view name);
  TypeId Import(const File& f, NodeId identifier);
  bool ImportedName(const File& f, NodeId identifier, std::string& module, std::string& name);
  // What a star import of the file brings under this name: the module's path, or "".
  std::string StarModule(const File& f, std::string_view name);
  std::string AbsoluteModule(const File& f, std::string_view written) const;

  // targets.cc
  TypeId Target(const File& f, NodeId target);
  TypeId BoundByStatement(const File& f, NodeId target);
  TypeId Destructured(const File& f, NodeId value, const std::vector<int>& path);
  TypeId Part(TypeId type, const std::vector<int>& path, size_t depth);
  TypeId Entered(const File& f, NodeId as_pattern);
  TypeId Captured(const File& f, NodeId identifier);
  TypeId DefaultGrowth(const File& f, NodeId target, NodeId value, TypeId type);
  TypeId Growth(const File& f, NodeId target);

  // parameters.cc
  TypeId ParameterValue(const File& f, NodeId identifier);
  TypeId ParameterFromCalls(const File& f, NodeId identifier);
  void AddPassed(const File& f, std::string_view callee, WantedCall& wanted,
                 std::vector<TypeId>& types);
  TypeId ParameterFromBase(const File& f, NodeId function, std::string_view name);
  TypeId Receiver(const File& f, NodeId function);

  // annotations.cc
  TypeId Annotation(const File& f, NodeId annotation, ScopeId scope, int depth);
  TypeId AnnotationOfName(const File& f, std::string_view name, ScopeId scope, NodeId place,
                          int depth);
  TypeId AnnotationOfVariable(const File& f, VariableId variable, int depth);
  TypeId AnnotationOfMember(const File& f, NodeId node, ScopeId scope, int depth);
  TypeId WithSelf(const File& f, TypeId type, ScopeId scope);
  TypeId AnnotationInModule(const std::string& module, std::string_view name, int depth);
  TypeId AnnotationText(const File& f, NodeId string, ScopeId scope, int depth);
  TypeId Applied(TypeId generic, const File& f, const std::vector<NodeId>& arguments, ScopeId scope,
                 int depth);
  TypeId SpecialForm(const File& f, std::string_view name, NodeId place);
  TypeId SpecialApplied(std::string_view name, const File& f, const std::vector<NodeId>& arguments,
                        ScopeId scope, int depth);
  TypeId AsAnnotation(TypeId value);  // of what a name in an annotation stands for

  // made_classes.cc
  std::vector<TypeId> BasesOfCall(const File& f, NodeId call);
  TypeId FieldOfCall(const File& f, NodeId call, std::string_view name, bool& found);

  // classes.cc
  void ReadBases(const File& f, NodeId cls, ClassInfo& info);
  void Linearise(TypeId self, ClassInfo& info);
  void Merge(const std::vector<std::vector<TypeId>>& rows, std::vector<TypeId>& order);
  uint64_t ClassKey(TypeId type) const;
  TypeId ClassAttribute(TypeId base, std::string_view name);
  TypeId MemberValue(const File& f, NodeId cls, std::string_view name, TypeId receiver,
                     bool& found);
  TypeId Bound(TypeId member, TypeId receiver, bool in_body);
  TypeId FindAncestor(TypeId type, int32_t file, NodeId cls);
  bool Inherits(TypeId type, std::string_view module, std::string_view name);
  NodeId EnclosingClass(const File& f, NodeId node) const;
  NodeId ClassOfFunction(const File& f, NodeId function) const;
  TypeId SelfType(const File& f, NodeId cls);

  // calls.cc
  TypeId CallValue(const File& f, NodeId call);
  TypeId Call(TypeId callee, const Arguments& arguments, int depth = 0);
  TypeId CallMethod(TypeId receiver, std::string_view method, std::vector<TypeId> arguments);
  TypeId Constructed(TypeId cls, const Arguments& arguments);
  TypeId SpecialCall(TypeId callee, const File& f, NodeId call, bool& handled);
  TypeId Super(const File& f, NodeId call);
  Arguments ArgumentsOf(const File& f, NodeId call) const;
  TypeId ArgumentType(const Arguments& arguments, size_t i);

  // solve.cc: signatures and type variables.
  TypeId CallFunction(TypeId function, const Arguments& arguments);
  TypeId CallOne(const File& f, NodeId function, TypeId receiver, const Arguments& arguments);
  bool Fits(const File& f, NodeId function, TypeId receiver, const Arguments& arguments,
            bool* sure = nullptr);
  std::vector<int> Match(const std::vector<Parameter>& parameters, bool bound,
                         const Arguments& arguments, bool& fits) const;
  bool Accepts(const File& f, NodeId annotation, const Arguments& arguments, size_t i);
  bool AcceptsType(TypeId pattern, TypeId actual, int depth);
  void Unify(TypeId pattern, TypeId actual, Substitution& into, int depth);
  TypeId Substitute(TypeId type, const Substitution& with, int depth = 0);
  Substitution ClassArguments(TypeId cls);
  std::vector<NodeId> Overloads(const File& f, NodeId function);

  // functions.cc
  TypeId FunctionType(const File& f, NodeId definition);
  TypeId Decorated(const File& f, NodeId definition, NodeId decorated);
  TypeId ReturnOf(const File& f, NodeId function);
  TypeId Returned(const File& f, NodeId function);
  TypeId Yielded(const File& f, NodeId body);
  std::string_view DecoratorName(const File& f, NodeId decorator) const;

  // operators.cc
  TypeId Binary(std::string_view sign, TypeId left, TypeId right);
  TypeId BinaryValue(const File& f, NodeId node);
  TypeId UnaryValue(const File& f, NodeId node);
  TypeId BooleanValue(const File& f, NodeId node);
  TypeId ConditionalValue(const File& f, NodeId node);
  TypeId ComparisonValue(const File& f, NodeId node);
  TypeId SubscriptValue(const File& f, NodeId node);
  TypeId Element(TypeId iterable, bool is_async = false);
  TypeId Awaited(TypeId awaitable);

  // narrowing.cc
  TypeId Narrowed(const File& f, NodeId read, TypeId otherwise);
  TypeId Asserted(const File& f, NodeId condition, NodeId read, bool holds, int depth);
  bool IsSameThing(const File& f, NodeId a, NodeId b) const;

  const Environment environment_;
  std::vector<NodeId> hidden_;
  std::deque<File> files_;
  std::map<std::string, int32_t, std::less<>> file_numbers_;  // by path; -1: there is none
  TypeTable table_;

  std::unordered_map<uint64_t, TypeId> answers_;
  std::vector<uint64_t> asking_;  // questions being answered, outermost first
  bool cut_short_ = false;
  static constexpr int kMaxStepsAQuestion = 6000;
  int steps_ = 0;  // of this question from outside
  int step_limit_ = kMaxStepsAQuestion;
  int caller_steps_left_ = kMaxStepsAQuestion;  // for looking at callers, of this question
  int64_t total_steps_ = 0;
  int growth_depth_ = 0, caller_depth_ = 0;

  std::map<std::pair<int32_t, NodeId>, ClassInfo> classes_;
  size_t class_depth_ = 0;                                    // classes being read
  std::map<std::pair<int32_t, NodeId>, ClassInfo> too_deep_;  // not read, until those are done
  std::unordered_map<TypeId, std::vector<TypeId>> ancestors_;
  std::vector<TypeId> tentative_;  // of ancestors_: found while a class was being read
  std::map<std::pair<int32_t, NodeId>, std::vector<Parameter>> parameters_;
  std::map<int32_t, std::vector<std::string_view>> exported_;
  std::map<std::string, TypeId, std::less<>> builtins_;
  std::set<std::string> kept_;  // names that live as long as the evaluator
};

}  // namespace fastnode::types
