#include "analyze/types/file/named_stores.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "analyze/types/file/string_text.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

constexpr size_t kMaxNamedStores = 200;  // of a file
constexpr size_t kMaxNamesOfLoop = 64;

bool IsWrittenName(std::string_view text) {
  const auto is_part = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c >= 128; };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
         std::all_of(text.begin(), text.end(), is_part);
}

// What stands in brackets, commas left out.
std::vector<NodeId> PartsOf(const File& f, NodeId display) {
  std::vector<NodeId> parts;
  for (NodeId c = f.first(display); c != kNoNode; c = f.next(c)) {
    if (f.kind(c) != Kind::kOperator && f.kind(c) != Kind::kError) parts.push_back(c);
  }
  return parts;
}

// The arguments of a call, hidden ones as well.
std::vector<NodeId> AllArguments(const File& f, NodeId call) {
  const NodeId list = f.child(call, Field::kArguments);
  if (list == kNoNode || f.kind(list) != Kind::kArgumentList) return {};
  return PartsOf(f, list);
}

// A name that a loop gives, and the value beside it, if there is one.
struct GivenByLoop {
  std::string_view name;
  NodeId value = kNoNode;
};

class NamedStoreReader {
 public:
  explicit NamedStoreReader(const File& f) : f_(f) {}

  std::vector<NamedStore> Read() {
    for (const auto& [name, call] : f_.module->CallsOf("setattr")) {
      if (f_.kind(f_.parent(name)) != Kind::kCall) continue;
      const std::vector<NodeId> arguments = AllArguments(f_, call);
      if (arguments.size() == 3) AddSet(arguments[0], arguments[1], arguments[2], {name});
    }
    for (const auto& [name, call] : f_.module->CallsOf("__setattr__")) AddSetMethod(name, call);
    for (const auto& [name, call] : f_.module->CallsOf("update")) {
      const NodeId callee = f_.child(call, Field::kFunction);
      if (f_.kind(callee) != Kind::kAttribute) continue;
      AddUpdate(f_.child(callee, Field::kObject), name, call);
    }
    for (const auto& [name, call] : f_.module->CallsOf("vars")) AddToDictionary(call);
    for (const bind::AttributeUse& use : f_.index().attributes) {
      if (f_.text(use.name) == "__dict__") AddToDictionary(use.node);
    }
    return std::move(found_);
  }

 private:
  // object.__setattr__(self, "x", value), super().__setattr__("x", value)
  void AddSetMethod(NodeId name, NodeId call) {
    const std::vector<NodeId> arguments = AllArguments(f_, call);
    if (arguments.size() == 3) return AddSet(arguments[0], arguments[1], arguments[2], {name});
    if (arguments.size() != 2) return;
    const NodeId callee = f_.child(call, Field::kFunction);
    if (f_.kind(callee) != Kind::kAttribute) return;
    const NodeId behind = f_.child(callee, Field::kObject);
    if (behind == kNoNode || !f_.text(behind).starts_with("super(")) return;
    AddSet(FirstParameterAround(call), arguments[0], arguments[1], {name});
  }

  // The first parameter of the innermost function around a node, or kNoNode.
  NodeId FirstParameterAround(NodeId node) const {
    for (NodeId at = f_.parent(node); at != kNoNode; at = f_.parent(at)) {
      if (f_.kind(at) != Kind::kFunctionDefinition) continue;
      const NodeId list = f_.child(at, Field::kParameters);
      const NodeId first = list == kNoNode ? NodeId(kNoNode) : f_.first(list);
      return first != kNoNode && f_.kind(first) == Kind::kIdentifier ? first : NodeId(kNoNode);
    }
    return kNoNode;
  }

  void AddSet(NodeId object, NodeId key, NodeId value, std::vector<NodeId> through) {
    if (object == kNoNode || f_.kind(object) != Kind::kIdentifier) return;
    if (f_.kind(key) == Kind::kString) return Add(StringText(f_.text(key)), object, value, through);
    if (f_.kind(key) == Kind::kIdentifier) AddLoop(object, key, value, std::move(through));
  }

  void Add(std::string_view name, NodeId object, NodeId value, const std::vector<NodeId>& through) {
    if (!IsWrittenName(name) || name.starts_with("__") || found_.size() == kMaxNamedStores) return;
    found_.push_back({name, object, value, through});
  }

  // The key is what a loop around gives.
  void AddLoop(NodeId object, NodeId key, NodeId value, std::vector<NodeId> through) {
    const VariableId variable = f_.variable_of(key);
    if (variable == kNone) return;
    for (NodeId loop = f_.parent(key); loop != kNoNode; loop = f_.parent(loop)) {
      if (f_.kind(loop) == Kind::kFunctionDefinition) return;
      if (f_.kind(loop) != Kind::kForStatement) continue;
      const NodeId target = f_.child(loop, Field::kLeft), over = f_.child(loop, Field::kRight);
      if (target == kNoNode || over == kNoNode) continue;
      const bool is_pair = f_.kind(target) != Kind::kIdentifier;
      const std::vector<NodeId> targets =
          is_pair ? PartsOf(f_, target) : std::vector<NodeId>{target};
      if (targets.empty() || targets.size() > 2 || f_.variable_of(targets[0]) != variable) continue;
      through.insert(through.end(), {key, targets[0]});
      // The value is what stands beside the name.
      const bool is_beside = targets.size() == 2 && f_.kind(value) == Kind::kIdentifier &&
                             f_.variable_of(value) != kNone &&
                             f_.variable_of(value) == f_.variable_of(targets[1]);
      if (is_beside) through.insert(through.end(), {value, targets[1]});
      for (const GivenByLoop& given : NamesOf(over, is_pair, through)) {
        Add(given.name, object, is_beside ? given.value : value, through);
      }
      return;
    }
  }

  // The names that a loop over an expression gives.
  std::vector<GivenByLoop> NamesOf(NodeId over, bool is_pair, std::vector<NodeId>& through) const {
    bool has_items = false;
    if (f_.kind(over) == Kind::kCall) {  // {...}.items(), "a b".split()
      const NodeId callee = f_.child(over, Field::kFunction);
      if (callee == kNoNode || f_.kind(callee) != Kind::kAttribute) return {};
      const NodeId method = f_.child(callee, Field::kAttribute);
      over = f_.child(callee, Field::kObject);
      if (method == kNoNode || over == kNoNode) return {};
      through.push_back(method);
      if (f_.text(method) == "split" && f_.kind(over) == Kind::kString && !is_pair) {
        return Words(StringText(f_.text(over)));
      }
      has_items = f_.text(method) == "items";
      if (!has_items && f_.text(method) != "keys") return {};
    }
    if (f_.kind(over) == Kind::kIdentifier) over = ConstantOf(over, through);
    if (over == kNoNode) return {};
    std::vector<GivenByLoop> names;
    for (NodeId part : PartsOf(f_, over)) {
      if (names.size() == kMaxNamesOfLoop) break;
      if (f_.kind(over) == Kind::kDictionary && has_items == is_pair) {
        if (f_.kind(part) != Kind::kPair) continue;
        AddGiven(f_.child(part, Field::kKey), f_.child(part, Field::kValue), names);
      } else if (IsSequence(over) && is_pair && IsSequence(part)) {
        const std::vector<NodeId> both = PartsOf(f_, part);
        if (both.size() == 2) AddGiven(both[0], both[1], names);
      } else if (IsSequence(over) && !is_pair) {
        AddGiven(part, kNoNode, names);
      }
    }
    return names;
  }

  bool IsSequence(NodeId node) const {
    const Kind kind = f_.kind(node);
    return kind == Kind::kTuple || kind == Kind::kList || kind == Kind::kSet ||
           kind == Kind::kExpressionList;
  }

  void AddGiven(NodeId name, NodeId value, std::vector<GivenByLoop>& names) const {
    if (name == kNoNode || f_.kind(name) != Kind::kString) return;
    names.push_back({StringText(f_.text(name)), value});
  }

  static std::vector<GivenByLoop> Words(std::string_view text) {
    std::vector<GivenByLoop> words;
    while (words.size() < kMaxNamesOfLoop) {
      text.remove_prefix(std::min(text.find_first_not_of(" \t\n"), text.size()));
      if (text.empty()) break;
      const std::string_view word = text.substr(0, text.find_first_of(" \t\n"));
      words.push_back({word});
      text.remove_prefix(word.size());
    }
    return words;
  }

  // What a name is bound to that is bound once, by an assignment; or kNoNode.
  NodeId ConstantOf(NodeId name, std::vector<NodeId>& through) const {
    const VariableId variable = f_.variable_of(name);
    if (variable == kNone) return kNoNode;
    NodeId binding = kNoNode;
    for (const bind::Reference& reference : f_.variable(variable).references) {
      if (!bind::IsBinding(reference.kind)) continue;
      if (binding != kNoNode) return kNoNode;
      binding = reference.node;
    }
    const NodeId assignment = binding == kNoNode ? NodeId(kNoNode) : f_.parent(binding);
    if (assignment == kNoNode || f_.kind(assignment) != Kind::kAssignment) return kNoNode;
    through.insert(through.end(), {name, binding});
    return f_.field(binding) == Field::kLeft ? f_.child(assignment, Field::kRight)
                                             : NodeId(kNoNode);
  }

  // Of `self.__dict__` or `vars(self)`: the object, and the names that say so.
  std::pair<NodeId, NodeId> OwnerOf(NodeId dictionary) const {
    if (dictionary == kNoNode) return {kNoNode, kNoNode};
    NodeId object = kNoNode, said = kNoNode;
    if (f_.kind(dictionary) == Kind::kAttribute) {
      object = f_.child(dictionary, Field::kObject);
      said = f_.child(dictionary, Field::kAttribute);
      if (said == kNoNode || f_.text(said) != "__dict__") return {kNoNode, kNoNode};
    } else if (f_.kind(dictionary) == Kind::kCall) {
      said = f_.child(dictionary, Field::kFunction);
      const std::vector<NodeId> arguments = AllArguments(f_, dictionary);
      if (said == kNoNode || f_.text(said) != "vars" || arguments.size() != 1) {
        return {kNoNode, kNoNode};
      }
      object = arguments[0];
    }
    const bool is_name = object != kNoNode && f_.kind(object) == Kind::kIdentifier;
    return is_name ? std::pair(object, said) : std::pair(NodeId(kNoNode), NodeId(kNoNode));
  }

  // dictionary.update(size=1, **{...}), dictionary.update({"size": 1})
  void AddUpdate(NodeId dictionary, NodeId update, NodeId call) {
    const auto [object, said] = OwnerOf(dictionary);
    if (object == kNoNode) return;
    for (NodeId argument : AllArguments(f_, call)) {
      if (f_.kind(argument) == Kind::kKeywordArgument) {
        const NodeId name = f_.child(argument, Field::kName);
        const NodeId value = f_.child(argument, Field::kValue);
        if (name == kNoNode || value == kNoNode) continue;
        Add(f_.text(name), object, value, {update, said, name});
      } else if (f_.kind(argument) == Kind::kDictionary) {
        AddPairs(argument, object, {update, said});
      }
    }
  }

  void AddPairs(NodeId display, NodeId object, const std::vector<NodeId>& through) {
    for (NodeId pair : PartsOf(f_, display)) {
      if (f_.kind(pair) != Kind::kPair) continue;
      const NodeId key = f_.child(pair, Field::kKey), value = f_.child(pair, Field::kValue);
      if (key == kNoNode || value == kNoNode || f_.kind(key) != Kind::kString) continue;
      Add(StringText(f_.text(key)), object, value, through);
    }
  }

  // dictionary["size"] = 1, self.__dict__ = {"size": 1}
  void AddToDictionary(NodeId dictionary) {
    const auto [object, said] = OwnerOf(dictionary);
    if (object == kNoNode) return;
    NodeId target = dictionary;
    const NodeId subscript = f_.parent(dictionary);
    if (f_.kind(subscript) == Kind::kSubscript && f_.field(dictionary) == Field::kValue) {
      target = subscript;
    }
    const NodeId assignment = f_.parent(target);
    if (f_.kind(assignment) != Kind::kAssignment || f_.field(target) != Field::kLeft) return;
    const NodeId value = f_.child(assignment, Field::kRight);
    if (value == kNoNode) return;
    if (target == dictionary) {
      if (f_.kind(value) == Kind::kDictionary) AddPairs(value, object, {said});
      return;
    }
    const NodeId key = f_.child(subscript, Field::kSubscript);
    if (key != kNoNode) AddSet(object, key, value, {said});
  }

  const File& f_;
  std::vector<NamedStore> found_;
};

}  // namespace

std::vector<NamedStore> ReadNamedStores(const File& f) {
  const auto is_called = [&](std::string_view name) { return !f.module->CallsOf(name).empty(); };
  const auto& uses = f.index().attributes;
  const bool may_have = is_called("setattr") || is_called("__setattr__") || is_called("vars") ||
                        std::any_of(uses.begin(), uses.end(), [&](const bind::AttributeUse& use) {
                          return f.text(use.name) == "__dict__";
                        });
  return may_have ? NamedStoreReader(f).Read() : std::vector<NamedStore>();
}

}  // namespace fastnode::types
