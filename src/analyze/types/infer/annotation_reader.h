// Reads one annotation, from the tree of its file or from one of its own if it stands in quotes.
//
// In quotes names are looked up where the string stands, and less is read: a generic alias takes no
// arguments, type[X] stays an object of class type, Literal says nothing of its values, the
// members of classes are those of values, and quotes inside of quotes say nothing.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/infer.h"

namespace fastnode::types {

class AnnotationReader {
 public:
  // An annotation in the file's tree.
  AnnotationReader(Infer& infer, const File& f, ScopeId scope)
      : AnnotationReader(infer, f, f.tree(), scope, false) {}

  TypeId Read(NodeId node, int depth);
  // An annotation has a tree of its own in quotes.
  TypeId ReadText(std::string_view content, int depth);

 private:
  AnnotationReader(Infer& infer, const File& f, const ast::Tree& tree, ScopeId scope, bool quoted)
      : infer_(infer), table_(infer.table()), f_(f), tree_(tree), scope_(scope), quoted_(quoted) {}

  TypeId ReadUnion(NodeId node, int depth);
  // `Any | None` says no more than Any.
  TypeId AnyOrNone(const std::vector<TypeId>& types);
  // `module.Class`, `Class.Inner`
  TypeId ReadMember(NodeId node, int depth);
  TypeId DeclaredMember(TypeId base, std::string_view name, int depth);

  // annotation_generics.cc: `Generic[arguments]`
  TypeId ReadSubscript(NodeId node, int depth);
  TypeId Applied(TypeId generic, const std::vector<NodeId>& arguments, int depth);
  TypeId AppliedAlias(TypeId alias, const std::vector<NodeId>& arguments, int depth);
  TypeId AppliedForm(std::string_view name, const std::vector<NodeId>& arguments, int depth);
  // Callable[parameters, ...]
  TypeId CallableOf(NodeId parameters, TypeId result, int depth);
  TypeId Literals(const std::vector<NodeId>& values);
  TypeId ReadQuotedSubscript(NodeId node, int depth);
  TypeId QuotedForm(std::string_view name, std::vector<TypeId> arguments, bool any_length);

  bool IsEllipsis(NodeId argument) const;

  Infer& infer_;
  TypeTable& table_;
  const File& f_;
  const ast::Tree& tree_;
  const ScopeId scope_;
  const bool quoted_;
};

}  // namespace fastnode::types
