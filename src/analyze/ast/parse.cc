// The one file that knows tree-sitter.
//
// Its concrete tree is walked once, without recursion, and each node kept or not by a rule for its
// grammar symbol. Half-typed places are mended before the text is parsed (repair.h). If errors are
// left, the text is mended more boldly and parsed again, and the nodes with fewer errors are taken.
// Nodes are given the places that they have in the text as it was typed.
#include "analyze/ast/parse.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyze/ast/grammar.h"
#include "analyze/ast/line_ends.h"
#include "analyze/ast/repair.h"
#include "support/hash.h"

extern "C" const TSLanguage* tree_sitter_python(void);

namespace fastnode::ast {
namespace {

// What a grammar symbol becomes.
enum class Action : uint8_t {
  kKeep,      // a node of its kind
  kKeepLeaf,  // a node without its children
  kSkip,      // no node, nor for what is below
};

struct Rule {
  Kind kind;
  Action action;
};

bool IsWord(const char* text) { return (*text >= 'a' && *text <= 'z') || *text == '_'; }

class Grammar {
 public:
  static const Grammar& Get() {
    // Never destroyed: when a program ends, threads may still be parsing.
    static const auto* grammar = new Grammar;
    return *grammar;
  }

  const TSLanguage* language() const { return language_; }
  Rule RuleOf(TSSymbol symbol) const {
    return symbol < rules_.size() ? rules_[symbol] : Rule{Kind::kError, Action::kKeep};
  }
  Field FieldOf(TSFieldId field) const { return fields_[field]; }

 private:
  Grammar() : language_(tree_sitter_python()) {
    std::unordered_map<std::string_view, Kind> kinds;
    for (int i = 0; i < kNumKinds; ++i)
      kinds.emplace(Name(static_cast<Kind>(i)), static_cast<Kind>(i));
    for (uint32_t s = 0; s < ts_language_symbol_count(language_); ++s) {
      rules_.push_back(MakeRule(static_cast<TSSymbol>(s), kinds));
    }
    std::unordered_map<std::string_view, Field> fields;
    for (int i = 0; i < kNumFields; ++i)
      fields.emplace(Name(static_cast<Field>(i)), static_cast<Field>(i));
    fields_.assign(ts_language_field_count(language_) + 1, Field::kNone);
    for (size_t f = 1; f < fields_.size(); ++f) {
      auto found = fields.find(ts_language_field_name_for_id(language_, static_cast<TSFieldId>(f)));
      if (found != fields.end()) fields_[f] = found->second;
    }
  }

  Rule MakeRule(TSSymbol symbol, const std::unordered_map<std::string_view, Kind>& kinds) const {
    const char* name = ts_language_symbol_name(language_, symbol);
    if (ts_language_symbol_type(language_, symbol) == TSSymbolTypeAnonymous) {
      if (std::strchr("()[]{},:.;\\", name[0]) != nullptr && std::strcmp(name, ":=") != 0) {
        return {Kind::kOther, Action::kSkip};
      }
      return {IsWord(name) ? Kind::kKeyword : Kind::kOperator, Action::kKeepLeaf};
    }
    for (const char* skipped : {"comment", "line_continuation", "string_start", "string_end",
                                "string_content", "escape_sequence", "escape_interpolation"}) {
      if (std::strcmp(name, skipped) == 0) return {Kind::kOther, Action::kSkip};
    }
    auto found = kinds.find(name);
    return {found == kinds.end() ? Kind::kOther : found->second, Action::kKeep};
  }

  static constexpr int kNumFields = 0
#define FASTNODE_AST_FIELD(name, text) +1
#include "analyze/ast/fields.def"
#undef FASTNODE_AST_FIELD
      ;

  const TSLanguage* language_;
  std::vector<Rule> rules_;
  std::vector<Field> fields_;
};

struct ParserDeleter {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
struct TreeDeleter {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};

// One parser per thread: making one costs more than parsing a small file.
TSParser* ThreadParser() {
  thread_local std::unique_ptr<TSParser, ParserDeleter> parser;
  if (parser == nullptr) {
    parser.reset(ts_parser_new());
    CHECK(ts_parser_set_language(parser.get(), Grammar::Get().language()));
  }
  return parser.get();
}

using Clock = std::chrono::steady_clock;

// What all parses of one text may still take.
struct Allowance {
  uint32_t work;  // in hundreds of operations, as the parser asks after each hundred
  std::optional<Clock::time_point> deadline;
};

bool IsUsedUp(TSParseState* state) {
  Allowance& left = *static_cast<Allowance*>(state->payload);
  if (left.work == 0 || (left.deadline && Clock::now() > *left.deadline)) return true;
  --left.work;
  return false;
}

struct Text {
  const char* data;
  uint32_t size;
};

const char* ReadText(void* payload, uint32_t at, TSPoint, uint32_t* bytes_read) {
  const Text& text = *static_cast<const Text*>(payload);
  *bytes_read = at < text.size ? text.size - at : 0;
  return at < text.size ? text.data + at : "";
}

// Walks the concrete tree without recursion and keeps what rules say.
class Converter {
 public:
  // `concrete`: of the tree's source, mended.
  Converter(TSTree* concrete, const ParseLimits& limits, const Repaired& mended, Tree& tree)
      : limits_(limits),
        place_(mended.inserted),
        tree_(tree),
        cursor_(ts_tree_cursor_new(ts_tree_root_node(concrete))) {}
  ~Converter() { ts_tree_cursor_delete(&cursor_); }

  void Run() {
    // open_[d]: the kept node at depth d of the walk, or the one above it where nothing was kept.
    std::vector<NodeId> open;
    for (;;) {
      NodeId parent = open.empty() ? kNoNode : open.back();
      bool descend = false;
      NodeId node = Visit(parent, static_cast<uint32_t>(open.size()), descend);
      if (descend && ts_tree_cursor_goto_first_child(&cursor_)) {
        open.push_back(node);
        continue;
      }
      while (!ts_tree_cursor_goto_next_sibling(&cursor_)) {
        if (open.empty() || !ts_tree_cursor_goto_parent(&cursor_)) {
          Close();
          return;
        }
        open.pop_back();
      }
    }
  }

 private:
  NodeId Visit(NodeId parent, uint32_t depth, bool& descend) {
    TSNode at = ts_tree_cursor_current_node(&cursor_);
    Rule rule = Grammar::Get().RuleOf(ts_node_symbol(at));
    if (parent == kNoNode) {
      if (rule.kind == Kind::kError) ++tree_.num_errors;
      rule = {Kind::kModule, Action::kKeep};
    }
    if (rule.action == Action::kSkip) return parent;
    Node node;
    node.begin = parent == kNoNode ? 0 : place_(ts_node_start_byte(at));
    node.end = parent == kNoNode ? static_cast<uint32_t>(tree_.source.size())
                                 : place_(ts_node_end_byte(at));
    node.parent = parent;
    node.kind = rule.kind;
    node.field = Grammar::Get().FieldOf(ts_tree_cursor_current_field_id(&cursor_));
    node.missing = ts_node_is_missing(at);
    bool too_deep = depth >= limits_.max_depth && ts_node_child_count(at) > 0;
    if (too_deep) node.kind = Kind::kError;
    if (node.kind == Kind::kError || node.missing) ++tree_.num_errors;
    descend = rule.action == Action::kKeep && !too_deep;
    return tree_.nodes.push_back(node);
  }

  // A node's subtree ends where the last of its descendants does.
  void Close() {
    for (NodeId id(tree_.size() - 1); id != kNoNode; --id) {
      Node& node = tree_.nodes[id];
      node.subtree_end = std::max(node.subtree_end, id + 1);
      if (node.parent == kNoNode) continue;
      Node& parent = tree_.nodes[node.parent];
      parent.subtree_end = std::max(parent.subtree_end, node.subtree_end);
    }
  }

  const ParseLimits& limits_;
  const SourcePlaces place_;
  Tree& tree_;
  TSTreeCursor cursor_;
};

using ConcreteTree = std::unique_ptr<TSTree, TreeDeleter>;

// Null: it would take more than is left.
ConcreteTree ParseText(std::string_view source, Allowance& left) {
  Text text{source.data(), static_cast<uint32_t>(source.size())};
  TSInput input{&text, ReadText, TSInputEncodingUTF8, nullptr};
  TSParser* parser = ThreadParser();
  ConcreteTree concrete(ts_parser_parse_with_options(parser, nullptr, input, {&left, IsUsedUp}));
  if (concrete == nullptr) ts_parser_reset(parser);
  return concrete;
}

void Convert(const ConcreteTree& concrete, const ParseLimits& limits, const Repaired& mended,
             Tree& tree) {
  // Usual code has a node for every eight bytes; the vector grows where there are more.
  tree.nodes.reserve(tree.source.size() / 6 + 16);
  Converter(concrete.get(), limits, mended, tree).Run();
  // The end of a line may be what is missing: no node shows that.
  const bool has_error = ts_node_has_error(ts_tree_root_node(concrete.get()));
  if (tree.num_errors == 0 && has_error) tree.num_errors = 1;
}

// Takes the nodes of the text mended more boldly, if they have fewer errors. Those of before stay
// counted.
void TakeRepaired(const ParseLimits& limits, Allowance& left, const Repaired& before, Tree& tree) {
  const Repaired repaired = Repair(tree.source, Damage::kLikely);
  if (repaired.text == before.text) return;
  ConcreteTree concrete = ParseText(repaired.text, left);
  if (concrete == nullptr) return;
  Tree other;
  other.source = std::move(tree.source);
  Convert(concrete, limits, repaired, other);
  tree.source = std::move(other.source);
  if (other.num_errors < tree.num_errors) tree.nodes = std::move(other.nodes);
}

}  // namespace

uint64_t GrammarHash() {
  const TSLanguage* language = Grammar::Get().language();
  std::string text = std::to_string(ts_language_abi_version(language)) + '\n' +
                     std::to_string(ts_language_state_count(language)) + '\n';
  if (const TSLanguageMetadata* version = ts_language_metadata(language)) {
    for (int number : {version->major_version, version->minor_version, version->patch_version}) {
      text += std::to_string(number) + '.';
    }
  }
  for (uint32_t s = 0; s < ts_language_symbol_count(language); ++s) {
    text.append(ts_language_symbol_name(language, static_cast<TSSymbol>(s))) += '\n';
  }
  for (uint32_t f = 1; f <= ts_language_field_count(language); ++f) {
    text.append(ts_language_field_name_for_id(language, static_cast<TSFieldId>(f))) += '\n';
  }
  return Hash64(text);
}

Result<Tree> Parse(std::string source, const ParseLimits& limits) {
  if (source.size() > limits.max_bytes) return Error{"too large"};
  if (source.find('\0') != std::string::npos) return Error{"binary"};
  // Views into the text survive moves of the tree: keep it out of the string object itself.
  source.reserve(64);
  Tree tree;
  tree.source = WithLineFeeds(std::move(source));
  Allowance left{limits.max_work, std::nullopt};
  if (limits.timeout) left.deadline = Clock::now() + *limits.timeout;
  const Repaired repaired = Repair(tree.source, Damage::kCertain);
  ConcreteTree concrete = ParseText(repaired.text, left);
  if (concrete == nullptr) return Error{kTooMuchWork};
  Convert(concrete, limits, repaired, tree);
  if (tree.num_errors > 0) TakeRepaired(limits, left, repaired, tree);
  tree.num_errors += repaired.num_repairs;
  return tree;
}

}  // namespace fastnode::ast
