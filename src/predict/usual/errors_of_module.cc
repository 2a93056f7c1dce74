#include "predict/usual/errors_of_module.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "analyze/types/types.h"
#include "collect/pack/candidates.h"
#include "predict/fit/call_rules.h"
#include "predict/usual/errors_meant.h"

namespace fastnode::predict {
namespace {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr size_t kMaxAskedForErrors = 100;

// By what exceptions, and modules of them, are called.
bool SoundsLikeError(std::string_view name) {
  for (const char* part : {"Error", "Exception", "Warning", "error", "exception"}) {
    if (name.find(part) != name.npos) return true;
  }
  return name.ends_with("exc");
}

bool IsRaisedOrCaught(const ast::Tree& tree, NodeId node) {
  const NodeId call = CallOf(tree, node);
  const NodeId whole = call == kNoNode ? node : call;
  const NodeId around = AroundErrors(tree, whole);
  if (around == kNoNode) return false;
  if (tree[around].kind == Kind::kExceptClause) return call == kNoNode;
  return tree[around].kind == Kind::kRaiseStatement &&
         tree.NextSibling(tree.FirstChild(around)) == whole;
}

class ErrorsOfModule {
 public:
  ErrorsOfModule(types::TypeEvaluator& types, const types::Type& module)
      : types_(types), module_(module) {}

  bool Has(const types::Member& member) {
    if (member.name.starts_with('_') || member.kind == types::MemberKind::kFunction) return false;
    const bool sounds = SoundsLikeError(member.name);
    if (member.kind == types::MemberKind::kModule || ++asked_ > kMaxAskedForErrors) return sounds;
    const types::Type type = types_.TypeOfMember(module_, member.name);
    if (type.id == types::kUnknownType) return sounds;
    return type.kind == types::Type::Kind::kClass &&
           types_.TypeOfMember(type, "with_traceback").kind == types::Type::Kind::kFunction;
  }

 private:
  types::TypeEvaluator& types_;
  const types::Type& module_;
  size_t asked_ = 0;
};

}  // namespace

void PutErrorsFirst(const FoundSite& site, const Known& known, size_t max_completions,
                    std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const bind::AttributeUse& use = index.attributes[static_cast<size_t>(site.at)];
  if (!IsRaisedOrCaught(index.tree, use.node)) return;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type module = types.TypeOf(use.base);
  if (module.kind != types::Type::Kind::kModule) return;
  ErrorsOfModule errors(types, module);
  std::set<std::string_view> found, listed;
  const std::vector<types::Member> members = types.Members(module);
  for (const Completion& one : list) listed.insert(one.text);
  // Those of the list are asked first: a module may have many.
  for (const bool is_listed : {true, false}) {
    for (const types::Member& member : members) {
      if (listed.contains(member.name) != is_listed) continue;
      const bool may_be = is_listed || SoundsLikeError(member.name);
      if (may_be && errors.Has(member)) found.insert(member.name);
    }
  }
  std::vector<Completion> first, rest;
  for (Completion& one : list) (found.contains(one.text) ? first : rest).push_back(std::move(one));
  for (std::string_view name : found) {
    const bool is_there = std::any_of(first.begin(), first.end(),
                                      [&](const Completion& one) { return one.text == name; });
    if (!is_there && pack::Fits(name, site.prefix)) {
      first.push_back({std::string(name), 0, "class"});
    }
  }
  std::move(rest.begin(), rest.end(), std::back_inserter(first));
  list = std::move(first);
  if (list.size() > max_completions) list.resize(max_completions);
}

}  // namespace fastnode::predict
