#include "predict/usual/usual_words.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/ast/missing_below.h"
#include "analyze/ast/name_byte.h"
#include "analyze/bind/path.h"
#include "analyze/bind/reads.h"
#include "predict/usual/due_words.h"
#include "predict/usual/overridden.h"
#include "predict/usual/returned_words.h"
#include "predict/usual/usual_annotations.h"
#include "predict/usual/usual_values.h"

namespace fastnode::predict {

using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

namespace {

struct UsualWord {
  std::string_view text;
  float share;  // of all that stands at the place
  const char* kind = "word";
};

// Takes a word off the end of a text, and the blanks around it.
bool TakeLast(std::string_view& text, std::string_view word) {
  std::string_view rest = text.substr(0, text.find_last_not_of(" \t") + 1);
  if (!rest.ends_with(word)) return false;
  rest.remove_suffix(word.size());
  if (!rest.empty() && ast::IsNameByte(rest.back())) return false;
  text = rest;
  return true;
}

// `raise Error() from |`
bool IsCause(const FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const NodeId statement = tree[read].parent;
  if (statement == kNoNode || tree[statement].kind != Kind::kRaiseStatement) return false;
  return tree.NextSibling(tree.FirstChild(statement)) != read;  // no, what is raised
}

// `yield |`
bool IsYielded(const FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const NodeId parent = tree[read].parent;
  return parent != kNoNode && tree[parent].kind == Kind::kYield &&
         tree.NextSibling(tree.FirstChild(parent)) == read;
}

// The only decorator of a function in a class's body; kNoNode if a site is none.
NodeId MethodDecoratedAt(const FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId decorator = tree[site.source->reads[static_cast<size_t>(site.at)]].parent;
  if (decorator == kNoNode || tree[decorator].kind != Kind::kDecorator) return kNoNode;
  const NodeId decorated = tree[decorator].parent;
  const NodeId block = decorated == kNoNode ? decorated : tree[decorated].parent;
  const NodeId round = block == kNoNode ? block : tree[block].parent;
  if (round == kNoNode || tree[round].kind != Kind::kClassDefinition) return kNoNode;
  const NodeId method = tree.Child(decorated, ast::Field::kDefinition);
  const bool is_only =
      tree.FirstChild(decorated) == decorator && tree.NextSibling(decorator) == method;
  const bool is_method = method != kNoNode && tree[method].kind == Kind::kFunctionDefinition;
  return is_only && is_method ? method : NodeId(kNoNode);
}

// By what the method calls its first parameter. Of 9,138 methods of the projects that are trained
// on.
std::vector<UsualWord> DecoratorsOf(const ast::Tree& tree, NodeId method) {
  if (tree.Text(tree.Child(method, ast::Field::kName)) == ast::kDecoratedName) {
    return {{"property", 0.30F, "class"},
            {"classmethod", 0.14F, "class"},
            {"staticmethod", 0.05F, "class"}};
  }
  const NodeId first = tree.FirstChild(tree.Child(method, ast::Field::kParameters));
  const std::string_view name = first == kNoNode ? "" : tree.Text(first);
  if (name == "cls") return {{"classmethod", 0.95F, "class"}};
  if (name == "self") return {{"property", 0.37F, "class"}};
  return {{"staticmethod", 0.88F, "class"}};
}

// Of what a class is made whose name says that it is an exception; of 600 such classes.
std::vector<UsualWord> BasesOf(std::string_view name) {
  if (name.ends_with("Error") || name.ends_with("Exception")) {
    return {{"Exception", 0.3F, "class"}, {"ValueError", 0.05F, "class"}};
  }
  if (name.ends_with("Warning")) {
    return {{"UserWarning", 0.17F, "class"}, {"Warning", 0.13F, "class"}};
  }
  return {};
}

std::vector<UsualWord> ClassesAt(const FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const NodeId parent = tree[read].parent;
  // Of 6,983 clauses.
  if (tree[parent].kind == Kind::kExceptClause) return {{"Exception", 0.1F, "class"}};
  if (tree[parent].kind != Kind::kArgumentList) return {};
  const NodeId cls = tree[parent].parent;
  if (cls == kNoNode || tree[cls].kind != Kind::kClassDefinition) return {};
  const bool is_first = tree.FirstChild(parent) == read;
  return is_first ? BasesOf(tree.Text(tree.Child(cls, ast::Field::kName)))
                  : std::vector<UsualWord>();
}

bool IsDefinition(Kind kind) {
  return kind == Kind::kFunctionDefinition || kind == Kind::kClassDefinition ||
         kind == Kind::kDecoratedDefinition;
}

// `if |` below what a module defines. Of 353 such statements.
bool IsBelowDefinitions(const ast::Tree& tree, NodeId statement) {
  if (tree[statement].parent != ast::kRoot) return false;
  NodeId before = kNoNode;
  for (NodeId s = tree.FirstChild(ast::kRoot); s != statement; s = tree.NextSibling(s)) before = s;
  return before != kNoNode && IsDefinition(tree[before].kind) &&
         tree.source.find("__name__ ==") == std::string::npos;
}

std::vector<UsualWord> NamesOfModuleAt(const FoundSite& site) {
  const ast::Tree& tree = site.source->index.tree;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  const NodeId parent = tree[read].parent;
  if (tree[parent].kind == Kind::kComparisonOperator) {
    const bool is_left = tree.FirstChild(parent) == read;
    const std::string_view text = tree.Text(parent);
    const bool is_main = text.ends_with("\"__main__\"") || text.ends_with("'__main__'");
    // Hardly anything else is compared with it; how seldom is a guess.
    if (is_left && is_main) return {{"__name__", 0.97F, "name"}};
  }
  const bool is_condition =
      tree[parent].kind == Kind::kIfStatement && tree.Child(parent, ast::Field::kCondition) == read;
  if (is_condition && IsBelowDefinitions(tree, parent)) return {{"__name__", 0.60F, "name"}};
  return {};
}

// Truths are words of the language, the others classes of builtins.
std::vector<UsualWord> WordsOf(const WordShares& shares) {
  std::vector<UsualWord> words;
  for (const auto& [text, share] : shares) {
    const bool is_class = text[0] >= 'a' && text != "lambda";
    const char* other = text[0] == '_' ? "name" : "word";
    words.push_back({text, share, is_class ? "class" : other});
  }
  return words;
}

// What stands right below another decorator, by what its library says; shares are guesses.
std::vector<UsualWord> BelowOther(const ast::Tree& tree, NodeId read) {
  struct Pair {
    std::string_view above, below;
    float share;
  };
  static constexpr Pair kPairs[] = {{"computed_field", "property", 0.8F},
                                    {"field_validator", "classmethod", 0.8F},
                                    {"validator", "classmethod", 0.3F}};
  const NodeId decorator = tree[read].parent;
  if (decorator == kNoNode || tree[decorator].kind != Kind::kDecorator) return {};
  NodeId above = kNoNode;
  const NodeId definition = tree[decorator].parent;
  if (definition == kNoNode) return {};
  for (NodeId c = tree.FirstChild(definition); c != kNoNode && c != decorator;
       c = tree.NextSibling(c)) {
    if (tree[c].kind == Kind::kDecorator) above = c;
  }
  if (above == kNoNode) return {};
  std::string_view name = tree.Text(above).substr(1);
  name = bind::LastComponent(name.substr(0, name.find('(')));
  for (const Pair& pair : kPairs) {
    if (pair.above == name) return {{pair.below, pair.share, "class"}};
  }
  return {};
}

std::vector<UsualWord> WordsAt(const FoundSite& site, const Known& known) {
  if (site.task == pack::Task::kArgument) return WordsOf(UsualKeywordValues(site));
  if (const WordShares types = UsualAnnotations(site); !types.empty()) return WordsOf(types);
  if (const WordShares usual = UsualNames(site); !usual.empty()) return WordsOf(usual);
  if (std::vector<UsualWord> names = NamesOfModuleAt(site); !names.empty()) return names;
  if (std::vector<UsualWord> classes = ClassesAt(site); !classes.empty()) return classes;
  if (auto below = BelowOther(site.source->index.tree, NodeOf(site)); !below.empty()) return below;
  const NodeId method = MethodDecoratedAt(site);
  if (method != kNoNode) return DecoratorsOf(site.source->index.tree, method);
  if (const auto returned = ReturnedWords(site.source->index.tree, NodeOf(site));
      !returned.empty()) {
    return WordsOf(returned);
  }
  if (const auto due = DueWords(site.source->index.tree, NodeOf(site)); !due.empty()) {
    return WordsOf(due);
  }
  if (const WordShares base = SuperInOverride(site, known); !base.empty()) {
    return {{base[0].first, base[0].second, "class"}};
  }
  // Of some 2,800 that yield a value.
  if (IsYielded(site)) return {{"from", 0.12F}};
  // Of 1,430 names there in Debian's Python packages.
  if (IsCause(site)) return {{"None", 0.31F}};
  // Of 20,865 comparisons of the projects that are trained on.
  std::string_view left = site.left;
  const bool is_negated = TakeLast(left, "not");
  if (!TakeLast(left, "is")) return {};
  if (is_negated) return {{"None", 0.89F}};
  return {{"not", 0.45F}, {"None", 0.40F}};
}

// What a name that is read is compared with, on the right side; kNoNode if with nothing.
NodeId ComparedWith(const ast::Tree& tree, NodeId read) {
  const NodeId comparison = tree[read].parent;
  if (comparison == kNoNode || tree[comparison].kind != Kind::kComparisonOperator) return kNoNode;
  const NodeId left = tree.FirstChild(comparison);
  return left == read ? NodeId(kNoNode) : left;
}

// What a value is assigned to where it is known to be missing: x of `if x is None: x = |`.
std::string_view MissingAt(const ast::Tree& tree, NodeId read) {
  const NodeId assignment = tree[read].parent;
  if (assignment == kNoNode || tree[assignment].kind != Kind::kAssignment) return "";
  const NodeId left = tree.Child(assignment, ast::Field::kLeft);
  const NodeId statement = tree[assignment].parent;
  const NodeId block = statement == kNoNode ? statement : tree[statement].parent;
  const NodeId branch = block == kNoNode ? block : tree[block].parent;
  if (left == kNoNode || branch == kNoNode || tree.Child(assignment, ast::Field::kRight) != read) {
    return "";
  }
  const bool is_branch =
      tree[branch].kind == Kind::kIfStatement || tree[branch].kind == Kind::kElifClause;
  if (!is_branch || tree.Child(branch, ast::Field::kConsequence) != block) return "";
  const std::string name(tree.Text(left));
  const std::string_view condition = tree.Text(tree.Child(branch, ast::Field::kCondition));
  const bool is_missing = condition == name + " is None" || condition == "not " + name ||
                          condition == name + " == None";
  return is_missing ? tree.Text(left) : std::string_view();
}

}  // namespace

namespace {

// Names that have less get at least their share.
void RaiseLeastTypes(const FoundSite& site, Answer& answer) {
  std::vector<Completion>& list = answer.completions;
  for (const auto& [text, share] : LeastTypes(site)) {
    if (!text.starts_with(answer.prefix)) continue;
    const auto found = std::find_if(list.begin(), list.end(), [name = text](const Completion& one) {
      return one.text == name;
    });
    if (found != list.end() && found->probability >= share) continue;
    if (found != list.end()) list.erase(found);
    const auto at = std::find_if(list.begin(), list.end(), [least = share](const Completion& one) {
      return one.probability < least;
    });
    list.insert(at, {std::string(text), share, "class"});
  }
}

// An annotation of which more is known than its usual words: one of its names is all but sure.
bool IsTypeKnown(const FoundSite& site, const Answer& answer) {
  constexpr float kAllButSure = 0.9F;
  if (site.task != pack::Task::kName || answer.completions.empty()) return false;
  return answer.completions[0].probability >= kAllButSure &&
         bind::PositionOf(site.source->index.tree, NodeOf(site)) == bind::Position::kType;
}

}  // namespace

void DoubtPointless(const FoundSite& site, Answer& answer) {
  constexpr float kHardly = 0.001F;
  if (site.task != pack::Task::kName) return;
  const ast::Tree& tree = site.source->index.tree;
  const NodeId read = site.source->reads[static_cast<size_t>(site.at)];
  std::vector<Completion>& list = answer.completions;
  const auto put_last = [&](const std::function<bool(const Completion&)>& is_doubtful) {
    for (Completion& one : list) one.probability *= is_doubtful(one) ? kHardly : 1;
    std::stable_sort(list.begin(), list.end(), [](const Completion& a, const Completion& b) {
      return a.probability > b.probability;
    });
  };
  const NodeId other = ComparedWith(tree, read);
  if (other != kNoNode && tree.Text(other) == "__name__") {
    const auto main = std::find_if(list.begin(), list.end(), [](const Completion& one) {
      return one.text.find("__main__") != std::string::npos;
    });
    if (main == list.end()) return;
    main->probability = 1;
    put_last([](const Completion& one) { return one.text.find("__main__") == std::string::npos; });
    return;
  }
  const std::string_view missing = MissingAt(tree, read);
  if (missing.empty()) return;
  put_last([&](const Completion& one) { return one.text == missing || one.text == "None"; });
}

void AddUsualWords(const FoundSite& site, const Known& known, Answer& answer) {
  if (site.task != pack::Task::kName && site.task != pack::Task::kArgument) return;
  if (IsTypeKnown(site, answer)) return;
  std::vector<UsualWord> words = WordsAt(site, known);
  if (words.empty() && site.task == pack::Task::kName) RaiseLeastTypes(site, answer);
  float rest = 1;
  for (const UsualWord& word : words) rest -= word.share;
  std::erase_if(words,
                [&](const UsualWord& word) { return !word.text.starts_with(answer.prefix); });
  if (words.empty()) return;
  std::vector<Completion>& list = answer.completions;
  std::map<std::string_view, std::string> kinds;  // what they are called already
  std::erase_if(list, [&](const Completion& one) {
    const auto word = std::find_if(words.begin(), words.end(),
                                   [&](const UsualWord& w) { return w.text == one.text; });
    if (word != words.end()) kinds[word->text] = one.kind;
    return word != words.end();
  });
  for (Completion& one : list) one.probability *= rest;
  float total = list.empty() ? 0 : rest;
  for (const UsualWord& word : words) {
    total += word.share;
    const auto at = std::find_if(list.begin(), list.end(), [&](const Completion& one) {
      return one.probability < word.share;
    });
    const auto kind = kinds.find(word.text);
    list.insert(
        at, {std::string(word.text), word.share, kind == kinds.end() ? word.kind : kind->second});
  }
  for (Completion& one : list) one.probability /= total;
}

}  // namespace fastnode::predict
