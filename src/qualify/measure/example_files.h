// Collections of examples as files and folders (docs/formats/examples.md).
#pragma once

#include <string>
#include <vector>

#include "qualify/measure/example.h"
#include "support/result.h"

namespace fastnode::qualify {

// A file, or all *.json files of a folder by their paths.
Result<std::vector<Example>> ReadExamples(const std::string& path);

// Puts a folder of example-0001-of-0200.json... in the place of `folder`, whatever stood there.
Status WriteExampleFolder(const std::vector<Example>& examples, const std::string& folder);

}  // namespace fastnode::qualify
