#include "predict/fit/possible_names.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/name_byte.h"
#include "analyze/bind/path.h"
#include "analyze/bind/reads.h"
#include "analyze/types/file/module.h"
#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"
#include "predict/fit/decorating.h"
#include "predict/fit/hardly_types.h"
#include "support/trim.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

enum class Wanted : uint8_t {
  kAnything,
  kType,       // in an annotation
  kClass,      // behind isinstance(x,
  kBase,       // a class, or a call that makes one
  kErrorBase,  // the same, of an exception by its name
  kCaught,     // an exception's class
  kRaised,     // one, or an object of it, or a call that makes one
  kDecorator,  // what is called with a function or a class
};

// By what such classes are called.
bool NamesException(std::string_view name) {
  for (const char* ending : {"Error", "Exception", "Warning", "error"}) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

// Whether a call asks of what class its first argument is.
bool AsksForClass(const ast::Tree& tree, NodeId call) {
  const NodeId callee = tree.Child(call, Field::kFunction);
  if (callee == kNoNode) return false;
  return tree.Text(callee) == "isinstance" || tree.Text(callee) == "issubclass";
}

// The tuple, the brackets or the union written with bars that a name is part of; or itself.
NodeId WholeOf(const ast::Tree& tree, NodeId read) {
  NodeId whole = read;
  for (NodeId up = tree[read].parent; up != kNoNode; up = tree[up].parent) {
    const Kind kind = tree[up].kind;
    const bool is_around = kind == Kind::kTuple || kind == Kind::kParenthesizedExpression ||
                           kind == Kind::kBinaryOperator;
    if (!is_around) return whole;
    whole = up;
  }
  return whole;
}

bool IsSecondOfClassTest(const ast::Tree& tree, NodeId argument) {
  const NodeId list = tree[argument].parent;
  if (list == kNoNode || tree[list].kind != Kind::kArgumentList) return false;
  const NodeId first = tree.FirstChild(list);
  return tree.NextSibling(first) == argument && AsksForClass(tree, tree[list].parent);
}

Wanted WantedOfBase(const ast::Tree& tree, NodeId base) {
  const NodeId cls = tree[tree[base].parent].parent;
  const NodeId name = cls == kNoNode ? cls : tree.Child(cls, Field::kName);
  const bool is_error = name != kNoNode && NamesException(tree.Text(name));
  return is_error ? Wanted::kErrorBase : Wanted::kBase;
}

Wanted WantedAt(const FoundSite& site) {
  if (site.at < 0) return Wanted::kAnything;
  const auto at = static_cast<size_t>(site.at);
  const ast::Tree& tree = site.source->index.tree;
  if (site.task == pack::Task::kArgument) {
    const bind::ArgumentPlace& place = site.source->places[at];
    const bool is_second = place.position == 1 && AsksForClass(tree, place.call);
    return is_second ? Wanted::kClass : Wanted::kAnything;
  }
  if (site.task != pack::Task::kName) return Wanted::kAnything;
  const NodeId read = site.source->reads[at];
  const NodeId whole = WholeOf(tree, read);
  if (IsSecondOfClassTest(tree, whole)) return Wanted::kClass;
  switch (bind::PositionOf(tree, whole)) {
    case bind::Position::kType: {
      const bool is_other = tree[whole].kind == Kind::kTuple || IsMetadata(tree, read);
      return is_other ? Wanted::kAnything : Wanted::kType;
    }
    case bind::Position::kRaised:
      return Wanted::kRaised;
    case bind::Position::kCaught:
      return Wanted::kCaught;
    case bind::Position::kBaseClass:
      return whole == read ? WantedOfBase(tree, read) : Wanted::kAnything;
    case bind::Position::kDecorator:
      return whole == read ? Wanted::kDecorator : Wanted::kAnything;
    default:
      return Wanted::kAnything;
  }
}

// Whether a decorator is a method's.
bool DecoratesMethod(const ast::Tree& tree, NodeId read) {
  NodeId decorated = read;
  while (decorated != kNoNode && tree[decorated].kind != Kind::kDecoratedDefinition) {
    decorated = tree[decorated].parent;
  }
  if (decorated == kNoNode) return true;  // half written: nobody knows
  const NodeId definition = tree.Child(decorated, Field::kDefinition);
  const NodeId block = tree[decorated].parent;
  const NodeId around = block == kNoNode ? block : tree[block].parent;
  return definition != kNoNode && tree[definition].kind == Kind::kFunctionDefinition &&
         around != kNoNode && tree[around].kind == Kind::kClassDefinition;
}

bool DecoratesMethods(std::string_view builtin) {
  return builtin == "classmethod" || builtin == "property" || builtin == "staticmethod";
}

// Classes of builtins that are called, and hardly named as a type.
bool IsHardlyType(std::string_view builtin) {
  for (const char* one : {"enumerate", "filter", "map", "reversed", "super", "zip"}) {
    if (builtin == one) return true;
  }
  return DecoratesMethods(builtin);
}

bool HasTypes(const ast::Tree& tree, NodeId node) {
  switch (tree[node].kind) {
    case Kind::kType:
    case Kind::kUnionType:
    case Kind::kBinaryOperator:
    case Kind::kParenthesizedExpression:
      return true;
    case Kind::kTypeParameter: {
      const std::string_view text = tree.Text(tree[node].parent);
      return text.starts_with("Union[") || text.starts_with("typing.Union[");
    }
    default:
      return false;
  }
}

// What stands in a union already: `str` in `str | |`.
std::vector<std::string_view> TypesBeside(const ast::Tree& tree, NodeId read) {
  NodeId whole = read;
  while (tree[whole].parent != kNoNode && HasTypes(tree, tree[whole].parent)) {
    whole = tree[whole].parent;
  }
  std::vector<std::string_view> beside;
  for (NodeId node = whole; node < tree[whole].subtree_end;) {
    const bool has_types = HasTypes(tree, node);
    const Kind kind = tree[node].kind;
    if (node != read && (kind == Kind::kIdentifier || kind == Kind::kNone)) {
      beside.push_back(tree.Text(node));
    }
    node = has_types ? node + 1 : tree[node].subtree_end;
  }
  return beside;
}

// Where a call gives it as well.
bool MayBeCall(Wanted wanted) {
  return wanted == Wanted::kBase || wanted == Wanted::kErrorBase || wanted == Wanted::kRaised;
}

bool WantsException(Wanted wanted) {
  return wanted == Wanted::kCaught || wanted == Wanted::kRaised || wanted == Wanted::kErrorBase;
}

// Plain names that decorate the same definition.
std::vector<std::string_view> DecoratorsBeside(const ast::Tree& tree, NodeId read) {
  std::vector<std::string_view> beside;
  const NodeId decorator = tree[read].parent;
  const NodeId definition = decorator == kNoNode ? decorator : tree[decorator].parent;
  if (definition == kNoNode) return beside;
  for (NodeId c = tree.FirstChild(definition); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kDecorator || c == decorator) continue;
    const std::string_view name = Trimmed(tree.Text(c).substr(1));
    if (std::all_of(name.begin(), name.end(), ast::IsNameByte)) beside.push_back(name);
  }
  return beside;
}

// What is the first argument of the class test round the site.
std::string_view TestedAt(const FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  for (NodeId up = NodeOf(site); up != kNoNode; up = tree[up].parent) {
    if (tree[up].kind != Kind::kCall || !AsksForClass(tree, up)) continue;
    return tree.Text(tree.FirstChild(tree.Child(up, Field::kArguments)));
  }
  return "";
}

// A word of the language that begins no class.
bool BeginsOtherValue(std::string_view word, Wanted wanted) {
  if (word == "None") return wanted != Wanted::kType;
  if (wanted == Wanted::kDecorator && word == "lambda") return false;
  return word == "lambda" || word == "not" || word == "True" || word == "False";
}

bool IsClassOfBuiltins(const types::Module& builtins, std::string_view name) {
  const bind::VariableId variable = builtins.Find(bind::kModuleScope, name);
  if (variable == bind::kNone) return true;  // an older name of one, or nobody knows
  const auto references = builtins.index().variables[variable].references;
  return std::any_of(references.begin(), references.end(), [](const bind::Reference& one) {
    return one.kind == bind::ReferenceKind::kClass;
  });
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// Builtins with a large letter are exceptions, but for these.
bool IsBuiltinException(std::string_view name) {
  return IsUpper(name[0]) && name != "Ellipsis" && name != "NotImplemented" && name != "True" &&
         name != "False";
}

bool IsPossibleBuiltin(const types::Module& builtins, Wanted wanted, std::string_view name) {
  if (name == "None" && wanted == Wanted::kType) return true;
  return WantsException(wanted) ? IsBuiltinException(name) : IsClassOfBuiltins(builtins, name);
}

constexpr size_t kMaxDecoratorsAsked = 40;

enum class Fitness : uint8_t {
  kImpossible,
  kUnlikely,  // it is none, but may hold or make some: self.Error, error_of()
  kPossible,  // for all that is known
};

// Of names that the file binds.
class PossibleNames {
 public:
  PossibleNames(const FoundSite& site, const Known& known, Wanted wanted)
      : index_(site.source->index),
        visible_(bind::VisibleVariables(index_, NodeOf(site))),
        types_(TypesAt(site, known)),
        site_(NodeOf(site)),
        is_typed_(!site.prefix.empty()),
        wanted_(wanted) {}

  // The variable that the name is here; kNone if it is none of the file.
  bind::VariableId VariableOf(std::string_view name) const {
    const auto found = std::find_if(visible_.begin(), visible_.end(), [&](bind::VariableId id) {
      return index_.variables[id].name == name;
    });
    return found == visible_.end() ? bind::VariableId(bind::kNone) : *found;
  }

  // By the likeliest of what it is bound to.
  Fitness Of(bind::VariableId variable) {
    Fitness best = Fitness::kImpossible;
    for (const bind::Reference& one : index_.variables[variable].references) {
      if (!bind::IsBinding(one.kind)) {
        const bool decorates =
            wanted_ == Wanted::kDecorator && one.node != site_ &&
            bind::PositionOf(index_.tree, one.node) == bind::Position::kDecorator;
        if (decorates) return Fitness::kPossible;
        continue;
      }
      if (wanted_ == Wanted::kDecorator && IsDecorated(one.node)) return Fitness::kPossible;
      best = std::max(best, wanted_ == Wanted::kDecorator && IsGivenOrAround(one)
                                ? Fitness::kImpossible
                                : OfBinding(one.node));
    }
    if (wanted_ != Wanted::kType || best != Fitness::kPossible) return best;
    const bool is_none = BindsNoType(index_, index_.variables[variable], site_);
    return is_none ? Fitness::kUnlikely : best;
  }

 private:
  using Kind = types::Type::Kind;

  // The name of a property: `@size.setter` is one more decorator.
  bool IsDecorated(NodeId name) const {
    const ast::Tree& tree = index_.tree;
    const NodeId definition = tree[name].parent;
    const NodeId around = definition == kNoNode ? definition : tree[definition].parent;
    return around != kNoNode && tree[around].kind == ast::Kind::kDecoratedDefinition;
  }

  // A parameter that is called like anything else, and the function that a decorator stands in.
  bool IsGivenOrAround(const bind::Reference& one) const {
    const ast::Tree& tree = index_.tree;
    const std::string_view name = tree.Text(one.node);
    if (one.kind == bind::ReferenceKind::kParameter) {
      return name.find("decor") == name.npos && name.find("wrap") == name.npos;
    }
    const NodeId function = tree[one.node].parent;
    return one.kind == bind::ReferenceKind::kFunction && function != kNoNode && function < site_ &&
           site_ < tree[function].subtree_end;
  }

  Fitness OfBinding(NodeId binding) {
    if (WantsException(wanted_) && IsOfTyping(binding)) return Fitness::kUnlikely;
    const auto alternatives = types_.Alternatives(types_.TypeOf(binding));
    if (alternatives.empty()) return OfUnknown(index_.tree.Text(binding));
    Fitness best = Fitness::kImpossible;
    for (const types::Type& type : alternatives) {
      const bool is_guess =
          type.kind == Kind::kUnknown || (type.kind == Kind::kInstance && !IsClosed(type));
      const bool is_object = is_guess && type.kind == Kind::kInstance && wanted_ == Wanted::kType;
      if (is_object && !IsUpper(index_.tree.Text(binding)[0])) {
        best = std::max(best, Fitness::kUnlikely);
        continue;
      }
      best = std::max(best, is_guess ? OfUnknown(index_.tree.Text(binding)) : OfType(type));
    }
    return best;
  }

  // What `typing` has, and type variables.
  bool IsOfTyping(NodeId binding) const {
    const ast::Tree& tree = index_.tree;
    NodeId statement = tree[binding].parent;
    if (statement == kNoNode) return false;
    if (tree[statement].kind == ast::Kind::kAssignment) {
      const NodeId value = tree.Child(statement, Field::kRight);
      if (value == kNoNode || tree[value].kind != ast::Kind::kCall) return false;
      const std::string_view callee = bind::LastComponent(tree.Text(tree.FirstChild(value)));
      return callee == "TypeVar" || callee == "ParamSpec" || callee == "NewType";
    }
    while (statement != kNoNode && tree[statement].kind != ast::Kind::kImportFromStatement) {
      if (tree[statement].kind == ast::Kind::kBlock) return false;
      statement = tree[statement].parent;
    }
    if (statement == kNoNode) return false;
    const NodeId from = tree.Child(statement, Field::kModuleName);
    if (from == kNoNode) return false;
    return tree.Text(from) == "typing" || tree.Text(from) == "typing_extensions";
  }

  Fitness OfType(const types::Type& type) {
    switch (type.kind) {
      case Kind::kFunction:
        if (wanted_ == Wanted::kDecorator) return OfDecorator(type);
        return MayBeCall(wanted_) ? Fitness::kUnlikely : Fitness::kImpossible;
      case Kind::kClass:
        if (wanted_ == Wanted::kDecorator) return OfDecorator(type);
        return !WantsException(wanted_) || MayBeException(type) ? Fitness::kPossible
                                                                : Fitness::kUnlikely;
      case Kind::kInstance:
        if (wanted_ == Wanted::kDecorator) return OfDecorator(type);
        if (wanted_ == Wanted::kRaised ? MayBeException(type) : MayBeClasses(type)) {
          return Fitness::kPossible;
        }
        return type.path.starts_with("builtins.") ? Fitness::kImpossible : Fitness::kUnlikely;
      case Kind::kNone:
        return Fitness::kImpossible;
      case Kind::kModule:
        return !WantsException(wanted_) || HasException(type) ? Fitness::kPossible
                                                              : Fitness::kUnlikely;
      default:
        return Fitness::kPossible;
    }
  }

  // The list is asked best first; what comes late may be anything.
  Fitness OfDecorator(const types::Type& type) {
    if (++decorators_asked_ > kMaxDecoratorsAsked) return Fitness::kUnlikely;
    switch (DecoratesWith(types_, type)) {
      case Decorates::kNot:
        return Fitness::kImpossible;
      case Decorates::kByMember:
        return is_typed_ ? Fitness::kUnlikely : Fitness::kImpossible;
      case Decorates::kMay:
        return Fitness::kPossible;
    }
    return Fitness::kPossible;
  }

  // Classes have large letters; `raise exc` is the usual way to name an object.
  Fitness OfUnknown(std::string_view name) const {
    const bool is_likely = !WantsException(wanted_) || IsUpper(name[0]) || name.starts_with('e') ||
                           name.find("err") != name.npos || name.find("exc") != name.npos;
    return is_likely ? Fitness::kPossible : Fitness::kUnlikely;
  }

  bool HasException(const types::Type& module) {
    const auto& members = types_.Members(module);
    return members.empty() ||
           std::any_of(members.begin(), members.end(), [](const types::Member& member) {
             return NamesException(member.name) && member.kind != types::MemberKind::kFunction;
           });
  }

  bool IsClosed(const types::Type& type) {
    return types_.OpennessOf(type) == types::TypeEvaluator::Openness::kClosed;
  }

  // What makes its attributes on demand is known to have other bases.
  bool MayBeException(const types::Type& type) {
    using Openness = types::TypeEvaluator::Openness;
    if (type.path.starts_with("typing.")) return false;
    const Openness openness = types_.OpennessOf(type);
    const bool is_class = type.kind == Kind::kClass;
    const bool is_open =
        is_class ? openness == Openness::kUnknownBase : openness != Openness::kClosed;
    return is_open || Has(type, "with_traceback");
  }

  // A tuple of them, or what stands for a class: a type variable, a union, an annotation in quotes.
  bool MayBeClasses(const types::Type& type) {
    const bool is_special = type.path.starts_with("typing") || type.path.starts_with("types.");
    if (is_special) return !WantsException(wanted_);
    return !IsClosed(type) || type.path == "builtins.tuple" ||
           (wanted_ == Wanted::kType && type.path == "builtins.str");
  }

  bool Has(const types::Type& type, std::string_view name) {
    const auto& members = types_.Members(type);
    return std::any_of(members.begin(), members.end(),
                       [&](const types::Member& member) { return member.name == name; });
  }

  const bind::FileIndex& index_;
  const std::vector<bind::VariableId> visible_;
  types::TypeEvaluator& types_;
  const NodeId site_;
  const bool is_typed_;  // letters of the name
  size_t decorators_asked_ = 0;
  const Wanted wanted_;
};

}  // namespace

void DropImpossibleNames(const FoundSite& site, const Known& known, Answer& answer) {
  const Wanted wanted = WantedAt(site);
  if (wanted == Wanted::kAnything) return;
  const auto builtins = known.environment.Find("builtins");
  const auto names = pack::Builtins();
  const std::string_view tested = wanted == Wanted::kClass ? TestedAt(site) : "";
  const bool of_method =
      wanted == Wanted::kDecorator && DecoratesMethod(site.source->index.tree, NodeOf(site));
  std::vector<std::string_view> beside;
  if (wanted == Wanted::kType) beside = TypesBeside(site.source->index.tree, NodeOf(site));
  if (wanted == Wanted::kDecorator) {
    beside = DecoratorsBeside(site.source->index.tree, NodeOf(site));
  }
  PossibleNames of_file(site, known, wanted);
  auto fitness = [&](const Completion& one) {
    auto is = [](bool possible) { return possible ? Fitness::kPossible : Fitness::kImpossible; };
    if (std::find(beside.begin(), beside.end(), one.text) != beside.end()) {
      return Fitness::kImpossible;
    }
    if (one.kind == "word") return is(!BeginsOtherValue(one.text, wanted));
    if (one.text == tested) return Fitness::kUnlikely;
    const bind::VariableId variable = of_file.VariableOf(one.text);
    if (variable != bind::kNone) return of_file.Of(variable);
    const bool is_builtin = std::binary_search(names.begin(), names.end(), one.text);
    if (is_builtin && wanted == Wanted::kDecorator) {
      return is(of_method && DecoratesMethods(one.text));
    }
    if (is_builtin && wanted == Wanted::kType && IsHardlyType(one.text)) return Fitness::kUnlikely;
    return is(builtins == nullptr || !is_builtin || IsPossibleBuiltin(*builtins, wanted, one.text));
  };
  std::vector<Completion> first, last, others;
  for (Completion& one : answer.completions) {
    const Fitness fit = fitness(one);
    if (fit == Fitness::kPossible) {
      first.push_back(std::move(one));
    } else if (fit == Fitness::kUnlikely) {
      last.push_back(std::move(one));
    } else if (of_file.VariableOf(one.text) != bind::kNone) {
      others.push_back(std::move(one));
    }
  }
  std::move(last.begin(), last.end(), std::back_inserter(first));
  answer.completions = std::move(first.empty() ? others : first);
}

void PutClassesFirst(const FoundSite& site, std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const NodeId node = index.attributes[static_cast<size_t>(site.at)].node;
  const NodeId whole = WholeOf(index.tree, node);
  switch (bind::PositionOf(index.tree, whole)) {
    case bind::Position::kType:
      if (index.tree[whole].kind == Kind::kTuple) return;
      break;
    case bind::Position::kCaught:
    case bind::Position::kBaseClass:
      break;
    default:
      return;
  }
  std::stable_partition(list.begin(), list.end(),
                        [](const Completion& one) { return one.kind != "function"; });
}

}  // namespace fastnode::predict
