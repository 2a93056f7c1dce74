// Fixtures of pytest as a file writes them down
// (https://docs.pytest.org/en/stable/reference/fixtures.html).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// The name by which the fixture is asked for that a function makes; "" of a function that makes
// none. A function without decorators costs one look.
std::string_view FixtureName(const File& f, NodeId function);

// What of another module the file's tests may ask for as if it stood in the file.
struct FixtureSource {
  std::string module;
  std::string name;       // of `from module import name`; "": whatever it has
  std::string_view here;  // the name that the import binds
};
// What `from` imports bind at the top of the file (with a `name`, only what they bind to that), its
// stars, and the modules that `pytest_plugins` lists.
std::vector<FixtureSource> FixtureSources(const File& f, std::string_view name = "");

// So often is looked into other files, for one fixture or for all that a place may ask for.
inline constexpr size_t kMaxFixtureLooks = 400;

}  // namespace fastnode::types
