// One stub's declarations, names as written.
#include <algorithm>
#include <utility>

#include "analyze/bind/library_draft.h"

namespace fastnode::bind {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;
using ast::Tree;

bool IsPrivate(std::string_view name) {
  bool dunder = name.size() > 4 && name.starts_with("__") && name.ends_with("__");
  return name.starts_with('_') && !dunder;
}

// What the decorators of a function say.
struct Decorations {
  bool property = false;
  bool accessor = false;  // a setter or deleter: adds nothing to its property
  bool overload = false;
};

class StubReader {
 public:
  StubReader(const Tree& tree, DraftId module, const std::string& package, DraftLibrary& library,
             SourceFacts* facts = nullptr, bool infer = false)
      : tree_(tree),
        module_(module),
        package_(package),
        library_(library),
        facts_(facts),
        infer_(infer) {}

  void ReadModule() {
    ReadBlock(0, module_);
    if (facts_ != nullptr) AddRest(facts_->ModuleNames(), module_, kNoNode);
  }

  void ReadBlock(NodeId block, DraftId scope) {
    for (NodeId c = tree_.FirstChild(block); c != kNoNode; c = tree_.NextSibling(c)) {
      ReadStatement(c, scope);
    }
  }

 private:
  Draft& At(DraftId id) { return library_[id]; }

  void ReadStatement(NodeId node, DraftId scope) {
    switch (tree_[node].kind) {
      case Kind::kExpressionStatement:
        for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
          ReadExpression(c, scope);
        }
        return;
      case Kind::kFunctionDefinition:
        return ReadFunction(node, kNoNode, scope);
      case Kind::kClassDefinition:
        return ReadClass(node, scope);
      case Kind::kDecoratedDefinition: {
        NodeId definition = tree_.Child(node, Field::kDefinition);
        if (definition == kNoNode) return;
        bool function = tree_[definition].kind == Kind::kFunctionDefinition;
        return function ? ReadFunction(definition, node, scope) : ReadClass(definition, scope);
      }
      case Kind::kImportStatement:
        return ReadImport(node, scope);
      case Kind::kImportFromStatement:
        return ReadImportFrom(node, scope);
      case Kind::kTypeAliasStatement:
        return ReadTypeAlias(node, scope);
      case Kind::kIfStatement:
        return ReadIf(node, scope);
      case Kind::kTryStatement:
      case Kind::kExceptClause:
      case Kind::kElseClause:
      case Kind::kFinallyClause:
      case Kind::kWithStatement:
      case Kind::kBlock:
        return ReadBlock(node, scope);
      default:
        return;
    }
  }

  void ReadIf(NodeId node, DraftId scope) {
    for (NodeId branch = node; branch != kNoNode;) {
      NodeId condition = tree_.Child(branch, Field::kCondition);
      Truth truth = condition == kNoNode ? Truth::kTrue : Evaluate(tree_, condition);
      bool last = condition == kNoNode && branch != node;
      NodeId block = tree_.Child(branch, last ? Field::kBody : Field::kConsequence);
      if (truth != Truth::kFalse && block != kNoNode) ReadBlock(block, scope);
      if (truth == Truth::kTrue) return;
      branch = NextBranch(node, branch);
    }
  }

  NodeId NextBranch(NodeId statement, NodeId branch) const {
    NodeId c = branch == statement ? tree_.FirstChild(statement) : tree_.NextSibling(branch);
    while (c != kNoNode && tree_[c].field != Field::kAlternative) c = tree_.NextSibling(c);
    return c;
  }

  void ReadExpression(NodeId node, DraftId scope) {
    if (tree_[node].kind == Kind::kAugmentedAssignment) {
      NodeId left = tree_.Child(node, Field::kLeft), right = tree_.Child(node, Field::kRight);
      if (left != kNoNode && right != kNoNode && tree_.Text(left) == "__all__") ReadAll(right);
    }
    if (tree_[node].kind != Kind::kAssignment) return;
    NodeId value = tree_.Child(node, Field::kRight);
    while (value != kNoNode && tree_[value].kind == Kind::kAssignment) {
      value = tree_.Child(value, Field::kRight);
    }
    for (NodeId a = node; a != kNoNode && tree_[a].kind == Kind::kAssignment;
         a = tree_.Child(a, Field::kRight)) {
      NodeId left = tree_.Child(a, Field::kLeft);
      if (left == kNoNode || tree_[left].kind != Kind::kIdentifier) continue;
      if (tree_.Text(left) == "__all__") {
        if (value != kNoNode) ReadAll(value);
      } else {
        ReadVariable(tree_.Text(left), tree_.Child(a, Field::kType), value, scope);
      }
    }
  }

  // A list or tuple of strings; other forms (`__all__ += a.__all__`) add nothing.
  void ReadAll(NodeId value) {
    At(module_).has_all = true;
    for (NodeId n = value; n < tree_[value].subtree_end; ++n) {
      if (tree_[n].kind == Kind::kString) At(module_).all.push_back(StringContent(tree_, n));
    }
  }

  void ReadVariable(std::string_view name, NodeId type, NodeId value, DraftId scope) {
    bool is_new = false;
    DraftId id = library_.Add(scope, name, SymbolKind::kVariable, &is_new);
    if (!is_new) return;
    Draft& draft = At(id);
    std::string_view annotation = type == kNoNode ? "" : tree_.Text(type);
    bool is_alias = annotation.ends_with("TypeAlias");
    bool bare_final = annotation == "Final" || annotation == "typing.Final";
    if (type != kNoNode && !is_alias && !bare_final) {
      draft.types = ReduceAnnotation(tree_, type);
    } else if (value != kNoNode) {
      ReadValue(value, is_alias, draft);
    }
  }

  void ReadValue(NodeId value, bool is_alias, Draft& draft) {
    if (std::string literal = LiteralClass(tree_, value); !literal.empty() && !is_alias) {
      draft.types = {{.path = std::move(literal)}};
      draft.literal_value = true;
      return;
    }
    if (facts_ != nullptr) {
      draft.literal_value = true;
      bool type_form = tree_[value].kind == Kind::kSubscript || !DottedText(tree_, value).empty();
      if (tree_[value].kind == Kind::kCall) return ReadTypeVariable(value, draft);
      if (!type_form && !is_alias) return;
    }
    if (tree_[value].kind == Kind::kEllipsis) {
      draft.literal_value = true;
      return;
    }
    if (tree_[value].kind == Kind::kCall) {
      bool typing_alias = tree_.Text(value) == "_Alias()";
      return typing_alias ? ReadTypingAlias(draft) : ReadTypeVariable(value, draft);
    }
    draft.kind = SymbolKind::kAlias;
    draft.path = DottedText(tree_, value);
    if (draft.path.empty() || is_alias) {
      draft.types_alias = true;
      draft.types = ReduceAnnotation(tree_, value);
      draft.unlisted = IsPrivate(draft.name);
    }
  }

  // typing's stub says `List = _Alias()` and leaves the rest to type checkers.
  static void ReadTypingAlias(Draft& draft) {
    static constexpr std::pair<std::string_view, std::string_view> kAliases[] = {
        {"List", "builtins.list"},
        {"Dict", "builtins.dict"},
        {"Set", "builtins.set"},
        {"FrozenSet", "builtins.frozenset"},
        {"Counter", "collections.Counter"},
        {"Deque", "collections.deque"},
        {"ChainMap", "collections.ChainMap"},
        {"OrderedDict", "collections.OrderedDict"},
        {"DefaultDict", "collections.defaultdict"},
        {"Type", "builtins.type"}};
    for (const auto& [name, path] : kAliases) {
      if (draft.name != name) continue;
      size_t dot = path.find('.');
      draft.kind = SymbolKind::kAlias;
      draft.module = path.substr(0, dot);
      draft.path = path.substr(dot + 1);
    }
  }

  // `T = TypeVar("T", str, bytes)`: kept to resolve annotations; its type is its first constraint.
  void ReadTypeVariable(NodeId call, Draft& draft) {
    NodeId function = tree_.Child(call, Field::kFunction);
    std::string path = function == kNoNode ? "" : DottedText(tree_, function);
    std::string_view name = std::string_view(path).substr(path.rfind('.') + 1);
    if (name != "TypeVar" && name != "ParamSpec" && name != "TypeVarTuple") return;
    draft.type_variable = true;
    NodeId arguments = tree_.Child(call, Field::kArguments);
    NodeId constraint = arguments == kNoNode ? kNoNode : tree_.FirstChild(arguments);
    if (constraint != kNoNode) constraint = tree_.NextSibling(constraint);
    if (constraint != kNoNode && tree_[constraint].kind != Kind::kKeywordArgument) {
      draft.types = ReduceAnnotation(tree_, constraint);
    }
  }

  void ReadTypeAlias(NodeId node, DraftId scope) {
    NodeId left = tree_.Child(node, Field::kLeft), right = tree_.Child(node, Field::kRight);
    if (left == kNoNode || right == kNoNode) return;
    std::string_view text = tree_.Text(left);
    bool is_new = false;
    DraftId id = library_.Add(scope, text.substr(0, text.find('[')), SymbolKind::kAlias, &is_new);
    if (!is_new) return;
    At(id).types_alias = true;
    At(id).types = ReduceAnnotation(tree_, right);
    At(id).unlisted = IsPrivate(At(id).name);
  }

  Decorations ReadDecorators(NodeId decorated) const {
    Decorations found;
    if (decorated == kNoNode) return found;
    for (NodeId c = tree_.FirstChild(decorated); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind != Kind::kDecorator) continue;
      // The expression alone: a decorator's own text may go on into a comment.
      NodeId expression = tree_.NextSibling(tree_.FirstChild(c));
      if (expression == kNoNode) continue;
      std::string_view text = tree_.Text(expression);
      auto ends = [&](std::string_view suffix) { return text.ends_with(suffix); };
      found.property |=
          ends("property") || ends("DynamicClassAttribute") || ends("_magic_enum_attr");
      found.accessor |= ends(".setter") || ends(".deleter");
      found.overload |= ends("overload");
    }
    return found;
  }

  void ReadFunction(NodeId node, NodeId decorated, DraftId scope) {
    NodeId name = tree_.Child(node, Field::kName);
    Decorations decorations = ReadDecorators(decorated);
    if (name == kNoNode || decorations.accessor) return;
    bool is_property = decorations.property && At(scope).kind == SymbolKind::kClass;
    bool is_new = false;
    DraftId id = library_.Add(scope, tree_.Text(name),
                              is_property ? SymbolKind::kProperty : SymbolKind::kFunction, &is_new);
    Draft& draft = At(id);
    if (is_new) {
      bool kept = facts_ == nullptr || facts_->KeepsResult(node);
      if (kept) draft.types = Result(node);
      if (kept && infer_) draft.inferred = facts_->Result(node);
      draft.self_variable = SelfVariable(node);
      draft.overloaded = decorations.overload;
    } else if (draft.overloaded && decorations.overload) {
      draft.overloads.push_back(Result(node));
    }
  }

  std::vector<TypeChoice> Result(NodeId function) const {
    if (tree_.Text(tree_.FirstChild(function)) == "async") return {{.path = "types.CoroutineType"}};
    NodeId type = tree_.Child(function, Field::kReturnType);
    if (type == kNoNode) return {};
    return ReduceAnnotation(tree_, type);
  }

  // "_T" of `self: _T` and `cls: type[_T]`.
  std::string SelfVariable(NodeId function) const {
    NodeId parameters = tree_.Child(function, Field::kParameters);
    NodeId first = parameters == kNoNode ? kNoNode : tree_.FirstChild(parameters);
    if (first == kNoNode || tree_[first].kind != Kind::kTypedParameter) return "";
    std::string_view name = tree_.Text(tree_.FirstChild(first));
    if (name != "self" && name != "cls") return "";
    NodeId type = tree_.Child(first, Field::kType);
    return type == kNoNode ? "" : ReduceAnnotation(tree_, type)[0].path;
  }

  void ReadClass(NodeId node, DraftId scope) {
    NodeId name = tree_.Child(node, Field::kName), body = tree_.Child(node, Field::kBody);
    if (name == kNoNode) return;
    bool is_new = false;
    DraftId id = library_.Add(scope, tree_.Text(name), SymbolKind::kClass, &is_new);
    if (!is_new) return;
    NodeId bases = tree_.Child(node, Field::kSuperclasses);
    if (bases != kNoNode) At(id).bases = ReadBases(bases);
    if (body != kNoNode) ReadBlock(body, id);
    if (facts_ != nullptr) AddRest(facts_->ClassNames(node), id, node);
  }

  std::vector<std::string> ReadBases(NodeId list) const {
    std::vector<std::string> bases;
    for (NodeId c = tree_.FirstChild(list); c != kNoNode; c = tree_.NextSibling(c)) {
      NodeId base = tree_[c].kind == Kind::kSubscript ? tree_.FirstChild(c) : c;
      if (base == kNoNode) continue;
      std::string path = DottedText(tree_, base);
      if (!path.empty()) bases.push_back(std::move(path));
    }
    return bases;
  }

  void AddImport(DraftId scope, std::string_view bound, std::string module, std::string path,
                 bool listed) {
    bool is_new = false;
    DraftId id = library_.Add(scope, bound, SymbolKind::kAlias, &is_new);
    if (!is_new) return;
    Draft& draft = At(id);
    draft.unlisted = !listed && facts_ == nullptr;  // sources do not hide what they import
    draft.module_alias = path.empty();
    draft.module = std::move(module);
    draft.path = std::move(path);
  }

  // `import a.b` binds a; `import a.b as c` binds a.b. Only `import a as a` exports.
  void ReadImport(NodeId node, DraftId scope) {
    for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kDottedName) {
        std::string top(tree_.Text(tree_.FirstChild(c)));
        AddImport(scope, top, top, "", false);
      } else if (tree_[c].kind == Kind::kAliasedImport) {
        NodeId name = tree_.Child(c, Field::kName), alias = tree_.Child(c, Field::kAlias);
        if (name == kNoNode || alias == kNoNode) continue;
        AddImport(scope, tree_.Text(alias), std::string(tree_.Text(name)), "",
                  tree_.Text(name) == tree_.Text(alias));
      }
    }
  }

  void ReadImportFrom(NodeId node, DraftId scope) {
    NodeId from = tree_.Child(node, Field::kModuleName);
    if (from == kNoNode) return;
    std::string module = AbsoluteModule(tree_.Text(from), package_);
    for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kWildcardImport) At(scope).stars.push_back(module);
      if (tree_[c].field != Field::kName) continue;
      NodeId name = c, alias = c;
      if (tree_[c].kind == Kind::kAliasedImport) {
        name = tree_.Child(c, Field::kName);
        alias = tree_.Child(c, Field::kAlias);
      }
      if (name == kNoNode || alias == kNoNode) continue;
      bool listed = name != alias && tree_.Text(name) == tree_.Text(alias);
      AddImport(scope, tree_.Text(alias), module, std::string(tree_.Text(name)), listed);
    }
  }

  InferredClass Infer(NodeId cls, std::string_view name) {
    if (!infer_) return {};
    return cls == kNoNode ? facts_->ModuleVariable(name) : facts_->ClassVariable(cls, name);
  }

  // What statements of other kinds define, and in classes stores through `self`.
  void AddRest(const std::vector<std::string_view>& names, DraftId scope, NodeId cls) {
    for (std::string_view name : names) {
      bool is_new = false;
      DraftId id = library_.Add(scope, name, SymbolKind::kVariable, &is_new);
      Draft& draft = At(id);
      if (!is_new && (draft.kind == SymbolKind::kFunction || draft.kind == SymbolKind::kClass)) {
        continue;
      }
      bool declared = draft.kind != SymbolKind::kAlias && !draft.types.empty();
      if (!declared) draft.inferred = Infer(cls, name);
    }
  }

  const Tree& tree_;
  DraftId module_;
  const std::string& package_;
  DraftLibrary& library_;
  SourceFacts* facts_;  // of sources; null for stubs
  bool infer_;
};

}  // namespace

void ReadStub(const Tree& tree, DraftId module, const std::string& package, DraftLibrary& library) {
  StubReader(tree, module, package, library).ReadModule();
}

void ReadSource(SourceFacts& facts, DraftId module, const std::string& package, bool infer,
                DraftLibrary& library) {
  StubReader(facts.index().tree, module, package, library, &facts, infer).ReadModule();
}

}  // namespace fastnode::bind
