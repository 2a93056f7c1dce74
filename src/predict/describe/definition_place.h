// Where a name is defined: in the sources rather than in stubs, or where the file at hand binds it.
#pragma once

#include <memory>
#include <optional>

#include "analyze/bind/file_index.h"
#include "analyze/types/imports/environment.h"
#include "analyze/types/types.h"
#include "predict/describe/describe.h"

namespace fastnode::predict {

using Definition = types::TypeEvaluator::Definition;

// Of what a stub declares, the definition as it is written: documentation and place are those of
// the source. `declared` itself if there is none. `holder`: keeps it alive.
Definition InSource(const Definition& declared, const types::Environment& environment,
                    std::shared_ptr<const types::Module>& holder);

// Of its name; `definition` has a module.
Place PlaceOf(const Definition& definition);

// Where a plain name is bound first, or an attribute stored or defined first, in this file.
std::optional<Place> BoundHere(const bind::FileIndex& index, ast::NodeId name,
                               types::TypeEvaluator& types);

}  // namespace fastnode::predict
