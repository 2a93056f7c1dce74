// Variables are found by Python's rules of scope (bind::VisibleVariables) and counted by their
// references, so that a name of another scope is another variable. A name that the file does not
// bind (a builtin, a star import) is known from its uses before dots alone.
#include "collect/pack/tasks/variables.h"

#include <algorithm>
#include <span>
#include <vector>

namespace fastnode::pack {
namespace {

using bind::ReferenceKind;

class VariableFinder {
 public:
  VariableFinder(const bind::FileIndex& index, const Site& site)
      : index_(index), site_(site), places_(index.variables.size(), kNone) {
    functions_.reserve(index.scopes.size());
    for (const bind::Scope& scope : index.scopes) {  // parents precede children
      const bind::ScopeId id(functions_.size());
      const bool is_function = scope.kind == bind::ScopeKind::kFunction;
      const bool is_outermost = scope.parent == bind::kNone;
      functions_.push_back(is_function    ? id
                           : is_outermost ? bind::ScopeId(bind::kNone)
                                          : functions_[scope.parent.index()]);
    }
    function_ = FunctionOf(site.anchor);
  }

  ByName<KnownVariable> Find(ast::NodeId from, std::span<const ast::NodeId> reads) {
    for (bind::VariableId id : bind::VisibleVariables(index_, from)) {
      Count(id);
    }
    for (ast::NodeId read : reads) CountRead(read);
    for (const bind::AttributeUse& use : index_.attributes) CountBase(use.base, reads.empty());
    FindNextParameter();
    return std::move(names_);
  }

 private:
  void Near(ast::NodeId node, int64_t& last, int64_t& next) const {
    const int64_t distance = site_.Distance(node);
    if (distance < 0) {
      last = last < 0 ? -distance : std::min(last, -distance);
    } else {
      next = next < 0 ? distance : std::min(next, distance);
    }
  }

  bind::ScopeId FunctionOf(ast::NodeId node) const {
    return functions_[index_.scope_of[node].index()];
  }

  void Count(bind::VariableId id) {
    const bind::Variable& variable = index_.variables[id];
    KnownVariable& known = names_.Get(variable.name);
    places_[id.index()] = static_cast<uint32_t>(names_.IndexOf(variable.name));
    known.visible = true;
    known.variable = &variable;
    const bind::ScopeKind kind = index_.scopes[variable.scope].kind;
    known.reading = ReadingOf(index_, variable, site_);
    known.of_outer_function = kind == bind::ScopeKind::kFunction && variable.scope != function_;
    for (const bind::Reference& reference : variable.references) {
      if (site_.Hides(reference.node)) continue;
      ++known.references;
      if (bind::IsBinding(reference.kind)) ++known.writes;
      if (FunctionOf(reference.node) == function_) ++known.function_references;
      Near(reference.node, known.last, known.next);
    }
  }

  void FindNextParameter() {
    for (const bind::Variable* parameter : ParametersOf(index_, function_)) {
      if (parameter->name == "self" || parameter->name == "cls") continue;
      if (!ReadingOf(index_, *parameter, site_).unread) continue;
      KnownVariable* known = names_.Find(parameter->name);
      if (known != nullptr && known->variable == parameter) known->next_of_parameters = true;
      return;
    }
  }

  void CountReference(ast::NodeId node, KnownVariable& known) const {
    ++known.references;
    Near(node, known.last, known.next);
  }

  // What the file does not bind.
  void CountRead(ast::NodeId read) {
    if (index_.variable_of[read] != bind::kNone || site_.Hides(read)) return;
    KnownVariable& known = names_.Get(index_.tree.Text(read));
    if (known.variable != nullptr) return;
    CountReference(read, known);
    if (FunctionOf(read) == function_) ++known.function_references;
  }

  // `is_first`: it has not been counted as what is read.
  void CountBase(ast::NodeId base, bool is_first) {
    if (index_.tree[base].kind != ast::Kind::kIdentifier || site_.Hides(base)) return;
    const bind::VariableId id = index_.variable_of[base];
    const bool bound = id != bind::kNone;
    // Another scope's variable of this name is another.
    if (bound && places_[id.index()] == kNone) return;
    KnownVariable& known =
        bound ? names_.At(places_[id.index()]) : names_.Get(index_.tree.Text(base));
    if (bound && known.variable != &index_.variables[id]) return;
    ++known.before_dot;
    if (FunctionOf(base) == function_) ++known.function_before_dot;
    Near(base, known.last_before_dot, known.next_before_dot);
    if (!bound && is_first) CountReference(base, known);
  }

  const bind::FileIndex& index_;
  const Site& site_;
  static constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> places_;          // in names_, of variables that may be named
  std::vector<bind::ScopeId> functions_;  // around each scope, or itself
  bind::ScopeId function_;                // around the site
  ByName<KnownVariable> names_;
};

void PutBinding(const KnownVariable& known, CandidateBytes& f) {
  if (known.variable == nullptr) {
    f[kUnbound] = kFlag;
    return;
  }
  if (known.of_outer_function) f[kOfOuterFunction] = kFlag;
  for (const bind::Reference& reference : known.variable->references) {
    switch (reference.kind) {
      case ReferenceKind::kFunction:
        f[kBoundByDef] = kFlag;
        break;
      case ReferenceKind::kClass:
        f[kBoundByClass] = kFlag;
        break;
      case ReferenceKind::kWrite:
        f[kBoundByWrite] = kFlag;
        break;
      case ReferenceKind::kParameter:
        f[kIsParameter] = kFlag;
        break;
      case ReferenceKind::kImport:
        f[kBoundByImport] = kFlag;
        break;
      default:
        break;
    }
  }
}

}  // namespace

namespace {

// The nodes of what binds a name, up to where its value is known: of an assignment all, of a loop
// its head.
struct Binder {
  ast::NodeId begin, last;
};

Binder BinderOf(const ast::Tree& tree, ast::NodeId name) {
  using ast::Kind;
  ast::NodeId node = name;
  for (;;) {
    const ast::NodeId parent = tree[node].parent;
    if (parent == ast::kNoNode) return {name, name};
    switch (tree[parent].kind) {
      case Kind::kPatternList:
      case Kind::kTuplePattern:
      case Kind::kListPattern:
      case Kind::kListSplatPattern:
        node = parent;
        continue;
      case Kind::kAssignment:
      case Kind::kAugmentedAssignment:
      case Kind::kNamedExpression:
        return {parent, tree[parent].subtree_end - 1};
      case Kind::kForStatement:
      case Kind::kForInClause: {
        const ast::NodeId value = tree.Child(parent, ast::Field::kRight);
        return value == ast::kNoNode ? Binder{name, name}
                                     : Binder{parent, tree[value].subtree_end - 1};
      }
      default:
        return {name, name};
    }
  }
}

}  // namespace

Reading ReadingOf(const bind::FileIndex& index, const bind::Variable& variable, const Site& site) {
  Reading reading{.never_read = true};
  ast::NodeId bound = ast::kNoNode;  // the last node of what bound it last before the site
  for (const bind::Reference& reference : variable.references) {
    if (!bind::IsBinding(reference.kind) || site.Hides(reference.node)) continue;
    if (site.Distance(reference.node) >= 0) continue;
    const Binder binder = BinderOf(index.tree, reference.node);
    const bool is_here = binder.begin <= site.anchor && site.anchor <= binder.last;
    if (!is_here) bound = std::max(bound, binder.last);
  }
  reading.unread = bound != ast::kNoNode;
  for (const bind::Reference& reference : variable.references) {
    if (bind::IsBinding(reference.kind) || site.Hides(reference.node)) continue;
    reading.never_read = false;
    if (site.Distance(reference.node) < 0 && reference.node > bound) reading.unread = false;
  }
  if (reading.unread) reading.age = std::max<int64_t>(0, -site.Distance(bound));
  return reading;
}

std::vector<const bind::Variable*> ParametersOf(const bind::FileIndex& index,
                                                bind::ScopeId function) {
  std::vector<const bind::Variable*> parameters;
  if (function == bind::kNone) return parameters;
  for (const bind::Variable& variable : index.variables) {
    if (variable.scope == function && !variable.references.empty() &&
        variable.references[0].kind == ReferenceKind::kParameter) {
      parameters.push_back(&variable);
    }
  }
  return parameters;
}

ByName<KnownVariable> FindVariables(const AnalysedSource& source, const Site& site,
                                    ast::NodeId from, Unbound unbound) {
  std::span<const ast::NodeId> reads;
  if (unbound == Unbound::kReads) reads = source.reads;
  return VariableFinder(source.index, site).Find(from, reads);
}

void PutVariable(const KnownVariable& known, CandidateBytes& f) {
  auto near = [](int64_t nodes) { return nodes < 0 ? uint8_t{0} : QuantiseNearness(nodes / 4); };
  f[kBeforeDot] = QuantiseCount(known.before_dot);
  f[kWrites] = QuantiseCount(known.writes);
  f[kReferences] = QuantiseCount(known.references);
  f[kLastBeforeDot] = near(known.last_before_dot);
  f[kNextBeforeDot] = near(known.next_before_dot);
  f[kLastReference] = near(known.last);
  f[kNextReference] = near(known.next);
  f[kFunctionBeforeDot] = QuantiseCount(known.function_before_dot);
  f[kFunctionReferences] = QuantiseCount(known.function_references);
  if (known.visible) f[kVisible] = kFlag;
  if (known.reading.unread) f[kUnread] = kFlag;
  if (known.visible && known.reading.never_read) f[kNeverRead] = kFlag;
  if (known.next_of_parameters) f[kNextOfParameters] = kFlag;
  PutBinding(known, f);
}

double PriorOfVariable(const KnownVariable& known, const CandidateBytes& f, uint8_t corpus_count) {
  return 0.3 * f[kLastBeforeDot] / 200.0 + 0.3 * f[kLastReference] / 200.0 +
         0.2 * f[kFunctionReferences] / 64.0 + 0.2 * f[kBeforeDot] / 64.0 +
         0.1 * f[kReferences] / 64.0 + (known.visible ? 0.2 : 0.0) + 0.05 * corpus_count / 128.0;
}

}  // namespace fastnode::pack
