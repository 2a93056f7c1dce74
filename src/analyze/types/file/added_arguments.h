// The arguments that a file adds to parsers of the command line: add_argument of argparse,
// add_option of optparse, and what sets fields of the same object. As they are written; who may not
// look at some of a file asks of each (infer/parsed_arguments.h).
#pragma once

#include <string>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

struct AddedArgument {
  std::string name;         // of the field: that of `--dry-run` is dry_run
  NodeId method = kNoNode;  // the word `add_argument`
  NodeId call = kNoNode;    // of it
  NodeId value = kNoNode;   // of `set_defaults(name=value)`
};

// By name, and of one name in text order.
std::vector<AddedArgument> ReadAddedArguments(const File& f);

// The text of a keyword's string; "" if it has none.
std::string_view TextOfString(const File& f, NodeId literal);

}  // namespace fastnode::types
