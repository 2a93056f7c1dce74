#include "analyze/types/infer/parametrized.h"

#include <optional>
#include <span>
#include <vector>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/unpacking.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxRows = 12;

bool IsRowOfParts(Kind kind) { return kind == Kind::kList || kind == Kind::kTuple; }

struct PlaceOfName {
  int place = 0;
  bool is_only = false;  // rows are values of it, and not tuples
};

// Where a name stands in "word, count", or among such strings.
std::optional<PlaceOfName> FindName(const File& f, NodeId names, std::string_view name) {
  constexpr std::string_view kBlanks = ", \t";
  int place = 0;
  if (f.kind(names) == Kind::kString) {
    std::string_view rest = StringText(f.text(names));
    const bool is_only = rest.find(',') == std::string_view::npos;
    while (!rest.empty()) {
      const size_t begin = rest.find_first_not_of(kBlanks);
      if (begin == std::string_view::npos) break;
      rest.remove_prefix(begin);
      const std::string_view one = rest.substr(0, rest.find_first_of(kBlanks));
      if (one == name) return PlaceOfName{place, is_only};
      rest.remove_prefix(one.size());
      ++place;
    }
    return std::nullopt;
  }
  if (!IsRowOfParts(f.kind(names))) return std::nullopt;
  for (NodeId c = f.first(names); c != kNoNode; c = f.next(c), ++place) {
    if (f.kind(c) == Kind::kString && StringText(f.text(c)) == name) return PlaceOfName{place};
  }
  return std::nullopt;
}

// pytest.param(value, ..., id="name")
NodeId PartOfParam(const File& f, NodeId call, int place) {
  for (const WrittenArgument& one : WrittenArguments(f, call)) {
    if (one.splat || !one.keyword.empty()) return kNoNode;
    if (place-- == 0) return one.node;
  }
  return kNoNode;
}

TypeId PartOfRow(Infer& infer, const File& f, NodeId row, const PlaceOfName& wanted) {
  const NodeId callee = f.kind(row) == Kind::kCall ? f.child(row, Field::kFunction) : kNoNode;
  const bool is_param =
      callee != kNoNode && (f.text(callee) == "pytest.param" || f.text(callee) == "param");
  if (is_param && !f.hides_in(callee)) {
    return OrUnknown(infer, f, PartOfParam(f, row, wanted.place));
  }
  if (wanted.is_only) return infer.TypeOf(f, row);
  if (!IsRowOfParts(f.kind(row)))
    return PartOf(infer, infer.TypeOf(f, row), TargetPlace{.at = wanted.place});
  NodeId part = f.first(row);
  for (int i = 0; i < wanted.place && part != kNoNode; ++i) part = f.next(part);
  return OrUnknown(infer, f, part);
}

TypeId PartOfRows(Infer& infer, const File& f, NodeId rows, const PlaceOfName& wanted) {
  if (!IsRowOfParts(f.kind(rows))) {
    const TypeId element = infer.Element(infer.TypeOf(f, rows));
    return wanted.is_only ? element : PartOf(infer, element, TargetPlace{.at = wanted.place});
  }
  std::vector<TypeId> types;
  for (NodeId row = f.first(rows); row != kNoNode && types.size() < kMaxRows; row = f.next(row)) {
    types.push_back(PartOfRow(infer, f, row, wanted));
  }
  return infer.table().Union(types);
}

}  // namespace

TypeId ParametrizedValue(Infer& infer, const File& f, NodeId function, std::string_view name) {
  for (NodeId definition : {function, ClassOfFunction(f, function)}) {
    if (definition == kNoNode) continue;
    for (NodeId decorator : DecoratorsOf(f, definition)) {
      if (DecoratorName(f, decorator) != "parametrize") continue;
      const NodeId call = f.next(f.first(decorator));
      if (f.kind(call) != Kind::kCall) continue;
      const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
      if (arguments.size() < 2 || !arguments[0].keyword.empty() || !arguments[1].keyword.empty()) {
        continue;
      }
      bool is_indirect = false;  // fixtures make something else of the values
      for (const WrittenArgument& one : arguments) is_indirect |= one.keyword == "indirect";
      const auto wanted = FindName(f, arguments[0].node, name);
      if (wanted && !is_indirect) return PartOfRows(infer, f, arguments[1].node, *wanted);
    }
  }
  return kUnknownType;
}

}  // namespace fastnode::types
