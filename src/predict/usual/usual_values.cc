// All shares are of installed packages and the standard library: of 40,000 annotated parameters,
// 5,280 fields, 2,938 `while`, 4,517 constructors of classes with bases, and of loops and keyword
// arguments by their names. Where there were few, it says so.
#include "predict/usual/usual_values.h"

#include <algorithm>

#include "analyze/bind/path.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

struct OfName {
  std::string_view name, value;
  float share;
};

constexpr OfName kLoops[] = {{"_", "range", 0.60F},   {"i", "range", 0.71F},
                             {"idx", "range", 0.21F}, {"index", "range", 0.46F},
                             {"j", "range", 0.85F},   {"k", "range", 0.17F},
                             {"n", "range", 0.14F},   {"step", "range", 0.5F}};  // of 4

constexpr float kCounted = 0.7F;  // for i, x in enumerate
constexpr float kEndless = 0.27F, kSuperFirst = 0.34F;
constexpr float kMain = 0.74F;  // of 72

// By the last word of the name that is annotated, where it says what is meant.
constexpr OfName kTypes[] = {
    {"count", "int", 0.8F},     {"debug", "bool", 0.9F}, {"description", "str", 0.8F},
    {"filename", "str", 0.76F}, {"force", "bool", 0.9F}, {"host", "str", 0.8F},
    {"length", "int", 0.77F},   {"level", "int", 0.69F}, {"message", "str", 0.8F},
    {"n", "int", 0.8F},         {"name", "str", 0.75F},  {"num", "int", 0.8F},
    {"offset", "int", 0.8F},    {"port", "int", 0.8F},   {"strict", "bool", 0.9F},
    {"suffix", "str", 0.8F},    {"text", "str", 0.73F},
};
constexpr float kTruth = 0.8F;  // of is_x, has_x and use_x
// Of other names the network knows more, but where a file has annotated little: at the least.
constexpr OfName kAnyType[] = {{"", "str", 0.06F}, {"", "bool", 0.04F}, {"", "int", 0.04F}};

constexpr OfName kKeywords[] = {
    {"autospec", "True", 0.9F},
    {"autouse", "True", 0.87F},
    {"blank", "True", 0.9F},
    {"capture_output", "True", 0.9F},
    {"check", "True", 0.48F},
    {"check", "False", 0.33F},
    {"contravariant", "True", 0.54F},
    {"covariant", "True", 0.84F},
    {"daemon", "True", 0.8F},
    {"default_factory", "list", 0.3F},
    {"default_factory", "dict", 0.3F},
    {"exc_info", "True", 0.69F},
    {"exist_ok", "True", 0.9F},
    {"frozen", "True", 0.81F},
    {"ignore_errors", "True", 0.58F},
    {"keepdims", "True", 0.67F},
    {"keepends", "True", 0.76F},
    {"key", "lambda", 0.40F},
    {"kw_only", "True", 0.57F},
    {"null", "True", 0.9F},
    {"parents", "True", 0.81F},
    {"primary_key", "True", 0.88F},
    {"record", "True", 0.9F},
    {"repr", "False", 0.5F},
    {"required", "True", 0.43F},
    {"required", "False", 0.32F},
    {"return_exceptions", "True", 0.9F},
    {"reverse", "True", 0.75F},
    {"shell", "True", 0.59F},
    {"shell", "False", 0.17F},
    {"slots", "True", 0.9F},
    {"sort_keys", "True", 0.61F},
    {"unique", "True", 0.57F},
    {"unique", "False", 0.27F},
    {"universal_newlines", "True", 0.9F},
    {"usedforsecurity", "False", 0.89F},
};

struct OfPosition {
  std::string_view callee;
  int32_t position;
  std::string_view keyword;
  float share;
};
constexpr OfPosition kOwnName[] = {{"getLogger", 0, "name", 0.7F},
                                   {"Flask", 0, "import_name", 0.9F},
                                   {"Blueprint", 1, "import_name", 0.9F}};
constexpr float kDocstring = 0.3F;

template <typename Table>
WordShares SharesOf(const Table& table, std::string_view name) {
  WordShares found;
  for (const OfName& one : table) {
    if (one.name == name) found.emplace_back(one.value, one.share);
  }
  return found;
}

// for i in |, for i, x in |
WordShares LoopsOver(const ast::Tree& tree, NodeId loop) {
  NodeId target = tree.Child(loop, Field::kLeft);
  if (target == kNoNode) return {};
  if (tree[target].kind == Kind::kIdentifier) return SharesOf(kLoops, tree.Text(target));
  if (tree[target].kind != Kind::kPatternList && tree[target].kind != Kind::kTuplePattern)
    return {};
  target = tree.FirstChild(target);
  if (target == kNoNode || tree.NextSibling(target) == kNoNode) return {};
  for (std::string_view counter : {"i", "idx", "index"}) {
    if (tree.Text(target) == counter) return {{"enumerate", kCounted}};
  }
  return {};
}

// What an annotation that stands alone annotates: a parameter without a default, a field.
std::string_view Annotated(const ast::Tree& tree, NodeId read) {
  const NodeId type = tree[read].parent;
  if (type == kNoNode || tree[type].kind != Kind::kType) return "";
  const NodeId declared = tree[type].parent;
  if (declared == kNoNode) return "";
  NodeId name = kNoNode;
  if (tree[declared].kind == Kind::kTypedParameter) name = tree.FirstChild(declared);
  if (tree[declared].kind == Kind::kAssignment && tree.Child(declared, Field::kRight) == kNoNode) {
    name = tree.Child(declared, Field::kLeft);
  }
  if (name != kNoNode && tree[name].kind == Kind::kAttribute) {
    name = tree.Child(name, Field::kAttribute);
  }
  return name != kNoNode && tree[name].kind == Kind::kIdentifier ? tree.Text(name) : "";
}

WordShares TypesOf(std::string_view name) {
  for (std::string_view asks : {"is_", "has_", "use_"}) {
    if (name.starts_with(asks)) return {{"bool", kTruth}};
  }
  const std::string_view last = name.substr(name.rfind('_') + 1);  // npos + 1 is 0
  WordShares found = SharesOf(kTypes, last);
  return found;
}

// Whether a name begins the first statement of the constructor of a class that has bases.
bool BeginsConstructor(const ast::Tree& tree, NodeId read) {
  const NodeId statement = tree[read].parent;
  if (statement == kNoNode || tree[statement].kind != Kind::kExpressionStatement) return false;
  const NodeId body = tree[statement].parent;
  const NodeId function = body == kNoNode ? body : tree[body].parent;
  if (function == kNoNode || tree[function].kind != Kind::kFunctionDefinition) return false;
  const NodeId name = tree.Child(function, Field::kName);
  if (name == kNoNode || tree.Text(name) != "__init__") return false;
  NodeId first = tree.FirstChild(body);
  const bool has_text = first != statement && tree[tree.FirstChild(first)].kind == Kind::kString;
  if (has_text) first = tree.NextSibling(first);
  const NodeId block = tree[function].parent;
  const NodeId owner = block == kNoNode ? block : tree[block].parent;
  return first == statement && owner != kNoNode && tree[owner].kind == Kind::kClassDefinition &&
         tree.Child(owner, Field::kSuperclasses) != kNoNode;
}

// Whether a name begins what is done where the module is run, and the module has a `main`.
bool BeginsProgram(const bind::FileIndex& index, NodeId read) {
  const ast::Tree& tree = index.tree;
  const NodeId statement = tree[read].parent, body = tree[statement].parent;
  const NodeId condition = body == kNoNode ? body : tree[body].parent;
  if (condition == kNoNode || tree[condition].kind != Kind::kIfStatement) return false;
  if (tree[condition].parent != ast::kRoot || tree.FirstChild(body) != statement) return false;
  const NodeId asks = tree.Child(condition, Field::kCondition);
  if (asks == kNoNode || !tree.Text(asks).starts_with("__name__")) return false;
  return std::any_of(index.variables.begin(), index.variables.end(), [](const auto& variable) {
    return variable.name == "main" && variable.scope == bind::kModuleScope &&
           variable.references[0].kind == bind::ReferenceKind::kFunction;
  });
}

// What a call is told of its own module: its name, its docstring if there is one.
WordShares NamesOfModule(const bind::FileIndex& index, const bind::ArgumentPlace& place) {
  const ast::Tree& tree = index.tree;
  const NodeId callee_node = tree.Child(place.call, Field::kFunction);
  if (callee_node == kNoNode) return {};
  const std::string_view callee = bind::LastComponent(tree.Text(callee_node));
  const std::string_view keyword = place.keyword == kNoNode ? "" : tree.Text(place.keyword);
  if (keyword == "description" && callee == "ArgumentParser") {
    const NodeId first = tree.FirstChild(ast::kRoot);
    const NodeId text = first == kNoNode ? first : tree.FirstChild(first);
    const bool has_docstring = text != kNoNode && tree[text].kind == Kind::kString;
    return has_docstring ? WordShares{{"__doc__", kDocstring}} : WordShares();
  }
  for (const OfPosition& one : kOwnName) {
    const bool is_here = keyword.empty() ? place.position == one.position : keyword == one.keyword;
    if (callee == one.callee && is_here) return {{"__name__", one.share}};
  }
  return {};
}

}  // namespace

WordShares UsualNames(const FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId read = NodeOf(site), parent = tree[read].parent;
  if (parent == kNoNode) return {};
  switch (tree[parent].kind) {
    case Kind::kForStatement:
    case Kind::kForInClause:
      return tree.Child(parent, Field::kRight) == read ? LoopsOver(tree, parent) : WordShares();
    case Kind::kWhileStatement:
      if (tree.Child(parent, Field::kCondition) != read) return {};
      return {{"True", kEndless}};
    case Kind::kExpressionStatement:
      if (BeginsConstructor(tree, read)) return {{"super", kSuperFirst}};
      return BeginsProgram(site.source->index, read) ? WordShares{{"main", kMain}} : WordShares();
    default:
      break;
  }
  const std::string_view name = Annotated(tree, read);
  return name.empty() ? WordShares() : TypesOf(name);
}

WordShares LeastTypes(const FoundSite& site) {
  const std::string_view name = Annotated(site.source->index.tree, NodeOf(site));
  return name.empty() ? WordShares() : SharesOf(kAnyType, "");
}

WordShares UsualKeywordValues(const FoundSite& site) {
  const bind::ArgumentPlace& place = site.source->places[static_cast<size_t>(site.at)];
  if (WordShares names = NamesOfModule(site.source->index, place); !names.empty()) return names;
  if (place.keyword == kNoNode) return {};
  return SharesOf(kKeywords, site.source->index.tree.Text(place.keyword));
}

}  // namespace fastnode::predict
