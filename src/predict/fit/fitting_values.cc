#include "predict/fit/fitting_values.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "analyze/bind/reads.h"
#include "analyze/types/file/module.h"
#include "collect/pack/candidates.h"
#include "predict/cursor/answer.h"
#include "predict/fit/bound_types.h"
#include "predict/fit/call_rules.h"
#include "predict/fit/expected_type.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

// What a value's probability is worth where it fits, and where it does not: what is declared is not
// always kept to. (Tried on 4,000 names and 3,700 arguments of held-out projects, decision 65.)
constexpr float kOfFitting = 3, kOfOthers = 0.03f;
constexpr float kOfLambda = 10;
constexpr float kOfTruth = 0.5f;  // where a number is declared, which it is, too
// Of what a value begins with: of what fits, or does if it is called; of calls that give something
// else; and of objects that do not fit themselves, but may have or make what does: `self.size`,
// `text.split()`. A number has little to begin with.
constexpr float kOfFittingBegun = 2, kOfCalls = 0.3f, kOfObjects = 0.7f, kOfBuiltin = 0.4f,
                kOfPlain = 0.2f;
// Of a word of the language that is no such object where a loop goes over it or `with` enters it.
constexpr float kOfNoMethod = 0.001f;
// Of a module where a number, a truth or a text is declared.
constexpr float kOfModuleForPlain = 0.05f;
// Of what `with` enters: of a module in which nothing opens.
constexpr float kOfClosedModule = 0.05f;
// Of a class where one is declared, as `suppress` does: few things are meant there.
constexpr float kOfClass = 10, kOfNoClass = 0.003f;
constexpr float kLeastOfTruth = 0.4f;
constexpr float kOfSoft = 0.5f;  // at the least, where nothing is declared: behind `==`
// Of what is called there already, and gives something else.
constexpr float kOfOtherResult = 0.1f;
// So many of the most probable are weighed.
constexpr size_t kMaxWeighed = 60;
// Of a name that the model did not look at; and of so many members it is asked whether they fit.
constexpr float kOfRare = 0.01f;
constexpr size_t kMaxAsked = 400;
constexpr size_t kMaxOfClosedModule = 100;  // a larger one has something for anybody

// Words that are whole values. Others begin some.
bool IsWhole(std::string_view text) {
  return text == "None" || text == "True" || text == "False" || text == "lambda";
}

bool IsPlain(const types::Type& type) {
  static constexpr std::string_view kPlain[] = {"builtins.int", "builtins.float", "builtins.bool",
                                                "builtins.complex"};
  return type.kind == types::Type::Kind::kNone ||
         (type.kind == types::Type::Kind::kInstance &&
          std::find(std::begin(kPlain), std::end(kPlain), type.path) != std::end(kPlain));
}

// Whether the statement, or the clause of a comprehension, that a node is part of begins so.
bool IsAsync(const ast::Tree& tree, NodeId node) {
  for (NodeId up = node; up != kNoNode; up = tree[up].parent) {
    const Kind kind = tree[up].kind;
    if (kind != Kind::kWithStatement && kind != Kind::kForStatement && kind != Kind::kForInClause) {
      continue;
    }
    const NodeId first = tree.FirstChild(up);
    return first != kNoNode && tree.Text(first) == "async";
  }
  return false;
}

// The methods of which a place calls one; none if it is no such place.
std::vector<std::string_view> MethodsAt(const ast::Tree& tree, NodeId node) {
  const NodeId parent = tree[node].parent;
  switch (tree[parent].kind) {
    case Kind::kForStatement:
    case Kind::kForInClause:
      if (tree.Child(parent, Field::kRight) != node) return {};
      if (IsAsync(tree, node)) return {"__aiter__"};
      return {"__iter__", "__getitem__"};
    case Kind::kListSplat:
      return {"__iter__", "__getitem__"};
    case Kind::kDictionarySplat:
      return {"keys"};
    case Kind::kWithItem:
      return {IsAsync(tree, node) ? "__aenter__" : "__enter__"};
    case Kind::kAwait:
      return {"__await__"};
    case Kind::kDecorator:
      return {"__call__"};
    case Kind::kComparisonOperator: {
      const NodeId sign = tree.NextSibling(tree.FirstChild(parent));
      const bool is_in = sign != kNoNode && sign != node && tree.Text(sign).ends_with("in");
      if (!is_in || tree.FirstChild(parent) == node) return {};
      return {"__contains__", "__iter__", "__getitem__"};
    }
    default:
      return {};
  }
}

}  // namespace

bool AsksForMethod(const ast::Tree& tree, NodeId node) {
  return tree[node].parent != kNoNode && !MethodsAt(tree, node).empty();
}

FittingValues::FittingValues(const FoundSite& site, const Known& known)
    : index_(site.source->index), prefix_(site.prefix), types_(TypesAt(site, known)) {
  const auto at = static_cast<size_t>(site.at);
  if (site.task == pack::Task::kArgument) {
    ReadArgument(site.source->places[at]);
  } else if (site.task == pack::Task::kName) {
    ReadName(site.source->reads[at]);
  } else if (site.task == pack::Task::kAttribute) {
    const NodeId node = index_.attributes[at].node;
    const types::Type base = types_.TypeOf(index_.attributes[at].base);
    const bool is_called = CallOf(index_.tree, node) != kNoNode;
    const bool is_module = base.kind == types::Type::Kind::kModule;
    const bool is_asked = is_called || AsksForMethod(index_.tree, node);
    if (base.id == types::kUnknownType || (!is_module && !is_asked)) return;
    base_ = base;
    ReadName(node);
    return;
  }
  if (!asks()) return;
  for (const bind::VariableId id : bind::VisibleVariables(index_, NodeOf(site))) {
    visible_.try_emplace(index_.variables[id].name, id);
  }
}

void FittingValues::ReadArgument(const bind::ArgumentPlace& place) {
  const NodeId callee = index_.tree.Child(place.call, Field::kFunction);
  if (callee == kNoNode) return;
  const std::string_view keyword = place.keyword == kNoNode ? "" : index_.tree.Text(place.keyword);
  Declare(types_.TypesTaken(types_.TypeOf(callee), static_cast<size_t>(place.position), keyword));
}

void FittingValues::ReadName(NodeId read) {
  const ast::Tree& tree = index_.tree;
  const NodeId call = CallOf(tree, read);
  is_called_ = call != kNoNode;
  if (is_called_) read = call;
  const NodeId parent = tree[read].parent;
  if (parent == kNoNode) return;
  methods_ = MethodsAt(tree, read);
  is_opened_ = tree[parent].kind == Kind::kWithItem;
  is_returned_ = tree[parent].kind == Kind::kReturnStatement;
  if (!methods_.empty()) return;
  switch (tree[parent].kind) {
    case Kind::kBinaryOperator:
    case Kind::kAugmentedAssignment: {
      const NodeId left = tree.Child(parent, Field::kLeft);
      const NodeId sign = tree.Child(parent, Field::kOperator);
      if (left == kNoNode || left == read || sign == kNoNode) return;
      sign_ = tree.Text(sign);
      if (sign_.ends_with('=')) sign_.remove_suffix(1);
      left_ = types_.TypeOf(left);
      return;
    }
    case Kind::kSubscript: {
      const NodeId object = tree.Child(parent, Field::kValue);
      if (object == kNoNode || object == read) return;
      const types::Type method = types_.TypeOfMember(types_.TypeOf(object), "__getitem__");
      Declare(types_.TypesTaken(method, 0, ""));
      return;
    }
    case Kind::kComparisonOperator:
      is_soft_ = true;
      [[fallthrough]];
    default:
      takes_none_ = tree[parent].kind == Kind::kAssignment ||
                    tree[parent].kind == Kind::kTypedDefaultParameter;
      Declare({ExpectedType(index_, types_).Of(read)});
  }
}

void FittingValues::Declare(std::vector<types::Type> types) {
  // `key: None` of an overload is there for others; `Any | None` says as little.
  std::erase_if(types,
                [](const types::Type& type) { return type.kind == types::Type::Kind::kNone; });
  const bool is_known = std::all_of(types.begin(), types.end(), [](const types::Type& type) {
    return type.id != types::kUnknownType;
  });
  if (is_known) declared_ = std::move(types);
  takes_class_ = !declared_.empty() &&
                 std::all_of(declared_.begin(), declared_.end(), [](const types::Type& type) {
                   return type.kind == types::Type::Kind::kClass;
                 });
}

void FittingValues::WeighNames(std::vector<Completion>& list) {
  Weigh(list, [this](const types::Type& type) { return WeightOfWhole(type); });
}

void FittingValues::WeighBeginnings(std::vector<Completion>& list) {
  Weigh(list, [this](const types::Type& type) { return WeightOfBeginning(type); });
}

// A number is neither entered nor gone over, and nothing behind its dot is.
void FittingValues::DropPlain(std::vector<Completion>& list) const {
  const bool is_looped = is_opened_ || (!methods_.empty() && methods_.front() == "__iter__");
  if (is_looped && prefix_.empty()) {
    std::erase_if(list, [](const Completion& one) { return one.probability == 0; });
  }
}

void FittingValues::WeighMembers(std::vector<Completion>& list) {
  if (!asks()) return;
  for (Completion* one : Likeliest(list)) {
    one->probability *= WeightOfBeginning(types_.TypeOfMember(base_, one->text));
  }
  DropPlain(list);
  if (is_opened_ && !is_called_ && base_.kind == types::Type::Kind::kModule) RaiseWhatOpens(list);
}

// Of a large module the model looks at what others use. What can be opened is rare, so that all of
// it is shown.
void FittingValues::RaiseWhatOpens(std::vector<Completion>& list) {
  std::map<std::string_view, Completion*> seen;
  for (Completion& one : list) seen.emplace(one.text, &one);
  const std::vector<types::Member> members = types_.Members(base_);
  std::vector<Completion> more;
  for (size_t i = 0; i < std::min(members.size(), kMaxAsked); ++i) {
    const std::string_view name = members[i].name;
    if (name.starts_with('_')) continue;
    const types::Type type = types_.TypeOfMember(base_, name);
    if (FitOf(types_.TypeOfCall(type)) != Fit::kWell) continue;
    const auto found = seen.find(name);
    if (found != seen.end()) {
      found->second->probability = std::max(found->second->probability, kOfRare);
    } else {
      more.push_back({std::string(name), kOfRare, "name"});
    }
  }
  std::move(more.begin(), more.end(), std::back_inserter(list));
}

// Whether something of a module can be opened, for all that is known.
bool FittingValues::Opens(const types::Type& module) {
  const std::vector<types::Member> members = types_.Members(module);
  if (members.empty() || members.size() > kMaxOfClosedModule) return true;
  const types::TypeEvaluator::Definition definition = types_.DefinitionOf(module);
  const bool is_stub = definition.module != nullptr && definition.module->is_stub();
  return std::any_of(members.begin(), members.end(), [&](const types::Member& member) {
    if (member.name.starts_with('_')) return false;
    if (member.kind == types::MemberKind::kModule) return !is_stub;
    const types::Type type = types_.TypeOfMember(module, member.name);
    const Fit fit = std::max(FitOf(type), FitOf(types_.TypeOfCall(type)));
    return fit == Fit::kWell || (fit == Fit::kUnknown && !is_stub);
  });
}

template <typename WeightOf>
void FittingValues::Weigh(std::vector<Completion>& list, WeightOf&& weight_of) {
  if (!asks()) return;
  for (Completion* one : Likeliest(list)) {
    float best = is_soft_ ? kOfSoft : 0;
    for (const types::Type& type : TypesOf(one->text)) {
      const float weight = IsWhole(one->text) ? WeightOfWhole(type) : weight_of(type);
      best = std::max(best, weight);
    }
    if (one->text == "lambda" && best == kOfFitting) best = kOfLambda;
    const bool is_truth = one->text == "True" || one->text == "False";
    if (is_truth && best == kOfFitting && !DeclaresBool()) best = kOfTruth;
    one->probability *= best;
  }
  DropPlain(list);
  if (prefix_.empty() && DeclaresPlain() && DeclaresBool()) RaiseTruths(list);
}

// Where a truth is declared, it is mostly written out, whatever the file has.
void FittingValues::RaiseTruths(std::vector<Completion>& list) {
  float sum = 0;
  for (const Completion& one : list) sum += one.probability;
  for (Completion& one : list) {
    if (one.text != "True" && one.text != "False") continue;
    one.probability = std::max(one.probability, kLeastOfTruth * sum);
  }
}

// Of those that go on from what is typed.
std::vector<Completion*> FittingValues::Likeliest(std::vector<Completion>& list) const {
  KeepBest(INT32_MAX, list);
  std::vector<Completion*> likeliest;
  for (Completion& one : list) {
    if (likeliest.size() == kMaxWeighed) break;
    if (pack::Fits(one.text, prefix_)) likeliest.push_back(&one);
  }
  return likeliest;
}

// Whether numbers, truths and texts alone are declared.
bool FittingValues::DeclaresPlain() {
  if (declared_.empty() || is_soft_) return false;
  return std::all_of(declared_.begin(), declared_.end(), [&](const types::Type& type) {
    const std::vector<types::Type> alternatives = types_.Alternatives(type);
    return std::all_of(alternatives.begin(), alternatives.end(), [](const types::Type& one) {
      return IsPlain(one) || one.path == "builtins.str";
    });
  });
}

bool FittingValues::DeclaresBool() {
  return std::any_of(declared_.begin(), declared_.end(), [&](const types::Type& type) {
    const std::vector<types::Type> alternatives = types_.Alternatives(type);
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [](const types::Type& one) { return one.path == "builtins.bool"; });
  });
}

// What a name may be: by all that binds it. A word: by what it stands for.
std::vector<types::Type> FittingValues::TypesOf(std::string_view name) {
  const auto found = visible_.find(name);
  if (found == visible_.end()) {
    return {types_.TypeOfBuiltin(name == "lambda" ? "len" : name == "not" ? "True" : name)};
  }
  return BoundTypes(index_, found->second, types_);
}

FittingValues::Fit FittingValues::FitOf(const types::Type& type) {
  if (!methods_.empty()) return types_.FitOfObject(type, methods_);
  if (!sign_.empty()) return types_.FitOfOperand(sign_, left_, type);
  const Fit fit = types_.FitOfValue(type, declared_);
  // `size: int = None` is written, whatever it says.
  const bool is_none = takes_none_ && type.kind == types::Type::Kind::kNone;
  return fit == Fit::kNot && is_none ? Fit::kUnknown : fit;
}

float FittingValues::WeightOfWhole(const types::Type& type) {
  switch (FitOf(type)) {
    case Fit::kNot:
      if (!methods_.empty()) return kOfNoMethod;
      return takes_class_ ? kOfNoClass : kOfOthers;
    case Fit::kWell:
      return kOfFitting;
    default:
      return 1;
  }
}

float FittingValues::WeightOfResult(const types::Type& type) {
  switch (FitOf(type)) {
    case Fit::kNot:
      return kOfOtherResult;
    case Fit::kWell:
      return kOfFittingBegun;
    default:
      return 1;
  }
}

float FittingValues::WeightOfBeginning(const types::Type& type) {
  using TypeKind = types::Type::Kind;
  if (is_called_) return WeightOfResult(types_.TypeOfCall(type));
  Fit fit = FitOf(type);
  const bool is_called = type.kind == TypeKind::kClass || type.kind == TypeKind::kFunction;
  if (fit == Fit::kNot && is_called) fit = FitOf(types_.TypeOfCall(type));
  if (fit == Fit::kWell) return takes_class_ ? kOfClass : kOfFittingBegun;
  if (fit == Fit::kUnknown) return 1;
  if (type.kind == TypeKind::kModule) {
    // What is returned is often made there: `os.path.join(`.
    if (!is_opened_) return DeclaresPlain() && !is_returned_ ? kOfModuleForPlain : 1;
    return Opens(type) ? kOfObjects : kOfClosedModule;
  }
  if (is_called && takes_class_) return kOfNoClass;
  if (is_called) return is_opened_ ? kOfOthers : kOfCalls;
  // None may be another thing by then.
  if (!methods_.empty() && type.kind == TypeKind::kNone) return kOfObjects;
  if (!methods_.empty() && IsPlain(type)) return 0;
  const bool is_text = type.path == "builtins.str";
  if (!methods_.empty() && is_text) return base_.id == types::kUnknownType ? kOfNoMethod : 0;
  if (IsPlain(type)) return kOfPlain;
  if (is_opened_) return type.path.starts_with("builtins.") ? kOfClosedModule : kOfObjects;
  return type.path.starts_with("builtins.") ? kOfBuiltin : kOfObjects;
}

}  // namespace fastnode::predict
