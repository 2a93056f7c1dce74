// Who takes a function and calls it later says in one of these ways what it will be called with:
//   declared       sort(key=f)                    key: Callable[[T], Any]        (lambdas.cc)
//   in a display   Thread(target=f, args=(a, b))  the parameters are called args and kwargs
//   as the rest    submit(f, a, b)                they go into *args and **kwargs
//   as a column    executor.map(f, xs)            *iterables: Iterable
//   as rows        pool.starmap(f, pairs)
//   in its body    def each(f, xs): f(xs[0])      a call of the parameter, or of where it is kept
// Or it is put where a Callable is declared (stored_as.cc), or kept in a table, and called from
// there (called_later.cc).
#include "analyze/types/infer/handed_over.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

#include "analyze/types/file/references.h"
#include "analyze/types/infer/called_later.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/constructors.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/lambdas.h"
#include "analyze/types/infer/stored_as.h"
#include "analyze/types/infer/unpacking.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxCallsInBody = 8;
constexpr size_t kMaxTakers = 4;
// What parameters are called that take all arguments of a function at once.
constexpr std::array<std::string_view, 4> kDisplays = {"args", "argument", "kwargs", "kwds"};

bool IsListOfValues(Kind kind) { return kind == Kind::kTuple || kind == Kind::kList; }

// Element `place` of `(a, b)`, or what `{"name": a}` and `dict(name=a)` have under the name.
NodeId InDisplay(const File& f, NodeId display, const ParameterHanded& parameter) {
  if (IsListOfValues(f.kind(display))) {
    NodeId element = f.first(display);
    for (size_t i = 0; i < parameter.place && element != kNoNode; ++i) element = f.next(element);
    for (NodeId c = f.first(display); c != kNoNode && c != element; c = f.next(c)) {
      if (f.kind(c) == Kind::kListSplat) return kNoNode;
    }
    return element;
  }
  if (f.kind(display) != Kind::kDictionary || parameter.name.empty()) return kNoNode;
  for (NodeId pair = f.first(display); pair != kNoNode; pair = f.next(pair)) {
    const NodeId key = f.kind(pair) == Kind::kPair ? f.child(pair, Field::kKey) : NodeId(kNoNode);
    if (key == kNoNode || f.kind(key) != Kind::kString) continue;
    const std::string_view text = f.text(key);
    if (text.size() == parameter.name.size() + 2 && text.substr(1).starts_with(parameter.name)) {
      return f.child(pair, Field::kValue);
    }
  }
  return kNoNode;
}

// One call of a function that takes another.
class Handing {
 public:
  Handing(Infer& infer, const File& f, const Arguments& arguments, size_t given,
          const ParameterHanded& parameter)
      : infer_(infer), f_(f), arguments_(arguments), given_(given), parameter_(parameter) {}

  TypeId To(TypeId taker) {
    if (const auto made = MadeConstructor(infer_, taker)) return ToField(*made);
    const std::optional<CalledFunction> called = FunctionOfCall(infer_, taker);
    if (!called || called->file->kind(called->function) != Kind::kFunctionDefinition) {
      return kUnknownType;
    }
    const File& other = *called->file;
    const std::vector<Parameter>& parameters = infer_.files().ParametersOf(other, called->function);
    const bool bound = called->bound || infer_.table().form(taker) == Form::kClass;
    const Matching matching = Match(parameters, bound, arguments_.list);
    if (matching.parameter_of[given_] < 0) return kUnknownType;
    const Parameter& takes = parameters[static_cast<size_t>(matching.parameter_of[given_])];
    if (takes.kind >= ParameterKind::kList) return kUnknownType;
    if (TypeId type = Written(other, parameters, matching); IsKnown(type)) return type;
    return other.module->is_stub() ? kUnknownType : InBody(other, called->function, takes);
  }

 private:
  // A dataclass takes it for one of its fields.
  TypeId ToField(const std::vector<MadeParameter>& fields) {
    size_t place = 0;
    for (size_t i = 0; i < arguments_.list.size(); ++i) {
      const WrittenArgument& argument = arguments_.list[i];
      if (argument.splat) return kUnknownType;
      if (i < given_) {
        place += argument.keyword.empty() ? 1 : 0;
        continue;
      }
      for (size_t k = 0; k < fields.size(); ++k) {
        const bool is_it =
            argument.keyword.empty() ? k == place : fields[k].name == argument.keyword;
        if (!is_it || fields[k].annotation == kNoNode) continue;
        return ParameterOfCallable(infer_, *fields[k].file, fields[k].annotation, parameter_.place);
      }
      break;
    }
    return kUnknownType;
  }

  // What stands in the call.
  TypeId Written(const File& other, const std::vector<Parameter>& parameters,
                 const Matching& matching) {
    size_t place = 0;  // among those that go into *args
    for (size_t i = 0; i < arguments_.list.size(); ++i) {
      const WrittenArgument& argument = arguments_.list[i];
      if (i == given_ || matching.parameter_of[i] < 0) continue;
      const Parameter& into = parameters[static_cast<size_t>(matching.parameter_of[i])];
      switch (into.kind) {
        case ParameterKind::kList:
          if (place++ == parameter_.place) return OfRest(other, into, i);
          break;
        case ParameterKind::kDictionary:
          if (argument.keyword == parameter_.name) return ArgumentType(infer_, arguments_, i);
          break;
        default: {
          const TypeId type = OfOne(into, argument.node);
          if (IsKnown(type)) return type;
        }
      }
    }
    return kUnknownType;
  }

  TypeId OfRest(const File& other, const Parameter& rest, size_t i) {
    const TypeId passed = ArgumentType(infer_, arguments_, i);
    const bool is_column =
        rest.annotation != kNoNode && other.text(rest.annotation).starts_with("Iterable");
    return is_column ? infer_.Element(passed) : passed;
  }

  TypeId OfOne(const Parameter& into, NodeId value) {
    if (std::find(kDisplays.begin(), kDisplays.end(), into.name) != kDisplays.end()) {
      return OrUnknown(infer_, f_, InDisplay(f_, value, parameter_));
    }
    const NodeId callee = f_.child(f_.parent(f_.parent(value)), Field::kFunction);
    const bool of_rows = into.name == "iterable" && callee != kNoNode &&
                         f_.text(callee).find("starmap") != std::string_view::npos;
    if (!of_rows) return kUnknownType;
    const int place = static_cast<int>(parameter_.place);
    return PartOf(infer_, infer_.Element(infer_.TypeOf(f_, value)), TargetPlace{.at = place});
  }

  // What the taker itself calls it with: `f(x)`, or `self.f(x)` where it was kept.
  TypeId InBody(const File& other, NodeId function, const Parameter& takes) {
    const VariableId variable = other.variable_of(takes.identifier);
    if (variable == kNone) return kUnknownType;
    std::vector<TypeId> types;
    size_t calls = 0;
    for (const bind::Reference& reference : other.variable(variable).references) {
      if (reference.kind != bind::ReferenceKind::kRead) continue;
      const NodeId around = other.parent(reference.node);
      if (other.kind(around) == Kind::kCall && other.field(reference.node) == Field::kFunction) {
        if (++calls > kMaxCallsInBody) break;
        if (!other.is_hidden(reference.node))
          types.push_back(PassedByCall(infer_, other, around, parameter_));
      } else if (other.kind(around) == Kind::kAssignment &&
                 other.field(reference.node) == Field::kRight) {
        if (++calls > kMaxCallsInBody) break;
        if (!other.is_hidden(reference.node)) AddOfKept(other, function, around, types);
      }
    }
    return infer_.table().Union(types);
  }

  void AddOfKept(const File& other, NodeId function, NodeId assignment,
                 std::vector<TypeId>& types) {
    const NodeId cls = ClassOfFunction(other, function);
    const NodeId kept = other.child(assignment, Field::kLeft);
    if (cls == kNoNode || kept == kNoNode || other.kind(kept) != Kind::kAttribute) return;
    if (other.hides_in(kept)) return;
    const std::vector<bind::AttributeUse>& all = other.index().attributes;
    auto use = std::lower_bound(all.begin(), all.end(), cls,
                                [](const auto& one, NodeId wanted) { return one.name < wanted; });
    size_t calls = 0;
    for (; use != all.end() && other.contains(cls, use->name); ++use) {
      if (use->context != bind::UseContext::kCall) continue;
      if (other.text(use->node) != other.text(kept)) continue;
      if (++calls > kMaxCallsInBody) return;
      if (!other.hides_in(use->node))
        types.push_back(PassedByCall(infer_, other, other.parent(use->node), parameter_));
    }
  }

  Infer& infer_;
  const File& f_;
  const Arguments& arguments_;
  const size_t given_;
  const ParameterHanded& parameter_;
};

}  // namespace

namespace {

// What it makes of a function compares two of what the key that it is would take.
bool IsCmpToKey(Infer& infer, TypeId callee) {
  const TypeData& data = infer.table()[callee];
  return data.form == Form::kFunction &&
         infer.files().PathOf(data.file, data.node) == "functools.cmp_to_key";
}

}  // namespace

TypeId HandedOver(Infer& infer, const File& f, NodeId given, const ParameterHanded& parameter) {
  if (CallGiven(f, given) == kNoNode) {
    const TypeId declared = ParameterByPlace(infer, f, given, parameter.place);
    return IsKnown(declared) ? declared : PassedLater(infer, f, given, parameter);
  }
  TypeId declared = LambdaParameter(infer, f, given, parameter.place);
  if (IsKnown(declared)) return declared;
  const NodeId call = CallGiven(f, given);
  const NodeId callee = call == kNoNode ? NodeId(kNoNode) : f.child(call, Field::kFunction);
  if (callee == kNoNode) return kUnknownType;
  const Arguments arguments = ArgumentsOf(f, call);
  const size_t argument = PlaceOfGiven(f, arguments, given);
  if (argument == arguments.list.size() || arguments.list[argument].splat) return kUnknownType;
  const TypeId takers = infer.TypeOf(f, callee);
  if (IsCmpToKey(infer, takers)) return HandedOver(infer, f, call, {.place = 0, .name = ""});
  const auto all = infer.table().Alternatives(takers);
  size_t asked = 0;
  for (TypeId taker : std::vector<TypeId>(all.begin(), all.end())) {
    if (++asked > kMaxTakers) break;
    const TypeId type = Handing(infer, f, arguments, argument, parameter).To(taker);
    if (IsKnown(type)) return type;
  }
  return PassedLater(infer, f, given, parameter);
}

}  // namespace fastnode::types
