// What can be imported from the standard library and from folders of packages. Read whole, which
// takes seconds the first time; out of the cache the next one.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "analyze/types/imports/library.h"
#include "predict/auto_import/index.h"
#include "predict/cache/editor_cache.h"

namespace fastnode::predict {

using Importable = std::shared_ptr<const auto_import::Index>;
// Asked between files: false: stop, what was read so far is given.
using GoOn = std::function<bool()>;

// The modules of the library that are the standard library's. They stay in it: give it one that is
// thrown away. `cache` may be null.
Importable ReadStandard(const types::Library& library, EditorCache* cache, const GoOn& go_on);

// The packages in a folder, as on sys.path: modules three folders deep, shallow ones first, 4,000
// files and 64 MB of text; no tests, unless `__all__` offers them to others, and nothing that
// packages carry with them of others. Of a module with a stub the stub.
Importable ReadPackages(const std::string& folder, EditorCache* cache, const GoOn& go_on);

}  // namespace fastnode::predict
