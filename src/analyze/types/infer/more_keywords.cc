#include "analyze/types/infer/more_keywords.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "analyze/ast/name_byte.h"
#include "analyze/types/file/arguments.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/infer.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxPassedOn = 4;  // from function to function
constexpr int kMaxCalls = 40;    // looked at for one question
constexpr size_t kMaxKeywords = 100;

std::optional<MoreKeywords> FieldsUnpacked(Infer& infer, const File& f,
                                           const Parameter& parameter) {
  if (parameter.annotation == kNoNode) return std::nullopt;
  if (f.text(parameter.annotation).find("Unpack[") == std::string_view::npos) return std::nullopt;
  const TypeId type = infer.TypeOfAnnotation(f, parameter.annotation);
  if (infer.table().form(type) != Form::kInstance) return std::nullopt;
  if (!infer.classes().Inherits(type, "typing", "_TypedDict")) return std::nullopt;
  auto fields = MadeConstructor(infer, infer.table().ClassOf(type));
  if (!fields) return std::nullopt;
  for (MadeParameter& field : *fields) field.keyword_only = true;
  return MoreKeywords{*std::move(fields), true};
}

bool StandsInHidden(const File& f, NodeId node) {
  for (; node != kNoNode; node = f.parent(node)) {
    if (f.is_hidden(node)) return true;
  }
  return false;
}

// kwargs["size"] = 3
bool IsStored(const File& f, NodeId subscript) {
  const NodeId parent = f.parent(subscript);
  return f.kind(parent) == Kind::kAssignment && f.child(parent, Field::kLeft) == subscript;
}

class KeywordReader {
 public:
  // `listed`: so many positional arguments went into the list beside the dictionary.
  KeywordReader(Infer& infer, int depth, size_t listed, int& calls_left)
      : infer_(infer), depth_(depth), listed_(listed), calls_left_(calls_left) {}

  MoreKeywords Read(const File& f, const Parameter& parameter) {
    if (parameter.kind != ParameterKind::kDictionary) return {};
    if (auto fields = FieldsUnpacked(infer_, f, parameter)) return *std::move(fields);
    const VariableId variable = f.variable_of(parameter.identifier);
    if (variable == kNone || depth_ > kMaxPassedOn) return {};
    bool is_used = false, is_told = true;
    for (const bind::Reference& reference : f.variable(variable).references) {
      if (reference.node == parameter.identifier || StandsInHidden(f, reference.node)) continue;
      is_used = true;
      is_told &= !bind::IsBinding(reference.kind) && AddUse(f, reference.node);
    }
    return {std::move(found_), is_used && is_told};
  }

 private:
  // Whether the use tells all that it takes from the dictionary.
  bool AddUse(const File& f, NodeId use) {
    const NodeId parent = f.parent(use);
    switch (f.kind(parent)) {
      case Kind::kDictionarySplat: {
        const NodeId list = f.parent(parent);
        if (f.kind(list) != Kind::kArgumentList || f.kind(f.parent(list)) != Kind::kCall) {
          return false;
        }
        return AddTaken(f, f.parent(list), parent);
      }
      case Kind::kSubscript:
        if (f.child(parent, Field::kValue) != use) return false;
        return IsStored(f, parent) || AddKey(f, f.child(parent, Field::kSubscript));
      case Kind::kComparisonOperator:
        return f.first(parent) != use && AddKey(f, f.first(parent));
      case Kind::kAttribute:
        return AddAsked(f, parent);
      default:
        return false;
    }
  }

  // kwargs.pop("size", 0)
  bool AddAsked(const File& f, NodeId attribute) {
    static constexpr std::string_view kAsking[] = {"get", "pop", "setdefault"};
    const NodeId call = f.parent(attribute), name = f.child(attribute, Field::kAttribute);
    if (name == kNoNode || f.is_hidden(name) || f.kind(call) != Kind::kCall) return false;
    const bool asks =
        std::find(std::begin(kAsking), std::end(kAsking), f.text(name)) != std::end(kAsking);
    const NodeId list = f.child(call, Field::kArguments);
    return asks && list != kNoNode && AddKey(f, f.first(list));
  }

  bool AddKey(const File& f, NodeId key) {
    if (key == kNoNode || f.kind(key) != Kind::kString) return false;
    const std::string_view name = StringText(f.text(key));
    const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), ast::IsNameByte) &&
                         (name[0] < '0' || name[0] > '9');
    if (is_name) Add({.name = name, .file = &f, .has_default = true});
    return is_name;
  }

  // What a call takes in which the dictionary is unpacked, and that it is not passed otherwise.
  bool AddTaken(const File& f, NodeId call, NodeId splat) {
    const NodeId callee = f.child(call, Field::kFunction);
    if (callee == kNoNode || --calls_left_ < 0) return false;
    const TypeId type = infer_.TypeOf(f, callee);
    Beside beside{WrittenArguments(f, call)};
    for (const WrittenArgument& one : beside.arguments) {
      beside.has_list |= one.splat && one.node != splat && f.kind(one.node) == Kind::kListSplat;
      beside.positional += !one.splat && one.keyword.empty() ? 1 : 0;
    }
    if (beside.has_list) beside.positional += listed_;
    if (const auto made = MadeConstructor(infer_, type)) return AddFields(*made, beside);
    const std::optional<CalledFunction> called = FunctionOfCall(infer_, type);
    return called && AddParameters(*called, beside);
  }

  // What such a call passes beside the dictionary.
  struct Beside {
    std::vector<WrittenArgument> arguments;
    size_t positional = 0;  // not yet taken by a parameter
    bool has_list = false;

    bool TakeByPosition() { return positional > 0 && positional-- > 0; }
    bool Has(std::string_view keyword) const {
      return std::any_of(arguments.begin(), arguments.end(),
                         [&](const WrittenArgument& one) { return one.keyword == keyword; });
    }
  };

  bool AddFields(const std::vector<MadeParameter>& fields, Beside& beside) {
    for (MadeParameter one : fields) {
      if (!one.keyword_only && beside.TakeByPosition()) continue;
      one.has_default |= beside.has_list;
      if (!beside.Has(one.name)) Add(one);
    }
    return true;
  }

  bool AddParameters(const CalledFunction& called, Beside& beside) {
    bool is_all = true;
    const std::vector<Parameter>& parameters =
        infer_.files().ParametersOf(*called.file, called.function);
    for (size_t i = called.bound ? 1 : 0; i < parameters.size(); ++i) {
      const Parameter& one = parameters[i];
      if (one.kind == ParameterKind::kList) continue;
      if (one.kind == ParameterKind::kDictionary) {
        KeywordReader reader(infer_, depth_ + 1, beside.positional, calls_left_);
        const MoreKeywords more = reader.Read(*called.file, one);
        is_all &= more.is_all;
        for (const MadeParameter& keyword : more.list) {
          if (!beside.Has(keyword.name)) Add(keyword);
        }
        continue;
      }
      if (one.kind != ParameterKind::kKeywordOnly && beside.TakeByPosition()) continue;
      if (one.kind == ParameterKind::kPositionalOnly || beside.Has(one.name)) continue;
      Add({one.name, called.file, one.annotation, one.value != kNoNode || beside.has_list});
    }
    return is_all;
  }

  void Add(MadeParameter one) {
    const bool is_new = std::none_of(found_.begin(), found_.end(), [&](const MadeParameter& other) {
      return other.name == one.name;
    });
    if (!is_new || found_.size() >= kMaxKeywords) return;
    one.keyword_only = true;
    found_.push_back(one);
  }

  Infer& infer_;
  const int depth_;
  const size_t listed_;
  int& calls_left_;
  std::vector<MadeParameter> found_;
};

}  // namespace

MoreKeywords FindMoreKeywords(Infer& infer, const File& f, const Parameter& parameter) {
  int calls_left = kMaxCalls;
  return KeywordReader(infer, 0, 0, calls_left).Read(f, parameter);
}

}  // namespace fastnode::types
