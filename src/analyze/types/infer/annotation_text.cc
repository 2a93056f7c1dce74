// Annotations in quotes: they have a tree of their own, and names are looked up where they stand.
#include <algorithm>

#include "analyze/ast/parse.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/evaluator.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxAnnotationDepth = 24;
constexpr size_t kMaxStringBytes = 400;

}  // namespace

// An annotation in quotes has a tree of its own; its names are looked up where the string stands.
TypeId Evaluator::AnnotationText(const File& f, NodeId string, ScopeId scope, int depth) {
  if (f.kind(string) != Kind::kString) return kUnknownType;
  std::string_view content = StringText(f.text(string));
  if (content.empty() || content.size() > kMaxStringBytes) return kUnknownType;
  Result<ast::Tree> tree = ast::Parse("(" + std::string(content) + ")", {.max_depth = 64});
  if (!tree.ok() || tree->num_errors > 0 || tree->size() < 2) return kUnknownType;
  // A file of its own kind: names without variables, looked up by text in the real one.
  struct Text {
    Evaluator& self;
    const File& f;
    const ast::Tree& tree;
    ScopeId scope;
    TypeId Read(NodeId n, int depth) {
      if (depth > kMaxAnnotationDepth || n == kNoNode) return kUnknownType;
      switch (tree[n].kind) {
        case Kind::kModule:
        case Kind::kExpressionStatement:
        case Kind::kParenthesizedExpression:
        case Kind::kType:
          return Read(tree.FirstChild(n), depth + 1);
        case Kind::kNone:
          return kNoneType;
        case Kind::kIdentifier:
          return self.AnnotationOfName(f, tree.Text(n), scope, kNoNode, depth + 1);
        case Kind::kAttribute: {
          NodeId object = tree.Child(n, Field::kObject), name = tree.Child(n, Field::kAttribute);
          if (object == kNoNode || name == kNoNode) return kUnknownType;
          TypeId base = Read(object, depth + 1);
          const TypeData& data = self.table_[base];
          if (data.form == Form::kModule) {
            return self.AnnotationInModule(data.text, tree.Text(name), depth + 1);
          }
          TypeId cls = self.ClassOf(base);
          return self.AsAnnotation(
              self.Attribute(cls == kUnknownType ? base : cls, tree.Text(name)));
        }
        case Kind::kBinaryOperator: {
          std::vector<TypeId> types;
          for (NodeId c = tree.FirstChild(n); c != kNoNode; c = tree.NextSibling(c)) {
            if (tree[c].kind != Kind::kOperator) types.push_back(Read(c, depth + 1));
          }
          return self.table_.Union(types);
        }
        case Kind::kSubscript: {
          NodeId head = tree.FirstChild(n);
          std::vector<TypeId> arguments;
          for (NodeId c = tree.NextSibling(head); c != kNoNode; c = tree.NextSibling(c)) {
            if (tree[c].kind != Kind::kTuple) {
              arguments.push_back(tree[c].kind == Kind::kEllipsis ? -1 : Read(c, depth + 1));
            }
          }
          return Apply(Read(head, depth + 1), arguments);
        }
        default:
          return kUnknownType;
      }
    }
    TypeId Apply(TypeId generic, std::vector<TypeId> arguments) {
      TypeData data = self.table_[generic];
      bool any_length = !arguments.empty() && arguments.back() == -1;
      if (any_length) arguments.pop_back();
      if (data.form == Form::kInstance) {
        data.arguments = arguments;
        if (any_length) data.flags |= kAnyLength;
        return self.table_.Add(std::move(data));
      }
      if (data.form != Form::kSpecial || arguments.empty()) return kUnknownType;
      if (data.text == "Optional") {
        arguments.push_back(kNoneType);
        return self.table_.Union(arguments);
      }
      if (data.text == "Union") return self.table_.Union(arguments);
      if (data.text == "Type") return self.ClassOf(arguments[0]);
      if (data.text == "Callable") {
        return self.table_.Add({.form = Form::kCallable, .arguments = {arguments.back()}});
      }
      if (data.text == "Tuple") {
        TypeData tuple = self.table_[self.Instance("tuple", arguments)];
        if (any_length) tuple.flags |= kAnyLength;
        return self.table_.Add(std::move(tuple));
      }
      return arguments[0];
    }
  };
  return Text{*this, f, *tree, scope}.Read(ast::kRoot, depth);
}

}  // namespace fastnode::types
