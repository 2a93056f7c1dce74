#include "analyze/bind/types.h"

#include <map>
#include <utility>

#include "analyze/bind/infer.h"

namespace fastnode::bind {
namespace {

using MemberMap = std::map<std::string_view, Member>;

class MemberCollector {
 public:
  explicit MemberCollector(Inference& inference) : inference_(inference) {}

  void AddLibrary(SymbolId symbol, MemberOrigin origin) {
    if (symbol == kNoSymbol) return;
    const Library& library = inference_.library();
    for (const Library::Entry& entry : library.Members(symbol)) {
      SymbolKind kind =
          entry.symbol == kNoSymbol ? SymbolKind::kVariable : library.kind(entry.symbol);
      members_.emplace(entry.name, Member{entry.name, origin, kind});
    }
  }

  void AddLocal(NodeId cls) {
    for (const Type& ancestor : inference_.Lineage(cls)) {
      if (ancestor.local == kNoNode) {
        AddLibrary(ancestor.symbol, MemberOrigin::kInherited);
        continue;
      }
      for (const auto& [name, member] : inference_.ClassAt(ancestor.local).members) {
        NodeId node = member.definitions[0];
        bool own = ancestor.local == cls;
        MemberOrigin origin = own ? member.origin : MemberOrigin::kInherited;
        members_.emplace(name, Member{name, origin, KindOf(node), node});
      }
    }
  }

  std::vector<Member> Take() const {
    std::vector<Member> members;
    for (const auto& [name, member] : members_) members.push_back(member);
    return members;
  }

 private:
  SymbolKind KindOf(NodeId definition) const {
    const FileIndex& index = inference_.index();
    NodeId parent = index.tree[definition].parent;
    bool names = index.tree[definition].field == ast::Field::kName;
    if (names && index.tree[parent].kind == ast::Kind::kFunctionDefinition) {
      return inference_.IsProperty(parent) ? SymbolKind::kProperty : SymbolKind::kFunction;
    }
    if (names && index.tree[parent].kind == ast::Kind::kClassDefinition) return SymbolKind::kClass;
    return SymbolKind::kVariable;
  }

  Inference& inference_;
  MemberMap members_;
};

}  // namespace

struct TypeEvaluator::State {
  Inference inference;
};

TypeEvaluator::TypeEvaluator(const FileIndex& index, const Library& library,
                             std::vector<NodeId> hidden)
    : state_(new State{Inference(index, library, std::move(hidden))}) {}
TypeEvaluator::~TypeEvaluator() = default;

Type TypeEvaluator::TypeOf(NodeId expression) { return state_->inference.Answer(expression); }

std::vector<Member> TypeEvaluator::Members(const Type& type) {
  Inference& inference = state_->inference;
  const Library& library = inference.library();
  MemberCollector members(inference);
  switch (type.kind) {
    case Type::Kind::kUnknown:
    case Type::Kind::kNone:
      return {};
    case Type::Kind::kModule:
      members.AddLibrary(type.symbol, MemberOrigin::kLibrary);
      break;
    case Type::Kind::kFunction:
      members.AddLibrary(library.Find("types.FunctionType"), MemberOrigin::kLibrary);
      break;
    case Type::Kind::kClass:
    case Type::Kind::kInstance:
      if (type.local != kNoNode) {
        members.AddLocal(type.local);
      } else {
        members.AddLibrary(type.symbol, MemberOrigin::kLibrary);
      }
      // What every object has; a class is an object of the class `type`.
      members.AddLibrary(inference.Builtin("object"), MemberOrigin::kInherited);
      if (type.kind == Type::Kind::kClass) {
        members.AddLibrary(inference.Builtin("type"), MemberOrigin::kInherited);
      }
  }
  return members.Take();
}

std::string TypeEvaluator::Name(const Type& type) const {
  const Library& library = state_->inference.library();
  std::string path = type.symbol == kNoSymbol ? "local" : library.path(type.symbol);
  switch (type.kind) {
    case Type::Kind::kUnknown:
      return type.path.empty() ? "" : "ext:" + type.path;
    case Type::Kind::kModule:
      return type.symbol == kNoSymbol ? "mod:" + type.path : path;
    case Type::Kind::kClass:
      return type.symbol == kNoSymbol ? path : "type:" + path;
    case Type::Kind::kInstance:
      return path;
    case Type::Kind::kFunction:
      return type.symbol == kNoSymbol ? path : "def:" + path;
    case Type::Kind::kNone:
      return "None";
  }
  return "";
}

}  // namespace fastnode::bind
