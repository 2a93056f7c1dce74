// The settings module is the one that manage.py names, else one of those that projects usually
// have. What it does not bind is what Django's own says.
#include "analyze/types/infer/django.h"

#include <algorithm>
#include <string>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/decorators.h"
#include "analyze/types/file/import_statement.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"
#include "analyze/types/infer/infer.h"
#include "analyze/types/infer/known_classes.h"
#include "analyze/types/infer/module_members.h"
#include "analyze/types/infer/names.h"
#include "analyze/types/infer/open_parameter.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr std::string_view kDefaults = "django.conf.global_settings";
constexpr std::string_view kUserModel = "AUTH_USER_MODEL";
constexpr std::string_view kUsualUser = "auth.User";
constexpr int kMaxPackagesUp = 3;
constexpr size_t kMaxRegistered = 8;

// Whether an object's own class is that of a module.
bool IsOf(Infer& infer, TypeId object, std::string_view module, std::string_view cls) {
  const TypeData& data = infer.table()[object];
  if (data.form != Form::kInstance) return false;
  const File& f = infer.files().at(data.file);
  if (f.module->path() != module) return false;
  const NodeId name = f.child(data.node, Field::kName);
  return name != kNoNode && f.text(name) == cls;
}

bool IsSettings(Infer& infer, TypeId object) {
  return IsOf(infer, object, "django.conf", "LazySettings");
}

// os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
std::string NamedByManage(const File& f) {
  for (const auto& [name, call] : f.module->CallsOf("setdefault")) {
    const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
    if (arguments.size() != 2 || f.kind(arguments[1].node) != Kind::kString) continue;
    if (StringText(f.text(arguments[0].node)) != "DJANGO_SETTINGS_MODULE") continue;
    return std::string(StringText(f.text(arguments[1].node)));
  }
  return "";
}

// The project's settings, or null.
const File* SettingsModule(Infer& infer) {
  Files& files = infer.files();
  const std::string& here = files.environment().standing().module;
  const std::string top = here.substr(0, here.find('.'));
  for (const std::string& manage : {std::string("manage"), top + ".manage"}) {
    const File* f = files.Find(manage);
    const std::string named = f == nullptr ? "" : NamedByManage(*f);
    if (named.empty()) continue;
    for (const std::string& path : {named, top + "." + named}) {
      if (const File* settings = files.Find(path)) return settings;
    }
  }
  for (const std::string& path : {top + ".settings", std::string("config.settings")}) {
    if (path.starts_with('.')) continue;
    if (const File* settings = files.Find(path)) return settings;
  }
  return nullptr;
}

bool IsNameOfSetting(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

TypeId ClassIn(Infer& infer, const File* f, std::string_view name) {
  if (f == nullptr) return kUnknownType;
  const TypeId value = ModuleMember(infer, f->module->path(), name);
  return infer.table().form(value) == Form::kClass ? value : kUnknownType;
}

// The string that the settings bind to a name, or "".
std::string_view TextOfSetting(const File& settings, std::string_view name) {
  const VariableId variable = settings.module->Find(bind::kModuleScope, name);
  if (variable == kNone) return "";
  const NodeId assignment = settings.parent(settings.variable(variable).references[0].node);
  const NodeId value = settings.kind(assignment) == Kind::kAssignment
                           ? settings.child(assignment, Field::kRight)
                           : NodeId(kNoNode);
  const bool is_text = value != kNoNode && settings.kind(value) == Kind::kString;
  return is_text && !settings.hides_in(assignment) ? StringText(settings.text(value)) : "";
}

// Whether a file imports from a package.
bool ImportsFrom(const File& f, std::string_view package) {
  for (VariableId v : f.module->VariablesOf(bind::kModuleScope)) {
    const bind::Reference& first = f.variable(v).references[0];
    if (first.kind != bind::ReferenceKind::kImport || f.is_hidden(first.node)) continue;
    const std::optional<ImportedName> imported = ReadImport(f, first.node);
    if (!imported || !imported->module.starts_with(package)) continue;
    if (imported->module.size() == package.size() || imported->module[package.size()] == '.') {
      return true;
    }
  }
  return false;
}

// admin.site.register(Book, BookAdmin), admin.site.register([Book, Author], BookAdmin)
TypeId RegisteredBeside(Infer& infer, const File& f, NodeId cls) {
  const NodeId name = f.child(cls, Field::kName);
  if (name == kNoNode || f.is_hidden(name)) return kUnknownType;
  std::vector<TypeId> models;
  for (const auto& [called, call] : f.module->CallsOf("register")) {
    const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
    if (arguments.size() != 2 || !arguments[0].keyword.empty()) continue;
    if (f.text(arguments[1].node) != f.text(name) || f.is_hidden(called)) continue;
    if (f.hides_in(arguments[1].node)) continue;
    const TypeId given = infer.TypeOf(f, arguments[0].node);
    const bool is_class = infer.table().form(given) == Form::kClass;
    models.push_back(is_class ? given : infer.Element(given));
    if (models.size() == kMaxRegistered) break;
  }
  const TypeId model = infer.table().Union(models);
  for (TypeId one : infer.table().Alternatives(model)) {
    if (infer.table().form(one) != Form::kClass) return kUnknownType;
  }
  return model;
}

// The class that is passed to what decorates an object's own class: @admin.register(Book).
TypeId RegisteredModel(Infer& infer, TypeId object) {
  const TypeData data = infer.table()[object];
  const File& f = infer.files().at(data.file);
  if (f.kind(data.node) != Kind::kClassDefinition) return kUnknownType;
  for (NodeId decorator : DecoratorsOf(f, data.node)) {
    const NodeId call = f.next(f.first(decorator));
    if (DecoratorName(f, decorator) != "register" || f.kind(call) != Kind::kCall) continue;
    const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
    if (arguments.size() != 1 || !arguments[0].keyword.empty()) continue;
    const TypeId model = infer.TypeOf(f, arguments[0].node);
    if (infer.table().form(model) == Form::kClass) return model;
  }
  return RegisteredBeside(infer, f, data.node);
}

// The class that an object's own class names as `model`, or its `Meta`, its `queryset` or its
// decorator does.
TypeId KeptModel(Infer& infer, TypeId object) {
  const TypeId cls = infer.table().ClassOf(object);
  for (TypeId holder : {cls, infer.TypeOfMember(cls, "Meta")}) {
    const TypeId model = IsKnown(holder) ? infer.TypeOfMember(holder, "model") : kUnknownType;
    if (infer.table().form(model) == Form::kClass) return model;
  }
  const TypeId row = OpenArgument(infer, infer.TypeOfMember(cls, "queryset"));
  return IsKnown(row) ? infer.table().ClassOf(row) : RegisteredModel(infer, object);
}

struct KeptRow {
  std::string_view module, cls, name;
  bool is_many = false;
};
constexpr KeptRow kKeptRows[] = {
    {"django.contrib.admin.options", "BaseModelAdmin", "get_queryset", true},
    {"django.views.generic.detail", "SingleObjectMixin", "object"},
    {"django.views.generic.detail", "SingleObjectMixin", "get_object"},
    {"django.forms.models", "BaseModelForm", "instance"},
    {"django.forms.models", "BaseModelForm", "save"},
};

}  // namespace

TypeId SettingOf(Infer& infer, TypeId object, std::string_view name) {
  if (!IsNameOfSetting(name) || !IsSettings(infer, object)) return kUnknownType;
  if (const File* settings = SettingsModule(infer)) {
    const VariableId variable = settings->module->Find(bind::kModuleScope, name);
    if (variable != kNone) return VariableValue(infer, *settings, variable);
    if (const std::string star = infer.files().StarModule(*settings, name); !star.empty()) {
      return ModuleMember(infer, star, name);
    }
  }
  const File* defaults = infer.files().Find(kDefaults);
  const VariableId variable =
      defaults == nullptr ? VariableId(kNone) : defaults->module->Find(bind::kModuleScope, name);
  return variable == kNone ? kUnknownType : VariableValue(infer, *defaults, variable);
}

std::vector<std::string_view> NamesOfSettings(Infer& infer, TypeId object) {
  std::vector<std::string_view> names;
  if (!IsSettings(infer, object)) return names;
  for (const File* f : {SettingsModule(infer), infer.files().Find(kDefaults)}) {
    if (f == nullptr) continue;
    for (std::string_view name : infer.files().Exported(*f)) {
      if (IsNameOfSetting(name)) names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

TypeId UserModel(Infer& infer, const File& f) {
  const File* settings = SettingsModule(infer);
  const std::string_view named = settings == nullptr ? "" : TextOfSetting(*settings, kUserModel);
  return ModelNamed(infer, f, named.empty() ? kUsualUser : named);
}

bool NamesUserModel(const File& f, NodeId expression) {
  if (f.kind(expression) != Kind::kAttribute) return false;
  const NodeId name = f.child(expression, Field::kAttribute);
  return name != kNoNode && f.text(name) == kUserModel && !f.is_hidden(name);
}

TypeId ModelNamed(Infer& infer, const File& f, std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == name.npos) return ClassIn(infer, &f, name);
  const std::string package(name.substr(0, dot));
  name = name.substr(dot + 1);
  // A package beside the file's own, or one that stands on the path.
  std::string around = f.module->path();
  for (int up = 0; up < kMaxPackagesUp && !around.empty(); ++up) {
    const size_t end = around.rfind('.');
    around = end == around.npos ? "" : around.substr(0, end);
    const std::string path = around.empty() ? package : around + "." + package;
    for (const std::string& module : {path + ".models", path}) {
      const TypeId cls = ClassIn(infer, infer.files().Find(module), name);
      if (IsKnown(cls)) return cls;
    }
  }
  return ClassIn(infer, infer.files().Find("django.contrib." + package + ".models"), name);
}

TypeId ModelKept(Infer& infer, TypeId object) { return KeptModel(infer, object); }

TypeId RowKept(Infer& infer, TypeId object, std::string_view name) {
  for (const KeptRow& row : kKeptRows) {
    if (row.name != name || !infer.classes().Inherits(object, row.module, row.cls)) continue;
    const TypeId model = KeptModel(infer, object);
    if (!row.is_many) return infer.table().InstanceOf(model);
    return infer.CallMethod(infer.TypeOfMember(model, "objects"), "get_queryset", {});
  }
  return kUnknownType;
}

TypeId WithRowsOfKept(Infer& infer, TypeId object, TypeId rows) {
  if (infer.table().form(rows) == Form::kUnion) {
    const auto all = infer.table().Alternatives(rows);
    std::vector<TypeId> types(all.begin(), all.end());
    for (TypeId& type : types) type = WithRowsOfKept(infer, object, type);
    return infer.table().Union(types);
  }
  const TypeData& data = infer.table()[rows];
  if (data.form != Form::kInstance || infer.files().at(data.file).module->is_stub()) return rows;
  if (IsKnown(OpenArgument(infer, rows))) return rows;
  if (!IsKnown(infer.classes().At(data.file, data.node).open)) return rows;
  const TypeId model = KeptModel(infer, object);
  if (!IsKnown(model)) return rows;
  return WithOpenArgument(infer, rows, infer.table().InstanceOf(model));
}

std::optional<TypeId> TextOfQuery(Infer& infer, TypeId object) {
  // The files of a request.
  if (IsOf(infer, object, "django.utils.datastructures", "MultiValueDict")) {
    return LibraryInstance(infer, "django.core.files.uploadedfile", "UploadedFile");
  }
  const bool is_query = IsOf(infer, object, "django.http.request", "QueryDict");
  return is_query ? std::optional(Instance(infer, "str")) : std::nullopt;
}

TypeId AddedToRequest(Infer& infer, TypeId object, std::string_view name) {
  if (name != "user" && name != "session") return kUnknownType;
  if (!infer.classes().Inherits(object, "django.http.request", "HttpRequest")) return kUnknownType;
  if (name == "user") return infer.table().InstanceOf(UserModel(infer, infer.files().at_hand()));
  return LibraryInstance(infer, "django.contrib.sessions.backends.base", "SessionBase");
}

std::vector<std::string_view> NamesAddedToRequest(Infer& infer, TypeId object) {
  std::vector<std::string_view> names;
  if (infer.table().form(object) != Form::kInstance) return names;
  for (std::string_view name : {"session", "user"}) {
    if (IsKnown(AddedToRequest(infer, object, name))) names.push_back(name);
  }
  return names;
}

TypeId LabelOfChoice(Infer& infer, TypeId object, std::string_view name) {
  if (name != "label" || !infer.classes().Inherits(object, "django.db.models.enums", "Choices")) {
    return kUnknownType;
  }
  return Instance(infer, "str");
}

std::optional<TypeId> ObjectOr404(Infer& infer, TypeId asked, bool is_list) {
  const bool is_class = infer.table().form(asked) == Form::kClass;
  const TypeId object = is_class ? infer.table().InstanceOf(asked) : OpenArgument(infer, asked);
  if (!IsKnown(object)) return std::nullopt;
  return is_list ? Instance(infer, "list", {object}) : object;
}

TypeId FormOfView(Infer& infer, const File& f, NodeId function, NodeId parameter) {
  if (f.text(parameter) != "form" || f.is_hidden(parameter)) return kUnknownType;
  const NodeId cls = ClassOfFunction(f, function);
  if (cls == kNoNode) return kUnknownType;
  const TypeId view = infer.table().Class(f.number, cls);
  if (!infer.classes().Inherits(view, "django.views.generic.edit", "FormMixin")) {
    return kUnknownType;
  }
  const TypeId form = infer.TypeOfMember(view, "form_class");
  return infer.table().form(form) == Form::kClass ? infer.table().InstanceOf(form) : kUnknownType;
}

TypeId RequestOfView(Infer& infer, const File& f, NodeId function, NodeId parameter) {
  if (f.text(parameter) != "request" || f.is_hidden(parameter)) return kUnknownType;
  const NodeId name = f.child(function, Field::kName);
  if (name == kNoNode || f.text(name).starts_with("test") || f.is_hidden(name)) return kUnknownType;
  TypeId request = kUnknownType;
  if (ImportsFrom(f, "rest_framework")) {
    request = LibraryInstance(infer, "rest_framework.request", "Request");
  } else if (ImportsFrom(f, "django")) {
    request = LibraryInstance(infer, "django.http.request", "HttpRequest");
  }
  return IsKnown(request) ? infer.table().Guessed(request) : kUnknownType;
}

}  // namespace fastnode::types
