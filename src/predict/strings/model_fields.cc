// A decorator asks for fields of the class that it stands in: of its own text first, since a class
// that is being written may not be understood. A method asks for those of what it is called on.
#include "predict/strings/model_fields.h"

#include <set>
#include <string>
#include <string_view>

#include "predict/fit/private_names.h"
#include "predict/fit/written_values.h"
#include "predict/strings/string_values.h"
#include "predict/strings/written_keys.h"
#include "support/is_any_of.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

class ModelFields {
 public:
  ModelFields(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place, Keys& keys)
      : tree_(index.tree), types_(types), place_(place), keys_(keys) {}

  bool Add() {
    const NodeId up = tree_[place_].parent;
    if (up == kNoNode) return false;
    if (tree_[up].kind == Kind::kArgumentList) return AddValidated(up);
    const bool is_key = tree_[up].kind == Kind::kPair && tree_.Child(up, Field::kKey) == place_;
    const NodeId display = is_key ? tree_[up].parent : up;
    const bool is_display = display != kNoNode && (tree_[display].kind == Kind::kDictionary ||
                                                   tree_[display].kind == Kind::kSet);
    return is_display && AddOfCall(display);
  }

 private:
  // @field_validator("|")
  bool AddValidated(NodeId list) {
    const NodeId call = tree_[list].parent;
    if (!IsAnyOf(NameOfCallee(tree_, call),
                 {"field_validator", "field_serializer", "validator", "validates"})) {
      return false;
    }
    const NodeId cls = ClassRound(tree_, call);
    if (cls == kNoNode) return false;
    std::set<std::string_view> given;
    for (NodeId c = tree_.FirstChild(list); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kString) given.insert(PlainUnquoted(tree_.Text(c)));
    }
    Keys fields;
    const NodeId name = tree_.Child(cls, Field::kName);
    if (name != kNoNode) AddFieldsOfType(types_, types_.TypeOf(name), fields);
    AddSome(fields, given);
    return !keys_.empty();
  }

  // The call that a dictionary is passed to.
  bool AddOfCall(NodeId display) {
    NodeId up = tree_[display].parent;
    if (up == kNoNode) return false;
    std::string_view keyword;
    if (tree_[up].kind == Kind::kKeywordArgument) {
      keyword = KeyOf(tree_, up);
      up = tree_[up].parent;
    }
    if (up == kNoNode || tree_[up].kind != Kind::kArgumentList) return false;
    const NodeId call = tree_[up].parent;
    const NodeId callee = call == kNoNode ? call : tree_.Child(call, Field::kFunction);
    if (callee == kNoNode || tree_[callee].kind != Kind::kAttribute) return false;
    const std::string_view name = NameOfCallee(tree_, call);
    const bool is_copy = IsAnyOf(name, {"model_copy", "copy"}) && keyword == "update";
    const bool is_dump = IsAnyOf(name, {"model_dump", "model_dump_json", "dict", "json"}) &&
                         IsAnyOf(keyword, {"include", "exclude"});
    const bool is_made =
        IsAnyOf(name, {"model_validate", "parse_obj", "model_construct"}) && keyword.empty();
    if (!is_copy && !is_dump && !is_made) return false;
    std::set<std::string_view> given;
    for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].kind == Kind::kPair) given.insert(KeyOf(tree_, c));
      if (tree_[c].kind == Kind::kString) given.insert(PlainUnquoted(tree_.Text(c)));
    }
    const types::Type type = types_.TypeOf(tree_.Child(callee, Field::kObject));
    using TypeKind = types::Type::Kind;
    if (type.kind != TypeKind::kInstance && type.kind != TypeKind::kClass) return false;
    if (types_.DefinitionOf(type).module == nullptr) return false;
    Keys fields;
    AddFieldsOfType(types_, type, fields);
    AddSome(fields, given);
    return !keys_.empty();
  }

  void AddSome(const Keys& fields, const std::set<std::string_view>& given) {
    for (const Completion& one : fields.Strings("", '"', INT32_MAX)) {
      const bool is_setting = IsAnyOf(one.text, {"model_config", "Config"});
      if (!is_setting && !given.contains(one.text)) keys_.Add(one.text, one.probability);
    }
  }

  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
  const NodeId place_;
  Keys& keys_;
};

}  // namespace

bool AddModelFields(const bind::FileIndex& index, types::TypeEvaluator& types, NodeId place,
                    Keys& keys) {
  return ModelFields(index, types, place, keys).Add();
}

}  // namespace fastnode::predict
