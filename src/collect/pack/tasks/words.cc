// Whether a clause may stand here (`else`, `except`) is told by lines: half-typed statements have
// no tree, but their first words and indentations are there.
#include "collect/pack/tasks/words.h"

#include <algorithm>
#include <array>

#include "analyze/ast/line_words.h"
#include "analyze/ast/name_byte.h"

namespace fastnode::pack {
namespace {

using ast::Kind;
using ast::NodeId;
using bind::Position;
using Found = std::vector<std::string_view>;

constexpr std::array<std::string_view, 39> kWords = {
    "False",  "None",     "True",   "and", "as",   "assert", "async",  "await",    "break", "case",
    "class",  "continue", "def",    "del", "elif", "else",   "except", "finally",  "for",   "from",
    "global", "if",       "import", "in",  "is",   "lambda", "match",  "nonlocal", "not",   "or",
    "pass",   "raise",    "return", "try", "type", "while",  "with",   "yield",    "_"};
// Soft keywords are names elsewhere.
constexpr std::array<std::string_view, 4> kSoft = {"_", "case", "match", "type"};

constexpr std::array<std::string_view, 151> kBuiltins = {"ArithmeticError",
                                                         "AssertionError",
                                                         "AttributeError",
                                                         "BaseException",
                                                         "BaseExceptionGroup",
                                                         "BlockingIOError",
                                                         "BrokenPipeError",
                                                         "BufferError",
                                                         "BytesWarning",
                                                         "ChildProcessError",
                                                         "ConnectionAbortedError",
                                                         "ConnectionError",
                                                         "ConnectionRefusedError",
                                                         "ConnectionResetError",
                                                         "DeprecationWarning",
                                                         "EOFError",
                                                         "Ellipsis",
                                                         "EncodingWarning",
                                                         "EnvironmentError",
                                                         "Exception",
                                                         "ExceptionGroup",
                                                         "FileExistsError",
                                                         "FileNotFoundError",
                                                         "FloatingPointError",
                                                         "FutureWarning",
                                                         "GeneratorExit",
                                                         "IOError",
                                                         "ImportError",
                                                         "ImportWarning",
                                                         "IndentationError",
                                                         "IndexError",
                                                         "InterruptedError",
                                                         "IsADirectoryError",
                                                         "KeyError",
                                                         "KeyboardInterrupt",
                                                         "LookupError",
                                                         "MemoryError",
                                                         "ModuleNotFoundError",
                                                         "NameError",
                                                         "NotADirectoryError",
                                                         "NotImplemented",
                                                         "NotImplementedError",
                                                         "OSError",
                                                         "OverflowError",
                                                         "PendingDeprecationWarning",
                                                         "PermissionError",
                                                         "ProcessLookupError",
                                                         "RecursionError",
                                                         "ReferenceError",
                                                         "ResourceWarning",
                                                         "RuntimeError",
                                                         "RuntimeWarning",
                                                         "StopAsyncIteration",
                                                         "StopIteration",
                                                         "SyntaxError",
                                                         "SyntaxWarning",
                                                         "SystemError",
                                                         "SystemExit",
                                                         "TabError",
                                                         "TimeoutError",
                                                         "TypeError",
                                                         "UnboundLocalError",
                                                         "UnicodeDecodeError",
                                                         "UnicodeEncodeError",
                                                         "UnicodeError",
                                                         "UnicodeTranslateError",
                                                         "UnicodeWarning",
                                                         "UserWarning",
                                                         "ValueError",
                                                         "Warning",
                                                         "ZeroDivisionError",
                                                         "__debug__",
                                                         "__doc__",
                                                         "__file__",
                                                         "__import__",
                                                         "__name__",
                                                         "__package__",
                                                         "__spec__",
                                                         "abs",
                                                         "aiter",
                                                         "all",
                                                         "anext",
                                                         "any",
                                                         "ascii",
                                                         "bin",
                                                         "bool",
                                                         "breakpoint",
                                                         "bytearray",
                                                         "bytes",
                                                         "callable",
                                                         "chr",
                                                         "classmethod",
                                                         "compile",
                                                         "complex",
                                                         "copyright",
                                                         "delattr",
                                                         "dict",
                                                         "dir",
                                                         "divmod",
                                                         "enumerate",
                                                         "eval",
                                                         "exec",
                                                         "exit",
                                                         "filter",
                                                         "float",
                                                         "format",
                                                         "frozenset",
                                                         "getattr",
                                                         "globals",
                                                         "hasattr",
                                                         "hash",
                                                         "help",
                                                         "hex",
                                                         "id",
                                                         "input",
                                                         "int",
                                                         "isinstance",
                                                         "issubclass",
                                                         "iter",
                                                         "len",
                                                         "list",
                                                         "locals",
                                                         "map",
                                                         "max",
                                                         "memoryview",
                                                         "min",
                                                         "next",
                                                         "object",
                                                         "oct",
                                                         "open",
                                                         "ord",
                                                         "pow",
                                                         "print",
                                                         "property",
                                                         "quit",
                                                         "range",
                                                         "repr",
                                                         "reversed",
                                                         "round",
                                                         "set",
                                                         "setattr",
                                                         "slice",
                                                         "sorted",
                                                         "staticmethod",
                                                         "str",
                                                         "sum",
                                                         "super",
                                                         "tuple",
                                                         "type",
                                                         "vars",
                                                         "zip"};

// What stands around a place: the innermost function, loop and block.
struct Around {
  bool in_function = false, in_async = false, in_loop = false, in_match = false;
  int functions = 0;
};

Around Look(const ast::Tree& tree, NodeId read) {
  Around around;
  bool is_block = true;  // the first one that is met
  for (NodeId node = read; node != ast::kNoNode; node = tree[node].parent) {
    switch (tree[node].kind) {
      case Kind::kFunctionDefinition: {
        // Names in its head are looked up outside.
        const NodeId body = tree.Child(node, ast::Field::kBody);
        if (body == ast::kNoNode || read < body) break;
        const NodeId first = tree.FirstChild(node);
        const bool is_async = first != ast::kNoNode && tree.Text(first) == "async";
        if (around.functions++ == 0) around.in_async = is_async;
        around.in_function = true;
        break;
      }
      case Kind::kForStatement:
      case Kind::kWhileStatement:
        around.in_loop |= !around.in_function;
        break;
      case Kind::kClassDefinition:
        if (around.in_function) break;
        return around;
      case Kind::kBlock:
        if (is_block) {
          const NodeId parent = tree[node].parent;
          around.in_match = parent != ast::kNoNode && tree[parent].kind == Kind::kMatchStatement;
        }
        is_block = false;
        break;
      default:
        break;
    }
  }
  return around;
}

// Lines before a place, the last one first.
class LinesBefore {
 public:
  LinesBefore(std::string_view text, size_t at) : left_(text.substr(0, at)) {
    left_ = left_.substr(0, left_.find_last_of('\n') + 1);
  }

  struct Line {
    size_t indentation = 0;
    std::string_view word;  // its first one, after `async`
    bool begins = false;    // with a word: else it closes a bracket, or is part of a text
    bool has_body = false;  // behind its colon
  };
  // Of the next line that has code: false at the beginning of the text, and when many were read: a
  // file is not read to its beginning for the sake of one word.
  bool Next(Line& line) {
    while (!left_.empty() && num_read_++ < kMostLines) {
      left_.remove_suffix(1);
      const size_t begin = left_.find_last_of('\n') + 1;
      std::string_view text = left_.substr(begin);
      left_ = left_.substr(0, begin);
      const size_t indentation = text.find_first_not_of(" \t\r");
      if (indentation == text.npos || text[indentation] == '#') continue;
      text.remove_prefix(indentation);
      if (text.starts_with("async ")) text.remove_prefix(6);
      size_t end = 0;
      while (end < text.size() && ast::IsNameByte(text[end])) ++end;
      const size_t last = text.find_last_not_of(" \t\r");
      line = {indentation, text.substr(0, end), end > 0,
              text.find(':') != text.npos && text[last] != ':'};
      return true;
    }
    return false;
  }

 private:
  static constexpr int kMostLines = 400;
  std::string_view left_;
  int num_read_ = 0;
};

// The clauses that may follow the statement above that is as far to the right. What is not told by
// first words is passed over: a head in brackets of several lines, a text that begins a line.
Found ClausesAt(std::string_view text, size_t at) {
  const size_t indentation = at - text.substr(0, at).find_last_of('\n') - 1;
  LinesBefore lines(text, at);
  LinesBefore::Line line;
  bool has_body = false, after_else = false;
  while (lines.Next(line)) {
    if (line.indentation > indentation || !line.begins) {
      has_body = true;
      continue;
    }
    if (line.indentation < indentation) return {};
    if (!has_body && !line.has_body) return {};
    if (after_else) return line.word == "except" ? Found{"finally"} : Found{};
    if (line.word == "if" || line.word == "elif") return {"elif", "else"};
    if (line.word == "for" || line.word == "while") return {"else"};
    if (line.word == "try") return {"except", "finally"};
    if (line.word == "except") return {"except", "else", "finally"};
    if (line.word != "else") return {};
    after_else = true;  // of a try, `finally` may follow; of others nothing
    has_body = false;
  }
  return {};
}

// Whether it is an operand of an operator that binds closer than `not` and `lambda`.
bool IsBoundClosely(const ast::Tree& tree, NodeId read) {
  const NodeId parent = tree[bind::BeganBy(tree, read)].parent;
  if (parent == ast::kNoNode) return false;
  switch (tree[parent].kind) {
    case Kind::kBinaryOperator:
    case Kind::kUnaryOperator:
    case Kind::kComparisonOperator:
    case Kind::kDictionarySplat:
    case Kind::kListSplat:
      return true;
    default:
      return false;
  }
}

// Whether it is a part of a union of types: `int | None`.
bool IsInUnion(const ast::Tree& tree, NodeId read) {
  NodeId node = tree[read].parent;
  if (node == ast::kNoNode || tree[node].kind != Kind::kBinaryOperator) return false;
  while (tree[node].parent != ast::kNoNode &&
         tree[tree[node].parent].kind == Kind::kBinaryOperator) {
    node = tree[node].parent;
  }
  return bind::PositionOf(tree, node) == Position::kType;
}

void AddExpressionWords(const Around& around, Position position, Found& words) {
  switch (position) {
    case Position::kRaised:
    case Position::kCaught:
    case Position::kDecorator:
    case Position::kBaseClass:
      break;
    case Position::kType:
      words.push_back("None");
      break;
    case Position::kOpened:
      if (around.in_async) words.push_back("await");
      break;
    default:
      words.insert(words.end(), {"False", "None", "True", "lambda", "not"});
      if (around.in_async) words.push_back("await");
      if (around.in_function && position == Position::kAssigned) words.push_back("yield");
  }
}

// `begins_line`: else a colon or a semicolon stands before it, and no block may follow.
void AddStatementWords(const Around& around, bool begins_line, Found& words) {
  words.insert(words.end(), {"assert", "del", "from", "global", "import", "pass", "raise"});
  if (begins_line) {
    words.insert(words.end(),
                 {"async", "class", "def", "for", "if", "match", "try", "while", "with"});
  }
  if (around.in_function) words.insert(words.end(), {"return", "yield"});
  if (around.functions > 1) words.push_back("nonlocal");
  if (around.in_loop) words.insert(words.end(), {"break", "continue"});
}

// Nearly all names differ from all words by their first letter and their length.
bool MayBeWord(std::string_view text) {
  static constexpr std::array<uint16_t, 256> kLengths = [] {
    std::array<uint16_t, 256> lengths{};
    for (std::string_view word : kWords) {
      lengths[static_cast<uint8_t>(word[0])] |= static_cast<uint16_t>(1 << word.size());
    }
    return lengths;
  }();
  if (text.empty() || text.size() > 15) return false;
  return (kLengths[static_cast<uint8_t>(text[0])] >> text.size() & 1) != 0;
}

}  // namespace

std::span<const std::string_view> Words() { return kWords; }

bool IsWord(std::string_view text) {
  if (!MayBeWord(text)) return false;
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end() &&
         std::find(kSoft.begin(), kSoft.end(), text) == kSoft.end();
}

bool IsStatementWord(std::string_view text) { return text == "match" || text == "case"; }

std::span<const std::string_view> Builtins() { return kBuiltins; }

bool IsOfEveryModule(std::string_view name) {
  static constexpr std::string_view kNames[] = {"__builtins__", "__doc__",  "__file__",
                                                "__loader__",   "__name__", "__package__",
                                                "__path__",     "__spec__"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

Found WordsAt(const AnalysedSource& source, NodeId read, Position position) {
  const ast::Tree& tree = source.index.tree;
  const Around around = Look(tree, read);
  const size_t at = tree[read].begin;
  if (position != Position::kStatement) {
    Found words;
    AddExpressionWords(around, IsInUnion(tree, read) ? Position::kType : position, words);
    if (IsBoundClosely(tree, read)) {
      std::erase_if(words, [](std::string_view word) { return word == "not" || word == "lambda"; });
    }
    return words;
  }
  if (around.in_match) return {"case"};
  Found words;
  const std::string_view text = tree.source;
  const size_t line = text.substr(0, at).find_last_of('\n') + 1;
  const bool begins_line =
      text.substr(line, at - line).find_first_not_of(" \t") == std::string_view::npos;
  if (begins_line) words = ClausesAt(text, at);
  AddStatementWords(around, begins_line, words);
  AddExpressionWords(around, position, words);
  return words;
}

}  // namespace fastnode::pack
