// The ancestors are walked from the class itself: the first that writes `__init__`, or that
// something makes fields of, is the constructor's. Its fields are collected from the furthest
// ancestor that has any to the class itself; one that comes again keeps its place
// (https://docs.python.org/3/library/dataclasses.html#inheritance, PEP 681).
#include "analyze/types/infer/constructors.h"

#include <algorithm>
#include <string>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/decorators.h"
#include "analyze/types/file/import_statement.h"
#include "analyze/types/file/made_fields.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/infer.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

using Fields = std::vector<MadeParameter>;

// What makes a class's constructor of its fields.
struct Maker {
  enum class Kind : uint8_t {
    kNothing,
    kFields,      // annotated names, in the order of the text
    kAttributes,  // attrs: what is assigned a field without an annotation, too
    kTuple,
    kDictionary,
    kColumns,  // Django's models: what is assigned a field of the database
  };
  Kind kind = Kind::kNothing;
  bool keyword_only = false;
  bool makes_none = false;  // @dataclass(init=False)
};

template <size_t n>
bool IsOneOf(std::string_view text, const std::string_view (&list)[n]) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

// The value of a keyword argument of a call, or kNoNode.
NodeId KeywordOf(const File& f, NodeId call, std::string_view name) {
  for (const WrittenArgument& argument : WrittenArguments(f, call)) {
    if (argument.keyword == name) return argument.node;
  }
  return kNoNode;
}
bool IsKeyword(const File& f, NodeId call, std::string_view name, std::string_view value) {
  NodeId given = KeywordOf(f, call, name);
  return given != kNoNode && f.text(given) == value;
}

// The last name of what a call calls; "" if it has none.
std::string_view CalledName(const File& f, NodeId call) {
  NodeId callee = f.child(call, Field::kFunction);
  if (callee != kNoNode && f.kind(callee) == Kind::kAttribute) {
    callee = f.child(callee, Field::kAttribute);
  }
  bool is_name = callee != kNoNode && f.kind(callee) == Kind::kIdentifier && !f.is_hidden(callee);
  return is_name ? f.text(callee) : "";
}

// The module from which a name of the file is imported, or "".
std::string ImportedFrom(const File& f, NodeId identifier) {
  VariableId variable = f.variable_of(identifier);
  if (variable == kNone) return "";
  for (const bind::Reference& reference : f.variable(variable).references) {
    if (reference.kind != bind::ReferenceKind::kImport) continue;
    std::optional<ImportedName> imported = ReadImport(f, reference.node);
    if (imported) return imported->module;
  }
  return "";
}

bool IsOfAttrs(const File& f, NodeId expression, std::string_view name) {
  static constexpr std::string_view kNames[] = {"s",      "attrs",   "attributes", "define",
                                                "frozen", "mutable", "dataclass"};
  if (!IsOneOf(name, kNames)) return false;
  NodeId first = expression;
  if (f.kind(expression) == Kind::kAttribute) first = f.child(expression, Field::kObject);
  if (first == kNoNode || f.kind(first) != Kind::kIdentifier || f.is_hidden(first)) return false;
  std::string module = ImportedFrom(f, first);
  return module == "attr" || module == "attrs";
}

// Whether a definition is decorated as PEP 681 asks of those who make dataclasses.
std::optional<Maker> TransformOf(const File& f, NodeId definition) {
  for (NodeId decorator : DecoratorsOf(f, definition)) {
    std::string_view name = DecoratorName(f, decorator);
    if (name != "dataclass_transform" && name != "__dataclass_transform__") continue;
    NodeId call = f.next(f.first(decorator));
    bool keyword_only =
        f.kind(call) == Kind::kCall && IsKeyword(f, call, "kw_only_default", "True");
    return Maker{Maker::Kind::kFields, keyword_only};
  }
  return std::nullopt;
}

Maker MakerOfDecorator(Infer& infer, const File& f, NodeId decorator) {
  NodeId expression = f.next(f.first(decorator));
  if (expression == kNoNode) return {};
  NodeId call = f.kind(expression) == Kind::kCall ? expression : NodeId(kNoNode);
  if (call != kNoNode) expression = f.child(call, Field::kFunction);
  if (expression == kNoNode) return {};
  std::string_view name = DecoratorName(f, decorator);
  Maker maker;
  if (IsOfAttrs(f, expression, name)) {
    maker.kind = Maker::Kind::kAttributes;
  } else if (name == "dataclass") {
    maker.kind = Maker::Kind::kFields;
  } else {
    const TypeId made_by = infer.TypeOf(f, expression);
    for (TypeId type : infer.table().Alternatives(made_by)) {
      const TypeData& data = infer.table()[type];
      if (data.form != Form::kFunction || data.node == kNoNode) continue;
      const File& other = infer.files().at(data.file);
      if (auto transform = TransformOf(other, data.node)) maker = *transform;
    }
  }
  if (maker.kind == Maker::Kind::kNothing || call == kNoNode) return maker;
  if (IsKeyword(f, call, "kw_only", "True")) maker.keyword_only = true;
  maker.makes_none = IsKeyword(f, call, "init", "False");
  return maker;
}

class Reader {
 public:
  // `to_ask`: of Django's models, what the database can be asked for, not what is set.
  Reader(Infer& infer, TypeId cls, bool to_ask)
      : infer_(infer), ancestors_(infer.classes().Ancestors(cls)), to_ask_(to_ask) {}

  std::optional<Fields> Read() {
    for (size_t i = 0; i < ancestors_.size(); ++i) {
      const TypeData& cls = infer_.table()[ancestors_[i]];
      if (cls.form != Form::kClass) {
        if (!IsKnownBase(cls.text)) return std::nullopt;
        continue;
      }
      const File& f = infer_.files().at(cls.file);
      if (f.kind(cls.node) == Kind::kCall) {
        if (!AddFieldsOfCall(f, cls.node)) return std::nullopt;
        return std::move(fields_);
      }
      const ScopeId scope = f.module->ScopeOfClass(cls.node);
      if (f.module->Find(scope, "__init__") != kNone) return std::nullopt;
      const Maker maker = MakerOf(i);
      if (maker.makes_none) return std::nullopt;
      if (maker.kind != Maker::Kind::kNothing) return Collect(i);
      if (f.module->Find(scope, "__new__") != kNone) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  // Bases that make constructors, where they are not there to be read.
  static bool IsKnownBase(std::string_view path) {
    static constexpr std::string_view kPaths[] = {
        "pydantic.BaseModel",    "pydantic.main.BaseModel",
        "pydantic.BaseSettings", "pydantic_settings.BaseSettings",
        "sqlmodel.SQLModel",     "msgspec.Struct"};
    return IsOneOf(path, kPaths) || IsModelOfDjango(path);
  }

  static bool IsModelOfDjango(std::string_view path) {
    static constexpr std::string_view kPaths[] = {"django.db.models.Model",
                                                  "django.db.models.base.Model",
                                                  "django.contrib.gis.db.models.Model"};
    return IsOneOf(path, kPaths);
  }

  static Maker MakerOfUnknown(std::string_view path) {
    if (IsModelOfDjango(path)) return {Maker::Kind::kColumns, true};
    return {Maker::Kind::kFields, path != "msgspec.Struct"};
  }

  Maker MakerOf(size_t i) const {
    const TypeData& cls = infer_.table()[ancestors_[i]];
    const File& f = infer_.files().at(cls.file);
    if (f.kind(cls.node) != Kind::kClassDefinition) return {};
    for (NodeId decorator : DecoratorsOf(f, cls.node)) {
      Maker maker = MakerOfDecorator(infer_, f, decorator);
      if (maker.kind != Maker::Kind::kNothing) return maker;
    }
    const ClassInfo& info = infer_.classes().At(cls.file, cls.node);
    if (info.is_typed_dict) return {Maker::Kind::kDictionary, true};
    for (TypeId base : info.bases) {
      const TypeData& data = infer_.table()[base];
      if (data.form == Form::kUnknown && IsKnownBase(data.text)) return MakerOfUnknown(data.text);
      if (data.form != Form::kClass) continue;
      if (infer_.files().PathOf(data.file, data.node) == "typing.NamedTuple") {
        return {Maker::Kind::kTuple};
      }
    }
    // Behind a class that makes its subclasses so, or whose metaclass does.
    for (size_t k = i + 1; k < ancestors_.size(); ++k) {
      const TypeData& above = infer_.table()[ancestors_[k]];
      if (above.form == Form::kUnknown && IsKnownBase(above.text)) {
        return MakerOfUnknown(above.text);
      }
      if (above.form != Form::kClass) continue;
      if (IsModelOfDjango(infer_.files().PathOf(above.file, above.node))) {
        return {Maker::Kind::kColumns, true};
      }
      const File& other = infer_.files().at(above.file);
      if (auto transform = TransformOf(other, above.node)) return *transform;
      const TypeData& meta = infer_.table()[infer_.classes().At(above.file, above.node).metaclass];
      if (meta.form != Form::kClass) continue;
      if (auto transform = TransformOf(infer_.files().at(meta.file), meta.node)) {
        return *transform;
      }
    }
    return {};
  }

  std::optional<Fields> Collect(size_t first) {
    for (size_t i = ancestors_.size(); i-- > first;) {
      const TypeData& cls = infer_.table()[ancestors_[i]];
      if (cls.form != Form::kClass) continue;
      const File& f = infer_.files().at(cls.file);
      if (f.kind(cls.node) != Kind::kClassDefinition) continue;
      const Maker maker = MakerOf(i);
      if (maker.kind != Maker::Kind::kNothing) AddFieldsOfBody(f, cls.node, maker);
    }
    std::stable_partition(fields_.begin(), fields_.end(),
                          [](const MadeParameter& p) { return !p.keyword_only; });
    return std::move(fields_);
  }

  void Add(const MadeParameter& field) {
    auto same = std::find_if(fields_.begin(), fields_.end(),
                             [&](const MadeParameter& p) { return p.name == field.name; });
    if (same == fields_.end()) {
      fields_.push_back(field);
    } else {
      *same = field;
    }
  }

  // Whether the call makes a class that has fields.
  bool AddFieldsOfCall(const File& f, NodeId call) {
    std::string_view name = CalledName(f, call);
    if (name == "type" || MakesNamespace(f, call) || infer_.classes().At(f.number, call).is_enum)
      return false;
    for (const MadeField& field : FieldsOfCall(f, call)) {
      Add({field.name, &f, field.annotation, false, false});
    }
    // namedtuple("P", "x y", defaults=[...]): of the last ones.
    NodeId defaults = KeywordOf(f, call, "defaults");
    if (defaults == kNoNode) return true;
    size_t count = 0;
    for (NodeId c = f.first(defaults); c != kNoNode; c = f.next(c)) ++count;
    if (f.kind(defaults) != Kind::kList && f.kind(defaults) != Kind::kTuple) {
      count = fields_.size();
    }
    for (size_t i = 0; i < std::min(count, fields_.size()); ++i) {
      fields_[fields_.size() - 1 - i].has_default = true;
    }
    return true;
  }

  void AddFieldsOfBody(const File& f, NodeId cls, const Maker& maker) {
    NodeId body = f.child(cls, Field::kBody);
    if (body == kNoNode) return;
    bool keyword_only = maker.keyword_only;
    const bool total = TotalOf(f, cls);
    for (NodeId statement = f.first(body); statement != kNoNode; statement = f.next(statement)) {
      NodeId assignment =
          f.kind(statement) == Kind::kExpressionStatement ? f.first(statement) : statement;
      if (assignment == kNoNode || f.kind(assignment) != Kind::kAssignment) continue;
      NodeId name = f.child(assignment, Field::kLeft);
      if (name == kNoNode || f.kind(name) != Kind::kIdentifier || f.is_hidden(name)) continue;
      NodeId type = f.child(assignment, Field::kType);
      if (type != kNoNode && f.text(type).ends_with("KW_ONLY") && !f.hides_in(type)) {
        keyword_only = true;
        continue;
      }
      MadeParameter field{f.text(name), &f, type, maker.kind == Maker::Kind::kColumns,
                          keyword_only};
      if (maker.kind == Maker::Kind::kColumns) {
        AddColumn(f, f.child(assignment, Field::kRight), field);
        continue;
      }
      if (!ReadField(f, assignment, maker, field)) continue;
      if (maker.kind == Maker::Kind::kDictionary) field.has_default = !total;
      Add(field);
    }
  }

  // CharField(...), models.ForeignKey(...), which also has the key of what it stands for.
  void AddColumn(const File& f, NodeId value, MadeParameter field) {
    if (value == kNoNode || f.kind(value) != Kind::kCall) return;
    const std::string_view made_by = CalledName(f, value);
    if (!made_by.ends_with("Field") && !made_by.ends_with("ForeignKey")) return;
    if (made_by == "ManyToManyField" && !to_ask_) return;
    Add(field);
    if (made_by != "ForeignKey" && made_by != "OneToOneField") return;
    field.name = infer_.Keep(std::string(field.name) + "_id");
    Add(field);
  }

  // TypedDict, total=False
  static bool TotalOf(const File& f, NodeId cls) {
    NodeId list = f.child(cls, Field::kSuperclasses);
    for (NodeId c = list == kNoNode ? kNoNode : f.first(list); c != kNoNode; c = f.next(c)) {
      if (f.kind(c) != Kind::kKeywordArgument) continue;
      NodeId name = f.child(c, Field::kName), value = f.child(c, Field::kValue);
      if (name != kNoNode && value != kNoNode && f.text(name) == "total") {
        return f.text(value) != "False";
      }
    }
    return true;
  }

  // What an assignment says of the parameter it becomes; false if it becomes none.
  static bool ReadField(const File& f, NodeId assignment, const Maker& maker,
                        MadeParameter& field) {
    NodeId value = f.child(assignment, Field::kRight);
    const bool is_call = value != kNoNode && f.kind(value) == Kind::kCall;
    static constexpr std::string_view kSpecifiers[] = {"field", "Field", "ib", "attrib", "attr"};
    const bool specifies = is_call && IsOneOf(CalledName(f, value), kSpecifiers);
    if (field.annotation == kNoNode) {
      if (maker.kind != Maker::Kind::kAttributes || !specifies) return false;
    } else {
      std::string_view type = f.text(field.annotation);
      const bool is_of_class = type.find("ClassVar") < type.find('[') || type == "ClassVar";
      if (is_of_class && !f.hides_in(field.annotation)) return false;
    }
    field.has_default = value != kNoNode;
    if (maker.kind == Maker::Kind::kAttributes) {
      field.name.remove_prefix(std::min(field.name.find_first_not_of('_'), field.name.size()));
    } else if (maker.keyword_only && field.name.starts_with('_')) {
      return false;  // private to models
    }
    if (!specifies) return !field.name.empty();
    if (IsKeyword(f, value, "init", "False")) return false;
    if (IsKeyword(f, value, "kw_only", "True")) field.keyword_only = true;
    field.has_default = false;
    for (std::string_view given : {"default", "default_factory", "factory"}) {
      field.has_default |= KeywordOf(f, value, given) != kNoNode;
    }
    const std::vector<WrittenArgument> arguments = WrittenArguments(f, value);
    if (!arguments.empty() && arguments[0].keyword.empty()) {
      field.has_default = f.text(arguments[0].node) != "...";
    }
    if (NodeId alias = KeywordOf(f, value, "alias"); alias != kNoNode) {
      if (f.kind(alias) == Kind::kString) field.name = StringText(f.text(alias));
    }
    return !field.name.empty();
  }

  Infer& infer_;
  const std::vector<TypeId> ancestors_;
  const bool to_ask_;
  Fields fields_;
};

}  // namespace

std::optional<Fields> MadeConstructor(Infer& infer, TypeId callee) {
  if (infer.table().form(callee) != Form::kClass) return std::nullopt;
  return Reader(infer, callee, false).Read();
}

std::optional<Fields> AskedFields(Infer& infer, const File& f, NodeId call) {
  static constexpr std::string_view kAsking[] = {"filter", "exclude", "get", "aget"};
  static constexpr std::string_view kSetting[] = {"create",           "update",  "get_or_create",
                                                  "update_or_create", "acreate", "aupdate"};
  const NodeId callee = f.child(call, Field::kFunction);
  if (callee == kNoNode || f.kind(callee) != Kind::kAttribute) return std::nullopt;
  const bool is_asking = IsOneOf(CalledName(f, call), kAsking);
  if (!is_asking && !IsOneOf(CalledName(f, call), kSetting)) return std::nullopt;
  // Back to the manager, over what is called on the way.
  constexpr int kMaxCalls = 20;
  NodeId manager = f.child(callee, Field::kObject);
  for (int i = 0; i < kMaxCalls && manager != kNoNode; ++i) {
    if (f.kind(manager) == Kind::kCall) {
      manager = f.child(manager, Field::kFunction);
      continue;
    }
    if (f.kind(manager) != Kind::kAttribute) return std::nullopt;
    const NodeId name = f.child(manager, Field::kAttribute);
    const NodeId object = f.child(manager, Field::kObject);
    if (name == kNoNode || object == kNoNode) return std::nullopt;
    if (!f.is_hidden(name) && (f.text(name) == "objects" || f.text(name) == "_default_manager")) {
      const TypeId model = infer.TypeOf(f, object);
      if (infer.table().form(model) != Form::kClass) return std::nullopt;
      return Reader(infer, model, is_asking).Read();
    }
    manager = object;
  }
  return std::nullopt;
}

std::optional<Fields> ReplacedFields(Infer& infer, const File& f, NodeId call) {
  static constexpr std::string_view kNames[] = {"replace", "evolve", "_replace"};
  static constexpr std::string_view kPaths[] = {"dataclasses.replace", "copy.replace",
                                                "attr.evolve", "attrs.evolve"};
  if (!IsOneOf(CalledName(f, call), kNames)) return std::nullopt;
  TypeId object = kUnknownType;
  const TypeId called = infer.TypeOf(f, f.child(call, Field::kFunction));
  for (TypeId callee : infer.table().Alternatives(called)) {
    const TypeData data = infer.table()[callee];
    const bool is_function = data.form == Form::kFunction;
    const std::string path = is_function ? infer.files().PathOf(data.file, data.node) : data.text;
    if (is_function && path.ends_with("._replace") && !data.arguments.empty()) {
      object = data.arguments[0];
    } else if (IsOneOf(path, kPaths)) {
      const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
      if (!arguments.empty() && arguments[0].keyword.empty() && !arguments[0].splat) {
        object = infer.TypeOf(f, arguments[0].node);
      }
    }
  }
  for (TypeId alternative : infer.table().Alternatives(object)) {
    if (infer.table().form(alternative) != Form::kInstance) continue;
    auto fields =
        MadeConstructor(infer, infer.table().ClassOf(infer.table().Grounded(alternative)));
    if (!fields) continue;
    for (MadeParameter& field : *fields) field.has_default = field.keyword_only = true;
    return fields;
  }
  return std::nullopt;
}

}  // namespace fastnode::types
