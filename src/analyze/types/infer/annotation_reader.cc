#include "analyze/types/infer/annotation_reader.h"

#include <string>

#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/declared_names.h"

namespace fastnode::types {

using ast::Kind;

namespace {

constexpr size_t kMaxStringBytes = 400;

}  // namespace

TypeId ReadAnnotation(Infer& infer, const File& f, NodeId annotation, ScopeId scope, int depth) {
  return AnnotationReader(infer, f, scope).Read(annotation, depth);
}

TypeId AnnotationReader::Read(NodeId node, int depth) {
  if (depth > kMaxAnnotationDepth || node == kNoNode) return kUnknownType;
  switch (tree_[node].kind) {
    case Kind::kModule:
    case Kind::kType:
    case Kind::kParenthesizedExpression:
    case Kind::kExpressionStatement:
      return Read(tree_.FirstChild(node), depth + 1);
    case Kind::kNone:
      return kNoneType;
    case Kind::kString:
      return quoted_ ? kUnknownType : ReadText(StringText(tree_.Text(node)), depth + 1);
    case Kind::kIdentifier:
      if (!quoted_ && f_.is_hidden(node)) return kUnknownType;
      return NamedAnnotation(infer_, f_, tree_.Text(node),
                             {.scope = scope_, .place = quoted_ ? kNoNode : node}, depth + 1);
    case Kind::kAttribute:
    case Kind::kMemberType:
      return ReadMember(node, depth + 1);
    case Kind::kSplatType:
    case Kind::kListSplat: {  // *Ts
      NodeId inner = tree_.FirstChild(node);
      if (inner != kNoNode && tree_[inner].kind == Kind::kOperator)
        inner = tree_.NextSibling(inner);
      return Read(inner, depth + 1);
    }
    case Kind::kBinaryOperator:
    case Kind::kUnionType:
      return ReadUnion(node, depth);
    case Kind::kGenericType:
    case Kind::kSubscript:
      return quoted_ ? ReadQuotedSubscript(node, depth) : ReadSubscript(node, depth);
    default:
      return kUnknownType;
  }
}

TypeId ReadAnnotationText(Infer& infer, const File& f, std::string_view text, ScopeId scope) {
  return AnnotationReader(infer, f, scope).ReadText(text, 0);
}

TypeId AnnotationReader::ReadText(std::string_view content, int depth) {
  if (content.empty() || content.size() > kMaxStringBytes) return kUnknownType;
  const std::shared_ptr<const ast::Tree> tree = infer_.AnnotationIn(content);
  if (tree == nullptr) return kUnknownType;
  return AnnotationReader(infer_, f_, *tree, scope_, true).Read(ast::kRoot, depth);
}

TypeId AnnotationReader::ReadUnion(NodeId node, int depth) {
  std::vector<TypeId> types;
  for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind != Kind::kOperator) types.push_back(Read(c, depth + 1));
  }
  return AnyOrNone(types);
}

TypeId AnnotationReader::AnyOrNone(const std::vector<TypeId>& types) {
  const TypeId type = table_.Union(types);
  return type == kNoneType && types.size() > 1 ? kUnknownType : type;
}

TypeId AnnotationReader::ReadMember(NodeId node, int depth) {
  NodeId object = tree_.FirstChild(node), last = kNoNode;
  for (NodeId c = object; c != kNoNode; c = tree_.NextSibling(c)) last = c;
  if (object == kNoNode || last == object) return kUnknownType;
  if (!quoted_ && f_.is_hidden(last)) return kUnknownType;
  const std::string_view name = tree_.Text(last);
  TypeId base = Read(object, depth + 1);
  // Who writes a whole path into a text seldom imports it.
  if (quoted_ && !IsKnown(base) && table_[base].text.empty()) {
    const std::string module(tree_.Text(object));
    if (infer_.files().Find(module) != nullptr) {
      return AnnotationInModule(infer_, module, name, depth + 1);
    }
  }
  if (table_.form(base) == Form::kModule) {
    TypeId type = AnnotationInModule(infer_, table_[base].text, name, depth + 1);
    return quoted_ ? type : WithSelf(infer_, f_, type, scope_);
  }
  if (!quoted_) return DeclaredMember(base, name, depth);
  TypeId cls = table_.ClassOf(base);
  return AsAnnotation(infer_, infer_.TypeOfMember(IsKnown(cls) ? cls : base, name));
}

TypeId AnnotationReader::DeclaredMember(TypeId base, std::string_view name, int depth) {
  const TypeData& data = table_[base];
  if (data.form == Form::kVariable) return kUnknownType;  // P.args
  TypeId cls = table_.ClassOf(base);
  if (!IsKnown(cls)) {
    bool is_foreign = data.form == Form::kUnknown && !data.text.empty();
    return is_foreign ? infer_.TypeOfMember(base, name) : kUnknownType;
  }
  const TypeData& owner = table_[table_.Alternatives(cls)[0]];
  const File& other = infer_.files().at(owner.file);
  VariableId variable = other.module->Find(other.module->ScopeOfClass(owner.node), name);
  if (variable != kNone) return VariableAnnotation(infer_, other, variable, depth + 1);
  return AsAnnotation(infer_, infer_.TypeOfMember(cls, name));
}

}  // namespace fastnode::types
