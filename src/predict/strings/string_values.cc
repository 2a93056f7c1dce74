#include "predict/strings/string_values.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "analyze/bind/path.h"
#include "collect/pack/candidates.h"
#include "predict/fit/enum_members.h"
#include "predict/strings/app_config.h"
#include "predict/strings/environment_names.h"
#include "predict/strings/field_names.h"
#include "predict/strings/match_groups.h"
#include "predict/strings/mirrored_keys.h"
#include "predict/strings/model_fields.h"
#include "predict/strings/named_in_strings.h"
#include "predict/strings/own_name.h"
#include "predict/strings/said_texts.h"
#include "predict/strings/table_names.h"
#include "predict/strings/usual_strings.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr size_t kLongestKey = 200;
constexpr size_t kMaxCode = 40;

// The text that a literal's inside stands for; nothing if it has escapes other than of quotes and
// backslashes.
std::optional<std::string> Unescaped(std::string_view inside) {
  std::string text;
  for (size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == '\\') {
      ++i;
      const bool is_plain =
          i < inside.size() && std::string_view("\\\"'").find(inside[i]) != std::string_view::npos;
      if (!is_plain) return std::nullopt;
    }
    text += inside[i];
  }
  return text;
}

std::string Escaped(std::string_view text, char quote) {
  std::string inside;
  for (char c : text) {
    if (c == quote || c == '\\') inside += '\\';
    inside += c;
  }
  return inside;
}

// Of texts that are modes in which a file is opened, those first that people write, most used
// first (a guess). Gives whether they are. Of `open` not all are known: stubs spell them in every
// order, more than a type has alternatives, and of its overloads the first is that of text files.
bool AddModes(const std::vector<std::string>& texts, bool is_overloaded, Keys& keys) {
  static constexpr std::string_view kModes[] = {"r",  "w", "a",  "rb",  "wb",
                                                "ab", "x", "r+", "rb+", "w+"};
  auto has = [&](std::string_view text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
  };
  const bool is_of_open = has("r+") && has("+r");
  if (!is_of_open && !(has("r") && has("w"))) return false;
  auto worth = static_cast<float>(std::size(kModes));
  for (std::string_view mode : kModes) {
    const bool is_text = mode.find('b') == mode.npos;
    const bool is_possible = is_of_open && (is_text || is_overloaded);
    if (has(mode) || is_possible) keys.Add(mode, worth);
    --worth;
  }
  return true;
}

// Whether letters are those of the last name of `Size.CUP`.
bool FitsLastName(std::string_view code, std::string_view prefix) {
  const size_t dot = code.rfind('.');
  const std::string_view name = code.substr(dot + 1);  // npos + 1 is 0
  return dot != code.npos && !prefix.empty() && !name.empty() &&
         std::all_of(name.begin(), name.end(), ast::IsNameByte) &&
         (name[0] < '0' || name[0] > '9') && pack::Fits(name, prefix);
}

// Most probable first; they sum to 1.
void Normalise(std::vector<Completion>& list) {
  float total = 0;
  for (const Completion& one : list) total += one.probability;
  for (Completion& one : list) one.probability /= total;
  std::stable_sort(list.begin(), list.end(), [](const Completion& a, const Completion& b) {
    return a.probability > b.probability;
  });
}

}  // namespace

void Keys::Put(std::string_view text, bool is_code, float worth) {
  const auto [found, is_new] =
      places_.try_emplace(std::pair(std::string(text), is_code), list_.size());
  if (is_new) list_.push_back({std::string(text), is_code});
  list_[found->second].worth += worth;
}

void Keys::Add(std::string_view key, float worth) {
  if (key.empty() || key.size() > kLongestKey) return;
  if (const std::optional<std::string> text = Unescaped(key)) Put(*text, false, worth);
}

void Keys::AddCode(std::string_view code, float worth) {
  if (code.empty() || code.size() > kMaxCode || code.find('\n') != code.npos) return;
  Put(code, true, worth);
}

std::vector<Completion> Keys::Strings(std::string_view prefix, char quote,
                                      int32_t max_completions) const {
  std::vector<Completion> list;
  for (const Key& key : list_) {
    const std::string inside = Escaped(key.text, quote);
    if (!key.is_code && pack::Fits(inside, prefix)) list.push_back({inside, key.worth, "key"});
  }
  Normalise(list);
  if (std::ssize(list) > max_completions) list.resize(static_cast<size_t>(max_completions));
  return list;
}

std::vector<Completion> Keys::Code(std::string_view prefix, char quote) const {
  const char other = quote == '"' ? '\'' : '"';
  std::vector<Completion> list;
  for (const Key& key : list_) {
    if (!pack::Fits(key.text, prefix) && !(key.is_code && FitsLastName(key.text, prefix))) continue;
    if (key.is_code) {
      list.push_back({key.text, key.worth, "key"});
      continue;
    }
    const bool takes_other =
        key.text.find(quote) != std::string::npos && key.text.find(other) == std::string::npos;
    const char used = takes_other ? other : quote;
    list.push_back({used + Escaped(key.text, used) + used, key.worth, "key"});
  }
  Normalise(list);
  return list;
}

StringValues::StringValues(const bind::FileIndex& index, const Known& known)
    : index_(index),
      tree_(index.tree),
      types_(index, known.environment),
      written_(index, &types_),
      written_keys_(index, known.environment, types_, written_),
      expected_(index, types_) {}

bool StringValues::Read(NodeId place, Keys& keys) {
  const NodeId parent = tree_[place].parent;
  if (parent == kNoNode) return false;
  if (AddOwnName(tree_, place, keys) || AddEnvironmentNames(tree_, place, keys)) return true;
  if (AddNamed(index_, types_, place, keys)) return true;
  if (AddMatchGroups(index_, types_, place, keys)) return true;
  if (AddUsualStrings(tree_, place, keys)) return true;
  if (AddFieldNames(index_, types_, place, keys)) return true;
  if (AddModelFields(index_, types_, place, keys)) return true;
  if (AddTableNames(index_, types_, place, keys)) return true;
  const NodeId round = tree_[parent].parent;
  switch (tree_[parent].kind) {
    case Kind::kSubscript: {
      const NodeId object = tree_.Child(parent, Field::kValue);
      if (object == kNoNode || object == place) return false;
      AddKeysOf(object, place, keys);
      return true;
    }
    case Kind::kComparisonOperator:
      if (const NodeId object = ObjectAskedBy(place); object != kNoNode) {
        AddKeysOf(object, place, keys);
        return !keys.empty();
      }
      return AddLiterals(expected_.Of(place), keys) || AddTextsOfEnum(parent, place, keys);
    case Kind::kDictionary:
    case Kind::kSet:
      return ReadDisplay(parent, place, keys);
    case Kind::kPair:
      if (tree_.Child(parent, Field::kKey) == place) return ReadDisplay(round, place, keys);
      return AddLiterals(expected_.Of(place), keys);
    case Kind::kArgumentList:
      return ReadArgument(round, place, "", keys);
    case Kind::kKeywordArgument:
      if (round == kNoNode || tree_[round].kind != Kind::kArgumentList) return false;
      return ReadArgument(tree_[round].parent, parent,
                          tree_.Text(tree_.Child(parent, Field::kName)), keys);
    default:
      return AddLiterals(expected_.Of(place), keys) || AddLiterals(expected_.OfAsked(place), keys);
  }
}

bool StringValues::ReadQuoted(NodeId place, Keys& keys) {
  const bool is_known = Read(place, keys);
  const bool is_written = tree_[tree_[place].parent].kind == Kind::kPair;
  AddMirrored(index_, types_, place, is_written && !keys.empty(), keys);
  if (keys.empty()) AddSaidTexts(tree_, place, keys);
  return is_known || !keys.empty();
}

bool StringValues::ReadBehind(const std::vector<std::string>& given, NodeId place, Keys& keys) {
  if (tree_[place].parent == kNoNode) return false;
  return AddParameter(index_, types_, place, {given.begin(), given.end()}, keys);
}

bool StringValues::AddLiterals(const types::Type& type, Keys& keys) {
  const std::vector<std::string> texts = types_.LiteralsOf(type);
  const std::vector<std::string> codes = types_.LiteralCodesOf(type);
  for (const std::string& text : texts) keys.Add(text, 1);
  for (const std::string& code : codes) keys.AddCode(code, 1);
  return !texts.empty() || !codes.empty();
}

// What a member of an enumeration, or its value, is compared with.
bool StringValues::AddTextsOfEnum(NodeId comparison, NodeId place, Keys& keys) {
  const NodeId left = tree_.FirstChild(comparison), sign = tree_.NextSibling(left);
  if (left == place || sign == kNoNode) return false;
  if (tree_.Text(sign) != "==" && tree_.Text(sign) != "!=") return false;
  EnumMembers members(index_, types_);
  types::Type type = types_.TypeOf(left);
  if (tree_[left].kind == Kind::kAttribute &&
      tree_.Text(tree_.Child(left, Field::kAttribute)) == "value") {
    type = types_.TypeOf(tree_.Child(left, Field::kObject));
  } else if (!members.IsText(type)) {
    return false;
  }
  if (members.Of(type, place).empty()) return false;
  for (const std::string& text : members.TextsOf(type)) keys.Add(text, 1);
  return !keys.empty();
}

// Color("|")
bool StringValues::AddTextsOfClass(NodeId callee, Keys& keys) {
  const types::Type cls = types_.TypeOf(callee);
  if (cls.kind != types::Type::Kind::kClass) return false;
  const types::Type element = types_.ElementOf(cls);  // by its metaclass
  if (element.kind != types::Type::Kind::kInstance || element.path != cls.path) return false;
  if (element.local != cls.local) return false;
  for (const std::string& text : EnumMembers(index_, types_).TextsOf(element)) keys.Add(text, 1);
  return !keys.empty();
}

// A key of a typed dictionary that is written there, without those that it has; or an element of a
// set.
bool StringValues::ReadDisplay(NodeId display, NodeId place, Keys& keys) {
  const types::Type type = expected_.Of(display);
  if (AddColumns(display, keys)) return true;
  std::set<std::string_view> has;
  for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind == Kind::kPair) has.insert(KeyOf(tree_, c));
    if (tree_[c].kind == Kind::kString) has.insert(PlainUnquoted(tree_.Text(c)));
  }
  for (const std::string& key : types_.KeysOf(type)) {
    if (!has.contains(key)) keys.Add(key, 1);
  }
  const bool is_element = tree_[place].parent == display;
  if (keys.empty() && is_element) AddLiterals(types_.ElementOf(type), keys);
  return !keys.empty();
}

// writer.writerow({"|": 1}): the columns that are no keys of it yet.
bool StringValues::AddColumns(NodeId display, Keys& keys) {
  const NodeId list = tree_[display].parent;
  if (list == kNoNode || tree_[list].kind != Kind::kArgumentList) return false;
  const NodeId call = tree_[list].parent;
  if (NameOfCallee(tree_, call) != "writerow") return false;
  const NodeId callee = tree_.Child(call, Field::kFunction);
  if (tree_[callee].kind != Kind::kAttribute) return false;
  Keys columns;
  if (!written_keys_.AddColumnsOf(tree_.Child(callee, Field::kObject), columns)) return false;
  std::set<std::string_view> has;
  for (NodeId c = tree_.FirstChild(display); c != kNoNode; c = tree_.NextSibling(c)) {
    if (tree_[c].kind == Kind::kPair) has.insert(KeyOf(tree_, c));
  }
  for (const Completion& one : columns.Strings("", '"', INT32_MAX)) {
    if (!has.contains(one.text)) keys.Add(one.text, 1);
  }
  return !keys.empty();
}

bool StringValues::ReadArgument(NodeId call, NodeId argument, std::string_view keyword,
                                Keys& keys) {
  const NodeId callee = call == kNoNode ? NodeId(kNoNode) : tree_.Child(call, Field::kFunction);
  if (callee == kNoNode) return false;
  const bool is_first = tree_.FirstChild(tree_[argument].parent) == argument;
  if (NameOfCallee(tree_, call) == "itemgetter" && keyword.empty()) {
    return AddKeysOfElement(call, keys);
  }
  if (is_first && keyword.empty()) {
    if (const NodeId object = ObjectOfGetter(callee); object != kNoNode) {
      AddKeysOf(object, argument, keys);
      return true;
    }
  }
  if (is_first && keyword.empty() && AddTextsOfClass(callee, keys)) return true;
  const types::Type type = expected_.OfArgument(argument, keyword);
  bool is_known = AddLiterals(type, keys);
  const types::Type function = types_.TypeOf(callee);
  if (AddModes(types_.LiteralsOf(type), types_.SignatureOf(function).is_overloaded, keys)) {
    return true;
  }
  size_t position = 0;
  for (NodeId c = tree_.FirstChild(tree_[argument].parent); c != argument; ++position) {
    c = tree_.NextSibling(c);
  }
  for (const types::Type& of_overload : types_.TypesTaken(function, position, keyword)) {
    for (const std::string& text : types_.LiteralsOf(of_overload)) keys.Add(text, 1);
  }
  return is_known || !keys.empty();
}

// rows.sort(key=itemgetter("|"))
bool StringValues::AddKeysOfElement(NodeId call, Keys& keys) {
  const NodeId iterable = IterableOfKey(tree_, call);
  if (iterable == kNoNode) return false;
  AddKeysOfType(types_.ElementOf(types_.TypeOf(iterable)), keys);
  written_keys_.AddIn(iterable, keys);
  return !keys.empty();
}

// The object of `object.get`, or kNoNode.
NodeId StringValues::ObjectOfGetter(NodeId callee) const {
  static constexpr std::string_view kGetters[] = {"get", "pop", "setdefault"};
  if (tree_[callee].kind != Kind::kAttribute) return kNoNode;
  const std::string_view name = tree_.Text(tree_.Child(callee, Field::kAttribute));
  const bool gets = std::find(std::begin(kGetters), std::end(kGetters), name) != std::end(kGetters);
  return gets ? tree_.Child(callee, Field::kObject) : NodeId(kNoNode);
}

// Of a typed dictionary, of one whose keys are declared to be literals, and of what takes literals
// in its brackets.
void StringValues::AddKeysOfType(const types::Type& type, Keys& keys) {
  for (const std::string& key : types_.KeysOf(type)) keys.Add(key, 1);
  if (type.kind != types::Type::Kind::kInstance) return;
  bool is_mapping = false;
  for (const types::Member& member : types_.Members(type)) is_mapping |= member.name == "keys";
  if (is_mapping) {
    AddLiterals(types_.ElementOf(type), keys);
    return;
  }
  const types::Type method = types_.TypeOfMember(type, "__getitem__");
  const types::CallSignature signature = types_.SignatureOf(method);
  if (signature.is_overloaded) {
    for (const types::Type& taken : types_.TypesTaken(method, 0, "")) AddLiterals(taken, keys);
  } else if (!signature.parameters.empty()) {
    AddLiterals(types_.TypeOfParameter(method, signature.parameters[0].name), keys);
  }
}

void StringValues::AddKeysOf(NodeId object, NodeId place, Keys& keys) {
  AddKeysOfType(types_.TypeOf(object), keys);
  const bool is_written = written_keys_.AddOf(object, keys);
  const std::string path = bind::PathText(tree_, object);
  if (path.find('?') != path.npos) return;
  for (NodeId node : tree_.ids()) {
    if (tree_[node].kind != Kind::kString) continue;
    NodeId asked = ObjectAskedBy(node);
    if (asked == kNoNode || asked == object || bind::PathText(tree_, asked) != path) continue;
    keys.Add(PlainUnquoted(tree_.Text(node)), tree_[node].begin < tree_[place].begin ? 1.0F : 0.9F);
  }
  AddAppConfig(tree_, object, place, keys);
  if (!keys.empty() || is_written) AddStoredKeys(path, object, keys);
}

// Keys that are no strings, of what is known to be a dictionary: those that the file stores under.
void StringValues::AddStoredKeys(const std::string& path, NodeId object, Keys& keys) {
  for (NodeId node : tree_.ids()) {
    if (tree_[node].kind != Kind::kSubscript) continue;
    const NodeId parent = tree_[node].parent;
    if (parent == kNoNode || tree_[parent].kind != Kind::kAssignment ||
        tree_.Child(parent, Field::kLeft) != node) {
      continue;
    }
    const NodeId stored = tree_.Child(node, Field::kValue);
    const NodeId key = tree_.Child(node, Field::kSubscript);
    if (stored == kNoNode || key == kNoNode || stored == object) continue;
    const Kind kind = tree_[key].kind;
    const bool is_text = kind == Kind::kString && !IsBytes(tree_.Text(key));
    if (is_text || kind == Kind::kIdentifier || kind == Kind::kSlice) continue;
    if (bind::PathText(tree_, stored) == path) keys.AddCode(tree_.Text(key), 1);
  }
}

// What a string is asked of: `object["..."]`, `object.get("...")`, `"..." in object`.
NodeId StringValues::ObjectAskedBy(NodeId string) const {
  NodeId parent = tree_[string].parent;
  if (parent == kNoNode) return kNoNode;
  if (tree_[parent].kind == Kind::kSubscript) {
    NodeId object = tree_.Child(parent, Field::kValue);
    return object == string ? NodeId(kNoNode) : object;
  }
  if (tree_[parent].kind == Kind::kComparisonOperator) {
    NodeId sign = tree_.NextSibling(string);
    const bool in = sign != kNoNode && (tree_.Text(sign) == "in" || tree_.Text(sign) == "not in");
    return in ? tree_.NextSibling(sign) : NodeId(kNoNode);
  }
  if (tree_[parent].kind != Kind::kArgumentList || tree_.FirstChild(parent) != string) {
    return kNoNode;
  }
  NodeId callee = tree_.Child(tree_[parent].parent, Field::kFunction);
  return callee == kNoNode ? NodeId(kNoNode) : ObjectOfGetter(callee);
}

}  // namespace fastnode::predict
