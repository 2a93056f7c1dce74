// The door of types: what an expression is, asked one at a time. Answers are remembered. The
// evaluator looks only at what an answer needs, in the file at hand and in the modules it imports.
// What cannot be known is unknown. There are two guesses, which are marked as such: what a
// parameter is of which nothing is said (infer/used_as.cc), and what a few calls usually give that
// are declared to give anything (infer/special_calls.cc).
//
// Nodes may be hidden that must not be looked at (the site of a prediction): their type is unknown,
// a store to a hidden attribute defines no member, a hidden name refers to nothing. The answers are
// the same as if a fresh identifier stood in the text in place of each (but that a hidden member
// says nothing against what a parameter is used as). Many sites of one file are
// asked about one after the other: what does not depend on what is hidden is found once, and the
// answers are those that an evaluator of its own would give for each (sharing_test.cc).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"
#include "analyze/types/imports/environment.h"
#include "analyze/types/infer/member.h"
#include "analyze/types/infer/taken.h"
#include "analyze/types/infer/type_id.h"
#include "analyze/types/undeclared.h"

namespace fastnode::types {

class ModuleTables;

struct Type {
  enum class Kind : uint8_t {
    kUnknown,
    kModule,    // path: its dotted path
    kClass,     // the class object itself
    kInstance,  // an instance of a class
    kFunction,
    kNone,
  };
  Kind kind = Kind::kUnknown;
  // The class_definition, function_definition or lambda, if it stands in the file at hand.
  NodeId local = kNoNode;
  // Dotted path: of modules and of classes and functions of other files ("builtins.str",
  // "os.getcwd"); of unknown ones what an import that finds nothing says ("pkg.name").
  std::string path;
  // The evaluator's own number for it. There the rest is known: type arguments, the other types of
  // a union. (Of a union, kind, local and path tell the first type that is not None.)
  TypeId id = kUnknownType;

  bool operator==(const Type& other) const { return id == other.id; }
};

// A parameter of a function or of a class's constructor, the object that it is called on left out.
struct ParameterOfCall {
  std::string_view name;  // valid while the evaluator lives
  bool keyword_only = false, positional_only = false;
  bool has_default = false;
};
struct CallSignature {
  bool known = false;
  bool is_overloaded = false;                         // there are others
  bool is_guess = false;                              // the method of an object that is one
  bool takes_list = false, takes_dictionary = false;  // *args, **kwargs
  std::vector<ParameterOfCall> parameters;            // in order
  // What its other overloads take, all together.
  struct Others {
    bool take_list = false, take_dictionary = false;
    size_t positions = 0;                    // the most of one
    size_t fewest = 0;                       // the fewest that one cannot do without
    std::vector<std::string_view> keywords;  // valid while the evaluator lives
    // Of each the place by which it may be given as well; kNowhere: by name alone.
    std::vector<size_t> places;
    static constexpr size_t kNowhere = SIZE_MAX;
  };
  Others others;
};

class TypeEvaluator {
 public:
  // Of the file at hand: what several who ask about it share (file/module_tables.h).
  using Tables = std::shared_ptr<const ModuleTables>;

  // `index` and the places of `environment` must outlive the evaluator. One thread only.
  TypeEvaluator(const bind::FileIndex& index, const Environment& environment,
                std::vector<NodeId> hidden = {}, Tables tables = nullptr,
                Undeclared undeclared = Undeclared::kByUse);
  ~TypeEvaluator();

  // The file at hand has another text from now on, in the same place: where it stands and what it
  // imports from is as before, and nothing of it is hidden. What is known of other files is kept if
  // this one has no part in it; answers are those of an evaluator made anew (texts_test.cc). The
  // index before need not live any longer. Types and members given before are no longer to be used.
  void MoveTo(const bind::FileIndex& index, Tables tables = nullptr);

  // From now on these nodes are hidden, and none else. Types and members given before are no longer
  // to be used.
  void Hide(std::span<const NodeId> nodes);

  Type TypeOf(NodeId expression);
  // The same as its name is shown (Name). Valid until Hide.
  std::string_view NameOf(NodeId expression);

  // What may follow the dot after a value of this type; of a union, whatever any of its types has.
  // Sorted by name, one entry per name. Empty if the type is unknown. Valid until Hide.
  const std::vector<Member>& Members(const Type& type);

  // Names that methods of a class of the file at hand ask of their own object, whether or not it is
  // known to have them. Sorted by name. Valid while the evaluator lives.
  std::vector<std::string_view> NamesAskedOf(const Type& type);

  // Of what is called. Of a union, the first type that has one; of overloads, the first. Of a class
  // whose constructor is made of its fields (constructors.h), these.
  CallSignature SignatureOf(const Type& callee);
  // The same of a call expression, which may say more: of a call that copies an object and changes
  // some of its fields, these.
  CallSignature SignatureOfCall(NodeId call);
  // What a parameter of that signature is declared to be; unknown if there is no declaration, or no
  // such parameter.
  Type TypeOfParameter(const Type& callee, std::string_view name);

  // Strings that a value may be: keys of the typed dictionaries among the alternatives of a type,
  // in order; the strings of those that are literals.
  std::vector<std::string> KeysOf(const Type& type);
  std::vector<std::string> LiteralsOf(const Type& type) const;
  // Those of its literals that are numbers or bytes, as code.
  std::vector<std::string> LiteralCodesOf(const Type& type) const;

  // What a value is that is declared so, by an annotation of the file at hand.
  Type TypeOfAnnotation(NodeId annotation);
  Type TypeOfMember(const Type& of, std::string_view name);
  // What iterating over a value gives, and what a dictionary, typed or not, has under a key. Of a
  // union, what those of its types give that can be asked.
  Type ElementOf(const Type& iterable);
  Type ValueOf(const Type& dictionary, std::string_view key);

  // What a call gives, whatever it is passed.
  Type TypeOfCall(const Type& callee);
  // Of a name that builtins define, of None, True or False; unknown if it is none.
  Type TypeOfBuiltin(std::string_view name);
  // What values may stand at a place, and how well one fits (infer/taken.h).
  std::vector<Type> TypesTaken(const Type& callee, size_t position, std::string_view keyword);
  ValueFit FitOfValue(const Type& value, const std::vector<Type>& declared);
  ValueFit FitOfOperand(std::string_view sign, const Type& left, const Type& right);
  ValueFit FitOfObject(const Type& value, const std::vector<std::string_view>& methods);

  // The statement that defines a class, a function or the class of an instance; the root of a
  // module. Of a union, the first type's that has one. `module` is null if there is none, and valid
  // while the evaluator lives.
  struct Definition {
    const Module* module = nullptr;
    NodeId node = kNoNode;
    bool is_here = false;  // in the file at hand
  };
  Definition DefinitionOf(const Type& type);

  // Whether objects of the type may have members that nobody declares: it is a guess, or a base of
  // the class is unknown (kUnknownBase), or attributes are made on demand (kMadeOnDemand,
  // `__getattr__`).
  enum class Openness : uint8_t { kClosed, kUnknownBase, kMadeOnDemand };
  Openness OpennessOf(const Type& type);

  // A dotted name for vocabularies and counts: "os.path" for a module, "builtins.str" for an
  // instance, "type:builtins.str" for the class itself, "def:os.getcwd" for a function,
  // "mod:pkg.sub" for modules and "ext:pkg.Name" for imported names that nothing defines; local
  // classes and functions: "local"; unknown: "". Of a union, the first known one's.
  std::string Name(const Type& type) const;
  // Each of the types of a union; of others the type itself.
  std::vector<Type> Alternatives(const Type& type) const;
  // The whole of it, for people and tests: "builtins.list[builtins.str]|None", "builtins.str?" if
  // it is a guess.
  std::string Describe(const Type& type) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fastnode::types
