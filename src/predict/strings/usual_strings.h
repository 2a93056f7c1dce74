// Strings of which Python takes a few, and declares them to be any: encodings, what is done about
// errors in them, `action=` of argparse, `scope=` of a fixture, methods of HTTP.
#pragma once

#include "analyze/ast/tree.h"

namespace fastnode::predict {

class Keys;

// Adds those that may stand at `place`, a name of the tree that stands for the string, most used
// first. False: it is no such place.
bool AddUsualStrings(const ast::Tree& tree, ast::NodeId place, Keys& keys);

}  // namespace fastnode::predict
