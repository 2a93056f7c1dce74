#include "predict/fit/foreign_private.h"

#include <algorithm>
#include <optional>

#include "analyze/types/types.h"
#include "predict/auto_import/index.h"
#include "predict/auto_import/names.h"
#include "predict/fit/private_names.h"

namespace fastnode::predict {
namespace {

constexpr float kOfForeignPrivate = 0.05f;
constexpr float kInSight = 0.004f;  // others stand too far down to be in the way

bool IsPrivateName(std::string_view name) {
  return name.starts_with('_') && !name.starts_with("__");
}

class Foreign {
 public:
  Foreign(const FoundSite& site, const Known& known)
      : known_(known),
        index_(site.source->index),
        use_(index_.attributes[static_cast<size_t>(site.at)]),
        types_(TypesAt(site, known)),
        base_(types_.TypeOf(use_.base)) {}

  bool Defines(std::string_view name) {
    const types::Type type = types_.TypeOfMember(base_, name);
    if (type.kind != types::Type::Kind::kFunction) return false;
    const types::TypeEvaluator::Definition definition = types_.DefinitionOf(type);
    if (definition.module == nullptr || definition.is_here) return false;
    const std::string_view top = auto_import::TopOf(definition.module->path());
    return top != auto_import::TopOf(known_.environment.standing().module) &&
           !known_.exports->HasTopLevel(top);
  }

  // One that a class of the file has written, behind its object outside of all classes.
  bool IsOwnOutside(std::string_view name) const {
    if (base_.kind != types::Type::Kind::kInstance || base_.local == ast::kNoNode) return false;
    return ClassRound(index_.tree, use_.node) == ast::kNoNode &&
           IsBoundIn(index_.tree, base_.local, name);
  }

  bool IsUsed(std::string_view name) const {
    return std::any_of(index_.attributes.begin(), index_.attributes.end(), [&](const auto& use) {
      return use.node != use_.node && index_.tree.Text(use.name) == name;
    });
  }

 private:
  const Known& known_;
  const bind::FileIndex& index_;
  const bind::AttributeUse& use_;
  types::TypeEvaluator& types_;
  const types::Type base_;
};

}  // namespace

void DoubtForeignPrivate(const FoundSite& site, const Known& known, std::vector<Completion>& list) {
  if (!site.prefix.empty()) return;
  std::optional<Foreign> foreign;  // made for the first such name
  for (Completion& one : list) {
    if (!IsPrivateName(one.text) || one.probability < kInSight) continue;
    if (!foreign) foreign.emplace(site, known);
    if (foreign->IsUsed(one.text)) continue;
    const bool is_outside = foreign->IsOwnOutside(one.text);
    if (is_outside || (known.exports != nullptr && foreign->Defines(one.text))) {
      one.probability *= kOfForeignPrivate;
    }
  }
}

}  // namespace fastnode::predict
