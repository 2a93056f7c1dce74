#include "predict/strings/written_keys.h"

#include <algorithm>
#include <memory>
#include <string>

#include "analyze/types/file/module.h"
#include "predict/fit/callers.h"
#include "predict/imports/star_names.h"
#include "predict/strings/string_values.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr size_t kMaxFields = 200;

// Keys of a display, or keywords of a call. Keys that are no strings stand there as code; names are
// offered without this.
void AddItems(const ast::Tree& tree, NodeId items, Keys& keys) {
  for (NodeId item = tree.FirstChild(items); item != kNoNode; item = tree.NextSibling(item)) {
    const Kind kind = tree[item].kind;
    if (kind != Kind::kPair && kind != Kind::kKeywordArgument) continue;
    keys.Add(KeyOf(tree, item), 1);
    const NodeId key = kind == Kind::kPair ? tree.Child(item, Field::kKey) : NodeId(kNoNode);
    if (key == kNoNode) continue;
    if (tree[key].kind == Kind::kString && !IsBytes(tree.Text(key))) continue;
    if (tree[key].kind != Kind::kIdentifier) keys.AddCode(tree.Text(key), 1);
  }
}

// Of another file what it writes out there and then.
void AddPlain(const ast::Tree& tree, const WrittenValues::Nodes& dictionaries, Keys& keys) {
  for (NodeId one : dictionaries) {
    const Kind kind = tree[one].kind;
    if (kind == Kind::kDictionary) AddItems(tree, one, keys);
    if (kind == Kind::kSubscript) {
      const NodeId key = tree.Child(one, Field::kSubscript);
      if (key != kNoNode && tree[key].kind == Kind::kString) {
        keys.Add(PlainUnquoted(tree.Text(key)), 0.5F);
      }
    }
    const std::string_view name = kind == Kind::kCall ? NameOfCallee(tree, one) : "";
    const NodeId arguments =
        kind == Kind::kCall ? tree.Child(one, Field::kArguments) : NodeId(kNoNode);
    if ((name == "dict" || name == "update") && arguments != kNoNode) {
      AddItems(tree, arguments, keys);
    }
  }
}

}  // namespace

NodeId FieldNamesIn(const ast::Tree& tree, NodeId arguments) {
  NodeId second = kNoNode;
  size_t position = 0;
  for (NodeId c = tree.FirstChild(arguments); c != kNoNode; c = tree.NextSibling(c), ++position) {
    if (tree[c].kind == Kind::kKeywordArgument) {
      if (KeyOf(tree, c) == "fieldnames") return tree.Child(c, Field::kValue);
    } else if (position == 1) {
      second = c;
    }
  }
  return second;
}

void AddFieldsOfType(types::TypeEvaluator& types, const types::Type& type, Keys& keys) {
  const types::TypeEvaluator::Definition definition = types.DefinitionOf(type);
  if (definition.module != nullptr) {
    const ast::Tree& tree = definition.module->tree();
    const NodeId body = tree.Child(definition.node, Field::kBody);
    for (NodeId s = body == kNoNode ? body : tree.FirstChild(body); s != kNoNode;
         s = tree.NextSibling(s)) {
      const NodeId first = tree.FirstChild(s);
      if (first == kNoNode || tree[first].kind != Kind::kAssignment) continue;
      const NodeId left = tree.Child(first, Field::kLeft);
      const bool is_declared = tree.Child(first, Field::kType) != kNoNode;
      if (is_declared && left != kNoNode) keys.Add(tree.Text(left), 1);
    }
  }
  std::vector<types::Member> fields;
  for (const types::Member& member : types.Members(type)) {
    const bool is_field = member.kind == types::MemberKind::kVariable &&
                          !member.name.starts_with("__") && !member.name.starts_with("model_") &&
                          member.origin != types::MemberOrigin::kInherited;
    if (is_field && fields.size() < kMaxFields) fields.push_back(member);
  }
  std::stable_sort(fields.begin(), fields.end(),
                   [](const types::Member& a, const types::Member& b) { return a.node < b.node; });
  for (const types::Member& field : fields) {
    if (!keys.Has(field.name)) keys.Add(field.name, field.name[0] == '_' ? 0.1F : 0.9F);
  }
}

bool WrittenKeys::AddOf(NodeId expression, Keys& keys) {
  return AddAll(written_.DictionariesOf(expression), keys);
}

bool WrittenKeys::AddIn(NodeId iterable, Keys& keys) {
  return AddAll(written_.DictionariesIn(iterable), keys);
}

bool WrittenKeys::AddAll(const WrittenValues::Nodes& dictionaries, Keys& keys) {
  const std::vector<WrittenValues::Imported> imported = written_.imported();
  AddPlain(tree_, dictionaries, keys);
  for (NodeId one : dictionaries) AddOne(one, keys);
  return AddImported(imported, keys) || !dictionaries.empty();
}

// What takes more than a look at the tree.
void WrittenKeys::AddOne(NodeId dictionary, Keys& keys) {
  switch (tree_[dictionary].kind) {
    case Kind::kCall:
      return AddMade(dictionary, keys);
    case Kind::kAttribute:
      return AddFieldsOf(tree_.Child(dictionary, Field::kObject), keys);
    case Kind::kArgumentList:
      return AddNamesOfRow(dictionary, keys);
    case Kind::kIdentifier:
      for (std::string_view name : Callers(index_, dictionary).OtherKeywords()) keys.Add(name, 1);
      return;
    default:
      return;
  }
}

// asdict(x), vars(x), x._asdict(), x.model_dump(), x.dict()
void WrittenKeys::AddMade(NodeId call, Keys& keys) {
  const std::string_view name = NameOfCallee(tree_, call);
  const NodeId callee = tree_.Child(call, Field::kFunction),
               arguments = tree_.Child(call, Field::kArguments);
  if (arguments == kNoNode) return;
  if (name == "asdict" || name == "vars") return AddFieldsOf(tree_.FirstChild(arguments), keys);
  const bool is_method = tree_[callee].kind == Kind::kAttribute;
  if (is_method && (name == "_asdict" || name == "model_dump" || name == "dict")) {
    AddFieldsOf(tree_.Child(callee, Field::kObject), keys);
  }
}

void WrittenKeys::AddFieldsOf(NodeId object, Keys& keys) {
  if (object == kNoNode) return;
  const types::Type type = types_.TypeOf(object);
  if (type.kind == types::Type::Kind::kInstance) AddFieldsOfType(types_, type, keys);
}

bool WrittenKeys::AddColumnsOf(NodeId writer, Keys& keys) {
  for (NodeId call : written_.HoldersOf(writer)) {
    if (NameOfCallee(tree_, call) == "DictWriter") {
      AddNamesOfRow(tree_.Child(call, Field::kArguments), keys);
    }
  }
  return !keys.empty();
}

void WrittenKeys::AddNamesOfRow(NodeId arguments, Keys& keys) {
  const NodeId names = FieldNamesIn(tree_, arguments);
  if (names == kNoNode) return;
  for (std::string_view name : written_.StringsIn(names)) keys.Add(name, 1);
}

bool WrittenKeys::AddImported(const std::vector<WrittenValues::Imported>& names, Keys& keys) {
  bool found = false;
  for (const auto& [name, within] : names) {
    NodeId statement = tree_[name].parent;
    std::string_view imported = tree_.Text(name);
    if (statement != kNoNode && tree_[statement].kind == Kind::kAliasedImport) {
      const NodeId own = tree_.Child(statement, Field::kName);
      if (own != kNoNode) imported = tree_.Text(own);
      statement = tree_[statement].parent;
    }
    while (statement != kNoNode && tree_[statement].kind == Kind::kDottedName) {
      statement = tree_[statement].parent;
    }
    if (statement == kNoNode || tree_[statement].kind != Kind::kImportFromStatement) continue;
    const NodeId module = tree_.Child(statement, Field::kModuleName);
    if (module != kNoNode) found |= AddFromModule(tree_.Text(module), imported, within, keys);
  }
  return found;
}

// The name may be of a dictionary of the module, or of a function that gives one back.
bool WrittenKeys::AddFromModule(std::string_view written, std::string_view name,
                                const std::vector<std::string>& within, Keys& keys) {
  const std::string path = AbsoluteModule(environment_.standing().package, written);
  const std::shared_ptr<const types::Module> module = environment_.Find(path);
  if (module == nullptr) return false;
  const bind::VariableId variable = module->Find(bind::kModuleScope, name);
  if (variable == bind::kNone) return false;
  WrittenValues there(module->index(), nullptr);
  WrittenValues::Nodes found = there.DictionariesOfVariable(variable, within);
  for (const bind::Reference& one : module->index().variables[variable].references) {
    if (one.kind != bind::ReferenceKind::kFunction) continue;
    for (NodeId node : there.DictionariesReturnedBy(module->tree()[one.node].parent, within)) {
      found.push_back(node);
    }
  }
  AddPlain(module->tree(), found, keys);
  return !found.empty();
}

}  // namespace fastnode::predict
