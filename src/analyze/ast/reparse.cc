// What differs between two texts is one stretch of bytes. The innermost block is looked for whose
// statements around that stretch stand on lines of their own; they alone are parsed, under an
// `if 1:` where the block is nested, and their nodes take the place of the old ones, with all ids
// and offsets behind them shifted. Where all below is gone, they are the last ones of the text.
// Whenever that could differ from parsing the whole, it is not done: reparse_test compares with
// Parse after random edits of real sources.
#include "analyze/ast/reparse.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/line_words.h"
#include "analyze/ast/name_byte.h"
#include "analyze/ast/repair.h"
#include "analyze/ast/text_edit.h"
#include "analyze/ast/two_edits.h"

namespace fastnode::ast {
namespace {

// To parse nearly all of a text in part is not worth the trouble: this part of it is to be left.
constexpr size_t kLeftAlone = 8;
// What stands for a block that is not parsed.
constexpr std::string_view kShort = "pass";

// Statements of one block, [first, next): those that the edit may have changed. Their text begins
// where a line does, and ends there, or with the source.
struct Span {
  // `next`: kNoNode at the module's end, and where the last statement of a block is among them.
  NodeId block = kRoot, first = kNoNode, next = kNoNode;
  size_t begin = 0;
  size_t end_of_block = 0;  // where the line ends in which the block does, if its last one is
  bool is_rest = false;     // of a block within others: with all that stands below it
  std::string_view indentation;
};

// Whether the last line is one of comment, or looks so. Such lines are a block's or not by their
// indentation and by what stands before them.
bool EndsInComment(std::string_view lines) {
  while (lines.ends_with('\n')) lines.remove_suffix(1);
  std::string_view line = lines.substr(lines.find_last_of('\n') + 1);
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line.starts_with('#');
}

// The blanks before a statement that begins its line.
std::optional<std::string_view> IndentationOf(const Tree& tree, NodeId statement) {
  const std::string_view source = tree.source;
  const size_t end = tree[statement].begin;
  size_t begin = end;
  while (begin > 0 && (source[begin - 1] == ' ' || source[begin - 1] == '\t')) --begin;
  if (begin > 0 && source[begin - 1] != '\n') return std::nullopt;
  return source.substr(begin, end - begin);
}

class Finder {
 public:
  Finder(const Tree& tree, const TextEdit& edit) : tree_(tree), edit_(edit) {}

  // Of the innermost block for which it can be told.
  std::optional<Span> Find() const {
    const size_t behind = tree_.source.find_first_not_of(" \t\n", edit_.before_end);
    const bool is_rest = behind == std::string::npos;
    std::optional<Span> found;
    for (NodeId node = kRoot; node != kNoNode; node = ChildAround(node, is_rest)) {
      const Kind kind = tree_[node].kind;
      if (kind != Kind::kModule && kind != Kind::kBlock) continue;
      std::optional<Span> span = InBlock(node);
      if (!span && is_rest) span = RestFrom(node);
      if (span) found = span;
    }
    return found;
  }

 private:
  // `is_rest`: the edit may go on behind its end.
  NodeId ChildAround(NodeId node, bool is_rest) const {
    const size_t end = is_rest ? edit_.begin : edit_.before_end;
    for (NodeId c = tree_.FirstChild(node); c != kNoNode; c = tree_.NextSibling(c)) {
      if (tree_[c].begin < edit_.begin && end <= tree_[c].end) return c;
    }
    return kNoNode;
  }

  // The statements of a nested block from the edit on, and all that stands below the block: what is
  // around it must need none of that.
  std::optional<Span> RestFrom(NodeId block) const {
    for (NodeId node = block; node != kNoNode; node = tree_[node].parent) {
      const NodeId parent = tree_[node].parent;
      const bool is_tried = parent != kNoNode && tree_[parent].kind == Kind::kTryStatement &&
                            tree_[node].field == Field::kBody;
      if (is_tried) return std::nullopt;
    }
    Span span{block};
    for (NodeId s = tree_.FirstChild(block); s != kNoNode; s = tree_.NextSibling(s)) {
      const std::optional<std::string_view> indentation = Indentation(s);
      if (indentation && IsSafeBegin(s)) {
        span.first = s;
        span.begin = LineBegin(s, *indentation);
      }
      if (tree_[s].end >= edit_.begin) break;
    }
    span.is_rest = true;
    return span.first == kNoNode ? std::nullopt : std::optional(span);
  }

  std::optional<std::string_view> Indentation(NodeId statement) const {
    return IndentationOf(tree_, statement);
  }
  size_t LineBegin(NodeId statement, std::string_view indentation) const {
    return tree_[statement].begin - indentation.size();
  }

  std::optional<Span> InBlock(NodeId block) const {
    Span span{block};
    NodeId touched = kNoNode;
    for (NodeId s = tree_.FirstChild(block); s != kNoNode; s = tree_.NextSibling(s)) {
      const std::optional<std::string_view> indentation = Indentation(s);
      if (!indentation) continue;
      if (touched == kNoNode) {
        if (IsSafeBegin(s)) {
          span.first = s;
          span.begin = LineBegin(s, *indentation);
        }
        if (tree_[s].end >= edit_.begin) touched = s;
      } else if (LineBegin(s, *indentation) > edit_.before_end) {
        span.next = s;
        span.indentation = *indentation;
        break;
      }
    }
    if (tree_[block].kind == Kind::kModule) {
      if (span.first == kNoNode) span.first = tree_.FirstChild(block), span.begin = 0;
      return span.first == kNoNode ? std::nullopt : std::optional(span);
    }
    if (span.first == kNoNode) return std::nullopt;
    if (span.next != kNoNode) return span;
    // A block's last statement may end elsewhere, unless the next line begins as it did.
    const size_t line_end = tree_.source.find('\n', tree_[block].end);
    if (touched == kNoNode || line_end == std::string::npos || edit_.before_end > line_end ||
        EndsInComment(std::string_view(tree_.source).substr(0, line_end))) {
      return std::nullopt;
    }
    span.end_of_block = line_end + 1;
    return span;
  }

  // Whether what stands before the statement stays apart from it: its first token is as it was, or
  // it is itself untouched.
  bool IsSafeBegin(NodeId s) const {
    if (tree_[s].end < edit_.begin) return true;
    size_t end = tree_[s].begin + 1;
    if (IsNameByte(tree_.source[end - 1])) {
      while (end < tree_.source.size() && IsNameByte(tree_.source[end])) ++end;
    }
    return end < edit_.begin;
  }

  const Tree& tree_;
  const TextEdit& edit_;
};

uint32_t DepthOf(const Tree& tree, NodeId node) {
  uint32_t depth = 0;
  for (; tree[node].parent != kNoNode; node = tree[node].parent) ++depth;
  return depth;
}

// There `case` is a word of the language; under an `if` it is a name.
bool IsInMatch(const Tree& tree, NodeId node) {
  while (node != kNoNode && tree[node].kind != Kind::kMatchStatement) node = tree[node].parent;
  return node != kNoNode;
}

// It has no targets.
bool IsReturn(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line.starts_with("return ");
}

// Whether the last line of code may go on in the next: its end is hidden by a backslash, or it ends
// in a comma, which the grammar may take for the beginning of more targets.
bool JoinsNextLine(std::string_view lines) {
  auto strip = [](std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' ||
                             text.back() == '\f')) {
      text.remove_suffix(1);
    }
    return text;
  };
  while (!lines.empty()) {
    if (lines.ends_with('\n')) lines.remove_suffix(1);
    const size_t begin = lines.find_last_of('\n') + 1;
    std::string_view line = strip(lines.substr(begin));
    if (line.ends_with('\\')) return true;
    line = strip(line.substr(0, line.find('#')));
    if (!line.empty()) return line.ends_with(',') && !IsReturn(line);
    lines = lines.substr(0, begin);
  }
  return false;
}

// Whether a line has nothing but targets, and ends in a comma: prose that does so has blanks.
bool IsListOfTargets(std::string_view line) {
  if (!line.ends_with(',')) return false;
  while (!line.empty()) {
    std::string_view target = line.substr(0, line.find(','));
    line.remove_prefix(target.size() + 1);
    target.remove_prefix(std::min(target.find_first_not_of(" \t*"), target.size()));
    const size_t blank = target.find_first_of(" \t");
    if (target.empty() || target.find_first_not_of(" \t", blank) != target.npos) return false;
  }
  return true;
}

// Where the string ends that begins there, of one line with that at the latest.
size_t EndOfString(std::string_view text, size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool is_triple = text.substr(at, three.size()) == three;
  const std::string_view closer = std::string_view(three).substr(0, is_triple ? three.size() : 1);
  for (at += closer.size(); at < text.size(); ++at) {
    if (text.substr(at, closer.size()) == closer) return at + closer.size();
    if (text[at] == '\n' && !is_triple) return at;
    if (text[at] == '\\') ++at;
  }
  return text.size();
}

// Behind blanks and comments.
std::string_view CodeFrom(std::string_view source, size_t at) {
  while ((at = source.find_first_not_of(" \t\r\f\n", at)) < source.size() && source[at] == '#') {
    at = source.find('\n', at);
  }
  return source.substr(std::min(at, source.size()));
}

// Whether a line begins in `[` behind one that may have begun a list of targets, or a list of them
// ends in a comma, outside of brackets and strings. Whether the grammar joins them depends on what
// stands further up. What ends where kShort stands for it may be such a list, too. `is_list`: so
// may the statement before. `behind`: what comes next.
bool MayJoinTargets(std::string_view lines, bool is_list, std::string_view behind) {
  int64_t depth = 0;       // of brackets
  bool is_joined = false;  // to the line before, by a backslash
  while (!lines.empty()) {
    const bool goes_on = depth > 0 || is_joined;
    // Without its comment. A string of many lines is in one.
    size_t end = 0;
    while (end < lines.size() && lines[end] != '\n' && lines[end] != '#') {
      const char c = lines[end];
      depth += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
      end = c == '"' || c == '\'' ? EndOfString(lines, end) : end + 1;
    }
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(lines.find('\n', end), lines.size() - 1) + 1);
    line = line.substr(0, line.find_last_not_of(" \t\r\f") + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty()) continue;
    is_joined = line.ends_with('\\');
    if (!goes_on && is_list && line.starts_with('[')) return true;
    is_list = (goes_on && is_list) || line.find(',') != line.npos || line == kShort;
    if (depth <= 0 && IsListOfTargets(line)) return true;
  }
  std::string_view next = behind.substr(0, behind.find_first_of("#\n"));
  next = next.substr(0, next.find_last_not_of(" \t\r\f") + 1);
  return (is_list && next.starts_with('[')) || IsListOfTargets(next);
}

// Whether the span begins in `[` behind a statement that may begin a list of targets.
bool FollowsTargets(const Tree& before, const Span& span) {
  if (before.source[before[span.first].begin] != '[') return false;
  NodeId previous = kNoNode;
  for (NodeId s = before.FirstChild(span.block); s < span.first; s = before.NextSibling(s)) {
    previous = s;
  }
  return previous != kNoNode && before.Text(previous).find(',') != std::string_view::npos;
}

// The span's statements as they are now, parsed as a block of their own: its tree, and where in it
// they stand. Nothing if they have errors, or do not end where the next statement begins.
struct Piece {
  Tree tree;
  NodeId block, first, end;
  int64_t shift;  // of bytes, to their places in the source
};

bool HasEmptyBlock(const Tree& tree) {
  for (NodeId node : tree.ids()) {
    if (tree[node].kind == Kind::kBlock && tree.FirstChild(node) == kNoNode) return true;
  }
  return false;
}

// What the edit does not touch of the span's statements: when they are parsed, something short
// stands for it, and its nodes are those of before. It is a nested block, or some elements between
// brackets up to one that stays: whatever comes first between them, that one is an element if it
// hangs on the brackets.
struct Hole {
  NodeId first, end_node;  // of before
  std::string_view text;   // that stands for it
  size_t begin, end;       // its own text, in that of the statements

  bool is_block() const { return !text.empty(); }
};
bool HasElements(Kind kind) {
  return kind == Kind::kArgumentList || kind == Kind::kDictionary || kind == Kind::kList ||
         kind == Kind::kParameters || kind == Kind::kSet || kind == Kind::kTuple;
}

class HoleFinder {
 public:
  HoleFinder(const Tree& before, const TextEdit& edit, std::string_view source)
      : before_(before), edit_(edit), source_(source) {}

  // In text order; `begin`: where the statements begin in the source.
  std::vector<Hole> In(NodeId first, NodeId end, size_t begin) const {
    std::vector<Hole> holes;
    for (NodeId node = first; node < end;) {
      const bool is_block = before_[node].kind == Kind::kBlock;
      const std::optional<size_t> place = is_block ? PlaceOf(node) : std::nullopt;
      if (place) {
        const size_t at = *place - begin;
        holes.push_back({node, before_[node].subtree_end, kShort, at,
                         at + before_[node].end - before_[node].begin});
      }
      if (HasElements(before_[node].kind)) AddElements(node, begin, holes);
      node = place ? before_[node].subtree_end : node + 1;
    }
    std::sort(holes.begin(), holes.end(),
              [](const Hole& a, const Hole& b) { return a.begin < b.begin; });
    return holes;
  }

 private:
  // Those before the edit but the last of them, and so behind it, if the brackets go on there.
  void AddElements(NodeId around, size_t begin, std::vector<Hole>& holes) const {
    if (before_[around].begin >= edit_.begin || before_[around].end <= edit_.begin) return;
    NodeId first_before = kNoNode, last_before = kNoNode, first_behind = kNoNode, last = kNoNode;
    for (NodeId c = before_.FirstChild(around); c != kNoNode; c = before_.NextSibling(c)) {
      if (before_[c].end < edit_.begin) {
        if (first_before == kNoNode) first_before = c;
        last_before = c;
      } else if (before_[c].begin > edit_.before_end) {
        if (first_behind == kNoNode) first_behind = c;
        last = c;
      }
    }
    AddElements(first_before, last_before, begin, holes);
    AddElements(first_behind, last, begin + edit_.before_end - edit_.after_end, holes);
  }

  void AddElements(NodeId first, NodeId stays, size_t begin, std::vector<Hole>& holes) const {
    constexpr size_t kWorthIt = 20;  // bytes
    if (first == kNoNode || before_[stays].begin - before_[first].begin < kWorthIt) return;
    holes.push_back({first, stays, "", before_[first].begin - begin, before_[stays].begin - begin});
  }

  // Where in the source it begins as it did, behind a colon and on lines of its own; and ends so,
  // without comments that may be its own or not.
  std::optional<size_t> PlaceOf(NodeId block) const {
    constexpr size_t kWorthIt = 40;  // bytes
    const Node& node = before_[block];
    if (node.end - node.begin < kWorthIt || before_[node.parent].kind == Kind::kMatchStatement) {
      return std::nullopt;
    }
    const std::optional<std::string_view> indentation = IndentationOf(before_, block);
    if (!indentation) return std::nullopt;
    size_t begin = node.begin;
    if (begin - indentation->size() > edit_.before_end) {
      begin += edit_.after_end - edit_.before_end;
    } else if (before_.source.find('\n', node.end) >= edit_.begin) {
      return std::nullopt;
    }
    const size_t end = begin + (node.end - node.begin);
    const size_t colon = source_.find_last_not_of(" \t\r\n", begin - 1);
    if (colon == source_.npos || source_[colon] != ':') return std::nullopt;
    const std::string_view text = source_.substr(begin, end - begin);
    if (EndsInComment(text) || JoinsNextLine(text)) return std::nullopt;
    const size_t line = source_.find('\n', end);
    const size_t behind = source_.find_first_not_of(" \t\r\n", line);
    return behind != source_.npos && source_[behind] == '#' ? std::nullopt : std::optional(begin);
  }

  const Tree& before_;
  const TextEdit& edit_;
  const std::string_view source_;
};

bool HasOnlyPass(const Tree& tree, NodeId block) {
  const NodeId only = tree.FirstChild(block);
  return only != kNoNode && tree[only].kind == Kind::kPassStatement &&
         tree[only].subtree_end == tree[block].subtree_end;
}

// The tree of the statements with all that they hold, from that of their text with holes. Nothing:
// not each of these is where it was. `depth`: of the parsed tree's root in that of before.
std::optional<IdVector<NodeId, Node>> Fill(const Tree& before, const std::vector<Hole>& holes,
                                           const Tree& parsed, uint32_t depth) {
  std::vector<size_t> ends;           // in the parsed text: places from there on are moved
  std::vector<size_t> missing = {0};  // bytes, in the holes so far
  for (const Hole& hole : holes) {
    ends.push_back(hole.begin - missing.back() + hole.text.size());
    missing.push_back(missing.back() + hole.end - hole.begin - hole.text.size());
  }
  auto moved = [&](uint32_t place) {
    const auto num_before = std::upper_bound(ends.begin(), ends.end(), place) - ends.begin();
    return static_cast<uint32_t>(place + missing[static_cast<size_t>(num_before)]);
  };
  IdVector<NodeId, Node> nodes;
  // Of parsed nodes; and where what stands before them ends.
  IdVector<NodeId, NodeId> ids(parsed.nodes.size() + 1), ends_before(parsed.nodes.size() + 1);
  std::vector<NodeId> kept;  // parsed ones
  auto fill = [&](const Hole& hole, NodeId parent) {
    const NodeId first = nodes.end_id();
    const int64_t by = static_cast<int64_t>(hole.begin) - int64_t{before[hole.first].begin};
    for (NodeId b : IdRange(hole.first, hole.end_node)) {
      Node copy = before[b];
      copy.begin = static_cast<uint32_t>(copy.begin + by);
      copy.end = static_cast<uint32_t>(copy.end + by);
      copy.parent = copy.parent < hole.first ? parent : first + (copy.parent - hole.first);
      copy.subtree_end = first + (copy.subtree_end - hole.first);
      nodes.push_back(copy);
    }
    return first;
  };
  auto hole = holes.begin();
  for (NodeId id(0); id < parsed.nodes.end_id();) {
    Node node = parsed[id];
    ids[id] = ends_before[id] = nodes.end_id();
    if (node.parent != kNoNode) node.parent = ids[node.parent];
    node.begin = moved(node.begin);
    node.end = moved(node.end);
    const bool is_hole = hole != holes.end() &&
                         (hole->is_block() ? node.kind == Kind::kBlock && node.begin == hole->begin
                                           : node.begin == hole->end);
    if (is_hole) {
      const NodeId around = before[hole->first].parent;
      const bool fits = hole->is_block() ? HasOnlyPass(parsed, id) && node.end == hole->end
                                         : nodes[node.parent].kind == before[around].kind;
      if (!fits || DepthOf(parsed, id) + depth != DepthOf(before, hole->first)) {
        return std::nullopt;
      }
      const NodeId filled = fill(*hole, node.parent);
      if (hole++->is_block()) {
        nodes[filled].field = node.field;
        id = node.subtree_end;
        continue;
      }
      ids[id] = nodes.end_id();
    }
    nodes.push_back(node);
    kept.push_back(id);
    ++id;
  }
  if (hole != holes.end()) return std::nullopt;
  ends_before[parsed.nodes.end_id()] = nodes.end_id();
  for (NodeId id : kept) nodes[ids[id]].subtree_end = ends_before[parsed[id].subtree_end];
  return nodes;
}

NodeId EndOf(const Tree& before, const Span& span) {
  if (span.is_rest) return before.nodes.end_id();
  return span.next != kNoNode ? span.next : before[span.block].subtree_end;
}

std::optional<Piece> ParsePiece(const Tree& before, const Span& span, const TextEdit& edit,
                                std::string_view source, const ParseLimits& limits,
                                bool has_holes = true) {
  constexpr std::string_view kHead = "if 1:\n", kOther = "pass\n";
  const bool nested = span.block != kRoot;
  const auto grown = static_cast<int64_t>(edit.after_end) - static_cast<int64_t>(edit.before_end);
  size_t end = source.size();
  const bool ends_block = span.end_of_block > 0;
  if (ends_block) {
    end = static_cast<size_t>(static_cast<int64_t>(span.end_of_block) + grown);
  } else if (span.next != kNoNode) {
    end = static_cast<size_t>(before[span.next].begin + grown) - span.indentation.size();
  }
  const std::string_view lines = source.substr(span.begin, end - span.begin);
  if ((ends_block || span.is_rest) && EndsInComment(lines)) return std::nullopt;
  if (IsInMatch(before, span.block) && lines.find("case") != lines.npos) return std::nullopt;
  const bool has_next = ends_block || span.next != kNoNode;
  if (has_next && JoinsNextLine(lines)) return std::nullopt;
  if (JoinsNextLine(source.substr(0, span.begin))) return std::nullopt;
  std::string text(nested ? kHead : "");
  const bool has_previous = before.FirstChild(span.block) != span.first;
  if (has_previous) {
    const size_t first = before[span.first].begin;
    text += std::string(source.substr(span.begin, first - span.begin)) + std::string(kOther);
  }
  const size_t head = text.size();
  std::vector<Hole> holes;
  if (has_holes) {
    holes = HoleFinder(before, edit, source).In(span.first, EndOf(before, span), span.begin);
  }
  size_t read = 0;  // of the lines
  for (Hole& hole : holes) {
    text.append(lines.substr(read, hole.begin - read)).append(hole.text);
    read = std::exchange(hole.end, hole.end + head);
    hole.begin += head;
  }
  text += lines.substr(read);
  if (text.size() - head > source.size() - source.size() / kLeftAlone) return std::nullopt;
  const bool is_list = FollowsTargets(before, span);
  if (MayJoinTargets(std::string_view(text).substr(head), is_list, CodeFrom(source, end))) {
    return std::nullopt;
  }
  const size_t next = head + lines.size() + span.indentation.size();
  if (has_next) {
    text += std::string(span.indentation) + std::string(kOther);
  }

  ParseLimits own = limits;
  constexpr uint32_t kDepthOfPiece = 2;  // of the block under `if 1:`
  const uint32_t depth = nested ? DepthOf(before, span.block) - kDepthOfPiece : 0;
  own.max_depth -= std::min(own.max_depth, depth);
  Result<Tree> parsed = Parse(std::move(text), own);
  if (!parsed.ok() || parsed->num_errors > 0) return std::nullopt;
  if (!holes.empty()) {
    std::optional<IdVector<NodeId, Node>> filled = Fill(before, holes, *parsed, depth);
    if (!filled) return ParsePiece(before, span, edit, source, limits, false);
    parsed->nodes = *std::move(filled);
  }
  Piece piece{*std::move(parsed), kRoot, kRoot, kRoot,
              static_cast<int64_t>(span.begin) - static_cast<int64_t>(head)};
  const Tree& tree = piece.tree;
  if (nested) {
    const NodeId branch = tree.FirstChild(kRoot);
    if (branch == kNoNode) return std::nullopt;
    const NodeId behind = tree.NextSibling(branch);
    if ((behind != kNoNode) != ends_block) return std::nullopt;
    piece.block = tree.Child(branch, Field::kConsequence);
    const NodeId end_of_branch = tree[branch].subtree_end;
    if (piece.block == kNoNode || tree[piece.block].subtree_end != end_of_branch) {
      return std::nullopt;
    }
    if (ends_block && (tree[behind].begin != next || HasEmptyBlock(tree))) return std::nullopt;
  }
  piece.first = piece.block + 1;
  if (has_previous) piece.first = tree[piece.first].subtree_end;
  piece.end = tree[piece.block].subtree_end;
  if (ends_block || span.is_rest) {
    return piece.first < piece.end ? std::optional(std::move(piece)) : std::nullopt;
  }
  if (span.next == kNoNode) return piece;
  NodeId last = tree.FirstChild(piece.block);
  while (last != kNoNode && tree.NextSibling(last) != kNoNode) last = tree.NextSibling(last);
  if (last == kNoNode || tree[last].begin != next) return std::nullopt;
  piece.end = last;
  return piece;
}

IdVector<NodeId, Node> Replace(const Tree& before, const Span& span, const Piece& piece,
                               int64_t grown) {
  const NodeId after = EndOf(before, span);
  const int32_t more = (piece.end - piece.first) - (after - span.first);
  auto moved = [](uint32_t place, int64_t by) { return static_cast<uint32_t>(place + by); };
  const std::vector<Node>& all = before.nodes.values();
  const auto first = all.begin() + int32_t{span.first}, behind = all.begin() + int32_t{after};
  std::vector<Node> nodes;
  nodes.reserve(static_cast<size_t>(before.size() + more));
  nodes.insert(nodes.end(), all.begin(), first);
  // The statements are below these. What ends with the block's last statement does so still.
  for (NodeId around = span.block; around != kNoNode; around = before[around].parent) {
    Node& node = nodes[around.index()];
    const bool ends_with = span.is_rest
                               ? around != kRoot
                               : span.end_of_block > 0 && node.end == before[span.block].end;
    node.subtree_end =
        span.is_rest ? span.first + (piece.end - piece.first) : node.subtree_end + more;
    node.end = ends_with ? moved(piece.tree[piece.block].end, piece.shift) : moved(node.end, grown);
  }
  for (NodeId id : IdRange(piece.first, piece.end)) {
    Node node = piece.tree[id];
    node.begin = moved(node.begin, piece.shift);
    node.end = moved(node.end, piece.shift);
    node.parent =
        node.parent == piece.block ? span.block : span.first + (node.parent - piece.first);
    node.subtree_end += span.first - piece.first;
    nodes.push_back(node);
  }
  const size_t num_before = nodes.size();
  nodes.insert(nodes.end(), behind, all.end());
  for (size_t i = num_before; i < nodes.size(); ++i) {
    Node& node = nodes[i];
    node.begin = moved(node.begin, grown);
    node.end = moved(node.end, grown);
    node.subtree_end += more;
    if (node.parent >= span.first) node.parent += more;
  }
  return IdVector<NodeId, Node>(std::move(nodes));
}

struct Nodes {
  IdVector<NodeId, Node> nodes;
  std::optional<Splice> splice;
};

// The nodes of `source`, which Repair gave, if they can be had from those of `before`.
std::optional<Nodes> ReparseInPart(const Tree& before, std::string_view source,
                                   const ParseLimits& limits) {
  const TextEdit edit(before.source, source);
  const std::optional<Span> span = Finder(before, edit).Find();
  if (!span) return std::nullopt;
  const std::optional<Piece> piece = ParsePiece(before, *span, edit, source, limits);
  if (!piece) return std::nullopt;
  const NodeId end = EndOf(before, *span);
  return Nodes{
      Replace(before, *span, *piece,
              static_cast<int64_t>(edit.after_end) - static_cast<int64_t>(edit.before_end)),
      Splice{span->first, end, span->first + (piece->end - piece->first)}};
}

std::optional<Nodes> ReparseInParts(const Tree& before, std::string_view source,
                                    const ParseLimits& limits) {
  std::optional<std::string> first = WithFirstEdit(before.source, source);
  if (!first) return ReparseInPart(before, source, limits);
  std::optional<Nodes> nodes = ReparseInPart(before, *first, limits);
  if (!nodes) return std::nullopt;
  nodes = ReparseInPart({*std::move(first), std::move(nodes->nodes), 0}, source, limits);
  if (nodes) nodes->splice.reset();
  return nodes;
}

// Whether all that was edited lies in the statements: mending may have put in again what was taken
// away elsewhere.
bool Covers(const Tree& before, const Splice& splice, const TextEdit& edit) {
  const bool is_end = splice.before_end == before.nodes.end_id();
  const size_t end = is_end ? before.source.size() : before[splice.before_end].begin;
  return before[splice.first].begin <= edit.begin && edit.before_end <= end;
}

// Whether a backslash joins a line to the one before.
bool IsContinued(std::string_view source, size_t line) {
  std::string_view before = source.substr(0, line);
  for (char c : {'\n', '\r'}) {
    if (before.ends_with(c)) before.remove_suffix(1);
  }
  return before.ends_with('\\');
}

// Whether the text from `begin` to `end` begins with a word that no line within brackets begins
// with.
bool BeginsWithStatement(std::string_view source, size_t begin, size_t end) {
  size_t length = 0;
  while (begin + length < end && IsNameByte(source[begin + length])) ++length;
  return begin + length < end && IsOneOf(source.substr(begin, length), kStatements);
}

// Statements round the edit, of all blocks that it is in. (A statement's first byte that is as it
// was begins its line as it did.)
Unedited StatementsAround(const Tree& before, const TextEdit& edit) {
  Unedited unedited;
  for (NodeId node = kRoot, around = kNoNode; node != kNoNode; node = around) {
    around = kNoNode;
    const Kind kind = before[node].kind;
    const bool has_statements =
        kind == Kind::kModule || kind == Kind::kBlock || kind == Kind::kDecoratedDefinition;
    for (NodeId s = before.FirstChild(node); s != kNoNode; s = before.NextSibling(s)) {
      const size_t begin = before[s].begin;
      const bool is_around = begin < edit.begin && edit.begin <= before[s].end;
      if (is_around) around = s;
      if (!has_statements) {
        if (begin >= edit.begin) break;
        continue;
      }
      const std::optional<std::string_view> indentation = IndentationOf(before, s);
      if (!indentation) continue;
      const size_t line = begin - indentation->size();
      if (IsContinued(before.source, line)) continue;
      if (line >= edit.before_end) {
        unedited.lines_behind.push_back(line + edit.after_end - edit.before_end);
      } else if (indentation->empty()
                     ? begin < edit.begin
                     : is_around && BeginsWithStatement(before.source, begin, edit.begin)) {
        unedited.begin = line;
      }
    }
  }
  std::sort(unedited.lines_behind.begin(), unedited.lines_behind.end());
  return unedited;
}

// From places in the mended text.
void MoveToSource(const SourcePlaces& place, IdVector<NodeId, Node>& nodes) {
  for (Node& node : nodes) {
    node.begin = place(node.begin);
    node.end = place(node.end);
  }
}

// A return without a new line, which Parse makes a new line.
bool HasLoneReturn(std::string_view source) {
  size_t at = source.find('\r');
  while (at != source.npos && at + 1 < source.size() && source[at + 1] == '\n') {
    at = source.find('\r', at + 1);
  }
  return at != source.npos;
}

}  // namespace

std::optional<std::string> WithFirstEdit(std::string_view before, std::string_view after) {
  constexpr size_t kFar = 1000;
  const TextEdit edit(before, after);
  // Up to the last line that is edited.
  const size_t end_before = before.substr(0, edit.before_end).rfind('\n');
  const size_t end_after = after.substr(0, edit.after_end).rfind('\n');
  if (end_before == before.npos || end_after == after.npos) return std::nullopt;
  if (std::min(end_before, end_after) < edit.begin + kFar) return std::nullopt;
  const TextEdit first(before.substr(0, end_before), after.substr(0, end_after));
  if (end_before - first.before_end < kFar) return std::nullopt;
  return std::string(after.substr(0, first.after_end)) +
         std::string(before.substr(first.before_end));
}

Result<Reparsed> Reparse(const Tree& before, std::string source, const ParseLimits& limits) {
  const bool fit = before.num_errors == 0 && source.size() <= limits.max_bytes &&
                   source.find('\0') == std::string::npos && !HasLoneReturn(source);
  if (fit) {
    const TextEdit edit(before.source, source);
    const Repaired repaired = Repair(source, Damage::kCertain, StatementsAround(before, edit));
    if (std::optional<Nodes> made = ReparseInParts(before, repaired.text, limits)) {
      if (made->splice && !Covers(before, *made->splice, edit)) made->splice.reset();
      if (!repaired.inserted.empty()) MoveToSource(SourcePlaces(repaired.inserted), made->nodes);
      source.reserve(64);  // as Parse does
      return Reparsed{
          {std::move(source), std::move(made->nodes), repaired.num_repairs}, true, made->splice};
    }
  }
  Result<Tree> whole = Parse(std::move(source), limits);
  if (!whole.ok()) return whole.error();
  return Reparsed{*std::move(whole), false, std::nullopt};
}

}  // namespace fastnode::ast
