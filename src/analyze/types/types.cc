#include "analyze/types/types.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "analyze/types/file/decorators.h"
#include "analyze/types/file/import_statement.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/asked_of_self.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/constructors.h"
#include "analyze/types/infer/describe.h"
#include "analyze/types/infer/format_fields.h"
#include "analyze/types/infer/handed_on.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/members.h"
#include "analyze/types/infer/more_keywords.h"
#include "analyze/types/infer/signatures.h"

namespace fastnode::types {
namespace {

Type::Kind KindOf(Form form) {
  switch (form) {
    case Form::kNone:
      return Type::Kind::kNone;
    case Form::kModule:
      return Type::Kind::kModule;
    case Form::kClass:
      return Type::Kind::kClass;
    case Form::kInstance:
    case Form::kProperty:
      return Type::Kind::kInstance;
    case Form::kFunction:
      return Type::Kind::kFunction;
    default:
      return Type::Kind::kUnknown;
  }
}

Type Shown(const Infer& infer, TypeId id) {
  Type type{.id = id};
  // Of a union, the first that is not None.
  TypeId shown = id;
  for (TypeId alternative : infer.table().Alternatives(id)) {
    shown = alternative;
    if (alternative != kNoneType) break;
  }
  const TypeData& data = infer.table()[shown];
  type.kind = KindOf(data.form);
  bool has_place =
      data.form == Form::kClass || data.form == Form::kInstance || data.form == Form::kFunction;
  if (has_place && data.file == 0) type.local = data.node;
  if (has_place && data.file != 0) type.path = infer.files().PathOf(data.file, data.node);
  if (data.form == Form::kModule || data.form == Form::kUnknown) type.path = data.text;
  if (data.form == Form::kProperty) type.path = "builtins.property";
  return type;
}

// What takes the arguments of a call: one of both, or neither.
struct Callable {
  std::optional<CalledFunction> function;
  std::optional<std::vector<MadeParameter>> made;
};

// The function in whose place something stands that can be called.
std::optional<CalledFunction> FunctionDecorated(Infer& infer, TypeId callable) {
  const TypeData& data = infer.table()[callable];
  if (data.form != Form::kCallable || data.node == kNoNode) return std::nullopt;
  const File& f = infer.files().at(data.file);
  const bool is_method =
      ClassOfFunction(f, data.node) != kNoNode && !HasDecorator(f, data.node, "staticmethod");
  return CalledFunction{&f, data.node, is_method};
}

// Of a union the first that can be called.
Callable CallableOf(Infer& infer, const Type& callee) {
  for (TypeId alternative : infer.table().Alternatives(callee.id)) {
    if (auto made = MadeConstructor(infer, alternative)) return {std::nullopt, std::move(made)};
    if (auto function = FunctionOfCall(infer, alternative)) return {function, std::nullopt};
    if (auto function = FunctionDecorated(infer, alternative)) return {function, std::nullopt};
  }
  return {};
}

void AddMade(const std::vector<MadeParameter>& made, CallSignature& signature) {
  signature.known = true;
  for (const MadeParameter& parameter : made) {
    signature.parameters.push_back(
        {parameter.name, parameter.keyword_only, false, parameter.has_default});
  }
}

// Of `"{name}".format`.
std::optional<CallSignature> FieldsOfFormat(const File& f, NodeId callee) {
  if (f.kind(callee) != ast::Kind::kAttribute || !f.text(callee).ends_with(".format")) {
    return std::nullopt;
  }
  const NodeId object = f.child(callee, ast::Field::kObject);
  if (object == kNoNode || f.kind(object) != ast::Kind::kString) return std::nullopt;
  const FormatFields fields = ReadFormatFields(StringText(f.text(object)));
  if (fields.names.empty()) return std::nullopt;
  CallSignature signature;
  signature.known = true;
  signature.takes_list = fields.has_positions;
  for (std::string_view name : fields.names) {
    signature.parameters.push_back({name, true, false, false});
  }
  return signature;
}

// Keywords that are no parameters by themselves.
void AddMore(const std::vector<MadeParameter>& keywords, CallSignature& signature) {
  for (const MadeParameter& one : keywords) {
    const bool is_new =
        std::none_of(signature.parameters.begin(), signature.parameters.end(),
                     [&](const ParameterOfCall& parameter) { return parameter.name == one.name; });
    if (is_new) signature.parameters.push_back({one.name, true, false, one.has_default});
  }
}

using Openness = TypeEvaluator::Openness;

// A module that is not there, or takes names from one that is not, may have any.
Openness OpennessOfModule(Infer& infer, const std::string& path) {
  const File* f = infer.files().Find(path);
  if (f == nullptr) return Openness::kUnknownBase;
  const bool is_namespace = f->module->file().empty() && f->tree().source.empty();
  if (is_namespace) return Openness::kUnknownBase;
  for (NodeId star : f->module->stars()) {
    const std::string from = StarPath(*f, star);
    if (from.empty() || infer.files().Find(from) == nullptr) return Openness::kUnknownBase;
  }
  const bool on_demand = f->module->Find(bind::kModuleScope, "__getattr__") != kNone;
  return on_demand ? Openness::kMadeOnDemand : Openness::kClosed;
}

// By a method for those that are missing, or by writing into the object's dictionary.
bool MakesOnDemand(const File& f, NodeId cls) {
  const ScopeId scope = f.module->ScopeOfClass(cls);
  if (f.module->Find(scope, "__getattr__") != kNone) return true;
  const bool gets_any = f.module->Find(scope, "__getattribute__") != kNone;
  if (f.module->is_stub()) return gets_any && f.module->path() == "types";  // SimpleNamespace
  if (gets_any) return true;
  const std::string_view text = f.text(cls);
  return text.find("__dict__") != text.npos || text.find("setattr(") != text.npos;
}

Openness OpennessOfOne(Infer& infer, TypeId type) {
  const TypeData& data = infer.table()[type];
  switch (data.form) {
    case Form::kModule:
      return OpennessOfModule(infer, data.text);
    case Form::kNone:
    case Form::kProperty:
      return Openness::kClosed;
    case Form::kClass:
    case Form::kInstance:
      break;
    default:
      return Openness::kUnknownBase;
  }
  if ((data.flags & kIsGuess) != 0) return Openness::kUnknownBase;
  const NodeId own = data.node;
  Openness openness = Openness::kClosed;
  std::vector<TypeId> classes = infer.classes().Ancestors(type);
  if (data.form == Form::kClass) {
    const TypeId meta = infer.classes().At(data.file, own).metaclass;
    if (meta != kUnknownType) classes.push_back(meta);
  }
  for (TypeId ancestor : classes) {
    const TypeData& cls = infer.table()[ancestor];
    if (cls.form == Form::kUnknown) return Openness::kUnknownBase;
    if (cls.form != Form::kClass) continue;
    if (MakesOnDemand(infer.files().at(cls.file), cls.node)) openness = Openness::kMadeOnDemand;
  }
  // An object of which nothing is said but that it is one.
  const bool is_any =
      classes.size() == 1 && infer.files().PathOf(data.file, own) == "builtins.object";
  return is_any ? Openness::kUnknownBase : openness;
}

}  // namespace

struct TypeEvaluator::State {
  struct OfId {
    Type type;
    std::optional<std::string> name;  // once it was asked for
  };
  OfId& At(TypeId id) {
    if (id.index() >= places.size()) places.resize(id.index() + 1, kNowhere);
    uint32_t& place = places[id.index()];
    if (place == kNowhere) {
      place = static_cast<uint32_t>(shown.size());
      shown.push_back({Shown(infer, id), std::nullopt});
    }
    return shown[place];
  }

  // What a type is shown as does not hang on the text, nor on what it hides.
  void ForgetSome() {
    constexpr size_t kMost = 1000;
    if (shown.size() <= kMost) return;
    shown.clear();
    places.clear();
  }

  Infer infer;
  static constexpr uint32_t kNowhere = UINT32_MAX;
  std::vector<uint32_t> places;  // in `shown`, of each type: many expressions have the same one
  std::deque<OfId> shown;
};

TypeEvaluator::TypeEvaluator(const bind::FileIndex& index, const Environment& environment,
                             std::vector<NodeId> hidden, Tables tables, Undeclared undeclared)
    : state_(new State{Infer(index, std::move(tables), environment, undeclared), {}, {}}) {
  if (!hidden.empty()) Hide(hidden);
}
TypeEvaluator::~TypeEvaluator() = default;

void TypeEvaluator::Hide(std::span<const NodeId> nodes) {
  state_->infer.Hide(nodes);
  state_->ForgetSome();
}

void TypeEvaluator::MoveTo(const bind::FileIndex& index, Tables tables) {
  state_->infer.MoveTo(index, std::move(tables));
  state_->ForgetSome();
}

Type TypeEvaluator::TypeOf(NodeId expression) {
  return state_->At(state_->infer.Answer(expression)).type;
}

std::string_view TypeEvaluator::NameOf(NodeId expression) {
  State::OfId& known = state_->At(state_->infer.Answer(expression));
  if (!known.name) known.name = Name(known.type);
  return *known.name;
}

std::vector<Type> TypeEvaluator::Alternatives(const Type& type) const {
  std::vector<Type> types;
  for (TypeId alternative : state_->infer.table().Alternatives(type.id)) {
    types.push_back(Shown(state_->infer, alternative));
  }
  return types;
}

std::vector<std::string_view> TypeEvaluator::NamesAskedOf(const Type& type) {
  return NamesAskedOfSelf(state_->infer, type.id);
}

const std::vector<Member>& TypeEvaluator::Members(const Type& type) {
  return state_->infer.MembersOf(type.id);
}

namespace {

// Whether a method is bound to an object that is a guess.
bool IsOfGuess(Infer& infer, const Type& callee) {
  const TypeTable& table = infer.table();
  const auto alternatives = table.Alternatives(callee.id);
  return std::any_of(alternatives.begin(), alternatives.end(), [&](TypeId type) {
    const TypeData& data = table[type];
    if (data.form != Form::kFunction || data.arguments.empty()) return false;
    return (table[data.arguments[0]].flags & kIsGuess) != 0;
  });
}

void AddOther(const std::vector<Parameter>& parameters, bool bound, CallSignature::Others& others) {
  size_t positions = 0, needed = 0;
  for (size_t i = bound ? 1 : 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    const bool is_star =
        parameter.kind == ParameterKind::kList || parameter.kind == ParameterKind::kDictionary;
    needed += !is_star && parameter.value == kNoNode ? 1 : 0;
    switch (parameter.kind) {
      case ParameterKind::kList:
        others.take_list = true;
        continue;
      case ParameterKind::kDictionary:
        others.take_dictionary = true;
        continue;
      case ParameterKind::kKeywordOnly:
        break;
      default:
        ++positions;
    }
    if (parameter.kind == ParameterKind::kPositionalOnly) continue;
    const bool by_name = parameter.kind == ParameterKind::kKeywordOnly;
    others.keywords.push_back(parameter.name);
    others.places.push_back(by_name ? CallSignature::Others::kNowhere : positions - 1);
  }
  others.positions = std::max(others.positions, positions);
  others.fewest = std::min(others.fewest, needed);
}

}  // namespace

CallSignature TypeEvaluator::SignatureOf(const Type& callee) {
  Infer& infer = state_->infer;
  CallSignature signature;
  const Callable callable = CallableOf(infer, callee);
  if (callable.made) AddMade(*callable.made, signature);
  const std::optional<CalledFunction>& called = callable.function;
  if (!called) return signature;
  signature.known = true;
  signature.is_overloaded = HasDecorator(*called->file, called->function, "overload");
  signature.is_guess = IsOfGuess(infer, callee);
  const std::vector<Parameter>& parameters =
      infer.files().ParametersOf(*called->file, called->function);
  for (size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    if (parameter.kind == ParameterKind::kList) {
      signature.takes_list = true;
    } else if (parameter.kind == ParameterKind::kDictionary) {
      const MoreKeywords more = FindMoreKeywords(infer, *called->file, parameter);
      AddMore(more.list, signature);
      signature.takes_dictionary = !more.is_all;
    } else if (!called->bound || i > 0) {
      signature.parameters.push_back({parameter.name, parameter.kind == ParameterKind::kKeywordOnly,
                                      parameter.kind == ParameterKind::kPositionalOnly,
                                      parameter.value != kNoNode});
    }
  }
  if (!signature.is_overloaded) return signature;
  signature.others.fewest = SIZE_MAX;
  for (NodeId other : Overloads(*called->file, called->function)) {
    if (other == called->function) continue;
    AddOther(infer.files().ParametersOf(*called->file, other), called->bound, signature.others);
  }
  return signature;
}

CallSignature TypeEvaluator::SignatureOfCall(NodeId call) {
  Infer& infer = state_->infer;
  const File& f = infer.files().at_hand();
  const NodeId callee = f.child(call, ast::Field::kFunction);
  if (callee == kNoNode) return {};
  if (const auto fields = FieldsOfFormat(f, callee)) return *fields;
  if (const auto asked = AskedFields(infer, f, call)) {
    CallSignature signature;
    signature.takes_list = signature.takes_dictionary = true;  // conditions, `name__in`
    AddMade(*asked, signature);
    // What the method takes itself: `get_or_create(defaults=...)`.
    for (ParameterOfCall own : SignatureOf(TypeOf(callee)).parameters) {
      own.keyword_only = true;
      if (!own.positional_only) signature.parameters.push_back(own);
    }
    return signature;
  }
  const std::optional<std::vector<MadeParameter>> replaced = ReplacedFields(infer, f, call);
  CallSignature signature;
  if (!replaced) {
    signature = SignatureOf(TypeOf(callee));
    const bool may_hand_on = signature.takes_list && signature.takes_dictionary;
    const auto handed = may_hand_on ? RestHandedOn(infer, f, call) : std::nullopt;
    if (handed) {
      AddMade(handed->parameters, signature);
      signature.takes_dictionary = !handed->is_all;
    }
    return signature;
  }
  if (f.kind(callee) != ast::Kind::kAttribute || !f.text(callee).ends_with("._replace")) {
    signature.parameters.push_back({"obj", false, true, false});
  }
  AddMade(*replaced, signature);
  return signature;
}

Type TypeEvaluator::TypeOfParameter(const Type& callee, std::string_view name) {
  Infer& infer = state_->infer;
  const Callable callable = CallableOf(infer, callee);
  if (callable.made) {
    for (const MadeParameter& parameter : *callable.made) {
      if (parameter.name != name || parameter.annotation == kNoNode) continue;
      return Shown(infer, infer.TypeOfAnnotation(*parameter.file, parameter.annotation));
    }
    return {};
  }
  const std::optional<CalledFunction>& called = callable.function;
  if (!called) return {};
  for (const Parameter& parameter : infer.files().ParametersOf(*called->file, called->function)) {
    for (const MadeParameter& keyword : FindMoreKeywords(infer, *called->file, parameter).list) {
      if (keyword.name != name || keyword.annotation == kNoNode) continue;
      return Shown(infer, infer.TypeOfAnnotation(*keyword.file, keyword.annotation));
    }
    if (parameter.name != name || parameter.annotation == kNoNode) continue;
    return Shown(infer, infer.TypeOfAnnotation(*called->file, parameter.annotation));
  }
  return {};
}

std::vector<std::string> TypeEvaluator::KeysOf(const Type& type) {
  Infer& infer = state_->infer;
  std::vector<std::string> keys;
  for (TypeId alternative : infer.table().Alternatives(type.id)) {
    const TypeData data = infer.table()[alternative];
    if (data.form != Form::kInstance) continue;
    if (!infer.classes().Inherits(alternative, "typing", "_TypedDict")) continue;
    const auto fields = MadeConstructor(infer, infer.table().ClassOf(alternative));
    if (!fields) continue;
    for (const MadeParameter& field : *fields) keys.emplace_back(field.name);
  }
  return keys;
}

std::vector<std::string> TypeEvaluator::LiteralsOf(const Type& type) const {
  Infer& infer = state_->infer;
  std::vector<std::string> texts;
  for (TypeId alternative : infer.table().Alternatives(type.id)) {
    const TypeData& data = infer.table()[alternative];
    if (data.form != Form::kInstance || data.text.empty()) continue;
    const bool is_text = infer.files().PathOf(data.file, data.node) == "builtins.str";
    if (is_text) texts.push_back(data.text);
  }
  return texts;
}

std::vector<std::string> TypeEvaluator::LiteralCodesOf(const Type& type) const {
  Infer& infer = state_->infer;
  std::vector<std::string> codes;
  for (TypeId alternative : infer.table().Alternatives(type.id)) {
    const TypeData& data = infer.table()[alternative];
    if (data.form != Form::kInstance || data.text.empty()) continue;
    const std::string cls = infer.files().PathOf(data.file, data.node);
    if (cls == "builtins.int") codes.push_back(data.text);
    if (cls == "builtins.bytes" && data.text.find('"') == std::string::npos) {
      codes.push_back("b\"" + data.text + "\"");
    }
  }
  return codes;
}

Type TypeEvaluator::TypeOfAnnotation(NodeId annotation) {
  Infer& infer = state_->infer;
  return Shown(infer, infer.TypeOfAnnotation(infer.files().at_hand(), annotation));
}

Type TypeEvaluator::TypeOfMember(const Type& of, std::string_view name) {
  return Shown(state_->infer, state_->infer.TypeOfMember(of.id, name));
}

Type TypeEvaluator::TypeOfCall(const Type& callee) {
  return Shown(state_->infer, state_->infer.Call(callee.id, PassTypes({})));
}

Type TypeEvaluator::TypeOfBuiltin(std::string_view name) {
  Infer& infer = state_->infer;
  if (name == "None") return Shown(infer, kNoneType);
  if (name == "True" || name == "False") return Shown(infer, Instance(infer, "bool"));
  return Shown(infer, infer.TypeOfMember(infer.table().Module("builtins"), name));
}

std::vector<Type> TypeEvaluator::TypesTaken(const Type& callee, size_t position,
                                            std::string_view keyword) {
  std::vector<Type> taken;
  for (TypeId one : types::TypesTaken(state_->infer, callee.id, position, keyword)) {
    taken.push_back(Shown(state_->infer, one));
  }
  return taken;
}

ValueFit TypeEvaluator::FitOfValue(const Type& value, const std::vector<Type>& declared) {
  std::vector<TypeId> ids;
  for (const Type& one : declared) ids.push_back(one.id);
  return types::FitOfValue(state_->infer, value.id, ids);
}

ValueFit TypeEvaluator::FitOfOperand(std::string_view sign, const Type& left, const Type& right) {
  return types::FitOfOperand(state_->infer, sign, left.id, right.id);
}

ValueFit TypeEvaluator::FitOfObject(const Type& value,
                                    const std::vector<std::string_view>& methods) {
  return types::FitOfObject(state_->infer, value.id, methods);
}

Type TypeEvaluator::ElementOf(const Type& iterable) {
  Infer& infer = state_->infer;
  std::vector<TypeId> elements;
  for (TypeId alternative : infer.table().Alternatives(iterable.id)) {
    elements.push_back(infer.Element(alternative));
  }
  return Shown(infer, infer.table().Union(elements));
}

Type TypeEvaluator::ValueOf(const Type& dictionary, std::string_view key) {
  Infer& infer = state_->infer;
  std::vector<TypeId> values;
  for (TypeId alternative : infer.table().Alternatives(dictionary.id)) {
    if (infer.table()[alternative].form != Form::kInstance) continue;
    if (!infer.classes().Inherits(alternative, "typing", "_TypedDict")) {
      values.push_back(infer.CallMethod(alternative, "__getitem__", {kUnknownType}));
      continue;
    }
    const auto fields = MadeConstructor(infer, infer.table().ClassOf(alternative));
    for (const MadeParameter& field : fields.value_or(std::vector<MadeParameter>())) {
      if (field.name != key || field.annotation == kNoNode) continue;
      values.push_back(infer.TypeOfAnnotation(*field.file, field.annotation));
    }
  }
  return Shown(infer, infer.table().Union(values));
}

TypeEvaluator::Definition TypeEvaluator::DefinitionOf(const Type& type) {
  Infer& infer = state_->infer;
  for (TypeId alternative : infer.table().Alternatives(type.id)) {
    const TypeData& data = infer.table()[alternative];
    if (data.form == Form::kModule) {
      const File* file = infer.files().Find(data.text);
      if (file != nullptr) return {file->module, ast::kRoot, file->number == 0};
    } else if (data.form == Form::kClass || data.form == Form::kInstance ||
               data.form == Form::kFunction || data.form == Form::kProperty) {
      if (data.file < 0 || data.node == kNoNode) continue;
      return {infer.files().at(data.file).module, data.node, data.file == 0};
    }
  }
  return {};
}

TypeEvaluator::Openness TypeEvaluator::OpennessOf(const Type& type) {
  Openness openness = Openness::kClosed;
  for (TypeId alternative : state_->infer.table().Alternatives(type.id)) {
    const Openness one = OpennessOfOne(state_->infer, alternative);
    if (one == Openness::kUnknownBase) return one;
    if (one == Openness::kMadeOnDemand) openness = one;
  }
  return openness;
}

std::string TypeEvaluator::Name(const Type& type) const {
  const std::string path = type.local != kNoNode ? "local" : type.path;
  switch (type.kind) {
    case Type::Kind::kUnknown:
      return type.path.empty() ? "" : "ext:" + type.path;
    case Type::Kind::kModule:
      return state_->infer.files().Find(type.path) == nullptr ? "mod:" + type.path : type.path;
    case Type::Kind::kClass:
      return type.local != kNoNode ? path : "type:" + path;
    case Type::Kind::kInstance:
      return path;
    case Type::Kind::kFunction:
      return type.local != kNoNode ? path : "def:" + path;
    case Type::Kind::kNone:
      return "None";
  }
  return "";
}

std::string TypeEvaluator::Describe(const Type& type) const {
  return types::Describe(state_->infer, type.id);
}

}  // namespace fastnode::types
