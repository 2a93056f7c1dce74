// What inference is asked, by those outside and by its own parts: the type of an expression, of a
// target, of an annotation, of a member, of a call...
//
// The answer is found on demand, from what is asked back to what it depends on, as Jedi does it
// (https://jedi.readthedocs.io/en/latest/docs/development.html), through the file at hand, other
// files of the project, packages and stubs alike. Types are sets of alternatives, and what a call
// gives is solved for the type variables of the signature, as PEP 484 has it.
//
// The parts are free functions, each family with a header of its own (names.h, targets.h,
// annotations.h, classes.h, attributes.h, calls.h, solve.h, operators.h, narrowing.h...). They ask
// one another here, so that every answer about a node is remembered, and every circle and every
// bound is seen, in one place: memo.h. The order in which a part asks its questions is part of its
// answer where the bounds are met: it must not hang on hashes or addresses.
// One thread only.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyze/types/file/parameter_uses.h"
#include "analyze/types/infer/classes.h"
#include "analyze/types/infer/files.h"
#include "analyze/types/infer/member.h"
#include "analyze/types/infer/memo.h"
#include "analyze/types/infer/passed.h"
#include "analyze/types/infer/type_table.h"
#include "analyze/types/undeclared.h"

namespace fastnode::types {

class Infer {
 public:
  Infer(const bind::FileIndex& index, Files::Tables tables, const Environment& environment,
        Undeclared undeclared);
  Infer(const Infer&) = delete;
  Infer& operator=(const Infer&) = delete;

  // Another text of the file at hand (memo.h). Types given before are no longer to be used.
  void MoveTo(const bind::FileIndex& index, Files::Tables tables);

  // The nodes of the file at hand that must not be looked at from now on, and none else (memo.h).
  void Hide(std::span<const NodeId> nodes) { memo_.Hide(nodes); }

  // One question from outside, about the file at hand: no type variables in the answer, no self.
  TypeId Answer(NodeId expression);

  // --- About nodes of a file. Answers are remembered.

  TypeId TypeOf(const File& f, NodeId expression);
  // What a binding gives its target: an identifier, or an attribute expression that is stored to.
  TypeId TypeOfTarget(const File& f, NodeId target);
  // What a value is that is declared so.
  TypeId TypeOfAnnotation(const File& f, NodeId annotation);
  // What a call gives, in terms of the function's and its class's type variables.
  TypeId ResultOf(const File& f, NodeId function);
  // What the calls of its function pass for a parameter.
  TypeId PassedFor(const File& f, NodeId parameter);
  // `target` is bound to an empty container: with what is put into it elsewhere.
  TypeId GrownAs(const File& f, NodeId target);

  // How the parameters of the file that have this name are used. Valid until another text comes.
  const ParameterUses& UsesOfName(const File& f, std::string_view name);

  // --- About types. Not remembered: made of answers that are.

  // Sorted by name.
  const std::vector<Member>& MembersOf(TypeId type);
  TypeId TypeOfMember(TypeId of, std::string_view name);
  TypeId Call(TypeId callee, const Arguments& arguments);
  TypeId CallMethod(TypeId receiver, std::string_view method, std::vector<TypeId> arguments);
  // What iterating over a value gives.
  TypeId Element(TypeId iterable, bool is_async = false);
  TypeId Awaited(TypeId awaitable);

  // --- What the parts share

  TypeTable& table() { return table_; }
  const TypeTable& table() const { return table_; }
  Files& files() { return files_; }
  const Files& files() const { return files_; }
  Classes& classes() { return classes_; }
  Memo& memo() { return memo_; }
  Undeclared undeclared() const { return undeclared_; }
  // A number for each "module.name" that is asked for.
  int32_t NumberOfPath(std::string_view module, std::string_view name);
  // The tree of an annotation that stands in a text, or null: files write the same ones again and
  // again.
  std::shared_ptr<const ast::Tree> AnnotationIn(std::string_view text);
  // Names that live as long as the answers.
  std::string_view Keep(std::string name) { return *kept_.insert(std::move(name)).first; }

 private:
  const Undeclared undeclared_;
  TypeTable table_;
  Memo memo_;
  Files files_;
  Classes classes_;
  // Looked up only, by who has views.
  using Path = std::pair<std::string, std::string>;
  using PathView = std::pair<std::string_view, std::string_view>;
  struct HashOfPath {
    using is_transparent = void;
    // There are few, and most differ in these.
    size_t operator()(const PathView& path) const {
      return (Ends(path.first) << 24 ^ Ends(path.second)) * 0x9E3779B97F4A7C15u >> 24;
    }
    static size_t Ends(std::string_view text) {
      if (text.empty()) return 0;
      return text.size() << 16 |
             static_cast<size_t>(static_cast<unsigned char>(text.front())) << 8 |
             static_cast<unsigned char>(text.back());
    }
  };
  struct SamePath {
    using is_transparent = void;
    bool operator()(const PathView& a, const PathView& b) const { return a == b; }
  };
  std::unordered_map<Path, int32_t, HashOfPath, SamePath> paths_;
  std::unordered_map<std::string, std::shared_ptr<const ast::Tree>> annotations_;
  std::set<std::string> kept_;
  std::deque<std::vector<Member>> members_;
  std::deque<ParameterUses> uses_of_text_, uses_elsewhere_;
};

// Types deeper within others than this are not looked at.
inline constexpr int kMaxTypeDepth = 8;

// The type of an expression that may not be there.
inline TypeId OrUnknown(Infer& infer, const File& f, NodeId expression) {
  return expression == kNoNode ? kUnknownType : infer.TypeOf(f, expression);
}

}  // namespace fastnode::types
