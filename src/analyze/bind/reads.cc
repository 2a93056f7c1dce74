#include "analyze/bind/reads.h"

#include <algorithm>
#include <array>

#include "analyze/bind/reads_again.h"

namespace fastnode::bind {
namespace {

using ast::Field;
using ast::Kind;
using ast::Tree;

bool IsBlock(Kind kind) { return kind == Kind::kBlock || kind == Kind::kModule; }

bool IsClause(Kind kind) {
  return kind == Kind::kElifClause || kind == Kind::kElseClause || kind == Kind::kExceptClause ||
         kind == Kind::kFinallyClause || kind == Kind::kCaseClause;
}

// An identifier that nothing in the file binds: is it a name that is looked up?
bool IsLookedUp(const Tree& tree, NodeId node) {
  const NodeId parent = tree[node].parent;
  if (parent == kNoNode) return false;
  switch (tree[parent].kind) {
    case Kind::kAttribute:
    case Kind::kMemberType:
      return tree.FirstChild(parent) == node;
    case Kind::kKeywordArgument:
      return tree[node].field != Field::kName;
    case Kind::kKeywordPattern:
    case Kind::kGlobalStatement:
    case Kind::kNonlocalStatement:
    case Kind::kAliasedImport:
      return false;
    case Kind::kDottedName: {
      // Of a pattern its first name; of an import none.
      const NodeId around = tree[parent].parent;
      const bool in_pattern = around != kNoNode && (tree[around].kind == Kind::kCasePattern ||
                                                    tree[around].kind == Kind::kClassPattern);
      return in_pattern && tree.FirstChild(parent) == node;
    }
    default:
      return true;
  }
}

bool IsConstant(Kind kind) {
  return kind == Kind::kNone || kind == Kind::kTrue || kind == Kind::kFalse;
}

bool BeginsParent(const Tree& tree, NodeId node) {
  const NodeId parent = tree[node].parent;
  return parent != kNoNode && tree[parent].begin == tree[node].begin;
}

// Whether a word of the language begins something.
bool Begins(const Tree& tree, NodeId word) {
  if (!BeginsParent(tree, word)) return false;
  const NodeId parent = tree[word].parent;
  switch (tree[parent].kind) {
    case Kind::kNotOperator:
    case Kind::kLambda:
    case Kind::kAwait:
    case Kind::kYield:
      return true;
    case Kind::kPrintStatement:
    case Kind::kExecStatement:
    case Kind::kError:
      return false;
    default:
      break;
  }
  if (IsClause(tree[parent].kind)) return true;
  // Under decorators nothing but a definition can stand.
  return tree[parent].parent != kNoNode && IsBlock(tree[tree[parent].parent].kind);
}

// Appends those of some nodes; `is_bound(node)`: whether a reference is a binding.
template <typename IsBound>
void AddReads(const FileIndex& index, IdRange<NodeId> nodes, const IsBound& is_bound,
              std::vector<NodeId>& reads) {
  const Tree& tree = index.tree;
  for (NodeId node : nodes) {
    const Kind kind = tree[node].kind;
    bool is_read = false;
    if (kind == Kind::kIdentifier) {
      const bool known = index.variable_of[node] != kNone;
      is_read = !tree[node].missing && (known ? !is_bound(node) : IsLookedUp(tree, node)) &&
                tree[node].begin < tree[node].end;
    } else if (kind == Kind::kKeyword) {
      is_read = Begins(tree, node);
    } else {
      is_read = IsConstant(kind);
    }
    if (is_read) reads.push_back(node);
  }
}

}  // namespace

std::vector<NodeId> FindReads(const FileIndex& index) {
  std::vector<bool> is_bound(static_cast<size_t>(index.tree.size()));
  for (const Variable& variable : index.variables) {
    for (const Reference& reference : variable.references) {
      if (IsBinding(reference.kind)) is_bound[reference.node.index()] = true;
    }
  }
  std::vector<NodeId> reads;
  AddReads(
      index, index.tree.ids(), [&](NodeId node) { return is_bound[node.index()]; }, reads);
  return reads;
}

// Outside of the statements a name is read as before, unless it means another variable.
std::vector<NodeId> FindReadsAgain(const std::vector<NodeId>& before, const Moved& moved,
                                   const FileIndex& index) {
  if (moved.hands_outwards) return FindReads(index);
  const ast::Splice& nodes = moved.nodes;
  const auto first = std::lower_bound(before.begin(), before.end(), nodes.first);
  const auto behind = std::lower_bound(first, before.end(), nodes.before_end);
  std::vector<NodeId> reads;
  reads.reserve(before.size() + static_cast<size_t>(nodes.after_end - nodes.first));
  reads.insert(reads.end(), before.begin(), first);
  auto is_bound = [&](NodeId node) {
    const auto& references = index.variables[index.variable_of[node]].references;
    const auto found = std::lower_bound(references.begin(), references.end(), node,
                                        [](const Reference& r, NodeId n) { return r.node < n; });
    return IsBinding(found->kind);
  };
  AddReads(index, {nodes.first, nodes.after_end}, is_bound, reads);
  const auto num_before = static_cast<int64_t>(reads.size());
  reads.insert(reads.end(), behind, before.end());
  for (auto read = reads.begin() + num_before; read != reads.end(); ++read) *read += nodes.more();
  return reads;
}

bool IsName(const Tree& tree, NodeId read) { return tree[read].kind == Kind::kIdentifier; }

bool GoesOn(const Tree& tree, NodeId word) { return tree[word].kind == Kind::kKeyword; }

NodeId BegunBy(const Tree& tree, NodeId word) {
  if (!GoesOn(tree, word)) return word;
  const NodeId parent = tree[word].parent;
  return IsClause(tree[parent].kind) ? tree[parent].parent : parent;
}

NodeId BeganBy(const Tree& tree, NodeId read) {
  NodeId node = read, parent = tree[node].parent;
  auto is_around = [&] {
    const Kind kind = tree[parent].kind;
    return IsBlock(kind) || kind == Kind::kType;
  };
  while (parent != kNoNode && tree[parent].begin == tree[read].begin && !is_around()) {
    node = parent;
    parent = tree[node].parent;
  }
  return node;
}

Position PositionOf(const Tree& tree, NodeId read) {
  const NodeId node = BeganBy(tree, read), parent = tree[node].parent;
  if (parent == kNoNode || IsBlock(tree[parent].kind) || IsClause(tree[node].kind)) {
    return Position::kStatement;
  }
  const Field field = tree[node].field;
  switch (tree[parent].kind) {
    case Kind::kAssignment:
      return field == Field::kType ? Position::kType : Position::kAssigned;
    case Kind::kAugmentedAssignment:
    case Kind::kNamedExpression:
    case Kind::kLambda:
      return Position::kAssigned;
    case Kind::kReturnStatement:
    case Kind::kYield:
      return Position::kReturned;
    case Kind::kIfStatement:
    case Kind::kElifClause:
    case Kind::kWhileStatement:
    case Kind::kAssertStatement:
    case Kind::kIfClause:
      return Position::kCondition;
    case Kind::kForStatement:
    case Kind::kForInClause:
      return Position::kIterated;
    case Kind::kWithItem:
    case Kind::kWithClause:
    case Kind::kWithStatement:
      return Position::kOpened;
    case Kind::kArgumentList: {
      const bool of_class = tree[tree[parent].parent].kind == Kind::kClassDefinition;
      return of_class ? Position::kBaseClass : Position::kArgument;
    }
    case Kind::kKeywordArgument:
      return Position::kArgument;
    case Kind::kList:
    case Kind::kTuple:
    case Kind::kSet:
    case Kind::kPair:
    case Kind::kDictionary:
    case Kind::kExpressionList:
    case Kind::kListComprehension:
    case Kind::kSetComprehension:
    case Kind::kDictionaryComprehension:
    case Kind::kGeneratorExpression:
      return Position::kElement;
    case Kind::kBinaryOperator:
    case Kind::kBooleanOperator:
    case Kind::kUnaryOperator:
    case Kind::kNotOperator:
    case Kind::kConditionalExpression:
    case Kind::kParenthesizedExpression:
      return Position::kOperand;
    case Kind::kComparisonOperator:
      return Position::kCompared;
    case Kind::kSubscript:
    case Kind::kSlice:
      return Position::kIndex;
    case Kind::kType:
    case Kind::kGenericType:
    case Kind::kUnionType:
    case Kind::kTypeParameter:
      return Position::kType;
    case Kind::kRaiseStatement:
      return Position::kRaised;
    case Kind::kExceptClause:
      return Position::kCaught;
    case Kind::kDecorator:
      return Position::kDecorator;
    case Kind::kInterpolation:
      return Position::kShown;
    case Kind::kDefaultParameter:
    case Kind::kTypedDefaultParameter:
      return Position::kDefault;
    default:
      return Position::kOther;
  }
}

std::string_view Name(Position position) {
  static constexpr std::array<std::string_view, kNumPositions> kNames = {
      "statement", "assigned", "returned", "condition", "iterated", "opened", "argument",
      "element",   "operand",  "compared", "index",     "type",     "raised", "caught",
      "decorator", "base",     "shown",    "default",   "other"};
  return kNames[static_cast<size_t>(position)];
}

}  // namespace fastnode::bind
