// Kinds are covered: fails when an edge kind, a word of a verb, a kind of syntax node, a construct
// of data flow, a construct of libraries or a kind of damage is in no corpus test.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/corpus/corpus_files.h"
#include "tests/corpus/corpus_verbs.h"

namespace fastnode::corpus_test {
namespace {

using ast::Kind;
using ast::Tree;

constexpr size_t kMinCases = 150;

const std::vector<std::pair<CaseFile, Case>>& Cases() {
  static const auto cases = [] {
    std::vector<std::pair<CaseFile, Case>> made;
    for (CaseFile& file : AllCases()) {
      Case c = MakeCase(file.text.text);
      made.emplace_back(std::move(file), std::move(c));
    }
    return made;
  }();
  return cases;
}

bool Claims(const Expectation& expectation) {
  return !expectation.negated && !expectation.right.empty();
}

TEST(CorpusCoverageTest, ThereAreManyCasesEachWithANameOfItsOwn) {
  std::map<std::string, int> folders;
  std::set<std::string> names;
  size_t num_expectations = 0;
  for (const auto& [file, c] : Cases()) {
    ++folders[file.folder];
    EXPECT_TRUE(names.insert(file.Name()).second) << file.path << ": " << file.Name();
    num_expectations += c.expectations.size();
  }
  for (const auto& [folder, count] : folders)
    std::printf("%-12s %4d cases\n", folder.c_str(), count);
  std::printf("%-12s %4zu cases, %zu expectations\n", "in all", Cases().size(), num_expectations);
  EXPECT_GE(Cases().size(), kMinCases);
}

TEST(CorpusCoverageTest, EveryEdgeKindIsClaimedAndDeniedAndExplained) {
  std::set<std::string> claimed, denied, explained;
  for (const auto& [file, c] : Cases()) {
    for (const Expectation& expectation : c.expectations) {
      if (expectation.negated || expectation.exact) denied.insert(expectation.verb);
      if (!Claims(expectation)) continue;
      claimed.insert(expectation.verb);
      if (file.folder == "docs" && file.text.name.starts_with(expectation.verb + " ")) {
        explained.insert(expectation.verb);
      }
    }
  }
  for (int k = 0; k < graph::kNumEdgeKinds; ++k) {
    std::string kind(graph::Name(static_cast<graph::EdgeKind>(k)));
    EXPECT_TRUE(claimed.contains(kind)) << kind;
    EXPECT_TRUE(denied.contains(kind)) << kind;
    EXPECT_TRUE(explained.contains(kind)) << kind << " has no example in docs/graph.md";
  }
}

TEST(CorpusCoverageTest, EveryRoleContextAndScopeIsClaimed) {
  std::set<std::string> claimed;
  for (const auto& [file, c] : Cases()) {
    for (const Expectation& expectation : c.expectations) {
      if (!Claims(expectation)) continue;
      for (const std::string& word : expectation.right)
        claimed.insert(expectation.verb + " " + word);
    }
  }
  for (const char* word : kRoles)
    EXPECT_TRUE(claimed.contains("role " + std::string(word))) << word;
  for (const char* word : kScopes) {
    EXPECT_TRUE(claimed.contains("scope " + std::string(word))) << word;
  }
  for (const char* word : kContexts) {
    EXPECT_TRUE(claimed.contains("context " + std::string(word))) << word;
  }
}

TEST(CorpusCoverageTest, EveryKindOfSyntaxNodeOccurs) {
  // Made by no text that the parser of today accepts: names that the grammar keeps for itself.
  const std::set<Kind> exceptions = {Kind::kOther, Kind::kParenthesizedListSplat};
  std::set<Kind> seen;
  for (const auto& [file, c] : Cases()) {
    for (const ast::Node& node : c.index.tree.nodes) seen.insert(node.kind);
  }
  for (int k = 0; k < ast::kNumKinds; ++k) {
    auto kind = static_cast<Kind>(k);
    EXPECT_NE(seen.contains(kind), exceptions.contains(kind)) << ast::Name(kind);
  }
}

// What data flow has a rule for: a kind of node, and of the one above it where that matters.
struct FlowConstruct {
  Kind kind;
  Kind above = Kind::kOther;  // any
};
constexpr FlowConstruct kFlowConstructs[] = {
    {Kind::kIfStatement},
    {Kind::kElifClause},
    {Kind::kElseClause, Kind::kIfStatement},
    {Kind::kForStatement},
    {Kind::kElseClause, Kind::kForStatement},
    {Kind::kWhileStatement},
    {Kind::kElseClause, Kind::kWhileStatement},
    {Kind::kTryStatement},
    {Kind::kExceptClause},
    {Kind::kElseClause, Kind::kTryStatement},
    {Kind::kFinallyClause},
    {Kind::kWithStatement},
    {Kind::kMatchStatement},
    {Kind::kCaseClause},
    {Kind::kIfClause, Kind::kCaseClause},
    {Kind::kReturnStatement},
    {Kind::kRaiseStatement},
    {Kind::kDeleteStatement},
    {Kind::kAssertStatement},
    {Kind::kAssignment},
    {Kind::kAugmentedAssignment},
    {Kind::kNamedExpression},
    {Kind::kFunctionDefinition},
    {Kind::kDefaultParameter},
    {Kind::kDecorator},
    {Kind::kClassDefinition},
    {Kind::kLambda},
    {Kind::kConditionalExpression},
    {Kind::kBooleanOperator},
    {Kind::kListComprehension},
    {Kind::kSetComprehension},
    {Kind::kDictionaryComprehension},
    {Kind::kGeneratorExpression},
    {Kind::kIfClause},
    {Kind::kYield},
    {Kind::kAwait},
    {Kind::kInterpolation},
};
// Statements without names: they must stand in the same function or module as an expectation.
constexpr Kind kFlowJumps[] = {Kind::kBreakStatement,  Kind::kContinueStatement,
                               Kind::kReturnStatement, Kind::kRaiseStatement,
                               Kind::kGlobalStatement, Kind::kNonlocalStatement};

bool IsBelow(const Tree& tree, NodeId node, const FlowConstruct& construct) {
  for (; node != kNoNode; node = tree[node].parent) {
    if (tree[node].kind != construct.kind) continue;
    NodeId parent = tree[node].parent;
    if (construct.above == Kind::kOther) return true;
    if (parent != kNoNode && tree[parent].kind == construct.above) return true;
  }
  return false;
}

TEST(CorpusCoverageTest, EveryConstructOfDataFlowHasAnExpectationInIt) {
  std::set<size_t> covered;
  std::set<Kind> jumps;
  for (const auto& [file, c] : Cases()) {
    for (const Expectation& expectation : c.expectations) {
      if (expectation.verb != "last_read" && expectation.verb != "last_write") continue;
      NodeId node = Resolve(c, expectation, expectation.left);
      if (node == kNoNode) continue;
      for (size_t k = 0; k < std::size(kFlowConstructs); ++k) {
        if (IsBelow(c.index.tree, node, kFlowConstructs[k])) covered.insert(k);
      }
      for (const ast::Node& other : c.index.tree.nodes) jumps.insert(other.kind);
    }
  }
  for (size_t k = 0; k < std::size(kFlowConstructs); ++k) {
    EXPECT_TRUE(covered.contains(k))
        << ast::Name(kFlowConstructs[k].kind) << " in " << ast::Name(kFlowConstructs[k].above);
  }
  for (Kind kind : kFlowJumps) EXPECT_TRUE(jumps.contains(kind)) << ast::Name(kind);
}

// What a stub may say in its own way, and how it is recognised.
constexpr std::pair<const char*, const char*> kLibraryConstructs[] = {
    {"overload", "@overload"},
    {"property", "@property"},
    {"property with a setter", ".setter"},
    {"cached property", "cached_property"},
    {"class method", "@classmethod"},
    {"static method", "@staticmethod"},
    {"definition by version", "if sys.version_info"},
    {"definition by platform", "if sys.platform"},
    {"definition by checker", "if TYPE_CHECKING"},
    {"definition by import", "except ImportError"},
    {"alias of a class", "Alias = "},
    {"alias of a type", "TypeAlias"},
    {"re-export", " as "},
    {"relative import", "from ."},
    {"star import", "import *"},
    {"__all__", "__all__ = "},
    {"__all__ extended", "__all__ += "},
    {"type variable", "TypeVar("},
    {"generic class", "Generic["},
    {"type parameters", "class Crate[T]"},
    {"container", "list["},
    {"mapping", "dict["},
    {"optional", "Optional["},
    {"union", "Union["},
    {"union by operator", " | "},
    {"class object", "type["},
    {"Self", "Self"},
    {"Literal", "Literal["},
    {"ClassVar", "ClassVar["},
    {"Final", "Final"},
    {"Annotated", "Annotated["},
    {"quoted name", "-> \""},
    {"NewType", "NewType("},
    {"data class", "@dataclass"},
    {"enumeration", "(Enum)"},
    {"named tuple", "(NamedTuple)"},
    {"named tuple by call", "namedtuple("},
    {"typed dict", "(TypedDict)"},
    {"protocol", "(Protocol"},
    {"abstract method", "@abstractmethod"},
    {"context manager", "def __enter__"},
    {"context manager by decorator", "@contextmanager"},
    {"coroutine", "async def"},
    {"metaclass", "metaclass="},
    {"__getattr__", "def __getattr__"},
    {"nested class", "    class "},
    {"instance attribute", "self."},
};

TEST(CorpusCoverageTest, EveryConstructOfLibrariesHasAStub) {
  Result<std::vector<std::string>> stubs = ListFiles(CorpusFolder() + "/library", ".pyi");
  ASSERT_TRUE(stubs.ok());
  std::set<std::string> imported;
  for (const auto& [file, c] : Cases()) {
    if (file.folder != "library") continue;
    for (const std::string& word : {std::string("from "), std::string("import ")}) {
      size_t at = file.text.text.find(word);
      if (at == std::string::npos) continue;
      size_t end = file.text.text.find_first_of(" .,\n", at + word.size());
      imported.insert(file.text.text.substr(at + word.size(), end - at - word.size()));
    }
  }
  std::string all;
  for (const std::string& name : *stubs) {
    all += MustReadFile(CorpusFolder() + "/library/" + name);
    std::string module = name.substr(0, name.find_first_of("./"));
    EXPECT_TRUE(imported.contains(module)) << name << " is used by no case";
  }
  for (const auto& [construct, mark] : kLibraryConstructs) {
    EXPECT_NE(all.find(mark), std::string::npos) << construct;
  }
}

// What decides a type, and how it is recognised in a case.
constexpr std::pair<const char*, const char*> kTypeConstructs[] = {
    {"generic class", "Generic["},
    {"type parameters", "class Stack[E]"},
    {"bound type variable", "bound="},
    {"generic alias", "type Table[K]"},
    {"comprehension", " for word in words"},
    {"unpacking with a star", "*rest"},
    {"nested unpacking", "(left, right)"},
    {"what is appended", ".append("},
    {"what is stored by key", "by_name[\"a\"] ="},
    {"isinstance", "if isinstance("},
    {"early exit", "if not isinstance("},
    {"assertion", "assert isinstance("},
    {"import that may fail", "except ImportError"},
    {"condition on the version", "sys.version_info"},
    {"property", "@property"},
    {"property by call", "property(get_"},
    {"cached property", "cached_property"},
    {"class method", "@classmethod"},
    {"static method", "@staticmethod"},
    {"decorator that wraps", "functools.wraps"},
    {"decorator that makes an object", "functools.lru_cache"},
    {"partial application", "functools.partial"},
    {"context manager by decorator", "@contextlib.contextmanager"},
    {"with", "with open("},
    {"await", "await waiting"},
    {"async with", "async with"},
    {"async for", "async for"},
    {"named tuple", "(NamedTuple)"},
    {"named tuple by call", "namedtuple("},
    {"enumeration", "(enum.Enum)"},
    {"enumeration by call", "enum.Enum("},
    {"data class", "@dataclasses.dataclass"},
    {"typed dict", "(TypedDict)"},
    {"union", "Union["},
    {"optional", "Optional["},
    {"quoted annotation", "-> \"Node\""},
    {"Self", "t.Self"},
    {"parameter by its calls", "passed(Node()"},
    {"parameter of an overridden method", "BaseHTTPRequestHandler"},
    {"match", "case Circle() as circle"},
    {"super", "super().name()"},
    {"lambda", "lambda"},
    {"walrus", ":="},
    {"star import", "import *"},
};

TEST(CorpusCoverageTest, EveryConstructOfTypesHasACase) {
  std::string all;
  for (const auto& [file, c] : Cases()) {
    bool asks = std::any_of(c.expectations.begin(), c.expectations.end(), [](const auto& e) {
      return e.verb == "type" || e.verb == "types" || e.verb == "whole_type";
    });
    if (file.folder == "types" && asks) all += file.text.text;
  }
  for (const auto& [construct, mark] : kTypeConstructs) {
    EXPECT_NE(all.find(mark), std::string::npos) << construct;
  }
}

// How code may be half-typed: each is the name of a case in tests/corpus/half_typed.
constexpr const char* kDamages[] = {
    "attribute without a name",
    "attribute at the end",
    "call without an end",
    "call without an end at the end",
    "keyword argument without a value",
    "subscript without an end",
    "list without an end",
    "dictionary without an end",
    "string without an end",
    "triple string without an end",
    "f-string without an end",
    "assignment without a value",
    "import without a name",
    "from without an import",
    "if without a condition",
    "if without a block",
    "for without a block",
    "while without a block",
    "with without a block",
    "try without a handler",
    "except without a block",
    "def without parameters",
    "def without an end of parameters",
    "def without a block",
    "class without a block",
    "class without a name",
    "lambda without a body",
    "decorator without a definition",
    "operator without a right side",
    "comprehension without an iterable",
    "return without an end",
    "match without a case",
    "tabs mixed with spaces",
    "block without indentation",
    "too much indentation",
    "stray closing bracket",
    "end of a line within a call gone",
    "argument list gone",
    "beginning of a call's arguments gone",
    "f-string cut off",
    "if without a colon",
    "for without a colon",
    "with without an end",
    "class without an end of its bases",
    "python 2 print",
    "python 2 except",
};

TEST(CorpusCoverageTest, EveryDamageHasACase) {
  std::set<std::string> names;
  for (const auto& [file, c] : Cases()) {
    if (file.folder == "half_typed") names.insert(file.text.name);
  }
  for (const char* damage : kDamages) EXPECT_TRUE(names.contains(damage)) << damage;
}

}  // namespace
}  // namespace fastnode::corpus_test
