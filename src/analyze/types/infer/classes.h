// Classes: what their statements say of them, and the order of their ancestors.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/substitution.h"
#include "analyze/types/infer/type_table.h"
#include "support/id.h"

namespace fastnode::types {

class Infer;

// What is known of a class once its statement, or the call that makes it, has been read.
struct ClassInfo {
  std::vector<TypeId> parameters;  // type variables
  std::vector<TypeId> defaults;    // what each stands for where it is not given (PEP 696)
  std::vector<TypeId> bases;       // classes, or unknown
  std::vector<TypeId> ancestors;   // itself first; in terms of its parameters (C3 where it exists)
  TypeId metaclass = kUnknownType;
  TypeId open = kUnknownType;  // among the parameters (open_parameter.h)
  bool is_enum = false, is_protocol = false, is_typed_dict = false;
};

class Classes {
 public:
  explicit Classes(Infer& infer);

  // While the class is being read: as far as it is.
  const ClassInfo& At(int32_t file, NodeId cls);
  // A class or instance and its bases, in the order in which members are looked up: classes, or
  // unknown ones; type arguments put in.
  const std::vector<TypeId>& Ancestors(TypeId type);
  // The ancestor that is an application of this class (its arguments are passed over), or unknown.
  TypeId FindAncestor(TypeId type, TypeId cls);
  TypeId FindAncestor(TypeId type, int32_t file, NodeId cls);
  bool Inherits(TypeId type, std::string_view module, std::string_view name);
  // What the type parameters of a class stand for in a class type or instance.
  Substitution Arguments(TypeId type);
  // What `self` is in a class.
  TypeId Self(const File& f, NodeId cls);

 private:
  // Numbers of what is kept in infos_ and ancestors_. 0: cut short.
  using InfoId = Id<struct ClassInfoTag>;
  using AncestorsId = Id<struct AncestorsTag>;
  using ClassKey = std::pair<int32_t, NodeId>;

  InfoId Read(ClassKey cls);
  const ClassInfo& Unread(ClassKey cls);
  AncestorsId FindAncestors(TypeId type);
  void Linearise(TypeId self, ClassInfo& info);
  void Inherit(ClassInfo& info);

  Infer& infer_;
  std::deque<ClassInfo> infos_;
  std::deque<std::vector<TypeId>> ancestors_;
  std::vector<std::pair<ClassKey, InfoId>> reading_;  // the innermost last
  std::map<ClassKey, ClassInfo> unread_;              // nothing is known of them but that they are
};

// bases.cc: reads what the statement says into `info`, from left to right.
void ReadBases(Infer& infer, const File& f, NodeId cls, ClassInfo& info);

}  // namespace fastnode::types
