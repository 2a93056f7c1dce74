// The names of a module's scope by which it has classes, and modules that may have some: who asks
// what a parameter may be looks through them again and again.
#pragma once

#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

// Each by name.
struct ClassNames {
  struct Class {
    VariableId variable;
    NodeId binding;   // its only one, or kNoNode
    bool is_defined;  // by a class statement, else imported under the name of a class
  };
  struct Module {
    VariableId variable;
    NodeId binding;  // its only one, or kNoNode
  };
  std::vector<Class> classes;
  std::vector<Module> modules;  // all else that is imported
};
ClassNames ReadClassNames(const File& f);

}  // namespace fastnode::types
