// A parameter of which nothing is said: what it is used as. It is taken for the class that has all
// the members that are taken of it; of several for the one that it is named after, as `node` after
// Node. Else for what a parameter of its name is known to be elsewhere in the file, or for what it
// is passed on as. Readers do the same.
//
// It is a guess, and objects are marked as one (kIsGuess): they may have members that the class
// does not have. How often each rule is right: docs/decisions/0063-parameters-by-their-uses.md.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/likeness.h"
#include "analyze/types/file/parameter_uses.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/names.h"
#include "analyze/types/infer/parameters.h"
#include "analyze/types/infer/signatures.h"

namespace fastnode::types {

using ast::Kind;
using bind::ReferenceKind;

namespace {

constexpr size_t kMaxOfSameName = 4;  // parameters of a file
constexpr size_t kMaxClassesAtHand = 64;
constexpr size_t kMaxModulesAtHand = 24;
constexpr size_t kMaxModulesOfProject = 3;
constexpr size_t kMaxGuesses = 3;
constexpr size_t kMinNameOfClass = 3;  // letters of a parameter that is named after a class

// Classes that every program has; of two that fit the earlier is meant.
struct CommonClass {
  std::string_view module, name;
};
constexpr std::array<CommonClass, 12> kCommonClasses = {{{"builtins", "str"},
                                                         {"builtins", "dict"},
                                                         {"builtins", "list"},
                                                         {"builtins", "set"},
                                                         {"builtins", "bytes"},
                                                         {"builtins", "int"},
                                                         {"logging", "Logger"},
                                                         {"re", "Match"},
                                                         {"pathlib", "Path"},
                                                         {"io", "TextIOWrapper"},
                                                         {"datetime", "datetime"},
                                                         {"argparse", "ArgumentParser"}}};

bool HasAll(Infer& infer, TypeId type, const std::vector<std::string_view>& members) {
  const std::vector<Member>& has = infer.MembersOf(type);
  return std::all_of(members.begin(), members.end(), [&](std::string_view member) {
    return std::binary_search(has.begin(), has.end(), Member{.name = member},
                              [](const Member& a, const Member& b) { return a.name < b.name; });
  });
}

// Whether a type says what its objects have: it is no protocol, no variable, not just any object.
bool Tells(Infer& infer, TypeId type) {
  const auto alternatives = infer.table().Alternatives(type);
  const std::vector<TypeId> all(alternatives.begin(), alternatives.end());
  return all.size() <= kMaxGuesses && !infer.table().HasVariables(type) &&
         std::all_of(all.begin(), all.end(), [&](TypeId one) {
           const TypeData data = infer.table()[one];
           return data.form == Form::kInstance &&
                  !infer.classes().At(data.file, data.node).is_protocol &&
                  !IsInstanceOf(infer, one, "object");
         });
}

// Takes classes that fit, and chooses among them.
class Fitting {
 public:
  Fitting(Infer& infer, const File& f, std::string_view parameter,
          const std::vector<std::string_view>& members)
      : infer_(infer), file_(f), parameter_(parameter), members_(members) {}

  TypeId Choose() {
    AddClassesOfFile();
    if (parameter_.size() >= kMinNameOfClass) AddClassesOfModules();
    if (TypeId type = NamedAfter(Likeness::kAll); IsKnown(type)) return type;
    if (parameter_.size() >= kMinNameOfClass) {
      if (TypeId type = OfProject(); IsKnown(type)) return type;
    }
    // One member says little, and none says nothing: classes by other names do not count then.
    if (members_.empty()) return kUnknownType;
    if (TypeId type = NamedAfter(Likeness::kEnd); IsKnown(type)) return type;
    if (members_.size() == 1) return OneCommonClass();
    if (fitting_.size() != 1) AddFirstCommonClass();
    return Joined(fitting_);
  }

 private:
  struct Class {
    TypeId object;
    Likeness likeness;
  };

  bool AddIfItFits(TypeId cls, std::string_view name) {
    if (infer_.table().form(cls) != Form::kClass) return false;
    const TypeId object = infer_.table().InstanceOf(cls);
    const bool is_there = std::any_of(fitting_.begin(), fitting_.end(),
                                      [&](const Class& other) { return other.object == object; });
    if (is_there || !HasAll(infer_, object, members_)) return false;
    fitting_.push_back({object, LikenessOf(name, parameter_)});
    return true;
  }

  // What the variable of a row gives (VariableValue): most are bound once.
  template <typename Row>
  TypeId ValueOf(const File& f, const Row& row) {
    if (row.binding == kNoNode) return VariableValue(infer_, f, row.variable);
    return f.is_hidden(row.binding) ? kUnknownType : infer_.TypeOfTarget(f, row.binding);
  }

  // Defined there, or imported by name.
  void AddClassesOfFile() {
    size_t looked_at = 0;
    for (const ClassNames::Class& cls : infer_.files().ClassNamesOf(file_).classes) {
      const std::string_view name = file_.variable(cls.variable).name;
      const bool counts = members_.size() > 1 || LikenessOf(name, parameter_) != Likeness::kNone;
      if (!counts) continue;
      if (++looked_at > kMaxClassesAtHand) return;
      AddIfItFits(ValueOf(file_, cls), name);
    }
  }

  // Of the modules that the file imports, those that the parameter is named after.
  void AddClassesOfModules() {
    size_t looked_at = 0;
    for (const ClassNames::Module& name : infer_.files().ClassNamesOf(file_).modules) {
      if (++looked_at > kMaxModulesAtHand) return;
      const TypeId module = ValueOf(file_, name);
      if (infer_.table().form(module) != Form::kModule) continue;
      const File* other = infer_.files().Find(infer_.table()[module].text);
      if (other != nullptr) AddClassesOf(*other);
    }
  }

  void AddClassesOf(const File& other) {
    for (const ClassNames::Class& cls : infer_.files().ClassNamesOf(other).classes) {
      const std::string_view name = other.variable(cls.variable).name;
      if (!cls.is_defined || LikenessOf(name, parameter_) == Likeness::kNone) continue;
      AddIfItFits(ValueOf(other, cls), name);
    }
  }

  // A class by the parameter's name that modules of the project make objects of.
  TypeId OfProject() {
    const std::string name = ClassNamedAs(parameter_);
    size_t looked_at = 0;
    for (const std::string& module : infer_.files().environment().ModulesCalling(name)) {
      const File* other = infer_.files().Find(module);
      if (other == nullptr) continue;
      if (++looked_at > kMaxModulesOfProject) break;
      const VariableId v = other->module->Find(bind::kModuleScope, name);
      if (v != kNone && AddIfItFits(VariableValue(infer_, *other, v), name)) {
        return fitting_.back().object;
      }
    }
    return kUnknownType;
  }

  TypeId NamedAfter(Likeness likeness) {
    std::vector<Class> named;
    for (const Class& one : fitting_) {
      if (one.likeness == likeness) named.push_back(one);
    }
    return Joined(named);
  }

  // The first that fits, if it has all of several members.
  void AddFirstCommonClass() {
    for (const CommonClass& common : kCommonClasses) {
      if (AddIfItFits(LibraryClass(infer_, common.module, common.name), common.name)) return;
    }
  }

  // The one that has it. (bytes has what str has, and is passed over.)
  TypeId OneCommonClass() {
    fitting_.clear();
    for (const CommonClass& common : kCommonClasses) {
      if (common.name == "bytes" && !fitting_.empty()) continue;
      AddIfItFits(LibraryClass(infer_, common.module, common.name), common.name);
    }
    return fitting_.size() == 1 ? fitting_[0].object : kUnknownType;
  }

  // Of a few classes, all. One whose base fits as well says no more than the base.
  TypeId Joined(const std::vector<Class>& classes) {
    std::vector<TypeId> joined;
    for (const Class& one : classes) {
      const bool is_heir = std::any_of(classes.begin(), classes.end(), [&](const Class& other) {
        return other.object != one.object && IsKnown(infer_.classes().FindAncestor(
                                                 one.object, infer_.table().ClassOf(other.object)));
      });
      if (!is_heir) joined.push_back(one.object);
    }
    return joined.size() <= kMaxGuesses ? infer_.table().Union(joined) : kUnknownType;
  }

  Infer& infer_;
  const File& file_;
  const std::string_view parameter_;
  const std::vector<std::string_view>& members_;
  std::vector<Class> fitting_;
};

// What other parameters of this name are declared to be, or calls pass for them.
TypeId KnownByName(Infer& infer, const File& f, NodeId parameter) {
  std::vector<TypeId> types;
  size_t looked_at = 0;
  for (NodeId other : ParametersNamed(f, f.text(parameter))) {
    const NodeId list = ParameterListAround(f, other);
    if (other == parameter || list == kNoNode) continue;
    const NodeId function = f.parent(list);
    if (f.kind(function) != Kind::kFunctionDefinition) continue;
    const Parameter* found = FindParameter(infer.files().ParametersOf(f, function), other);
    if (found == nullptr || found->kind >= ParameterKind::kList) continue;
    if (++looked_at > kMaxOfSameName) break;
    const TypeId type = infer.table().WithoutNone(found->annotation != kNoNode
                                                      ? infer.TypeOfAnnotation(f, found->annotation)
                                                      : infer.PassedFor(f, other));
    if (Tells(infer, type)) types.push_back(type);
  }
  return infer.table().Union(types);
}

// What the parameter is that takes an argument, if `taker` is what is called.
TypeId TakenAs(Infer& infer, const File& f, const PassedTo& passed, TypeId taker) {
  const std::optional<CalledFunction> called = FunctionOfCall(infer, taker);
  if (!called || called->file->kind(called->function) != Kind::kFunctionDefinition ||
      Overloads(*called->file, called->function).size() > 1) {
    return kUnknownType;
  }
  const std::vector<Parameter>& parameters =
      infer.files().ParametersOf(*called->file, called->function);
  const bool bound = called->bound || infer.table().form(taker) == Form::kClass;
  const Arguments arguments = ArgumentsOf(f, passed.call);
  const Matching matching = Match(parameters, bound, arguments.list);
  for (size_t i = 0; i < arguments.list.size(); ++i) {
    if (arguments.list[i].node != passed.argument || matching.parameter_of[i] < 0) continue;
    const Parameter& takes = parameters[static_cast<size_t>(matching.parameter_of[i])];
    if (takes.kind >= ParameterKind::kList) return kUnknownType;
    const TypeId type =
        infer.table().WithoutNone(infer.TypeOfTarget(*called->file, takes.identifier));
    return IsKnown(type) && Tells(infer, type) ? type : kUnknownType;
  }
  return kUnknownType;
}

// The first thing that it is passed on as.
TypeId PassedOnAs(Infer& infer, const File& f, VariableId variable) {
  for (const PassedTo& passed : CallsPassedTo(f, variable)) {
    const TypeId takers = infer.TypeOf(f, f.child(passed.call, ast::Field::kFunction));
    const auto alternatives = infer.table().Alternatives(takers);
    for (TypeId taker : std::vector<TypeId>(alternatives.begin(), alternatives.end())) {
      if (TypeId type = TakenAs(infer, f, passed, taker); IsKnown(type)) return type;
    }
  }
  return kUnknownType;
}

// The class of the values that it is compared with or added to, if they are of one.
TypeId LikeValues(Infer& infer, const File& f, const std::vector<NodeId>& values) {
  TypeId type = kUnknownType;
  for (NodeId value : values) {
    const TypeId cls = infer.table().ClassOf(infer.TypeOf(f, value));
    if (!IsKnown(cls) || (IsKnown(type) && infer.table().InstanceOf(cls) != type)) {
      return kUnknownType;
    }
    type = infer.table().InstanceOf(cls);
  }
  return type;
}

}  // namespace

TypeId UsedAs(Infer& infer, const File& f, NodeId parameter) {
  if (infer.undeclared() == Undeclared::kUnknown) return kUnknownType;
  const bool in_project = f.number == 0 || !f.module->file().empty();
  const VariableId variable = f.variable_of(parameter);
  if (!in_project || f.module->is_stub() || variable == kNone) return kUnknownType;
  const ParameterUses uses = UsesOf(f, variable);
  if (uses.is_tested) return kUnknownType;
  const std::string_view name = f.text(parameter);
  const ParameterUses& of_name = infer.UsesOfName(f, name);
  if (!of_name.is_tested && of_name.members.size() > uses.members.size()) {
    TypeId type = Fitting(infer, f, name, of_name.members).Choose();
    if (IsKnown(type)) return infer.table().Guessed(type);
  }
  if (TypeId type = Fitting(infer, f, name, uses.members).Choose(); IsKnown(type)) {
    return infer.table().Guessed(type);
  }
  if (TypeId type = KnownByName(infer, f, parameter);
      IsKnown(type) && HasAll(infer, type, uses.members)) {
    return infer.table().Guessed(type);
  }
  if (TypeId type = LikeValues(infer, f, uses.like);
      IsKnown(type) && HasAll(infer, type, uses.members)) {
    return infer.table().Guessed(type);
  }
  // That it is passed on says something if what takes it has the members that it must have.
  if (uses.members.empty()) return kUnknownType;
  TypeId type = PassedOnAs(infer, f, variable);
  return IsKnown(type) && HasAll(infer, type, uses.members) ? infer.table().Guessed(type)
                                                            : kUnknownType;
}

}  // namespace fastnode::types
