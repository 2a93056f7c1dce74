// What the callers of a function say of its parameters: the types of what they pass, or else what
// those pass to whom it is handed over by name (handed_over.cc), or what it decorates. A call
// counts if what it calls is found to be the function itself, so each is a question of its own; the
// search has an allowance of steps (memo.h), and is bounded in calls and in files.
#include <algorithm>
#include <string_view>
#include <vector>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/references.h"
#include "analyze/types/infer/decorated_with.h"
#include "analyze/types/infer/handed_over.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/kept_functions.h"
#include "analyze/types/infer/parameters.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr int kMaxLookedAt = 16;  // calls of a function that are looked at
constexpr int kMaxCallingModules = 6;

class Callers {
 public:
  // Of a parameter of a function that has a name.
  Callers(Infer& infer, const File& f, NodeId function, NodeId parameter)
      : infer_(infer),
        file_(f),
        function_(function),
        parameters_(infer.files().ParametersOf(f, function)) {
    while (place_ < parameters_.size() && parameters_[place_].identifier != parameter) ++place_;
    cls_ = ClassOfFunction(f, function);
    is_method_ = cls_ != kNoNode && !HasDecorator(f, function, "staticmethod");
    names_ = {f.text(f.child(function, Field::kName))};
    constructs_ = is_method_ && names_[0] == "__init__";
    NodeId own = constructs_ ? f.child(cls_, Field::kName) : kNoNode;
    if (own != kNoNode) names_.push_back(f.text(own));
  }

  TypeId Passed() {
    Memo::CallerSearch search(infer_.memo());
    for (std::string_view name : names_) AddCallsIn(file_, name);
    if (types_.empty()) AddHandedOver();
    if (types_.empty() && IsFirst()) types_ = DecoratedWith(infer_, file_, function_, file_);
    if (types_.empty() && search.is_outermost()) AddCallsOfProject();
    return infer_.table().Union(types_);
  }

 private:
  void AddCallsOfProject() {
    const bool in_project = file_.number == 0 || !file_.module->file().empty();
    if (!in_project || names_.back() == "__init__") return;
    AddOfCallingModules(std::string(names_.back()),
                        [&](const File& other, std::string_view name) { AddCallsIn(other, name); });
    const std::string decorator(NameOfDecorator(file_, function_));
    if (!types_.empty() || !IsFirst() || decorator == names_.back()) return;
    AddOfCallingModules(decorator, [&](const File& other, std::string_view) {
      for (TypeId type : DecoratedWith(infer_, file_, function_, other)) types_.push_back(type);
    });
  }

  template <typename Add>
  void AddOfCallingModules(const std::string& name, const Add& add) {
    int looked_at = 0;
    for (const std::string& module : infer_.files().environment().ModulesCalling(name)) {
      const File* other = infer_.files().Find(module);
      if (other == nullptr || other == &file_) continue;
      if (++looked_at > kMaxCallingModules) break;
      add(*other, name);
    }
  }

  // What is decorated is passed as the first, and nothing else is.
  bool IsFirst() const {
    if (constructs_ || place_ != (is_method_ ? 1U : 0U)) return false;
    if (place_ + 1 >= parameters_.size()) return true;
    const Parameter& next = parameters_[place_ + 1];
    return next.value != kNoNode || next.kind >= ParameterKind::kList;
  }

  // Adds what the calls of something of this name pass.
  void AddCallsIn(const File& f, std::string_view name) {
    for (const auto& [text, call] : f.module->CallsOf(name)) {
      bool inside = &f == &file_ && f.contains(function_, call);
      if (inside) continue;
      if (++looked_at_ > kMaxLookedAt) return;
      NodeId callee = f.child(call, Field::kFunction);
      if (f.is_hidden(callee) || !IsMeant(infer_.TypeOf(f, callee))) continue;
      AddArguments(f, call, is_method_ && (f.kind(callee) == Kind::kAttribute || constructs_));
    }
  }

  // Adds what those pass to whom it is handed over by name.
  void AddHandedOver() {
    if (constructs_) return;
    if (cls_ != kNoNode) {
      const std::vector<GivenUse>& all = infer_.files().GivenUses(file_);
      auto use = std::lower_bound(
          all.begin(), all.end(), names_[0],
          [](const GivenUse& one, std::string_view wanted) { return one.name < wanted; });
      for (; use != all.end() && use->name == names_[0]; ++use) {
        if (!AddGiven(use->node)) return;
      }
      return;
    }
    const VariableId variable = file_.variable_of(file_.child(function_, Field::kName));
    if (variable == kNone) return;
    for (const bind::Reference& reference : file_.variable(variable).references) {
      const bool is_given =
          reference.kind == bind::ReferenceKind::kRead && IsGiven(file_, reference.node);
      if (is_given && !AddGiven(reference.node)) return;
    }
  }

  // False if no more are looked at.
  bool AddGiven(NodeId given) {
    if (++looked_at_ > kMaxLookedAt) return false;
    const TypeId type = infer_.TypeOf(file_, given);
    if (!IsMeant(type)) return true;
    const TypeId first = infer_.table().Alternatives(type)[0];
    const size_t taken = infer_.table()[first].arguments.empty() ? 0 : 1;
    if (place_ < taken) return true;
    const Parameter& parameter = parameters_[place_];
    if (parameter.kind >= ParameterKind::kList) return true;
    const TypeId passed =
        HandedOver(infer_, file_, given, {.place = place_ - taken, .name = parameter.name});
    if (passed != kNoneType && IsKnown(passed)) types_.push_back(passed);
    return true;
  }

  bool IsMeant(TypeId callee) const {
    std::span<const TypeId> alternatives = infer_.table().Alternatives(callee);
    return std::any_of(alternatives.begin(), alternatives.end(), [&](TypeId alternative) {
      const TypeData& data = infer_.table()[alternative];
      if (data.file != file_.number) return false;
      return (data.form == Form::kFunction && data.node == function_) ||
             (constructs_ && data.form == Form::kClass && data.node == cls_);
    });
  }

  void AddArguments(const File& f, NodeId call, bool bound) {
    Arguments arguments = ArgumentsOf(f, call);
    Matching matching = Match(parameters_, bound, arguments.list);
    for (size_t i = 0; i < arguments.list.size(); ++i) {
      if (matching.parameter_of[i] != static_cast<int>(place_)) continue;
      TypeId argument = ArgumentType(infer_, arguments, i);
      if (argument == kNoneType || !IsKnown(argument)) continue;
      if (!IsResultOfKept(infer_.table(), argument)) types_.push_back(argument);
    }
  }

  Infer& infer_;
  const File& file_;
  const NodeId function_;
  const std::vector<Parameter>& parameters_;
  size_t place_ = 0;  // of the parameter
  NodeId cls_ = kNoNode;
  bool is_method_ = false, constructs_ = false;
  std::vector<std::string_view> names_;  // by which it is called
  int looked_at_ = 0;                    // calls
  std::vector<TypeId> types_;
};

}  // namespace

TypeId PassedByCalls(Infer& infer, const File& f, NodeId identifier) {
  NodeId list = ParameterListAround(f, identifier);
  if (list == kNoNode) return kUnknownType;
  if (!infer.memo().may_look_for_callers()) return kUnknownType;
  NodeId function = f.parent(list), name = f.child(function, Field::kName);
  if (name == kNoNode || f.is_hidden(name)) return kUnknownType;
  return Callers(infer, f, function, identifier).Passed();
}

}  // namespace fastnode::types
