// What a class statement says: type parameters (PEP 695, or Generic[T]), bases, metaclass.
#include <algorithm>

#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/classes.h"
#include "analyze/types/infer/declared_names.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/made_classes.h"
#include "analyze/types/infer/made_with.h"
#include "analyze/types/infer/open_parameter.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxBases = 16;
constexpr size_t kMaxDirectBases = 256;

class BaseReader {
 public:
  BaseReader(Infer& infer, const File& f, NodeId cls, ClassInfo& info)
      : infer_(infer), table_(infer.table()), f_(f), cls_(cls), info_(info) {}

  void Read() {
    AddTypeParameters();
    if (f_.kind(cls_) == Kind::kCall) {
      info_.bases = BasesOfCall(infer_, f_, cls_);
      const TypeId with = ParameterOfMade(infer_, f_, cls_);
      if (IsKnown(with)) AddParameter(with);
    }
    NodeId list = f_.child(cls_, Field::kSuperclasses);
    for (NodeId c = list == kNoNode ? kNoNode : f_.first(list); c != kNoNode; c = f_.next(c)) {
      if (f_.is_hidden(c)) continue;
      if (f_.kind(c) == Kind::kKeywordArgument) {
        ReadKeyword(c);
      } else if (info_.bases.size() < kMaxDirectBases) {
        ReadBase(c);
      }
    }
    // The variables of Generic[...] come first.
    for (TypeId type : generic_) AddParametersOf(type);
    AddOpenParameter();
    for (TypeId base : info_.bases) AddParametersOf(base);
    if (info_.bases.empty() && !IsObject()) info_.bases.push_back(Builtin(infer_, "object"));
  }

 private:
  void AddParameter(TypeId variable) {
    std::vector<TypeId>& known = info_.parameters;
    if (std::find(known.begin(), known.end(), variable) == known.end()) known.push_back(variable);
  }
  void AddParametersOf(TypeId type) {
    for (TypeId variable : table_.VariablesIn(type)) AddParameter(variable);
  }

  void AddOpenParameter() {
    if (f_.kind(cls_) == Kind::kClassDefinition && info_.parameters.empty())
      info_.open = OwnOpenParameter(infer_, f_, cls_);
    if (IsKnown(info_.open)) AddParameter(info_.open);
    for (TypeId& base : info_.bases) {
      if (table_.form(base) != Form::kClass) continue;
      base = WithOpenParameter(infer_, base);
      const TypeId argument = OpenArgument(infer_, base);
      if (!IsKnown(info_.open) && table_.form(argument) == Form::kVariable) info_.open = argument;
    }
  }

  // class C[T, *Ts]
  void AddTypeParameters() {
    if (f_.kind(cls_) != Kind::kClassDefinition) return;
    NodeId list = f_.child(cls_, Field::kTypeParameters);
    for (NodeId c = list == kNoNode ? kNoNode : f_.first(list); c != kNoNode; c = f_.next(c)) {
      for (NodeId n = c; n < f_.tree()[c].subtree_end; ++n) {
        if (f_.kind(n) != Kind::kIdentifier || f_.variable_of(n) == kNone) continue;
        AddParameter(TypeParameterValue(infer_, f_, n));
        break;
      }
    }
  }

  void ReadKeyword(NodeId keyword) {
    NodeId name = f_.child(keyword, Field::kName), value = f_.child(keyword, Field::kValue);
    if (name == kNoNode || value == kNoNode || f_.text(name) != "metaclass") return;
    info_.metaclass = infer_.TypeOf(f_, value);
  }

  void ReadBase(NodeId written) {
    NodeId head = f_.kind(written) == Kind::kSubscript ? f_.first(written) : written;
    TypeId base = head == kNoNode ? kUnknownType : infer_.TypeOf(f_, head);
    if (table_.form(base) == Form::kSpecial) {
      ReadForm(written, head, table_[base].text);
      return;
    }
    if (head != written) {
      TypeId applied = table_.ClassOf(Annotated(written, written));
      if (IsKnown(applied)) base = applied;
    }
    for (TypeId alternative : table_.Alternatives(base)) {
      Form form = table_.form(alternative);
      bool is_class = form == Form::kClass || form == Form::kUnknown;
      info_.bases.push_back(is_class ? alternative : kUnknownType);
      if (info_.bases.size() > kMaxBases) break;
    }
  }

  // A form of the typing module, which may be applied: `head` then stands before the arguments.
  void ReadForm(NodeId written, NodeId head, std::string_view name) {
    if (name == "Generic" || name == "Protocol") {
      info_.is_protocol |= name == "Protocol";
      for (NodeId a = head == written ? kNoNode : f_.next(head); a != kNoNode; a = f_.next(a)) {
        generic_.push_back(Annotated(a, written));
      }
    } else if (name == "TypedDict") {
      info_.is_typed_dict = true;
      info_.bases.push_back(LibraryClass(infer_, "typing", "_TypedDict"));
    } else if (name == "Tuple") {
      info_.bases.push_back(table_.ClassOf(Annotated(written, written)));
    }
  }

  TypeId Annotated(NodeId annotation, NodeId base) {
    return ReadAnnotation(infer_, f_, annotation, f_.scope_of(base));
  }

  bool IsObject() const {
    return f_.module->path() == "builtins" && f_.kind(cls_) == Kind::kClassDefinition &&
           f_.text(f_.child(cls_, Field::kName)) == "object";
  }

  Infer& infer_;
  TypeTable& table_;
  const File& f_;
  const NodeId cls_;
  ClassInfo& info_;
  std::vector<TypeId> generic_;
};

}  // namespace

void ReadBases(Infer& infer, const File& f, NodeId cls, ClassInfo& info) {
  BaseReader(infer, f, cls, info).Read();
}

}  // namespace fastnode::types
