// One walk over the tree that notes, for each name, the scope in which it stands and what it does
// there.
#include "analyze/bind/mentions.h"

#include <utility>

namespace fastnode::bind {
namespace {

using ast::Field;
using ast::Kind;
using ast::Tree;

// What an expression is visited for: its value, or to be assigned or deleted.
enum class Role : uint8_t { kValue, kTarget, kDeleted };

class Walker {
 public:
  explicit Walker(FileIndex& index) : index_(index), tree_(index.tree) {}

  Mentions RunOver(NodeId first, NodeId end, ScopeId scope) {
    for (NodeId node = first; node < end; node = tree_[node].subtree_end) Visit(node, scope);
    return std::move(mentions_);
  }

  Mentions Run() {
    index_.scope_of.assign(tree_.nodes.size(), kModuleScope);
    index_.scopes.push_back({ScopeKind::kModule, ast::kRoot, kNone});
    VisitChildren(ast::kRoot, kModuleScope);
    return std::move(mentions_);
  }

 private:
  template <typename Visitor>
  void ForEachChild(NodeId node, const Visitor& visit) {
    for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) visit(c);
  }

  void VisitChildren(NodeId node, ScopeId scope, Role role = Role::kValue) {
    ForEachChild(node, [&](NodeId c) { Visit(c, scope, role); });
  }

  void Mark(NodeId node, ScopeId scope) { index_.scope_of[node] = scope; }
  void MarkAll(NodeId node, ScopeId scope) {
    for (NodeId n : tree_.Subtree(node)) Mark(n, scope);
  }

  void Note(NodeId node, ScopeId scope, ReferenceKind kind) {
    Mark(node, scope);
    if (!tree_[node].missing && !tree_.Text(node).empty()) {
      mentions_.events.push_back({node, scope, kind});
    }
  }

  ScopeId NewScope(ScopeKind kind, NodeId node, ScopeId parent) {
    return index_.scopes.push_back({kind, node, parent});
  }

  // The scope in which `:=` binds: comprehensions hand it outwards.
  ScopeId Containing(ScopeId scope) const {
    while (index_.scopes[scope].kind == ScopeKind::kComprehension) {
      scope = index_.scopes[scope].parent;
    }
    return scope;
  }

  void Visit(NodeId node, ScopeId scope, Role role = Role::kValue) {
    Mark(node, scope);
    switch (tree_[node].kind) {
      case Kind::kIdentifier:
        Note(node, scope,
             role == Role::kTarget    ? ReferenceKind::kWrite
             : role == Role::kDeleted ? ReferenceKind::kDelete
                                      : ReferenceKind::kRead);
        return;
      case Kind::kAttribute:
        return VisitAttribute(node, scope, role);
      case Kind::kSubscript:
        return VisitChildren(node, scope);
      case Kind::kFunctionDefinition:
        return VisitFunction(node, scope);
      case Kind::kLambda:
        return VisitLambda(node, scope);
      case Kind::kClassDefinition:
        return VisitClass(node, scope);
      case Kind::kListComprehension:
      case Kind::kSetComprehension:
      case Kind::kDictionaryComprehension:
      case Kind::kGeneratorExpression:
        return VisitComprehension(node, scope);
      case Kind::kAssignment:
      case Kind::kAugmentedAssignment:
      case Kind::kForStatement:
        return ForEachChild(node, [&](NodeId c) {
          Visit(c, scope, tree_[c].field == Field::kLeft ? Role::kTarget : Role::kValue);
        });
      case Kind::kTypeAliasStatement:
        return VisitTypeAlias(node, scope);
      case Kind::kNamedExpression:
        return ForEachChild(node, [&](NodeId c) {
          bool name = tree_[c].field == Field::kName;
          Visit(c, name ? Containing(scope) : scope, name ? Role::kTarget : Role::kValue);
        });
      case Kind::kAsPatternTarget:
        return VisitChildren(node, scope, Role::kTarget);
      case Kind::kDeleteStatement:
        return VisitChildren(node, scope, Role::kDeleted);
      case Kind::kGlobalStatement:
      case Kind::kNonlocalStatement:
        return VisitDeclaration(node, scope);
      case Kind::kImportStatement:
      case Kind::kImportFromStatement:
      case Kind::kFutureImportStatement:
        return VisitImport(node, scope);
      case Kind::kKeywordArgument:
        return ForEachChild(node, [&](NodeId c) {
          tree_[c].field == Field::kName ? MarkAll(c, scope) : Visit(c, scope);
        });
      case Kind::kCaseClause:
        return ForEachChild(node, [&](NodeId c) {
          tree_[c].kind == Kind::kCasePattern ? VisitPattern(c, scope) : Visit(c, scope);
        });
      default:
        break;
    }
    // Lists, tuples and stars of targets hand their role down; other expressions do not.
    bool hands_down = role != Role::kValue && IsTargetList(tree_[node].kind);
    VisitChildren(node, scope, hands_down ? role : Role::kValue);
  }

  // `global a, b`, `nonlocal a`.
  void VisitDeclaration(NodeId node, ScopeId scope) {
    bool global = tree_[node].kind == Kind::kGlobalStatement;
    index_.declarations.push_back(node);
    ForEachChild(node, [&](NodeId c) {
      Mark(c, scope);
      if (tree_[c].kind != Kind::kIdentifier) return;
      (global ? mentions_.globals : mentions_.nonlocals).emplace_back(scope, c);
    });
  }

  static bool IsTargetList(Kind kind) {
    switch (kind) {
      case Kind::kPatternList:
      case Kind::kTuplePattern:
      case Kind::kListPattern:
      case Kind::kListSplatPattern:
      case Kind::kTuple:
      case Kind::kList:
      case Kind::kListSplat:
      case Kind::kExpressionList:
      case Kind::kParenthesizedExpression:
        return true;
      default:
        return false;
    }
  }

  void VisitAttribute(NodeId node, ScopeId scope, Role role) {
    NodeId base = tree_.FirstChild(node), name = kNoNode;
    for (NodeId c = base; c != kNoNode; c = tree_.NextSibling(c)) {
      if (c != base && tree_[c].kind == Kind::kIdentifier) name = c;
    }
    if (name != kNoNode) {
      UseContext context = UseContext::kLoad;
      NodeId parent = tree_[node].parent;
      if (role == Role::kTarget)
        context = UseContext::kStore;
      else if (role == Role::kDeleted)
        context = UseContext::kDelete;
      else if (tree_[parent].kind == Kind::kCall && tree_.FirstChild(parent) == node)
        context = UseContext::kCall;
      index_.attributes.push_back({node, base, name, context});
    }
    ForEachChild(node, [&](NodeId c) {
      if (c == name)
        Mark(c, scope);
      else
        Visit(c, scope);
    });
  }

  void VisitFunction(NodeId node, ScopeId scope) {
    ScopeId outer = VisitTypeParameters(node, scope);
    ScopeId inner = NewScope(ScopeKind::kFunction, node, outer);
    ForEachChild(node, [&](NodeId c) {
      switch (tree_[c].field) {
        case Field::kTypeParameters:
          return;
        case Field::kName:
          return Note(c, scope, ReferenceKind::kFunction);
        case Field::kParameters:
          return VisitParameters(c, outer, inner);
        case Field::kBody:
          return Visit(c, inner);
        default:
          return Visit(c, outer);
      }
    });
  }

  void VisitLambda(NodeId node, ScopeId scope) {
    ScopeId inner = NewScope(ScopeKind::kLambda, node, scope);
    ForEachChild(node, [&](NodeId c) {
      if (tree_[c].field == Field::kParameters)
        VisitParameters(c, scope, inner);
      else
        Visit(c, tree_[c].field == Field::kBody ? inner : scope);
    });
  }

  void VisitClass(NodeId node, ScopeId scope) {
    ScopeId outer = VisitTypeParameters(node, scope);
    ScopeId inner = NewScope(ScopeKind::kClass, node, outer);
    ForEachChild(node, [&](NodeId c) {
      switch (tree_[c].field) {
        case Field::kTypeParameters:
          return;
        case Field::kName:
          return Note(c, scope, ReferenceKind::kClass);
        case Field::kBody:
          return Visit(c, inner);
        default:
          return Visit(c, outer);
      }
    });
  }

  // Names of parameters belong to the function; defaults and annotations are evaluated outside.
  void VisitParameters(NodeId node, ScopeId outer, ScopeId inner) {
    Mark(node, inner);
    ForEachChild(node, [&](NodeId c) {
      Kind kind = tree_[c].kind;
      if (tree_[c].field == Field::kType || tree_[c].field == Field::kValue) return Visit(c, outer);
      if (kind == Kind::kIdentifier) return Note(c, inner, ReferenceKind::kParameter);
      switch (kind) {
        case Kind::kDefaultParameter:
        case Kind::kTypedParameter:
        case Kind::kTypedDefaultParameter:
        case Kind::kListSplatPattern:
        case Kind::kDictionarySplatPattern:
        case Kind::kTuplePattern:
          return VisitParameters(c, outer, inner);
        default:
          return Visit(c, outer);
      }
    });
  }

  // `def f[T: bound]`, `class C[T]`: a scope of their own around the definition. Returns it, or
  // `scope` if there are none.
  ScopeId VisitTypeParameters(NodeId definition, ScopeId scope) {
    NodeId parameters = tree_.Child(definition, Field::kTypeParameters);
    if (parameters == kNoNode) return scope;
    ScopeId own = NewScope(ScopeKind::kFunction, parameters, scope);
    Mark(parameters, own);
    ForEachChild(parameters, [&](NodeId c) { BindFirstName(c, own); });
    return own;
  }

  // The first name is bound, further ones are read. Up to `end`, if there is one.
  void BindFirstName(NodeId node, ScopeId scope, NodeId end = kNoNode) {
    ReferenceKind kind = ReferenceKind::kWrite;
    for (NodeId n : tree_.Subtree(node)) {
      if (end != kNoNode && n >= end) return;
      Mark(n, scope);
      if (tree_[n].kind != Kind::kIdentifier) continue;
      Note(n, scope, kind);
      kind = ReferenceKind::kRead;
    }
  }

  // `type Alias[K] = list[K]`: what is behind the sign sees K.
  void VisitTypeAlias(NodeId node, ScopeId scope) {
    const NodeId left = tree_.Child(node, Field::kLeft);
    NodeId parameters = kNoNode;
    if (left != kNoNode) {
      for (NodeId n : tree_.Subtree(left)) {
        if (parameters == kNoNode && tree_[n].kind == Kind::kTypeParameter) parameters = n;
      }
    }
    ScopeId own = scope;
    ForEachChild(node, [&](NodeId c) {
      if (c != left) return Visit(c, own);
      BindFirstName(c, scope, parameters);
      if (parameters == kNoNode) return;
      own = NewScope(ScopeKind::kFunction, parameters, scope);
      Mark(parameters, own);
      ForEachChild(parameters, [&](NodeId one) { BindFirstName(one, own); });
    });
  }

  void VisitComprehension(NodeId node, ScopeId scope) {
    ScopeId inner = NewScope(ScopeKind::kComprehension, node, scope);
    bool first = true;
    ForEachChild(node, [&](NodeId c) {
      if (tree_[c].kind != Kind::kForInClause) return Visit(c, inner);
      Mark(c, inner);
      ForEachChild(c, [&](NodeId part) {
        bool outside = first && tree_[part].field == Field::kRight;
        Visit(part, outside ? scope : inner,
              tree_[part].field == Field::kLeft ? Role::kTarget : Role::kValue);
      });
      first = false;
    });
  }

  void VisitImport(NodeId node, ScopeId scope) {
    bool from = tree_[node].kind != Kind::kImportStatement;
    ForEachChild(node, [&](NodeId c) {
      MarkAll(c, scope);
      if (tree_[c].field == Field::kModuleName) return;
      if (tree_[c].kind == Kind::kAliasedImport) {
        NodeId alias = tree_.Child(c, Field::kAlias);
        if (alias != kNoNode) Note(alias, scope, ReferenceKind::kImport);
      } else if (tree_[c].kind == Kind::kDottedName) {
        // `import a.b` binds a; `from m import b` binds b, which has no dots.
        NodeId name = tree_.FirstChild(c);
        if (name != kNoNode && (!from || tree_.NextSibling(name) == kNoNode)) {
          Note(name, scope, ReferenceKind::kImport);
        }
      }
    });
  }

  // Patterns of `case`: a plain name captures, a dotted name is looked up.
  void VisitPattern(NodeId node, ScopeId scope) {
    Mark(node, scope);
    Kind kind = tree_[node].kind;
    if (kind == Kind::kDottedName) {
      MarkAll(node, scope);
      NodeId name = tree_.FirstChild(node);
      if (name == kNoNode) return;
      bool dotted = tree_.NextSibling(name) != kNoNode;
      bool of_class = tree_[tree_[node].parent].kind == Kind::kClassPattern;
      Note(name, scope, dotted || of_class ? ReferenceKind::kRead : ReferenceKind::kWrite);
      return;
    }
    bool keyword = kind == Kind::kKeywordPattern;
    bool captures = kind == Kind::kAsPattern || kind == Kind::kSplatPattern;
    ForEachChild(node, [&](NodeId c) {
      if (tree_[c].kind == Kind::kIdentifier) {
        if (captures)
          Note(c, scope, ReferenceKind::kWrite);
        else if (keyword && c == tree_.FirstChild(node))
          Mark(c, scope);
        else
          Note(c, scope, ReferenceKind::kWrite);
      } else if (tree_[c].kind == Kind::kAttribute || tree_[c].kind == Kind::kInterpolation) {
        Visit(c, scope);
      } else {
        VisitPattern(c, scope);
      }
    });
  }

  FileIndex& index_;
  const Tree& tree_;
  Mentions mentions_;
};

}  // namespace

Mentions FindMentions(FileIndex& index) { return Walker(index).Run(); }

Mentions FindMentionsIn(FileIndex& index, NodeId first, NodeId end, ScopeId scope) {
  return Walker(index).RunOver(first, end, scope);
}

}  // namespace fastnode::bind
