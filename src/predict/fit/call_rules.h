// Which argument lists make no valid call, by the language and by what is known of the callee.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "collect/pack/cut.h"

namespace fastnode::predict {

// The call that calls a node, or kNoNode.
ast::NodeId CallOf(const ast::Tree& tree, ast::NodeId node);

// What has been passed so far, in order.
struct Passed {
  int32_t positional = 0;
  bool splat = false;  // *x or **x: anything may be filled by it
  std::vector<std::string> keywords;
  std::vector<std::string> names;  // plain names passed as values
};

// What stands before a place of a call.
Passed PassedBefore(const pack::AnalysedSource& source, const bind::ArgumentPlace& place);
// The same, and the keywords that stand behind it.
Passed PassedAround(const pack::AnalysedSource& source, const bind::ArgumentPlace& place);

// A positional argument after a keyword is a syntax error; one more than the callee takes is a
// TypeError. `value`: a plain name, or "" for something else; the same name is not passed twice.
bool MayPass(const Passed& passed, const types::CallSignature& signature, std::string_view value);

// Whether an argument by position stands behind the place: no keyword may stand before it.
bool StandsBeforePositional(const pack::AnalysedSource& source, const bind::ArgumentPlace& place);

// No keyword is passed twice, or for a parameter that has its value, or that does not exist.
bool MayPassKeyword(const Passed& passed, const types::CallSignature& signature,
                    std::string_view keyword);

// Whether a call can be passed nothing more between what stands before and what stands behind.
bool TakesNoMore(const Passed& before, const Passed& around, const types::CallSignature& signature);

// Whether these may be all arguments of one call.
bool MayBeCalled(const Passed& passed, const types::CallSignature& signature);

// Whether every parameter without a default has its value.
bool MayStop(const Passed& passed, const types::CallSignature& signature);

}  // namespace fastnode::predict
