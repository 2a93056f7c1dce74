#include "predict/fit/hardly_values.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>

#include "analyze/bind/path.h"
#include "analyze/bind/reads.h"
#include "predict/auto_import/standard_modules.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using bind::Position;

constexpr float kHardly = 0.001F;
constexpr size_t kMaxLooked = 30;       // of the likeliest
constexpr size_t kMaxReferences = 200;  // of a name

// What decorates is written behind `@`, and read nowhere else.
constexpr std::array<std::string_view, 12> kDecorators = {"abstractmethod",
                                                          "abstractproperty",
                                                          "asynccontextmanager",
                                                          "cached_property",
                                                          "contextmanager",
                                                          "dataclass",
                                                          "final",
                                                          "overload",
                                                          "override",
                                                          "runtime_checkable",
                                                          "total_ordering",
                                                          "unique"};
// These of typing are called.
constexpr std::array<std::string_view, 10> kCalled = {
    "ForwardRef",    "NamedTuple", "NewType",      "ParamSpec", "Text",
    "TypeAliasType", "TypeVar",    "TypeVarTuple", "TypedDict", "TYPE_CHECKING"};
// No class is made of these.
constexpr std::array<std::string_view, 18> kNoBases = {
    "Annotated",     "AnyStr", "ClassVar",  "Concatenate", "Final",    "Literal",
    "LiteralString", "Never",  "NoReturn",  "NotRequired", "Optional", "ReadOnly",
    "Required",      "Self",   "TypeAlias", "TypeGuard",   "Union",    "Unpack"};
// What is given types.
constexpr std::array<std::string_view, 8> kTakeTypes = {
    "NewType", "TypeVar", "cast", "isinstance", "issubclass", "field", "TypeAdapter", "NamedTuple"};

template <size_t n>
bool IsIn(const std::array<std::string_view, n>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

enum class Hardly : uint8_t { kModule, kStandardModule, kForm, kFormAlone, kDecorator, kFeature };

// By the statement that imports it, and its name there.
std::optional<Hardly> HardlyOf(const ast::Tree& tree, NodeId imported) {
  NodeId clause = tree[imported].parent, statement = clause;
  auto is_import = [&](NodeId node) {
    const Kind kind = tree[node].kind;
    return kind == Kind::kImportStatement || kind == Kind::kImportFromStatement ||
           kind == Kind::kFutureImportStatement;
  };
  while (statement != kNoNode && !is_import(statement)) statement = tree[statement].parent;
  if (statement == kNoNode) return std::nullopt;
  if (tree[statement].kind == Kind::kImportStatement) {
    const NodeId name =
        tree[clause].kind == Kind::kAliasedImport ? tree.Child(clause, Field::kName) : clause;
    const std::string_view path = name == kNoNode ? "" : tree.Text(name);
    const bool is_standard = auto_import::IsStandard(path.substr(0, path.find('.')));
    return is_standard ? Hardly::kStandardModule : Hardly::kModule;
  }
  if (tree[statement].kind == Kind::kFutureImportStatement) return Hardly::kFeature;
  const NodeId from = tree.Child(statement, Field::kModuleName);
  const NodeId written =
      tree[clause].kind == Kind::kAliasedImport ? tree.Child(clause, Field::kName) : clause;
  if (from == kNoNode || written == kNoNode) return std::nullopt;
  const std::string_view module = tree.Text(from), name = tree.Text(written);
  const bool is_of_typing = module == "typing" || module == "typing_extensions";
  const bool may_decorate = is_of_typing || module == "abc" || module == "contextlib" ||
                            module == "dataclasses" || module == "enum" || module == "functools";
  if (may_decorate && IsIn(kDecorators, name)) return Hardly::kDecorator;
  const bool is_form = is_of_typing && name[0] >= 'A' && name[0] <= 'Z' && !IsIn(kCalled, name);
  if (is_form) return IsIn(kNoBases, name) ? Hardly::kFormAlone : Hardly::kForm;
  return std::nullopt;
}

bool TakesTypes(const ast::Tree& tree, NodeId call) {
  std::string_view callee = tree.Text(tree.FirstChild(call));
  callee = bind::LastComponent(callee);
  return IsIn(kTakeTypes, callee);
}

// Whether types are written there: an index, a union, what a call takes that is given types.
// `read`: of an argument its call.
bool MayBeType(const ast::Tree& tree, NodeId read) {
  if (tree[read].kind == Kind::kCall) return TakesTypes(tree, read);
  NodeId node = read;
  for (NodeId up = tree[node].parent; up != kNoNode; node = up, up = tree[up].parent) {
    switch (tree[up].kind) {
      case Kind::kSubscript:
        if (tree.FirstChild(up) != node) return true;
        break;
      case Kind::kBinaryOperator:
        if (tree.Text(up).find('|') != std::string_view::npos) return true;
        return false;
      case Kind::kArgumentList:
        return TakesTypes(tree, tree[up].parent);
      case Kind::kType:
      case Kind::kTypeParameter:
        return true;
      case Kind::kList:
      case Kind::kTuple:
      case Kind::kAttribute:
      case Kind::kKeywordArgument:
      case Kind::kParenthesizedExpression:
        break;
      default:
        return false;
    }
  }
  return false;
}

bool IsCalled(const ast::Tree& tree, NodeId read) {
  const NodeId call = tree[read].parent;
  return call != kNoNode && tree[call].kind == Kind::kCall && tree.FirstChild(call) == read;
}

bool IsYieldedOrDeleted(const ast::Tree& tree, NodeId read) {
  for (NodeId up = tree[read].parent; up != kNoNode; up = tree[up].parent) {
    const Kind kind = tree[up].kind;
    if (kind == Kind::kYield || kind == Kind::kDeleteStatement) return true;
    if (kind != Kind::kExpressionList && kind != Kind::kTuple) return false;
  }
  return false;
}

float WeightOfForm(const ast::Tree& tree, Position position, NodeId read, bool may_be_base) {
  const NodeId parent = tree[read].parent;
  const bool has_index = parent != kNoNode && tree[parent].kind == Kind::kSubscript;
  if (has_index && tree.FirstChild(parent) == read) return 1;
  switch (position) {
    case Position::kBaseClass:
      return may_be_base ? 1 : kHardly;
    case Position::kType:
    case Position::kDecorator:
      return 1;
    case Position::kAssigned:  // a name for a type
    case Position::kOther:
      return IsCalled(tree, read) ? kHardly : 1;
    default:
      return MayBeType(tree, read) ? 1 : kHardly;
  }
}

bool IsOfError(Position position) {
  return position == Position::kRaised || position == Position::kCaught;
}

// The network knows where modules are meant, and one that nothing uses yet is due. Of 5,400 names
// that values begin with in held-out projects no index was a module, and nothing that is yielded.
// Of 28,383 defaults of parameters 263 begin with one and 26,028 are written out.
// Where an exception is raised or caught, builtin ones are meant before those of a standard module,
// but for one that the file has so elsewhere (IsUsedSo).
float WeightOfModule(const ast::Tree& tree, Position position, NodeId read, bool is_standard) {
  constexpr float kSeldom = 0.03F, kSeldomDefault = 0.1F, kSeldomError = 0.02F;
  const NodeId parent = tree[read].parent;
  if (parent != kNoNode && tree[parent].kind == Kind::kAttribute) return 1;
  if (position == Position::kDefault) return kSeldomDefault;
  if (IsOfError(position)) return is_standard ? kSeldomError : 1;
  return position == Position::kIndex || IsYieldedOrDeleted(tree, read) ? kSeldom : 1;
}

float WeightAt(const ast::Tree& tree, NodeId read, Position position, Hardly hardly) {
  switch (hardly) {
    case Hardly::kModule:
    case Hardly::kStandardModule:
      return WeightOfModule(tree, position, read, hardly == Hardly::kStandardModule);
    case Hardly::kForm:
    case Hardly::kFormAlone:
      return WeightOfForm(tree, position, read, hardly == Hardly::kForm);
    case Hardly::kDecorator:
      return position == Position::kDecorator ? 1 : kHardly;
    case Hardly::kFeature:
      return kHardly;
  }
  return 1;
}

// The statement that catches what `node` names; kNoNode: none does.
NodeId TryRound(const ast::Tree& tree, NodeId node) {
  while (node != kNoNode && tree[node].kind != Kind::kTryStatement) node = tree[node].parent;
  return node;
}

// Whether the file has it at such a place elsewhere, or what is tried there uses it.
bool IsUsedSo(const bind::FileIndex& index, const bind::Variable& variable, NodeId read,
              Position position) {
  const size_t count = std::min(variable.references.size(), kMaxReferences);
  const NodeId tried = position == Position::kCaught ? TryRound(index.tree, read) : NodeId(kNoNode);
  for (const bind::Reference& one : variable.references.first(count)) {
    if (one.kind != bind::ReferenceKind::kRead || one.node == read) continue;
    if (tried != kNoNode && tried < one.node && one.node < read) return true;
    const Position used = bind::PositionOf(index.tree, one.node);
    if (used == position || (IsOfError(used) && IsOfError(position))) return true;
  }
  return false;
}

}  // namespace

void DoubtHardlyValues(const FoundSite& site, std::vector<Completion>& list) {
  if (!site.prefix.empty()) return;
  const bind::FileIndex& index = site.source->index;
  const NodeId node = NodeOf(site);
  const bool is_argument = site.task == pack::Task::kArgument;
  const Position position = is_argument ? Position::kArgument : bind::PositionOf(index.tree, node);
  std::vector<Completion*> likeliest;
  for (Completion& one : list) likeliest.push_back(&one);
  const size_t count = std::min(likeliest.size(), kMaxLooked);
  std::partial_sort(
      likeliest.begin(), likeliest.begin() + static_cast<ptrdiff_t>(count), likeliest.end(),
      [](const Completion* a, const Completion* b) { return a->probability > b->probability; });
  likeliest.resize(count);
  for (bind::VariableId id : bind::VisibleVariables(index, node)) {
    const bind::Variable& variable = index.variables[id];
    const auto found = std::find_if(likeliest.begin(), likeliest.end(), [&](const Completion* one) {
      return one->text == variable.name;
    });
    if (found == likeliest.end()) continue;
    std::optional<Hardly> hardly;
    bool is_import = true;
    for (const bind::Reference& one : variable.references) {
      if (!bind::IsBinding(one.kind)) continue;
      is_import &= one.kind == bind::ReferenceKind::kImport;
      if (is_import && !hardly) hardly = HardlyOf(index.tree, one.node);
    }
    if (!is_import || !hardly) continue;
    const float weight = WeightAt(index.tree, node, position, *hardly);
    const bool may_be_used = IsOfError(position) || *hardly == Hardly::kForm ||
                             *hardly == Hardly::kFormAlone || *hardly == Hardly::kDecorator;
    if (weight == 1 || (may_be_used && IsUsedSo(index, variable, node, position))) continue;
    (**found).probability *= weight;
  }
}

}  // namespace fastnode::predict
