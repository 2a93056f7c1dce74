// The types of one source, asked about site after site, and of one source after the other. What
// they say of a site is the same whatever was asked before (analyze/types/types.h), and cheaper by
// what the sites have in common, and by what sources have of the library. One thread only.
#pragma once

#include <optional>
#include <span>

#include "analyze/types/types.h"

namespace fastnode::pack {

class SourceTypes {
 public:
  // By the library alone, and by all that the file imports; `environment` may be null, then both
  // are the same. All must outlive it.
  SourceTypes(const bind::FileIndex& index, const types::ModulePlace& library,
              const types::Environment* environment)
      : counted_(index, library) {
    if (environment != nullptr) types_.emplace(index, *environment);
  }

  // Of another source, by the same library: what is known of the library alone is kept.
  void MoveToSource(const bind::FileIndex& index, const types::Environment* environment) {
    counted_.MoveTo(index);
    types_.reset();
    if (environment != nullptr) types_.emplace(index, *environment);
  }

  // Of another text of the source, as where something is being typed.
  void MoveTo(const bind::FileIndex& index) {
    counted_.MoveTo(index);
    if (types_.has_value()) types_->MoveTo(index);
  }

  // Before a site is asked about: what it hides.
  void Hide(std::span<const ast::NodeId> nodes) {
    counted_.Hide(nodes);
    if (types_.has_value()) types_->Hide(nodes);
  }

  types::TypeEvaluator& counted() { return counted_; }
  types::TypeEvaluator& types() { return types_.has_value() ? *types_ : counted_; }

 private:
  types::TypeEvaluator counted_;
  std::optional<types::TypeEvaluator> types_;
};

}  // namespace fastnode::pack
