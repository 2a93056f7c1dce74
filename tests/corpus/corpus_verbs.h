// The verbs of corpus tests: what each says of a node. To add one, add a line to VerbTable and to
// tests/corpus/README.md.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "tests/corpus/corpus_case.h"
#include "tests/corpus/corpus_library.h"

namespace fastnode::corpus_test {

// The words of verbs that answer with one of a few, in the order of their enumerators.
inline constexpr const char* kRoles[bind::kNumReferenceKinds] = {
    "read", "write", "delete", "import", "parameter", "function", "class"};
inline constexpr const char* kContexts[bind::kNumUseContexts] = {"load", "call", "store", "delete"};
inline constexpr const char* kScopes[bind::kNumScopeKinds] = {"module", "class", "function",
                                                              "lambda", "comprehension"};

// The nodes or words that may stand on the right of a verb.
struct Answer {
  std::set<NodeId> nodes;
  std::set<std::string> words;
};
using Verb = std::function<Answer(const Case&, NodeId)>;

inline const bind::Reference* ReferenceAt(const Case& c, NodeId node) {
  bind::VariableId variable = c.index.variable_of[node];
  if (variable == bind::kNone) return nullptr;
  for (const auto& reference : c.index.variables[variable].references) {
    if (reference.node == node) return &reference;
  }
  return nullptr;
}

inline Answer Defines(const Case& c, NodeId node) {
  const bind::Reference* reference = ReferenceAt(c, node);
  if (reference == nullptr || !bind::IsBinding(reference->kind)) return {};
  return {{node}, {}};
}

// All mentions of the variable that a name means.
inline Answer RefersTo(const Case& c, NodeId node) {
  bind::VariableId variable = c.index.variable_of[node];
  Answer answer;
  if (variable == bind::kNone) return {{}, {"nothing"}};
  for (const auto& reference : c.index.variables[variable].references) {
    answer.nodes.insert(reference.node);
  }
  return answer;
}

inline Answer Sees(const Case& c, NodeId node) {
  Answer answer;
  for (bind::VariableId variable : bind::VisibleVariables(c.index, node)) {
    answer.words.emplace(c.index.variables[variable].name);
  }
  return answer;
}

inline Answer Role(const Case& c, NodeId node) {
  const bind::Reference* reference = ReferenceAt(c, node);
  if (reference == nullptr) return {{}, {"nothing"}};
  return {{}, {kRoles[static_cast<size_t>(reference->kind)]}};
}

// The kind of scope whose variable a name means.
inline Answer ScopeOfName(const Case& c, NodeId node) {
  bind::VariableId variable = c.index.variable_of[node];
  if (variable == bind::kNone) return {{}, {"nothing"}};
  bind::ScopeId scope = c.index.variables[variable].scope;
  bind::ScopeKind kind = c.index.scopes[scope].kind;
  return {{}, {kScopes[static_cast<size_t>(kind)]}};
}

inline Answer Context(const Case& c, NodeId node) {
  for (const bind::AttributeUse& use : c.index.attributes) {
    if (use.node == node) return {{}, {kContexts[static_cast<size_t>(use.context)]}};
  }
  return {{}, {"nothing"}};
}

inline Answer TypeName(const Case& c, NodeId node) {
  types::TypeEvaluator types(c.index, CorpusLibrary());
  std::string name = types.Name(types.TypeOf(node));
  return {{}, {name.empty() ? "unknown" : name}};
}

inline Answer TypeNames(const Case& c, NodeId node) {
  types::TypeEvaluator types(c.index, CorpusLibrary());
  Answer answer;
  for (const types::Type& type : types.Alternatives(types.TypeOf(node))) {
    std::string name = types.Name(type);
    answer.words.insert(name.empty() ? "unknown" : name);
  }
  return answer;
}

inline Answer WholeType(const Case& c, NodeId node) {
  types::TypeEvaluator types(c.index, CorpusLibrary());
  return {{}, {types.Describe(types.TypeOf(node))}};
}

inline Answer MemberNames(const Case& c, NodeId node) {
  types::TypeEvaluator types(c.index, CorpusLibrary());
  Answer answer;
  for (const types::Member& member : types.Members(types.TypeOf(node))) {
    answer.words.emplace(member.name);
  }
  return answer;
}

// Of a call: the parameters of what it calls; "name=" of those with a default, behind "*" of those
// that are keywords.
inline Answer ParametersOfCall(const Case& c, NodeId node) {
  types::TypeEvaluator types(c.index, CorpusLibrary());
  Answer answer;
  for (const types::ParameterOfCall& parameter : types.SignatureOfCall(node).parameters) {
    answer.words.insert((parameter.keyword_only ? "*" : "") + std::string(parameter.name) +
                        (parameter.has_default ? "=" : ""));
  }
  return answer;
}

inline std::map<std::string, Verb> VerbTable() {
  std::map<std::string, Verb> verbs = {
      {"type", TypeName},
      {"types", TypeNames},
      {"whole_type", WholeType},
      {"member", MemberNames},
      {"takes", ParametersOfCall},
      {"is",
       [](const Case&, NodeId node) {
         return Answer{{node}, {}};
       }},
      {"defines", Defines},
      {"refers_to", RefersTo},
      {"sees", Sees},
      {"role", Role},
      {"scope", ScopeOfName},
      {"context", Context},
      {"path",
       [](const Case& c, NodeId node) {
         return Answer{{}, {bind::PathText(c.index.tree, node)}};
       }},
  };
  for (int k = 0; k < graph::kNumEdgeKinds; ++k) {
    auto kind = static_cast<graph::EdgeKind>(k);
    verbs.emplace(graph::Name(kind), [kind](const Case& c, NodeId node) {
      Answer answer;
      for (const graph::Edge& edge : c.graph.whole()->edges) {
        if (edge.from == node && edge.kind == kind) answer.nodes.insert(edge.to);
      }
      return answer;
    });
  }
  return verbs;
}

// What is wrong with an expectation, or "".
inline std::string Check(const Case& c, const Expectation& expectation) {
  static const std::map<std::string, Verb> verbs = VerbTable();
  auto verb = verbs.find(expectation.verb);
  if (verb == verbs.end()) return "no such verb: " + expectation.verb;
  NodeId left = Resolve(c, expectation, expectation.left);
  if (left == kNoNode) return "nothing there: " + expectation.left;
  Answer answer = verb->second(c, left);
  if (!expectation.exact && expectation.right.empty()) return "says nothing";
  size_t num_found = 0;
  for (const std::string& term : expectation.right) {
    NodeId node = Resolve(c, expectation, term);
    if (term[0] == '@' && node == kNoNode) return "nothing there: " + term;
    bool found = node == kNoNode ? answer.words.contains(term) : answer.nodes.contains(node);
    num_found += found;
    if (found == expectation.negated) return term + (found ? " is there" : " is not there");
  }
  size_t num_answers = answer.nodes.size() + answer.words.size();
  bool more = expectation.exact && num_found < num_answers;
  return more ? std::to_string(num_answers) + " in all" : "";
}

// "line: what is wrong", lines counted in the case's file.
inline std::vector<std::string> Failures(const Case& c, int first_line = 1) {
  std::vector<std::string> failures;
  for (const Expectation& expectation : c.expectations) {
    std::string wrong = Check(c, expectation);
    if (wrong.empty()) continue;
    failures.push_back(std::to_string(expectation.line + first_line - 1) + ": " + wrong);
  }
  return failures;
}

}  // namespace fastnode::corpus_test
