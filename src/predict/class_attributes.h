// What the body of a class may give its objects: what other classes of the file with the same base
// set (`__tablename__`, a field of `class Meta`), and what the bases have.
#pragma once

#include <string>
#include <vector>

#include "analyze/types/types.h"

namespace fastnode::predict {

struct ClassAttributes {
  std::vector<std::string> of_all_siblings;  // two classes or more set it, and all that are alike
  std::vector<std::string> of_siblings;      // the others, by how many set them
  std::vector<std::string> of_bases;         // fields, those that the base's body sets first
};

// In the order in which they stand, without what the class sets already.
ClassAttributes ClassAttributesFor(const bind::FileIndex& index, ast::NodeId owner,
                                   types::TypeEvaluator& types);

}  // namespace fastnode::predict
