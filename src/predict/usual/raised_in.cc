#include "predict/usual/raised_in.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/bind/path.h"
#include "analyze/types/file/module.h"
#include "collect/corpus/usage.h"
#include "predict/fit/written_values.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

struct Hint {
  std::string_view call;  // the last name of what is called
  std::string_view error;
  float share;
};

// Of 12,502 `try` statements of installed packages and the standard library: the exception of the
// first clause, by what is called in the body.
constexpr std::array<Hint, 40> kOfFunctions = {{
    {"int", "ValueError", 0.71F},
    {"int", "TypeError", 0.09F},
    {"float", "ValueError", 0.61F},
    {"float", "TypeError", 0.18F},
    {"open", "OSError", 0.59F},
    {"open", "FileNotFoundError", 0.11F},
    {"next", "StopIteration", 0.91F},
    {"getattr", "AttributeError", 0.58F},
    {"iter", "TypeError", 0.65F},
    {"__import__", "ImportError", 0.87F},
    {"import_module", "ImportError", 0.8F},
    {"len", "TypeError", 0.23F},
    {"input", "EOFError", 0.2F},
    {"input", "KeyboardInterrupt", 0.3F},
    {"eval", "SyntaxError", 0.15F},
    {"eval", "NameError", 0.15F},
    {".split", "ValueError", 0.48F},
    {".decode", "UnicodeDecodeError", 0.47F},
    {".encode", "UnicodeEncodeError", 0.46F},
    {".index", "ValueError", 0.8F},
    {".pop", "KeyError", 0.46F},
    {".pop", "IndexError", 0.25F},
    {".loads", "ValueError", 0.35F},
    {".read_text", "OSError", 0.5F},
    {".write_text", "OSError", 0.5F},
    {".read_bytes", "OSError", 0.5F},
    {".stat", "OSError", 0.75F},
    {".unlink", "OSError", 0.7F},
    {".unlink", "FileNotFoundError", 0.1F},
    {".mkdir", "OSError", 0.4F},
    {".mkdir", "FileExistsError", 0.2F},
    {".makedirs", "OSError", 0.6F},
    {".listdir", "OSError", 0.7F},
    {".rmdir", "OSError", 0.7F},
    {".rename", "OSError", 0.6F},
    {".check_output", "OSError", 0.2F},
    {".open", "OSError", 0.37F},
    {".getsize", "OSError", 0.7F},
    {".getmtime", "OSError", 0.7F},
    {".rmtree", "OSError", 0.5F},
}};
// The same of other things that a body does.
constexpr float kOfImport = 0.91F, kOfAttribute = 0.8F, kOfDeleted = 0.64F;
constexpr float kKeyOfName = 0.5F, kIndexOfName = 0.16F, kKeyOfText = 0.5F, kIndexOfNumber = 0.4F;
// Guesses: what a function of the file raises is caught, and what a module of which something is
// called has for it.
constexpr float kOfModel = 0.8F, kOfOwn = 0.6F, kOfModule = 0.5F, kOfUnusedModule = 0.1F;
constexpr double kUses = 3;
constexpr float kMost = 0.9F;  // all together
constexpr size_t kMaxAskedOf = 30, kMaxRaised = 20, kMaxErrorsOfModule = 3, kMaxMembersOf = 300;

bool LooksLikeClass(std::string_view name) {
  return (name[0] >= 'A' && name[0] <= 'Z') || name.ends_with("error");
}

class RaisedErrors {
 public:
  RaisedErrors(const bind::FileIndex& index, types::TypeEvaluator& types, const Known& known)
      : index_(index), tree_(index.tree), types_(types), known_(known) {}

  Shares Of(NodeId try_statement) {
    const NodeId body = tree_.Child(try_statement, Field::kBody);
    if (body == kNoNode) return {};
    try_ = try_statement;
    for (NodeId node{body}; node < tree_[body].subtree_end;) {
      const Kind kind = tree_[node].kind;
      const bool is_other = kind == Kind::kFunctionDefinition || kind == Kind::kLambda;
      // A statement that is tried within catches its own.
      if (!is_other) Read(node);
      node = is_other ? tree_[node].subtree_end : node + 1;
    }
    if (hints_.empty() && has_attribute_ && !has_call_) Expect("AttributeError", kOfAttribute);
    return Combined();
  }

 private:
  void Expect(std::string_view error, float share) {
    float& most = hints_[std::string(error)];
    most = std::max(most, share);
  }

  void Read(NodeId node) {
    switch (tree_[node].kind) {
      case Kind::kImportStatement:
      case Kind::kImportFromStatement:
        return Expect("ImportError", kOfImport);
      case Kind::kSubscript:
        return ReadSubscript(node);
      case Kind::kAttribute:
        has_attribute_ = true;
        return;
      case Kind::kCall:
        return ReadCall(node);
      default:
        return;
    }
  }

  void ReadSubscript(NodeId subscript) {
    const NodeId parent = tree_[subscript].parent;
    const bool is_stored =
        tree_[parent].kind == Kind::kAssignment && tree_.Child(parent, Field::kLeft) == subscript;
    const NodeId key = tree_.Child(subscript, Field::kSubscript);
    if (is_stored || key == kNoNode || tree_[key].kind == Kind::kSlice) return;
    if (tree_[parent].kind == Kind::kDeleteStatement) Expect("KeyError", kOfDeleted);
    const Kind kind = tree_[key].kind;
    if (kind == Kind::kString) return Expect("KeyError", kKeyOfText);
    if (kind == Kind::kInteger || kind == Kind::kUnaryOperator) {
      return Expect("IndexError", kIndexOfNumber);
    }
    Expect("KeyError", kKeyOfName);
    Expect("IndexError", kIndexOfName);
  }

  void ReadCall(NodeId call) {
    has_call_ = true;
    const NodeId callee = tree_.Child(call, Field::kFunction);
    if (callee == kNoNode) return;
    const bool is_method = tree_[callee].kind == Kind::kAttribute;
    const std::string name = (is_method ? "." : "") + std::string(NameOfCallee(tree_, call));
    const size_t plain = is_method && name == ".import_module" ? 1 : 0;
    for (const Hint& hint : kOfFunctions) {
      if (hint.call == std::string_view(name).substr(plain)) Expect(hint.error, hint.share);
    }
    if (++num_asked_ > kMaxAskedOf) return;
    if (name == ".get") AddOfModel(types_.TypeOf(call));
    AddOwn(types_.TypeOf(callee));
    if (is_method) AddOfModule(tree_.Child(callee, Field::kObject));
  }

  // One row of a table is asked for: its class has the exception for there being none.
  void AddOfModel(const types::Type& row) {
    constexpr std::string_view kMissing = "DoesNotExist";
    if (row.kind != types::Type::Kind::kInstance) return;
    if (types_.TypeOfMember(row, kMissing).kind != types::Type::Kind::kClass) return;
    const std::string name = row.local == kNoNode
                                 ? std::string(bind::LastComponent(row.path))
                                 : std::string(tree_.Text(tree_.Child(row.local, Field::kName)));
    if (IsKnownHere(name)) Expect(name + "." + std::string(kMissing), kOfModel);
  }

  // What a function that is called raises itself.
  void AddOwn(const types::Type& type) {
    const types::TypeEvaluator::Definition definition = types_.DefinitionOf(type);
    if (type.kind != types::Type::Kind::kFunction || definition.module == nullptr) return;
    if (definition.module->is_stub()) return;
    for (const std::string& error : RaisedBy(definition.module->tree(), definition.node)) {
      if (IsKnownHere(error)) Expect(error, kOfOwn);
    }
  }

  // Whether the name, or what it begins with, is one of the file's.
  bool IsKnownHere(std::string_view written) {
    const std::string_view name = written.substr(0, written.find('.'));
    if (types_.TypeOfBuiltin(name).kind == types::Type::Kind::kClass) return true;
    return ImportsAndClasses().contains(name);
  }

  const std::set<std::string_view>& ImportsAndClasses() {
    if (!visible_.empty()) return visible_;
    for (bind::VariableId id : bind::VisibleVariables(index_, try_)) {
      for (const bind::Reference& one : index_.variables[id].references) {
        const bool is_class = one.kind == bind::ReferenceKind::kClass;
        if (is_class || one.kind == bind::ReferenceKind::kImport) {
          visible_.insert(index_.variables[id].name);
        }
      }
    }
    return visible_;
  }

  // Of a module, or the one that defines what an object is, if the file has a name for it.
  void AddOfModule(NodeId object) {
    if (object == kNoNode) return;
    const types::Type type = types_.TypeOf(object);
    const bool is_instance = type.kind == types::Type::Kind::kInstance && type.local == kNoNode;
    if (!is_instance && type.kind != types::Type::Kind::kModule) return;
    const std::string top = type.path.substr(0, type.path.find('.'));
    if (top == "os" || top == "builtins" || top[0] == '_' || !modules_.insert(top).second) return;
    for (bind::VariableId id : bind::VisibleVariables(index_, try_)) {
      const bind::Variable& variable = index_.variables[id];
      for (const bind::Reference& one : variable.references) {
        if (one.kind != bind::ReferenceKind::kImport) continue;
        const types::Type module = types_.TypeOf(one.node);
        if (module.kind != types::Type::Kind::kModule || module.path != top) continue;
        return AddErrorsOf(module, variable.name);
      }
    }
  }

  // Those that other projects use most, and those that others of the module are made of; all, if
  // they are few.
  void AddErrorsOf(const types::Type& module, std::string_view name) {
    struct Error {
      std::string name;
      double weight = 1;
    };
    const uint64_t key = corpus::UsageKey(corpus::KeySpace::kBase, module.path);
    std::vector<Error> errors;
    std::map<std::string, double, std::less<>> derived;
    size_t num_members = 0;
    for (const types::Member& member : types_.Members(module)) {
      if (++num_members > kMaxMembersOf) break;
      if (member.name.starts_with('_') || member.kind == types::MemberKind::kModule) continue;
      if (member.kind == types::MemberKind::kFunction || !LooksLikeClass(member.name)) continue;
      const types::Type type = types_.TypeOfMember(module, member.name);
      if (type.kind != types::Type::Kind::kClass) continue;
      const types::Type method = types_.TypeOfMember(type, "with_traceback");
      if (method.kind != types::Type::Kind::kFunction) continue;
      Error error{std::string(member.name)};
      if (known_.usage.corpus != nullptr) {
        const auto row = known_.usage.corpus->Find(key, error.name);
        if (row) error.weight += corpus::Total(row->counts);
      }
      for (const std::string& base : BasesOf(type)) derived[base] += 1;
      errors.push_back(std::move(error));
    }
    double total = 0, most = 0, most_derived = 0;
    for (Error& error : errors) {
      const auto found = derived.find(error.name);
      if (found != derived.end()) {
        error.weight *= 1 + found->second;
        most_derived = std::max(most_derived, found->second);
      }
      most = std::max(most, error.weight);
      total += error.weight;
    }
    if (most == 1 && errors.size() > kMaxErrorsOfModule) return;
    std::stable_sort(errors.begin(), errors.end(),
                     [](const Error& a, const Error& b) { return a.weight > b.weight; });
    errors.resize(std::min(errors.size(), kMaxErrorsOfModule));
    // Some modules have an exception that hardly anybody knows.
    const bool is_used = total - static_cast<double>(errors.size()) >= kUses || most_derived > 1;
    const float share = is_used ? kOfModule : kOfUnusedModule;
    for (const Error& error : errors) {
      Expect(std::string(name) + "." + error.name,
             static_cast<float>(share * error.weight / total));
    }
  }

  // The last names of what a class is made of.
  std::vector<std::string> BasesOf(const types::Type& cls) {
    std::vector<std::string> names;
    const types::TypeEvaluator::Definition definition = types_.DefinitionOf(cls);
    if (definition.module == nullptr) return names;
    const ast::Tree& tree = definition.module->tree();
    if (tree[definition.node].kind != Kind::kClassDefinition) return names;
    const NodeId bases = tree.Child(definition.node, Field::kSuperclasses);
    if (bases == kNoNode) return names;
    for (NodeId c = tree.FirstChild(bases); c != kNoNode; c = tree.NextSibling(c)) {
      const std::string_view text = tree.Text(c);
      names.emplace_back(bind::LastComponent(text));
    }
    return names;
  }

  Shares Combined() const {
    float sum = 0;
    for (const auto& [error, share] : hints_) sum += share;
    Shares shares = hints_;
    if (sum <= kMost) return shares;
    for (auto& [error, share] : shares) share *= kMost / sum;
    return shares;
  }

  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  types::TypeEvaluator& types_;
  const Known& known_;
  NodeId try_ = kNoNode;
  Shares hints_;
  bool has_attribute_ = false, has_call_ = false;
  size_t num_asked_ = 0;
  std::set<std::string> modules_;
  std::set<std::string_view> visible_;
};

}  // namespace

std::vector<std::string> RaisedBy(const ast::Tree& tree, NodeId function) {
  std::vector<std::string> raised;
  const NodeId body = tree[function].kind == Kind::kFunctionDefinition
                          ? tree.Child(function, Field::kBody)
                          : NodeId(kNoNode);
  if (body == kNoNode) return raised;
  for (NodeId node{body}; node < tree[body].subtree_end;) {
    const Kind kind = tree[node].kind;
    if (kind == Kind::kRaiseStatement && raised.size() < kMaxRaised) {
      const NodeId word = tree.FirstChild(node);
      NodeId value = word == kNoNode ? word : tree.NextSibling(word);
      if (value != kNoNode && tree[value].kind == Kind::kCall) {
        value = tree.Child(value, Field::kFunction);
      }
      const bool is_name = value != kNoNode && (tree[value].kind == Kind::kIdentifier ||
                                                tree[value].kind == Kind::kAttribute);
      if (is_name) raised.emplace_back(tree.Text(value));
    }
    const bool is_other = kind == Kind::kFunctionDefinition || kind == Kind::kLambda;
    node = is_other ? tree[node].subtree_end : node + 1;
  }
  return raised;
}

Shares RaisedIn(const bind::FileIndex& index, types::TypeEvaluator& types, const Known& known,
                NodeId try_statement) {
  return RaisedErrors(index, types, known).Of(try_statement);
}

}  // namespace fastnode::predict
