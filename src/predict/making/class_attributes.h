// What the body of a class may give its objects: what other classes of the file with the same base
// set (`__tablename__`, a field of `class Meta`), and what the bases have.
#pragma once

#include <string>
#include <vector>

#include "analyze/types/types.h"
#include "collect/pack/cut.h"

namespace fastnode::predict {

struct ClassAttributes {
  std::vector<std::string> of_all_siblings;  // two classes or more set it, and all that are alike
  std::vector<std::string> of_siblings;      // the others, by how many set them
  // Fields without an underscore: those that the base's body sets, then the others, by how often
  // classes of the project and of other projects set a name like that.
  std::vector<std::string> of_bases;
};

// In the order in which they stand, without what the class sets already.
ClassAttributes ClassAttributesFor(const bind::FileIndex& index, ast::NodeId owner,
                                   types::TypeEvaluator& types, const pack::UsageAround& around);

}  // namespace fastnode::predict
