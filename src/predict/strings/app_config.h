// Settings of a Flask application: `app.config["|"]`, `current_app.config.get("|")`.
#pragma once

#include "analyze/ast/tree.h"

namespace fastnode::predict {

class Keys;

// Adds what the file sets and asks of any application, and what Flask reads, if the object whose
// key is asked for is such a configuration.
void AddAppConfig(const ast::Tree& tree, ast::NodeId object, ast::NodeId place, Keys& keys);

}  // namespace fastnode::predict
