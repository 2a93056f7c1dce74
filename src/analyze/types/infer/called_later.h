// Functions that are kept where others call them: in a table, `COMMANDS = {"add": add}` and
// `COMMANDS[word](options)`, in a list that a loop goes through, or by `set_defaults(run=add)` of
// argparse and `options.run(options)`.
#pragma once

#include "analyze/types/file/file.h"
#include "analyze/types/infer/handed_over.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// What a call passes for a parameter; None says nothing.
TypeId PassedByCall(Infer& infer, const File& f, NodeId call, const ParameterHanded& parameter);

// `given`: the function where it is kept.
TypeId PassedLater(Infer& infer, const File& f, NodeId given, const ParameterHanded& parameter);

}  // namespace fastnode::types
