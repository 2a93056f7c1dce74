#include "analyze/bind/annotation.h"

#include <algorithm>
#include <string_view>

#include "analyze/ast/parse.h"

namespace fastnode::bind {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using ast::Tree;

constexpr int kMaxDepth = 16;
constexpr size_t kMaxChoices = 32;
constexpr size_t kMaxStringBytes = 200;

std::string_view LastName(std::string_view path) {
  size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Reducer {
 public:
  // `in_tree` is false for strings, which have a tree of their own.
  Reducer(const Tree& tree, bool in_tree, const HiddenNodes& hidden,
          std::vector<TypeChoice>& choices)
      : tree_(tree), in_tree_(in_tree), hidden_(hidden), choices_(choices) {}

  void Reduce(NodeId node, int depth) {
    if (depth > kMaxDepth || choices_.size() >= kMaxChoices) return Add(TypeChoice::Kind::kOpaque);
    switch (tree_[node].kind) {
      case Kind::kType:
      case Kind::kParenthesizedExpression:
      case Kind::kExpressionStatement:
        return ReduceFirst(node, depth);
      case Kind::kNone:
        return Add(TypeChoice::Kind::kNone);
      case Kind::kString:
        return ReduceString(node, depth);
      case Kind::kIdentifier:
      case Kind::kAttribute:
        return ReduceName(node);
      case Kind::kMemberType:
        return Add(TypeChoice::Kind::kOpaque);
      case Kind::kBinaryOperator:
      case Kind::kUnionType:
        return ReduceUnion(node, depth);
      case Kind::kGenericType:
      case Kind::kSubscript:
        return ReduceGeneric(node, depth);
      default:
        return Add(TypeChoice::Kind::kOpaque);
    }
  }

 private:
  void Add(TypeChoice::Kind kind) { choices_.push_back({.kind = kind}); }

  void ReduceFirst(NodeId node, int depth) {
    NodeId child = tree_.FirstChild(node);
    child == kNoNode ? Add(TypeChoice::Kind::kOpaque) : Reduce(child, depth + 1);
  }

  void ReduceName(NodeId node) {
    TypeChoice choice;
    choice.path = DottedText(tree_, node, hidden_, in_tree_ ? &choice.root : nullptr);
    std::string_view name = LastName(choice.path);
    if (name.empty()) {
      choice.kind = TypeChoice::Kind::kOpaque;
    } else if (IsOneOf(name, {"Any", "Incomplete", "MaybeNone"})) {
      choice.kind = TypeChoice::Kind::kAny;
    } else if (name == "Self") {
      choice.kind = TypeChoice::Kind::kSelf;
    } else if (IsOneOf(name, {"LiteralString"})) {
      choice = {.path = "builtins.str"};
    } else if (IsOneOf(name, {"Optional", "Union", "Callable", "Never", "NoReturn", "Literal"})) {
      choice.kind = TypeChoice::Kind::kOpaque;
    } else if (name == "Type") {
      choice = {.path = "builtins.type"};
    }
    choices_.push_back(std::move(choice));
  }

  void ReduceUnion(NodeId node, int depth) {
    for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind != Kind::kOperator) {
        Reduce(c, depth + 1);
      } else if (tree_.Text(c) != "|") {
        return Add(TypeChoice::Kind::kOpaque);
      }
    }
  }

  // The arguments between the brackets of `list[int]`.
  std::vector<NodeId> Arguments(NodeId node) const {
    NodeId holder = node, first = tree_.NextSibling(tree_.FirstChild(node));
    if (first != kNoNode && tree_[first].kind == Kind::kTypeParameter) {
      holder = first;
      first = tree_.FirstChild(holder);
    }
    std::vector<NodeId> arguments;
    for (NodeId c = first; c != kNoNode; c = tree_.NextSibling(c)) {
      // Two subscripts stand side by side, or in a tuple when written in parentheses.
      if (tree_[c].kind != Kind::kTuple) arguments.push_back(c);
    }
    return arguments;
  }

  void ReduceGeneric(NodeId node, int depth) {
    NodeId head = tree_.FirstChild(node);
    if (head == kNoNode) return Add(TypeChoice::Kind::kOpaque);
    std::string path = DottedText(tree_, head, hidden_);
    std::string_view name = LastName(path);
    std::vector<NodeId> arguments = Arguments(node);
    if (IsOneOf(name, {"Optional", "Union"})) {
      if (name == "Optional") Add(TypeChoice::Kind::kNone);
      for (NodeId argument : arguments) Reduce(argument, depth + 1);
    } else if (IsOneOf(name, {"Annotated", "ClassVar", "Final", "Required", "NotRequired",
                              "ReadOnly", "InitVar"})) {
      arguments.empty() ? Add(TypeChoice::Kind::kOpaque) : Reduce(arguments[0], depth + 1);
    } else if (IsOneOf(name, {"type", "Type"})) {
      arguments.empty() ? Add(TypeChoice::Kind::kOpaque) : ReduceClassObject(arguments[0], depth);
    } else if (name == "Literal") {
      for (NodeId argument : arguments) ReduceLiteral(argument);
    } else if (IsOneOf(name, {"TypeGuard", "TypeIs"})) {
      choices_.push_back({.path = "builtins.bool"});
    } else {
      Reduce(head, depth + 1);
    }
    if (choices_.empty()) Add(TypeChoice::Kind::kOpaque);
  }

  void ReduceClassObject(NodeId argument, int depth) {
    size_t before = choices_.size();
    Reduce(argument, depth + 1);
    for (size_t i = before; i < choices_.size(); ++i) {
      if (choices_[i].class_object) choices_[i] = {.kind = TypeChoice::Kind::kOpaque};
      choices_[i].class_object = true;
    }
  }

  void ReduceLiteral(NodeId argument) {
    if (tree_[argument].kind == Kind::kType && tree_.FirstChild(argument) != kNoNode) {
      argument = tree_.FirstChild(argument);
    }
    if (tree_[argument].kind == Kind::kNone) return Add(TypeChoice::Kind::kNone);
    std::string path = LiteralClass(tree_, argument);
    if (path.empty()) return Add(TypeChoice::Kind::kOpaque);
    choices_.push_back({.path = std::move(path)});
  }

  // A forward reference: an expression of its own.
  void ReduceString(NodeId node, int depth) {
    std::string content = StringContent(tree_, node);
    if (content.empty() || content.size() > kMaxStringBytes) return Add(TypeChoice::Kind::kOpaque);
    Result<Tree> inner = ast::Parse(std::move(content), {.max_depth = 64});
    if (!inner.ok() || inner->num_errors > 0 || inner->size() < 2) {
      return Add(TypeChoice::Kind::kOpaque);
    }
    Reducer(*inner, false, {}, choices_).Reduce(inner->FirstChild(0), depth + 1);
  }

  const Tree& tree_;
  bool in_tree_;
  HiddenNodes hidden_;
  std::vector<TypeChoice>& choices_;
};

}  // namespace

std::vector<TypeChoice> ReduceAnnotation(const Tree& tree, NodeId annotation,
                                         const HiddenNodes& hidden) {
  std::vector<TypeChoice> choices;
  Reducer(tree, true, hidden, choices).Reduce(annotation, 0);
  return choices;
}

std::string DottedText(const Tree& tree, NodeId expression, const HiddenNodes& hidden,
                       NodeId* root) {
  auto text = [&](NodeId name) {
    bool is_hidden = std::binary_search(hidden.begin(), hidden.end(), name);
    return is_hidden ? std::string_view("?") : tree.Text(name);
  };
  std::string path;
  NodeId node = expression;
  for (int links = 0; tree[node].kind == Kind::kAttribute; ++links) {
    NodeId base = tree.Child(node, Field::kObject), name = tree.Child(node, Field::kAttribute);
    if (base == kNoNode || name == kNoNode || links > kMaxDepth) return "";
    path.insert(0, text(name)).insert(0, ".");
    node = base;
  }
  if (tree[node].kind != Kind::kIdentifier) return "";
  if (root != nullptr) *root = node;
  return path.insert(0, text(node));
}

std::string LiteralClass(const Tree& tree, NodeId literal) {
  switch (tree[literal].kind) {
    case Kind::kString: {
      std::string_view text = tree.Text(literal);
      std::string_view prefix = text.substr(0, std::min(text.size(), text.find_first_of("'\"")));
      bool bytes = prefix.find_first_of("bB") != std::string_view::npos;
      return bytes ? "builtins.bytes" : "builtins.str";
    }
    case Kind::kConcatenatedString: {
      NodeId first = tree.FirstChild(literal);
      return first == kNoNode ? "" : LiteralClass(tree, first);
    }
    case Kind::kInteger:
      return tree.Text(literal).find_first_of("jJ") == std::string_view::npos ? "builtins.int"
                                                                              : "builtins.complex";
    case Kind::kFloat:
      return tree.Text(literal).find_first_of("jJ") == std::string_view::npos ? "builtins.float"
                                                                              : "builtins.complex";
    case Kind::kTrue:
    case Kind::kFalse:
      return "builtins.bool";
    case Kind::kUnaryOperator: {
      NodeId argument = tree.Child(literal, Field::kArgument);
      bool number = argument != kNoNode &&
                    (tree[argument].kind == Kind::kInteger || tree[argument].kind == Kind::kFloat);
      return number ? LiteralClass(tree, argument) : "";
    }
    default:
      return "";
  }
}

std::string StringContent(const Tree& tree, NodeId string) {
  std::string_view text = tree.Text(string);
  while (!text.empty() && std::string_view("rRuU").find(text[0]) != std::string_view::npos) {
    text.remove_prefix(1);
  }
  if (text.size() < 2 || (text[0] != '"' && text[0] != '\'')) return "";
  bool triple = text.size() >= 6 && text[1] == text[0] && text[2] == text[0];
  size_t quotes = triple ? 3 : 1;
  return std::string(text.substr(quotes, text.size() - 2 * quotes));
}

std::string AbsoluteModule(std::string_view written, std::string_view package) {
  size_t dots = std::min(written.find_first_not_of('.'), written.size());
  if (dots == 0 || package.empty()) return std::string(written);
  for (size_t up = 1; up < dots; ++up) {
    size_t dot = package.rfind('.');
    package = dot == std::string_view::npos ? "" : package.substr(0, dot);
  }
  std::string module(package);
  if (dots < written.size()) {
    if (!module.empty()) module += '.';
    module += written.substr(dots);
  }
  return module;
}

}  // namespace fastnode::bind
