// The string is taken out, and a name stands in its place: half of a string may swallow the rest of
// a file, a name does not. What the name is a subscript or an argument of is then read off the
// tree.
#include "predict/keys.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyze/ast/lacking.h"
#include "analyze/ast/line_ends.h"
#include "analyze/ast/name_byte.h"
#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "collect/pack/candidates.h"
#include "predict/site.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

constexpr size_t kMaxKey = 200;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// A string that begins behind a bracket, a comma, or the sign of equality of a keyword.
struct StringPlace {
  size_t begin;  // of its quote
  size_t end;    // behind its closing quote, or the cursor if there is none
  std::string prefix;
};

std::optional<StringPlace> FindString(std::string_view text, size_t cursor) {
  size_t begin = cursor;
  while (begin > 0 && text[begin - 1] != '"' && text[begin - 1] != '\'') {
    --begin;
    if (text[begin] == '\n' || cursor - begin > kMaxKey) return std::nullopt;
  }
  if (begin < 2) return std::nullopt;
  const char quote = text[--begin];
  size_t before = begin;
  while (before > 0 && IsBlank(text[before - 1])) --before;
  const char c = before == 0 ? ' ' : text[before - 1];
  if (std::string_view("[(,=").find(c) == std::string_view::npos) return std::nullopt;
  size_t end = cursor;
  while (end < text.size() && text[end] != quote && text[end] != '\n') {
    // Code that goes on is not part of a string that is just begun.
    const bool in_key = ast::IsNameByte(text[end]) ||
                        std::string_view("-. /:").find(text[end]) != std::string_view::npos;
    if (!in_key) break;
    ++end;
  }
  const bool closed = end < text.size() && text[end] == quote;
  return StringPlace{begin, closed ? end + 1 : cursor,
                     std::string(text.substr(begin + 1, cursor - begin - 1))};
}

std::string_view Unquoted(std::string_view literal) {
  if (literal.size() < 2 || (literal[0] != '"' && literal[0] != '\'')) return "";
  if (literal.find(literal[0], 1) != literal.size() - 1) return "";
  return literal.substr(1, literal.size() - 2);
}

// What is known of each key, in the order in which they were found.
class Keys {
 public:
  void Add(std::string_view key, float worth) {
    if (key.empty() || key.size() > kMaxKey || key.find('\\') != key.npos) return;
    const auto [found, is_new] = places_.try_emplace(std::string(key), list_.size());
    if (is_new) list_.push_back({std::string(key), 0, "key"});
    list_[found->second].probability += worth;
  }
  std::vector<Completion> Take(std::string_view prefix, int32_t max_completions) {
    std::erase_if(list_, [&](const Completion& one) { return !pack::Fits(one.text, prefix); });
    float total = 0;
    for (const Completion& one : list_) total += one.probability;
    for (Completion& one : list_) one.probability /= total;
    std::stable_sort(list_.begin(), list_.end(), [](const Completion& a, const Completion& b) {
      return a.probability > b.probability;
    });
    if (std::ssize(list_) > max_completions) list_.resize(static_cast<size_t>(max_completions));
    return std::move(list_);
  }

 private:
  std::vector<Completion> list_;
  std::map<std::string, size_t> places_;
};

class Reader {
 public:
  Reader(const bind::FileIndex& index, const Known& known)
      : index_(index), tree_(index.tree), types_(index, known.environment) {}

  // Whether a string may be meant at `place`, a name of the tree; what it may be is added.
  bool Read(NodeId place, Keys& keys) {
    NodeId parent = tree_[place].parent;
    if (parent == kNoNode) return false;
    if (tree_[parent].kind == Kind::kSubscript) {
      NodeId object = tree_.Child(parent, Field::kValue);
      if (object == kNoNode || object == place) return false;
      AddKeysOf(object, place, keys);
      return true;
    }
    std::string_view keyword;
    if (tree_[parent].kind == Kind::kKeywordArgument) {
      keyword = tree_.Text(tree_.Child(parent, Field::kName));
      place = parent;
      parent = tree_[parent].parent;
    }
    if (parent == kNoNode || tree_[parent].kind != Kind::kArgumentList) return false;
    return ReadArgument(tree_[parent].parent, place, keyword, keys);
  }

 private:
  bool ReadArgument(NodeId call, NodeId argument, std::string_view keyword, Keys& keys) {
    NodeId callee = call == kNoNode ? NodeId(kNoNode) : tree_.Child(call, Field::kFunction);
    if (callee == kNoNode) return false;
    size_t position = 0;
    for (NodeId c = tree_.FirstChild(tree_[argument].parent); c != argument;
         c = tree_.NextSibling(c)) {
      ++position;
    }
    if (position == 0 && keyword.empty()) {
      if (NodeId object = ObjectOfGetter(callee); object != kNoNode) {
        AddKeysOf(object, argument, keys);
        return true;
      }
      if (bind::PathText(tree_, callee) == "os.getenv") {
        AddVariablesOfEnvironment(keys);
        return true;
      }
    }
    const types::Type type = types_.TypeOf(callee);
    std::string name(keyword);
    if (name.empty()) {
      const types::CallSignature signature = types_.SignatureOf(type);
      if (position < signature.parameters.size()) name = signature.parameters[position].name;
    }
    const std::vector<std::string> texts = types_.LiteralsOf(types_.TypeOfParameter(type, name));
    for (const std::string& text : texts) keys.Add(text, 1);
    AddModes(texts, types_.SignatureOf(type).is_overloaded, keys);
    return !texts.empty();
  }

  // Of texts that are modes in which a file is opened, those first that people write, most used
  // first (a guess). Of `open` not all are known: stubs spell them in every order, more than a type
  // has alternatives, and of its overloads the first is that of text files.
  static void AddModes(const std::vector<std::string>& texts, bool is_overloaded, Keys& keys) {
    static constexpr std::string_view kModes[] = {"r",  "w", "a",  "rb",  "wb",
                                                  "ab", "x", "r+", "rb+", "w+"};
    auto has = [&](std::string_view text) {
      return std::find(texts.begin(), texts.end(), text) != texts.end();
    };
    const bool is_of_open = has("r+") && has("+r");
    if (!is_of_open && !(has("r") && has("w"))) return;
    auto worth = static_cast<float>(std::size(kModes));
    for (std::string_view mode : kModes) {
      const bool is_text = mode.find('b') == mode.npos;
      const bool is_possible = is_of_open && (is_text || is_overloaded);
      if (has(mode) || is_possible) keys.Add(mode, worth);
      --worth;
    }
  }

  // The object of `object.get`, or kNoNode.
  NodeId ObjectOfGetter(NodeId callee) const {
    static constexpr std::string_view kGetters[] = {"get", "pop", "setdefault"};
    if (tree_[callee].kind != Kind::kAttribute) return kNoNode;
    const std::string_view name = tree_.Text(tree_.Child(callee, Field::kAttribute));
    const bool gets =
        std::find(std::begin(kGetters), std::end(kGetters), name) != std::end(kGetters);
    return gets ? tree_.Child(callee, Field::kObject) : NodeId(kNoNode);
  }

  void AddKeysOf(NodeId object, NodeId place, Keys& keys) {
    for (const std::string& key : types_.KeysOf(types_.TypeOf(object))) keys.Add(key, 1);
    for (NodeId dictionary : DictionariesOf(object, 0)) {
      for (NodeId pair = tree_.FirstChild(dictionary); pair != kNoNode;
           pair = tree_.NextSibling(pair)) {
        if (tree_[pair].kind == Kind::kPair) keys.Add(KeyOf(pair), 1);
      }
    }
    const std::string path = bind::PathText(tree_, object);
    if (path.find('?') != path.npos) return;
    for (NodeId node : tree_.ids()) {
      if (tree_[node].kind != Kind::kString) continue;
      NodeId asked = ObjectAskedBy(node);
      if (asked == kNoNode || asked == object || bind::PathText(tree_, asked) != path) continue;
      keys.Add(Unquoted(tree_.Text(node)), tree_[node].begin < tree_[place].begin ? 1.0F : 0.9F);
    }
    if (path == "os.environ") AddVariablesOfEnvironment(keys);
  }

  // What a string is asked of: `object["..."]`, `object.get("...")`, `"..." in object`.
  NodeId ObjectAskedBy(NodeId string) const {
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

  std::string_view KeyOf(NodeId pair) const {
    NodeId key = tree_.Child(pair, Field::kKey);
    return key != kNoNode && tree_[key].kind == Kind::kString ? Unquoted(tree_.Text(key)) : "";
  }

  // Dictionaries that the file writes out and that an expression may be.
  // Names may be assigned in circles: each expression is asked once.
  std::vector<NodeId> DictionariesOf(NodeId expression, int depth) {
    constexpr int kMaxDepth = 6;
    constexpr size_t kMostAsked = 2000;
    if (depth == 0) asked_.clear();
    if (depth > kMaxDepth || asked_.size() > kMostAsked) return {};
    if (!asked_.insert(expression.index()).second) return {};
    switch (tree_[expression].kind) {
      case Kind::kDictionary:
        return {expression};
      case Kind::kIdentifier:
        return OfVariable(index_.variable_of[expression], depth);
      case Kind::kAttribute:
        return OfAttribute(bind::PathText(tree_, expression), depth);
      case Kind::kSubscript:
        return OfSubscript(expression, depth);
      default:
        return {};
    }
  }

  void AddAssigned(NodeId target, int depth, std::vector<NodeId>& found) {
    NodeId assignment = tree_[target].parent;
    if (assignment == kNoNode || tree_[assignment].kind != Kind::kAssignment) return;
    NodeId value = tree_.Child(assignment, Field::kRight);
    if (value == kNoNode || tree_.Child(assignment, Field::kLeft) != target) return;
    for (NodeId dictionary : DictionariesOf(value, depth + 1)) found.push_back(dictionary);
  }

  std::vector<NodeId> OfVariable(bind::VariableId variable, int depth) {
    std::vector<NodeId> found;
    if (variable == bind::kNone) return found;
    for (const bind::Reference& reference : index_.variables[variable].references) {
      if (reference.kind == bind::ReferenceKind::kWrite) AddAssigned(reference.node, depth, found);
    }
    return found;
  }

  std::vector<NodeId> OfAttribute(const std::string& path, int depth) {
    std::vector<NodeId> found;
    for (const bind::AttributeUse& use : index_.attributes) {
      const bool stores = use.context == bind::UseContext::kStore;
      if (stores && bind::PathText(tree_, use.node) == path) AddAssigned(use.node, depth, found);
    }
    return found;
  }

  // d["a"], of d written out.
  std::vector<NodeId> OfSubscript(NodeId expression, int depth) {
    std::vector<NodeId> found;
    NodeId object = tree_.Child(expression, Field::kValue),
           key = tree_.Child(expression, Field::kSubscript);
    if (object == kNoNode || key == kNoNode || tree_[key].kind != Kind::kString) return found;
    for (NodeId dictionary : DictionariesOf(object, depth + 1)) {
      for (NodeId pair = tree_.FirstChild(dictionary); pair != kNoNode;
           pair = tree_.NextSibling(pair)) {
        if (tree_[pair].kind != Kind::kPair || KeyOf(pair) != Unquoted(tree_.Text(key))) continue;
        NodeId value = tree_.Child(pair, Field::kValue);
        if (value == kNoNode) continue;
        for (NodeId inner : DictionariesOf(value, depth + 1)) found.push_back(inner);
      }
    }
    return found;
  }

  // Those of POSIX, and a few that Python and its tools read; not those of this machine, or answers
  // would depend on it.
  static void AddVariablesOfEnvironment(Keys& keys) {
    static constexpr std::string_view kNames[] = {
        "PATH",     "HOME",    "USER",       "LANG",        "SHELL", "TERM",
        "PWD",      "TMPDIR",  "LC_ALL",     "EDITOR",      "PAGER", "DISPLAY",
        "HOSTNAME", "LOGNAME", "PYTHONPATH", "VIRTUAL_ENV", "TZ",    "COLUMNS"};
    for (std::string_view name : kNames) keys.Add(name, 0.1F);
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator types_;
  std::set<size_t> asked_;  // of dictionaries, for one object
};

}  // namespace

Result<std::optional<Answer>> CompleteKey(const Question& question, const Known& known,
                                          const Budget& budget) {
  using Nothing = std::optional<Answer>;
  if (question.text.size() > kMaxSourceBytes) return Nothing();
  const std::string text = ast::WithLineFeeds(question.text);
  const std::optional<StringPlace> string = FindString(text, question.cursor);
  if (!string) return Nothing();
  const std::string left = text.substr(0, string->begin);
  std::string right = text.substr(string->end);
  const ast::Lacking lacking = ast::FindLacking(left, right);
  right.insert(lacking.at, lacking.text);
  Result<Analysed> analysed = Analyse(known.memory, left + std::string(kPlaceholder) + right,
                                      std::chrono::steady_clock::now() + budget.patience);
  if (!analysed.ok()) return analysed.error();
  const bind::FileIndex& index = (*analysed)->index;
  for (NodeId node : index.tree.ids()) {
    const bool is_place = index.tree[node].begin == left.size() &&
                          index.tree[node].kind == Kind::kIdentifier &&
                          index.tree.Text(node) == kPlaceholder;
    if (!is_place) continue;
    Keys keys;
    if (!Reader(index, known).Read(node, keys)) return Nothing();
    return Nothing(Answer{pack::Task::kAttribute,
                          string->prefix,
                          keys.Take(string->prefix, budget.max_completions),
                          {},
                          false,
                          Origin::kInKeys});
  }
  return Nothing();
}

}  // namespace fastnode::predict
