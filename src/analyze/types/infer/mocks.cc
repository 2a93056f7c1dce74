#include "analyze/types/infer/mocks.h"

#include <vector>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/decorators.h"
#include "analyze/types/file/parameters.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr std::string_view kModule = "unittest.mock";

enum class Passes : uint8_t { kNothing, kMock, kOther };

// What a decorator passes that replaces something for as long as the function runs: what stands in
// its place, unless it was told what that is.
Passes PassedBy(const File& f, NodeId decorator) {
  const NodeId call = f.next(f.first(decorator));  // behind the `@`
  if (call == kNoNode || f.kind(call) != Kind::kCall) return Passes::kNothing;
  const NodeId callee = f.child(call, Field::kFunction);
  if (callee == kNoNode || f.hides_in(callee)) return Passes::kNothing;
  const bool is_of_object = f.text(callee).ends_with("patch.object");
  if (!is_of_object && !f.text(callee).ends_with("patch")) return Passes::kNothing;
  size_t positional = 0;
  bool is_mock = true;
  for (const WrittenArgument& argument : WrittenArguments(f, call)) {
    if (argument.keyword == "new") return Passes::kNothing;
    is_mock &= argument.keyword != "new_callable";
    positional += argument.keyword.empty() && !argument.splat ? 1 : 0;
  }
  if (positional != (is_of_object ? 2 : 1)) return Passes::kNothing;
  return is_mock ? Passes::kMock : Passes::kOther;
}

}  // namespace

TypeId MockOf(Infer& infer, TypeId object) {
  if (infer.table().form(object) != Form::kInstance) return kUnknownType;
  if (!infer.classes().Inherits(object, kModule, "NonCallableMock")) return kUnknownType;
  return LibraryInstance(infer, kModule, "MagicMock");
}

TypeId PatchedParameter(Infer& infer, const File& f, NodeId function, NodeId identifier) {
  const std::vector<NodeId> decorators = DecoratorsOf(f, function);
  if (decorators.empty()) return kUnknownType;
  const std::vector<Parameter>& parameters = infer.files().ParametersOf(f, function);
  size_t place = ClassOfFunction(f, function) == kNoNode ? 0 : 1;  // behind `self`
  for (auto at = decorators.rbegin(); at != decorators.rend(); ++at) {
    const Passes passes = PassedBy(f, *at);
    if (passes == Passes::kNothing) continue;
    if (place >= parameters.size()) return kUnknownType;
    if (parameters[place].identifier == identifier) {
      return passes == Passes::kMock ? LibraryInstance(infer, kModule, "MagicMock") : kUnknownType;
    }
    ++place;
  }
  return kUnknownType;
}

}  // namespace fastnode::types
