#include "predict/usual/errors_meant.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/name_byte.h"
#include "collect/pack/candidates.h"
#include "predict/usual/raised_in.h"

namespace fastnode::predict {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

constexpr float kOfCaughtAbove = 0.02F;  // a guess: nobody catches it twice
constexpr float kMostOfTakenOut = 4;     // a guess
constexpr float kOfDocumented = 0.6F;    // a guess

// Of 20,784 exceptions raised in installed packages and the standard library.
constexpr float kOfAbstract = 0.66F;
struct ByMethod {
  std::string_view method, error;
  float share;
};
constexpr ByMethod kByMethod[] = {
    {"__getattr__", "AttributeError", 0.91F},  {"__getattribute__", "AttributeError", 0.8F},
    {"__setattr__", "AttributeError", 0.61F},  {"__delattr__", "AttributeError", 0.77F},
    {"__get__", "AttributeError", 0.68F},      {"__next__", "StopIteration", 0.92F},
    {"__anext__", "StopAsyncIteration", 0.9F}, {"__getitem__", "KeyError", 0.35F},
    {"__getitem__", "IndexError", 0.2F},       {"__getitem__", "TypeError", 0.2F},
    {"__delitem__", "KeyError", 0.65F},        {"__missing__", "KeyError", 0.8F},
    {"__init_subclass__", "TypeError", 0.87F}, {"__class_getitem__", "TypeError", 0.9F},
};
// At the least, where nothing more is known: half of what they have of 2,704 exceptions that are
// raised in projects, and less of what is caught, where more of what the file imports is meant.
struct LeastOfError {
  std::string_view error;
  float raised, caught;
};
constexpr LeastOfError kLeastOfErrors[] = {
    {"ValueError", 0.08F, 0.02F}, {"NotImplementedError", 0.03F, 0}, {"TypeError", 0.02F, 0},
    {"RuntimeError", 0.02F, 0},   {"OSError", 0.01F, 0.02F},         {"KeyError", 0.01F, 0.015F}};
constexpr float kOfWrongType = 0.5F, kOfTooSmall = 0.6F;

float SumOf(const Shares& shares) {
  float sum = 0;
  for (const auto& [name, share] : shares) sum += share;
  return sum;
}

// What is left gets some of what is taken out: something is caught.
void LeaveOut(const std::set<std::string_view>& names, Shares& shares) {
  const float before = SumOf(shares);
  std::erase_if(shares, [&](const auto& one) { return names.contains(one.first); });
  const float factor = std::min(kMostOfTakenOut, before / std::max(SumOf(shares), 0.01F));
  for (auto& [name, share] : shares) share *= factor;
}

// Names in the clauses above one, and before a place in it.
std::set<std::string_view> CaughtAbove(const ast::Tree& tree, NodeId clause, NodeId read) {
  std::set<std::string_view> caught;
  const NodeId statement = tree[clause].parent;
  for (NodeId c = tree.FirstChild(statement); c != kNoNode; c = tree.NextSibling(c)) {
    if (tree[c].kind != Kind::kExceptClause || c > clause) continue;
    for (NodeId node : tree.Subtree(c)) {
      if (tree[node].kind == Kind::kBlock || node >= read) break;
      const bool is_name =
          tree[node].kind == Kind::kIdentifier || tree[node].kind == Kind::kAttribute;
      if (is_name) caught.insert(tree.Text(node));
    }
  }
  return caught;
}

NodeId FunctionAround(const ast::Tree& tree, NodeId node) {
  while (node != kNoNode && tree[node].kind != Kind::kFunctionDefinition) {
    if (tree[node].kind == Kind::kClassDefinition) return kNoNode;
    node = tree[node].parent;
  }
  return node;
}

bool IsOfClass(const ast::Tree& tree, NodeId function) {
  NodeId block = tree[function].parent;
  if (block != kNoNode && tree[block].kind == Kind::kDecoratedDefinition)
    block = tree[block].parent;
  const NodeId owner = block == kNoNode ? block : tree[block].parent;
  return owner != kNoNode && tree[owner].kind == Kind::kClassDefinition;
}

// The text at the top of a function.
std::string_view DocstringOf(const ast::Tree& tree, NodeId function) {
  const NodeId body = tree.Child(function, Field::kBody);
  const NodeId first = body == kNoNode ? body : tree.FirstChild(body);
  const NodeId text = first == kNoNode ? first : tree.FirstChild(first);
  const bool is_text = text != kNoNode && tree[text].kind == Kind::kString;
  return is_text ? tree.Text(text) : std::string_view();
}

// Whether a function does nothing else than raise.
bool RaisesAlone(const ast::Tree& tree, NodeId function, NodeId raise) {
  if (tree[raise].parent != tree.Child(function, Field::kBody)) return false;
  const NodeId first = tree.FirstChild(tree[raise].parent);
  const bool has_text = !DocstringOf(tree, function).empty();
  const NodeId own = has_text ? tree.NextSibling(first) : first;
  return own == raise && tree.NextSibling(raise) == kNoNode;
}

void AddByCondition(const ast::Tree& tree, NodeId raise, Shares& shares) {
  const NodeId block = tree[raise].parent;
  const NodeId statement = block == kNoNode ? block : tree[block].parent;
  if (statement == kNoNode) return;
  const Kind kind = tree[statement].kind;
  if (kind != Kind::kIfStatement && kind != Kind::kElifClause) return;
  const NodeId condition = tree.Child(statement, Field::kCondition);
  if (condition == kNoNode) return;
  const std::string_view text = tree.Text(condition);
  for (const char* asks : {"isinstance(", "issubclass(", "callable(", "hasattr("}) {
    const size_t at = text.find(asks);
    const bool is_denied = at != text.npos && at >= 4 && text.substr(at - 4, 4) == "not ";
    if (is_denied) shares["TypeError"] = kOfWrongType;
  }
  if (!shares.empty() || tree[condition].kind != Kind::kComparisonOperator) return;
  const NodeId sign = tree.NextSibling(tree.FirstChild(condition));
  const bool is_small = sign != kNoNode && (tree.Text(sign) == "<" || tree.Text(sign) == "<=");
  if (is_small) shares["ValueError"] = kOfTooSmall;
}

// Exceptions that a docstring names, by the ends of their names.
void AddDocumented(std::string_view text, Shares& shares) {
  std::vector<std::string> found;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && (ast::IsNameByte(text[end]) || text[end] == '.')) ++end;
    std::string_view word = text.substr(at, end - at);
    while (word.ends_with('.')) word.remove_suffix(1);
    const bool is_error = word.ends_with("Error") || word.ends_with("Exception");
    if (is_error && word.find('.') == word.npos && word.size() > 5) found.emplace_back(word);
    at = end + 1;
  }
  for (const std::string& one : found) {
    shares[one] = kOfDocumented / static_cast<float>(found.size());
  }
}

Shares RaisedAt(const ast::Tree& tree, NodeId raise) {
  Shares shares;
  const NodeId function = FunctionAround(tree, raise);
  if (function == kNoNode) return shares;
  const NodeId name = tree.Child(function, Field::kName);
  const bool is_method = IsOfClass(tree, function);
  for (const ByMethod& one : kByMethod) {
    if (is_method && name != kNoNode && tree.Text(name) == one.method) {
      shares[std::string(one.error)] = one.share;
    }
  }
  if (!shares.empty()) return shares;
  AddDocumented(DocstringOf(tree, function), shares);
  if (!shares.empty()) return shares;
  if (is_method && RaisesAlone(tree, function, raise)) {
    shares["NotImplementedError"] = kOfAbstract;
    return shares;
  }
  AddByCondition(tree, raise, shares);
  return shares;
}

// Gives some names their shares, and the others the rest.
void GiveShares(const Shares& shares, const FoundSite& site, std::vector<Completion>& list) {
  float sum = 0;
  for (const Completion& one : list) sum += one.probability;
  const float given = SumOf(shares);
  std::set<std::string_view> listed;
  for (Completion& one : list) {
    if (sum > 0) one.probability *= (1 - given) / sum;
    const auto found = shares.find(one.text);
    if (found != shares.end()) one.probability += found->second;
    listed.insert(one.text);
  }
  std::vector<Completion> more;
  for (const auto& [name, share] : shares) {
    if (listed.contains(name) || !pack::Fits(name, site.prefix)) continue;
    more.push_back({name, share, "class"});
  }
  list.insert(list.end(), more.begin(), more.end());
}

void RaiseLeast(bool is_raised, const std::set<std::string_view>& caught,
                std::vector<Completion>& list) {
  float sum = 0;
  for (const Completion& one : list) sum += one.probability;
  for (Completion& one : list) {
    for (const LeastOfError& least : kLeastOfErrors) {
      if (least.error != one.text || caught.contains(one.text)) continue;
      const float share = is_raised ? least.raised : least.caught;
      one.probability = std::max(one.probability, share * sum);
    }
  }
}

bool IsDefinedAt(const FoundSite& site, const Known& known, std::string_view name) {
  const bind::FileIndex& index = site.source->index;
  types::TypeEvaluator& types = TypesAt(site, known);
  if (types.TypeOfBuiltin(name).kind == types::Type::Kind::kClass) return true;
  for (bind::VariableId id : bind::VisibleVariables(index, NodeOf(site))) {
    if (index.variables[id].name == name) return true;
  }
  return false;
}

}  // namespace

NodeId AroundErrors(const ast::Tree& tree, NodeId read) {
  NodeId up = tree[read].parent;
  while (up != kNoNode &&
         (tree[up].kind == Kind::kTuple || tree[up].kind == Kind::kParenthesizedExpression ||
          tree[up].kind == Kind::kAsPattern)) {
    up = tree[up].parent;
  }
  return up;
}

void WeighErrors(const FoundSite& site, const Known& known, Answer& answer) {
  if (site.task != pack::Task::kName) return;
  const bind::FileIndex& index = site.source->index;
  const ast::Tree& tree = index.tree;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const NodeId around = AroundErrors(tree, read);
  if (around == kNoNode) return;
  std::vector<Completion>& list = answer.completions;
  if (tree[around].kind == Kind::kExceptClause) {
    types::TypeEvaluator& types = TypesAt(site, known);
    Shares shares = RaisedIn(index, types, known, tree[around].parent);
    const std::set<std::string_view> caught = CaughtAbove(tree, around, read);
    LeaveOut(caught, shares);
    if (!shares.empty()) GiveShares(shares, site, list);
    if (shares.empty() && site.prefix.empty()) RaiseLeast(false, caught, list);
    for (Completion& one : list) {
      if (caught.contains(one.text)) one.probability *= kOfCaughtAbove;
    }
  } else if (tree[around].kind == Kind::kRaiseStatement) {
    const NodeId word = tree.FirstChild(around);
    if (tree[read].parent != around || tree.NextSibling(word) != read) return;
    Shares shares = RaisedAt(tree, around);
    std::erase_if(shares, [&](const auto& one) { return !IsDefinedAt(site, known, one.first); });
    if (!shares.empty()) {
      GiveShares(shares, site, list);
    } else if (site.prefix.empty()) {
      RaiseLeast(true, {}, list);
    }
  } else {
    return;
  }
  std::stable_sort(list.begin(), list.end(), [](const Completion& a, const Completion& b) {
    return a.probability > b.probability;
  });
}

}  // namespace fastnode::predict
