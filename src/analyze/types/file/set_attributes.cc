#include "analyze/types/file/set_attributes.h"

#include <algorithm>
#include <tuple>

#include "analyze/types/file/arguments.h"
#include "analyze/types/file/references.h"
#include "analyze/types/file/string_text.h"

namespace fastnode::types {

using ast::Field;
using ast::Kind;

namespace {

constexpr size_t kMaxAttributes = 64;  // of one metaclass

// The name of the first parameter, or of the second; "" if there is none.
std::string_view NameOfParameter(const File& f, NodeId function, int place) {
  const NodeId list = f.child(function, Field::kParameters);
  NodeId at = list == kNoNode ? NodeId(kNoNode) : f.first(list);
  for (; at != kNoNode && place > 0; --place) at = f.next(at);
  return at == kNoNode || f.kind(at) != Kind::kIdentifier ? "" : f.text(at);
}

// The method of the class in which a node stands, or kNoNode.
NodeId MethodAround(const File& f, NodeId cls, NodeId node) {
  for (ScopeId s = f.scope_of(node); s != kNone; s = f.scope(s).parent) {
    if (ClassOfFunction(f, f.scope(s).node) == cls) return f.scope(s).node;
  }
  return kNoNode;
}

// Whether a method's body has `setattr(first, second, ...)` of its parameters.
bool SetsWhatItIsTold(const File& f, NodeId cls, std::string_view method) {
  const VariableId variable = f.module->Find(f.module->ScopeOfClass(cls), method);
  if (variable == kNone) return false;
  const NodeId function = f.parent(f.variable(variable).references[0].node);
  if (f.kind(function) != Kind::kFunctionDefinition) return false;
  const std::string_view object = NameOfParameter(f, function, 0),
                         name = NameOfParameter(f, function, 1);
  for (const auto& [word, call] : f.module->CallsOf("setattr")) {
    if (!f.contains(function, call) || object.empty() || name.empty()) continue;
    const std::vector<WrittenArgument> arguments = WrittenArguments(f, call);
    if (arguments.size() != 3) continue;
    if (f.text(arguments[0].node) == object && f.text(arguments[1].node) == name) return true;
  }
  return false;
}

// What the first binding of a local variable assigns to it, or kNoNode.
NodeId FirstAssigned(const File& f, NodeId name) {
  const VariableId variable = f.variable_of(name);
  if (variable == kNone) return kNoNode;
  const NodeId assignment = f.parent(f.variable(variable).references[0].node);
  return f.kind(assignment) == Kind::kAssignment ? f.child(assignment, Field::kRight)
                                                 : NodeId(kNoNode);
}

// Whether a local variable of __new__ is bound to what is made there: `super().__new__(...)`, also
// by another name.
bool IsMadeClass(const File& f, NodeId name) {
  const NodeId value = FirstAssigned(f, name);
  if (value == kNoNode || f.kind(value) != Kind::kCall) return false;
  NodeId callee = f.child(value, Field::kFunction);
  if (callee != kNoNode && f.kind(callee) == Kind::kIdentifier && f.text(callee) != "type") {
    callee = FirstAssigned(f, callee);
  }
  return callee != kNoNode && (f.text(callee) == "type" || f.text(callee).ends_with("__new__"));
}

class Reader {
 public:
  Reader(const File& f, NodeId cls) : f_(f), cls_(cls) {}

  std::vector<SetAttribute> Read() {
    for (NodeId n = cls_; n < f_.tree()[cls_].subtree_end && found_.size() < kMaxAttributes; ++n) {
      if (f_.kind(n) == Kind::kCall) ReadCall(n);
      if (f_.kind(n) == Kind::kAssignment) ReadAssignment(n);
    }
    std::sort(found_.begin(), found_.end(), [](const SetAttribute& a, const SetAttribute& b) {
      return std::tie(a.name, a.place) < std::tie(b.name, b.place);
    });
    return std::move(found_);
  }

 private:
  // Whether a name means the class that is made.
  bool MeansMade(NodeId name) const {
    if (name == kNoNode || f_.kind(name) != Kind::kIdentifier) return false;
    const NodeId method = MethodAround(f_, cls_, name);
    if (method == kNoNode) return false;
    const bool makes = f_.text(f_.child(method, Field::kName)) == "__new__";
    const bool is_first = NameOfParameter(f_, method, 0) == f_.text(name);
    return makes ? IsMadeClass(f_, name) : is_first;
  }

  void ReadCall(NodeId call) {
    const NodeId callee = f_.child(call, Field::kFunction);
    if (callee == kNoNode) return;
    if (f_.kind(callee) == Kind::kIdentifier) {
      if (f_.text(callee) != "setattr") return;
      const std::vector<WrittenArgument> arguments = WrittenArguments(f_, call);
      if (arguments.size() == 3 && MeansMade(arguments[0].node)) {
        Add(call, arguments[1].node, arguments[2].node);
      }
      return;
    }
    if (f_.kind(callee) != Kind::kAttribute) return;
    const std::vector<WrittenArgument> arguments = WrittenArguments(f_, call);
    if (arguments.size() != 2 || f_.kind(arguments[0].node) != Kind::kString) return;
    const NodeId method = f_.child(callee, Field::kAttribute);
    if (method == kNoNode || !MeansMade(f_.child(callee, Field::kObject))) return;
    if (SetsWhatItIsTold(f_, cls_, f_.text(method))) {
      Add(call, arguments[0].node, arguments[1].node);
    }
  }

  void ReadAssignment(NodeId assignment) {
    const NodeId left = f_.child(assignment, Field::kLeft),
                 right = f_.child(assignment, Field::kRight);
    if (left == kNoNode || right == kNoNode || f_.kind(left) != Kind::kAttribute) return;
    const NodeId object = f_.child(left, Field::kObject), name = f_.child(left, Field::kAttribute);
    if (object == kNoNode || name == kNoNode || !MeansMade(object)) return;
    const NodeId method = MethodAround(f_, cls_, object);
    if (f_.text(f_.child(method, Field::kName)) != "__new__") return;
    found_.push_back({f_.text(name), assignment, right});
  }

  void Add(NodeId place, NodeId name, NodeId value) {
    if (f_.kind(name) != Kind::kString) return;
    const std::string_view text = StringText(f_.text(name));
    if (!text.empty()) found_.push_back({text, place, value});
  }

  const File& f_;
  const NodeId cls_;
  std::vector<SetAttribute> found_;
};

}  // namespace

std::vector<SetAttribute> ReadSetAttributes(const File& f, NodeId cls) {
  if (f.kind(cls) != Kind::kClassDefinition || f.module->is_stub() || f.hides_in(cls)) return {};
  return Reader(f, cls).Read();
}

}  // namespace fastnode::types
