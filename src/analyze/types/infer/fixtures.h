// Fixtures of pytest: parameters of tests that are filled by name
// (https://docs.pytest.org/en/stable/how-to/fixtures.html).
#pragma once

#include <string_view>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What the fixture of this name gives, if the function is a test or a fixture itself: that of the
// test's class or file, of the conftest files of its package and those above, of what these import
// or list as plugins, of plugins that are installed, or one that pytest brings. Unknown if there is
// none.
TypeId FixtureValue(Infer& infer, const File& f, NodeId function, std::string_view name);

}  // namespace fastnode::types
