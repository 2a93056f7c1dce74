// Where the cursor binds a name is told by its line alone; only there the text is analysed, with a
// placeholder for the name. What is due are names that the place reaches, that are read there and
// bound nowhere, and what other branches of the same statement bind.
#include "predict/making/due_names.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/line_ends.h"
#include "analyze/bind/reads.h"
#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"
#include "predict/cache/analysis_memory.h"
#include "predict/imports/star_names.h"
#include "predict/making/class_attributes.h"
#include "predict/making/due_place.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

NodeId PlaceholderBoundAt(const ast::Tree& tree, size_t begin) {
  for (NodeId node : tree.ids()) {
    if (tree[node].kind == Kind::kIdentifier && tree[node].begin == begin) {
      return tree.Text(node) == pack::kPlaceholder ? node : NodeId(kNoNode);
    }
  }
  return kNoNode;
}

// The closest node of a kind round one.
NodeId Around(const ast::Tree& tree, NodeId node, std::initializer_list<Kind> kinds) {
  for (NodeId up = tree[node].parent; up != kNoNode; up = tree[up].parent) {
    if (std::find(kinds.begin(), kinds.end(), tree[up].kind) != kinds.end()) return up;
  }
  return kNoNode;
}

bool LooksLikeClass(std::string_view name) {
  const size_t letter = name.find_first_not_of('_');
  return letter != std::string_view::npos && name[letter] >= 'A' && name[letter] <= 'Z' &&
         std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// ---- DueList that are read and bound nowhere.

class DueReads {
 public:
  DueReads(const pack::AnalysedSource& source, const Known& known, NodeId at, Binder binder)
      : source_(source),
        index_(source.index),
        tree_(index_.tree),
        known_(known),
        at_(at),
        binder_(binder) {
    const bool is_of_function = binder == Binder::kParameter;
    home_ = Around(tree_, at, {Kind::kFunctionDefinition, Kind::kLambda, Kind::kClassDefinition});
    if (binder == Binder::kClass) home_ = kNoNode;
    if (is_of_function) home_ = Around(tree_, at, {Kind::kFunctionDefinition});
    if (binder == Binder::kLambda) home_ = Around(tree_, at, {Kind::kLambda});
    const NodeId clause = Around(tree_, at, {Kind::kForInClause, Kind::kBlock});
    if (clause != kNoNode && tree_[clause].kind == Kind::kForInClause) {
      home_ = tree_[clause].parent;
      clause_ = clause;
      is_all_ = true;
    }
    is_all_ |= is_of_function || binder == Binder::kLambda || binder == Binder::kClass;
    for (NodeId up = tree_[at].parent; up != kNoNode && up != home_; up = tree_[up].parent) {
      const Kind kind = tree_[up].kind;
      const bool is_loop = kind == Kind::kForStatement || kind == Kind::kWhileStatement ||
                           kind == Kind::kListComprehension || kind == Kind::kSetComprehension ||
                           kind == Kind::kDictionaryComprehension ||
                           kind == Kind::kGeneratorExpression;
      if (is_loop) loop_ = up;
      const bool binds = kind == Kind::kAssignment || kind == Kind::kForStatement ||
                         kind == Kind::kForInClause || kind == Kind::kWithItem ||
                         kind == Kind::kNamedExpression;
      if (binds && value_ == kNoNode) {
        const Field field = kind == Kind::kNamedExpression ? Field::kValue : Field::kRight;
        value_ = kind == Kind::kWithItem ? up : tree_.Child(up, field);
      }
    }
  }

  // In the order of the text; what is only called comes after the rest, and then what is passed on
  // with stars. `stars`: those that stand before the place.
  std::vector<std::string_view> Find(int stars) {
    const bool is_lost =
        (binder_ == Binder::kParameter || binder_ == Binder::kLambda) && home_ == kNoNode;
    const bool is_of_class = home_ != kNoNode && tree_[home_].kind == Kind::kClassDefinition;
    if (is_lost || is_of_class || HasStar(index_)) return {};
    for (NodeId read : source_.reads) AddRead(read);
    for (const bind::Variable& variable : index_.variables) AddGrown(variable);
    std::sort(found_.begin(), found_.end());
    std::vector<std::string_view> names;
    const auto add = [&](std::string_view name) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    if (stars > 0 && binder_ == Binder::kParameter) {
      for (const Read& one : found_) {
        if (one.stars == stars) add(one.name);
      }
      if (!names.empty()) return names;
    }
    for (const bool is_called : {false, true}) {
      for (const Read& one : found_) {
        if (one.is_called == is_called && (one.stars == 0 || stars > 0)) add(one.name);
      }
    }
    for (const int of : {1, 2}) {
      for (const Read& one : found_) {
        if (one.stars == of && stars == 0) add(one.written);
      }
    }
    return names;
  }

 private:
  struct Read {
    NodeId node;
    std::string_view name;
    bool is_called;
    int stars = 0;                    // with which a call passes it on
    std::string_view written = name;  // with them
    bool operator<(const Read& other) const { return node < other.node; }
  };

  // Whether what is bound at the place is there when the node is reached.
  bool IsReached(NodeId node) const {
    const bool is_in_home = home_ == kNoNode || Contains(home_, node);
    if (!is_in_home || (value_ != kNoNode && Contains(value_, node))) return false;
    if (clause_ != kNoNode) {
      const NodeId other = Around(tree_, node, {Kind::kForInClause});
      if (other != kNoNode && other < clause_ && tree_[other].parent == home_) return false;
    }
    if (is_all_ || node > at_) return true;
    if (loop_ != kNoNode && Contains(loop_, node)) return true;
    // A module's functions run later.
    return home_ == kNoNode && Around(tree_, node, {Kind::kFunctionDefinition}) != kNoNode;
  }

  bool Contains(NodeId node, NodeId inner) const {
    return node <= inner && inner < tree_[node].subtree_end;
  }

  void AddRead(NodeId read) {
    if (!bind::IsName(tree_, read) || index_.variable_of[read] != bind::kNone) return;
    const std::string_view name = tree_.Text(read);
    const auto builtins = pack::Builtins();
    const bool is_there = std::binary_search(builtins.begin(), builtins.end(), name) ||
                          pack::IsOfEveryModule(name) || pack::IsWord(name) || name == "_" ||
                          name == pack::kPlaceholder;
    if (is_there || !IsReached(read)) return;
    const NodeId parent = tree_[read].parent;
    const bool is_called = parent != kNoNode && tree_[parent].kind == Kind::kCall &&
                           tree_.Child(parent, Field::kFunction) == read;
    if (binder_ == Binder::kClass) {
      if (LooksLikeClass(name)) found_.push_back({read, name, false});
      return;
    }
    // A parameter may be a function.
    if (is_called && binder_ != Binder::kParameter) return;
    if (LooksLikeClass(name) || IsOfOther(read) || IsModule(read)) return;
    const bool is_list = parent != kNoNode && tree_[parent].kind == Kind::kListSplat;
    const bool is_dictionary = parent != kNoNode && tree_[parent].kind == Kind::kDictionarySplat;
    const bool is_spread = binder_ == Binder::kParameter && (is_list || is_dictionary);
    const int stars = !is_spread ? 0 : is_list ? 1 : 2;
    found_.push_back({read, name, is_called, stars, is_spread ? tree_.Text(parent) : name});
  }

  // Whether a class, a type or a decorator is wanted there.
  bool IsOfOther(NodeId read) const {
    switch (bind::PositionOf(tree_, read)) {
      case bind::Position::kType:
      case bind::Position::kCaught:
      case bind::Position::kDecorator:
      case bind::Position::kBaseClass:
        return true;
      default:
        return false;
    }
  }

  // Whether its import may be what is missing: a module of this name has what is asked of it, or
  // the project calls one so.
  bool IsModule(NodeId read) const {
    const NodeId parent = tree_[read].parent;
    if (parent == kNoNode || tree_[parent].kind != Kind::kAttribute) return false;
    const std::string_view name = tree_.Text(read);
    // What everybody calls some packages.
    for (const char* alias : {"np", "pd", "plt", "sns", "tf", "nx", "sa", "ET"}) {
      if (name == alias) return true;
    }
    if (known_.exports != nullptr) {
      for (const auto_import::Index::Habit& habit : known_.exports->HabitsStarting(name)) {
        const bool is_whole = known_.exports->NameOf(habit.name).empty();
        if (is_whole && known_.exports->NameOf(habit.bound) == name) return true;
      }
    }
    const NodeId attribute = tree_.Child(parent, Field::kAttribute);
    const auto module = known_.environment.Find(name);
    if (module == nullptr || attribute == kNoNode) return false;
    if (module->Find(bind::kModuleScope, tree_.Text(attribute)) != bind::kNone) return true;
    const std::vector<std::string> below = known_.environment.Submodules(name);
    return std::binary_search(below.begin(), below.end(), tree_.Text(attribute));
  }

  // A name that is only ever added to.
  void AddGrown(const bind::Variable& variable) {
    if (binder_ != Binder::kAssignment || variable.scope != index_.scope_of[at_]) return;
    for (const bind::Reference& one : variable.references) {
      const NodeId parent = tree_[one.node].parent;
      const bool is_grown = parent != kNoNode && tree_[parent].kind == Kind::kAugmentedAssignment;
      if (bind::IsBinding(one.kind) && !is_grown) return;
    }
    const NodeId first = variable.references[0].node;
    if (IsReached(first)) found_.push_back({first, variable.name, false});
  }

  const pack::AnalysedSource& source_;
  const bind::FileIndex& index_;
  const ast::Tree& tree_;
  const Known& known_;
  const NodeId at_;
  const Binder binder_;
  NodeId home_ = kNoNode;    // whose reads count; kNoNode: the module's
  NodeId clause_ = kNoNode;  // of a comprehension: those before it do not reach it
  NodeId loop_ = kNoNode;    // the outermost in it
  NodeId value_ = kNoNode;   // what the name is bound to, which cannot read it
  bool is_all_ = false;      // reads before the place count, too
  std::vector<Read> found_;
};

// ---- Branches.

// The blocks that a statement with branches has beside its own, in their order.
std::vector<NodeId> OtherBranches(const ast::Tree& tree, NodeId block) {
  std::vector<NodeId> blocks;
  const NodeId clause = tree[block].parent;
  if (clause == kNoNode) return blocks;
  NodeId whole = clause;
  auto is_whole = [&](NodeId node) {
    return tree[node].kind == Kind::kIfStatement || tree[node].kind == Kind::kTryStatement ||
           tree[node].kind == Kind::kMatchStatement;
  };
  for (int up = 0; up < 2 && whole != kNoNode && !is_whole(whole); ++up) whole = tree[whole].parent;
  const bool is_clause = clause == whole || tree[clause].kind == Kind::kElifClause ||
                         tree[clause].kind == Kind::kElseClause ||
                         tree[clause].kind == Kind::kExceptClause ||
                         tree[clause].kind == Kind::kCaseClause;
  if (whole == kNoNode || !is_whole(whole) || !is_clause) return blocks;
  for (NodeId node = whole; node < tree[whole].subtree_end; node = NodeId(node + 1)) {
    if (tree[node].kind != Kind::kBlock || node == block) continue;
    const NodeId of = tree[node].parent;
    const bool is_direct =
        of == whole ? tree[whole].kind != Kind::kMatchStatement
                    : tree[of].parent == whole || (tree[of].kind == Kind::kCaseClause &&
                                                   tree[tree[of].parent].parent == whole);
    const bool is_last = tree[of].kind == Kind::kFinallyClause;
    if (is_direct && !is_last && !(node <= block && block < tree[node].subtree_end)) {
      blocks.push_back(node);
    }
  }
  return blocks;
}

void AddTargets(const ast::Tree& tree, NodeId left, std::vector<std::string_view>& names) {
  if (left == kNoNode) return;
  if (tree[left].kind == Kind::kIdentifier) names.push_back(tree.Text(left));
  const bool is_field = tree[left].kind == Kind::kAttribute &&
                        tree[tree.Child(left, Field::kObject)].kind == Kind::kIdentifier;
  if (is_field) names.push_back(tree.Text(left));
  if (tree[left].kind != Kind::kPatternList && tree[left].kind != Kind::kTuplePattern) return;
  for (NodeId c = tree.FirstChild(left); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kIdentifier) names.push_back(tree.Text(c));
  }
}

// What the statements of a block assign.
std::vector<std::string_view> AssignedIn(const ast::Tree& tree, NodeId block, Kind kind) {
  std::vector<std::string_view> names;
  for (NodeId s = tree.FirstChild(block); s != kNoNode; s = tree.NextSibling(s)) {
    if (tree[s].kind != Kind::kExpressionStatement) continue;
    const NodeId inner = tree.FirstChild(s);
    if (inner == kNoNode || tree[inner].kind != kind) continue;
    AddTargets(tree, tree.Child(inner, Field::kLeft), names);
  }
  return names;
}

// What other branches assign, and the one with the cursor does not.
std::vector<std::string_view> OfOtherBranches(const ast::Tree& tree, NodeId at, Kind kind) {
  std::vector<std::string_view> names;
  const NodeId block = Around(tree, at, {Kind::kBlock});
  if (block == kNoNode) return names;
  const std::vector<std::string_view> own = AssignedIn(tree, block, kind);
  for (NodeId other : OtherBranches(tree, block)) {
    for (std::string_view name : AssignedIn(tree, other, kind)) {
      const bool is_there = std::find(own.begin(), own.end(), name) != own.end() ||
                            std::find(names.begin(), names.end(), name) != names.end();
      if (!is_there) names.push_back(name);
    }
  }
  return names;
}

// ---- What can be added to.

bool IsLiteral(Kind kind) {
  switch (kind) {
    case Kind::kInteger:
    case Kind::kFloat:
    case Kind::kString:
    case Kind::kList:
    case Kind::kSet:
    case Kind::kTuple:
    case Kind::kUnaryOperator:
      return true;
    default:
      return false;
  }
}

// What the cursor's function says is global or nonlocal.
std::set<std::string_view> DeclaredOuter(const bind::FileIndex& index, NodeId at) {
  std::set<std::string_view> names;
  const ast::Tree& tree = index.tree;
  const NodeId function = Around(tree, at, {Kind::kFunctionDefinition});
  if (function == kNoNode) return names;
  for (NodeId node = function; node < at; ++node) {
    const bool is_declared =
        tree[node].kind == Kind::kGlobalStatement || tree[node].kind == Kind::kNonlocalStatement;
    if (!is_declared || index.scope_of[node] != index.scope_of[at]) continue;
    for (NodeId c = tree.FirstChild(node); c != kNoNode; c = tree.NextSibling(c)) {
      if (tree[c].kind == Kind::kIdentifier) names.insert(tree.Text(c));
    }
  }
  return names;
}

enum class Growth : uint8_t {
  kNo,
  kParameter,
  kAssigned,
  kGrown,    // it began as a literal, or something is added to it elsewhere
  kOfField,  // of an object, not a name
  kOfOtherBranch,
  kWaiting,  // it began as a literal, and nothing is added to it yet
};

Growth GrowthOf(const bind::FileIndex& index, const bind::Variable& variable, NodeId at) {
  const ast::Tree& tree = index.tree;
  const bool is_outer = variable.scope != index.scope_of[at];
  Growth growth = Growth::kNo;
  bool is_grown = false, is_literal = false;
  for (const bind::Reference& one : variable.references) {
    const NodeId parent = tree[one.node].parent;
    if (parent == kNoNode) continue;
    const bool is_left = tree.Child(parent, Field::kLeft) == one.node;
    is_grown |= is_left && tree[parent].kind == Kind::kAugmentedAssignment;
    if (one.node >= at && !is_outer) continue;
    if (one.kind == bind::ReferenceKind::kParameter) growth = std::max(growth, Growth::kParameter);
    if (!is_left || tree[parent].kind != Kind::kAssignment) continue;
    growth = std::max(growth, Growth::kAssigned);
    NodeId value = tree.Child(parent, Field::kRight);
    while (value != kNoNode && tree[value].kind == Kind::kAssignment) {
      value = tree.Child(value, Field::kRight);  // a = b = 0
    }
    is_literal |= value != kNoNode && IsLiteral(tree[value].kind);
  }
  if (growth == Growth::kNo) return growth;
  if (is_grown) return Growth::kGrown;
  return is_literal ? Growth::kWaiting : growth;
}

// The fields of the method's object that begin as literals or grow elsewhere: "self.count".
void AddFields(const bind::FileIndex& index, NodeId at,
               std::vector<std::pair<Growth, std::string_view>>& ranked) {
  const ast::Tree& tree = index.tree;
  const NodeId method = Around(tree, at, {Kind::kFunctionDefinition});
  const NodeId owner = method == kNoNode ? method : Around(tree, method, {Kind::kClassDefinition});
  const NodeId parameters = owner == kNoNode ? owner : tree.Child(method, Field::kParameters);
  const NodeId self = parameters == kNoNode ? parameters : tree.FirstChild(parameters);
  if (self == kNoNode || tree.Text(self) != "self") return;
  for (const bind::AttributeUse& use : index.attributes) {
    const bool is_within = owner <= use.node && use.node < tree[owner].subtree_end;
    if (!is_within || use.context != bind::UseContext::kStore || tree.Text(use.base) != "self") {
      continue;
    }
    const NodeId parent = tree[use.node].parent;
    const NodeId value = tree.Child(parent, Field::kRight);
    const bool grows = tree[parent].kind == Kind::kAugmentedAssignment ||
                       (value != kNoNode && IsLiteral(tree[value].kind));
    if (grows) ranked.emplace_back(Growth::kOfField, tree.Text(use.node));
  }
}

// What can be added to before the cursor, in its own scope: first what waits for it, then what
// other branches add to, fields, what grows already, and the others in the order of their first
// references.
std::vector<std::string_view> Growing(const bind::FileIndex& index, NodeId at) {
  std::vector<std::pair<Growth, std::string_view>> ranked;
  for (std::string_view name : OfOtherBranches(index.tree, at, Kind::kAugmentedAssignment)) {
    ranked.emplace_back(Growth::kOfOtherBranch, name);
  }
  AddFields(index, at, ranked);
  const std::set<std::string_view> outer = DeclaredOuter(index, at);
  for (const bind::Variable& variable : index.variables) {
    const bool is_own = variable.scope == index.scope_of[at] || outer.contains(variable.name);
    if (!is_own || variable.name == pack::kPlaceholder) continue;
    const Growth growth = GrowthOf(index, variable, at);
    const bool is_object = growth == Growth::kParameter && variable.name == "self";
    if (growth != Growth::kNo && !is_object) ranked.emplace_back(growth, variable.name);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string_view> names;
  for (const auto& [growth, name] : ranked) names.push_back(name);
  return names;
}

// ---- All together.

class DueList {
 public:
  explicit DueList(std::string_view prefix) : prefix_(prefix) {}

  template <typename List>
  void Add(const List& names) {
    for (const auto& name : names) {
      if (name == pack::kPlaceholder || !pack::Fits(name, prefix_)) continue;
      const bool is_there = std::find(list_.begin(), list_.end(), name) != list_.end();
      if (!is_there) list_.emplace_back(name);
    }
  }
  const std::vector<std::string>& list() const { return list_; }

 private:
  const std::string_view prefix_;
  std::vector<std::string> list_;
};

void AddAttributes(const pack::AnalysedSource& source, const Known& known, NodeId at,
                   DueList& names) {
  const bind::Scope& scope = source.index.scopes[source.index.scope_of[at]];
  if (scope.kind != bind::ScopeKind::kClass) return;
  types::TypeEvaluator types(source.index, known.environment, {}, source.tables);
  const ClassAttributes attributes =
      ClassAttributesFor(source.index, scope.node, types, known.usage);
  names.Add(attributes.of_all_siblings);
  names.Add(attributes.of_siblings);
  names.Add(attributes.of_bases);
}

// Fields that the methods of a class read and that nothing gives it: in its body "limit", in a
// method "self.limit".
void AddWantedFields(const pack::AnalysedSource& source, const Known& known, NodeId at,
                     DueList& names) {
  const bind::FileIndex& index = source.index;
  const ast::Tree& tree = index.tree;
  const bool is_in_body = index.scopes[index.scope_of[at]].kind == bind::ScopeKind::kClass;
  const NodeId method = is_in_body ? at : Around(tree, at, {Kind::kFunctionDefinition});
  const NodeId owner = method == kNoNode ? method : Around(tree, method, {Kind::kClassDefinition});
  if (owner == kNoNode) return;
  if (!is_in_body) {
    const NodeId name = tree.Child(method, Field::kName);
    if (name == kNoNode || tree.Text(name) != "__init__") return;
    const NodeId parameters = tree.Child(method, Field::kParameters);
    const NodeId self = parameters == kNoNode ? parameters : tree.FirstChild(parameters);
    if (self == kNoNode || tree.Text(self) != "self") return;
  }
  types::TypeEvaluator types(index, known.environment, {}, source.tables);
  const types::Type cls = types.TypeOf(tree.Child(owner, Field::kName));
  if (types.OpennessOf(cls) != types::TypeEvaluator::Openness::kClosed) return;
  const auto& members = types.Members(cls);
  std::vector<std::string> wanted;
  for (const bind::AttributeUse& use : index.attributes) {
    const bool is_within = owner <= use.node && use.node < tree[owner].subtree_end;
    const bool is_read = is_within && use.context == bind::UseContext::kLoad;
    if (!is_read || tree.Text(use.base) != "self") continue;
    const std::string_view name = tree.Text(use.name);
    const bool is_there = name == pack::kPlaceholder ||
                          std::any_of(members.begin(), members.end(),
                                      [&](const types::Member& m) { return m.name == name; });
    if (!is_there) wanted.push_back((is_in_body ? "" : "self.") + std::string(name));
  }
  names.Add(wanted);
}

// Whether the tree says that the placeholder is bound there: a line of a call in brackets may look
// like an assignment.
bool IsBoundAs(const bind::FileIndex& index, NodeId at, Binder binder) {
  using bind::ReferenceKind;
  const bind::VariableId variable = index.variable_of[at];
  if (variable == bind::kNone) return false;
  const ReferenceKind wanted = binder == Binder::kClass ? ReferenceKind::kClass
                               : binder == Binder::kParameter || binder == Binder::kLambda
                                   ? ReferenceKind::kParameter
                                   : ReferenceKind::kWrite;
  const auto references = index.variables[variable].references;
  return std::any_of(references.begin(), references.end(), [&](const bind::Reference& one) {
    return one.node == at && one.kind == wanted;
  });
}

}  // namespace

Result<std::optional<Answer>> CompleteDueName(const Question& question, bool is_of_lambda,
                                              const Known& known, const Budget& budget) {
  using Nothing = std::optional<Answer>;
  if (question.cursor > question.text.size()) return Nothing();
  const std::string text = ast::WithLineFeeds(question.text);
  const std::optional<DuePlace> place = FindDuePlace(text, question.cursor, is_of_lambda);
  if (!place) return Nothing();
  const size_t line_end = std::min(text.find('\n', place->end), text.size());
  const std::string asked = text.substr(0, place->begin) + std::string(pack::kPlaceholder) +
                            place->behind + text.substr(place->end, line_end - place->end) +
                            place->missing + text.substr(line_end);
  Result<Analysed> analysed =
      Analyse(known.memory, asked, std::chrono::steady_clock::now() + budget.patience);
  if (!analysed.ok()) return analysed.error();
  const pack::AnalysedSource& source = **analysed;
  const ast::Tree& tree = source.index.tree;
  const NodeId at = PlaceholderBoundAt(tree, place->begin);
  if (at == kNoNode || !IsBoundAs(source.index, at, place->binder)) return Nothing();
  const std::string prefix = text.substr(place->begin, question.cursor - place->begin);
  DueList names(prefix);
  const bool is_assigned = place->binder == Binder::kAssignment;
  if (is_assigned) names.Add(OfOtherBranches(tree, at, Kind::kAssignment));
  if (place->binder == Binder::kAugmented) {
    names.Add(Growing(source.index, at));
  } else {
    names.Add(DueReads(source, known, at, place->binder).Find(place->stars));
  }
  if (is_assigned && place->is_only) {
    AddWantedFields(source, known, at, names);
    AddAttributes(source, known, at, names);
  }
  if (names.list().empty()) return Nothing();
  Answer answer{pack::Task::kName, prefix, {}, {}, false, Origin::kInDeclaration};
  float worth = 0.5F;  // halves of halves: the order is all that is known
  for (const std::string& name : names.list()) {
    if (std::ssize(answer.completions) == budget.max_completions) break;
    answer.completions.push_back({name, worth, "name"});
    worth /= 2;
  }
  return Nothing(std::move(answer));
}

void PutDueFirst(const Answer& due, size_t max_completions, Answer& answer) {
  std::erase_if(answer.completions, [&](const Completion& one) {
    return std::any_of(due.completions.begin(), due.completions.end(),
                       [&](const Completion& other) { return other.text == one.text; });
  });
  for (Completion& one : answer.completions) {
    one.probability *= due.completions.back().probability;
  }
  answer.completions.insert(answer.completions.begin(), due.completions.begin(),
                            due.completions.end());
  if (answer.completions.size() > max_completions) answer.completions.resize(max_completions);
}

void LeaveOutTyped(const Question& question, Answer& answer) {
  if (answer.completions.size() != 1 || answer.completions[0].text != answer.prefix) return;
  const std::string text = ast::WithLineFeeds(question.text);
  const std::optional<DuePlace> place = FindDuePlace(text, question.cursor, false);
  // What is assigned to may be there already.
  const bool is_new = place && (place->binder == Binder::kLoop || place->binder == Binder::kAs ||
                                place->binder == Binder::kParameter);
  if (is_new) answer.completions.clear();
}

}  // namespace fastnode::predict
