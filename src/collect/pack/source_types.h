// The types of one source, asked about site after site, and of one source after the other. What
// they say of a site is the same whatever was asked before (analyze/types/types.h), and cheaper by
// what the sites have in common, and by what sources have of the library. One thread only.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analyze/types/types.h"
#include "collect/pack/cut.h"

namespace fastnode::pack {

class SourceTypes {
 public:
  // By the library alone, and by all that the file imports; `environment` may be null, then by the
  // library too. `undeclared` is of the latter: what is counted is what texts say. All must outlive
  // it.
  SourceTypes(const AnalysedSource& source, const types::ModulePlace& library,
              const types::Environment* environment, types::Undeclared undeclared)
      : library_(library),
        undeclared_(undeclared),
        counted_(source.index, library, {}, source.tables, types::Undeclared::kUnknown) {
    Emplace(source, environment);
  }

  // Of another source, by the same library: what is known of the library alone is kept.
  void MoveToSource(const AnalysedSource& source, const types::Environment* environment) {
    counted_.MoveTo(source.index, source.tables);
    types_.reset();
    Emplace(source, environment);
  }

  // Of another text of the source, as where something is being typed.
  void MoveTo(const AnalysedSource& source) {
    counted_.MoveTo(source.index, source.tables);
    if (types_.has_value()) types_->MoveTo(source.index, source.tables);
  }

  // Before a site is asked about: what it hides.
  void Hide(std::span<const ast::NodeId> nodes) {
    counted_.Hide(nodes);
    if (types_.has_value()) types_->Hide(nodes);
  }

  types::TypeEvaluator& counted() { return counted_; }
  types::TypeEvaluator& types() { return types_.has_value() ? *types_ : counted_; }

 private:
  void Emplace(const AnalysedSource& source, const types::Environment* environment) {
    if (environment == nullptr && undeclared_ == types::Undeclared::kUnknown) return;
    types_.emplace(source.index,
                   environment == nullptr ? types::Environment(library_) : *environment,
                   std::vector<ast::NodeId>(), source.tables, undeclared_);
  }

  const types::ModulePlace& library_;
  const types::Undeclared undeclared_;

  types::TypeEvaluator counted_;
  std::optional<types::TypeEvaluator> types_;
};

}  // namespace fastnode::pack
