// What the product loads when no model was named, and in which order it looks:
//
//   1. the bundle (release/bundle.h): FASTNODE_DATADEPS, or `datadeps` beside the program
//   2. the model in the box, a release folder that comes with the program:
//      ../share/fastnode/models/pythonexpr from the program's folder, where it is installed, or
//      ../models/pythonexpr, where it stands in the sources
//
// Where FASTNODE_DATADEPS is set, that is a choice: nothing else is looked for.
#pragma once

#include <string>

#include "release/bundle.h"
#include "support/result.h"

namespace fastnode::release {

// The release folder that comes with a program in this folder; "" if there is none.
std::string FindBoxedModel(const std::string& program_folder);

// The bundle, or the model in the box as a bundle of one. The releases are not read, or with
// `verify` every byte of them is. Error: there is neither; it says how to get one.
Result<Bundle> DefaultModels(bool verify = false);

}  // namespace fastnode::release
