// The places of a source where an argument of a call stands or may stand, for the tasks that
// complete calls.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/bind/file_index.h"

namespace fastnode::bind {

// What stands at a place. The names are those of the candidates of the argument-kind task.
enum class ArgumentKind : uint8_t { kStop, kPositional, kKeyword, kSplat };
inline constexpr std::string_view kStopText = "stop", kPositionalText = "positional",
                                  kKeywordText = "keyword";
// Candidates of the placeholder task: the argument is a plain name, or something else that begins
// with a name or a word of the language (`size + 1`, `None`), or begins with neither (`"a"`, `-1`,
// `[]`).
inline constexpr std::string_view kNameText = "name", kPlaceholderText = "placeholder",
                                  kLiteralText = "literal";

// A call of n arguments has n + 1 places: before each argument, and after the last.
struct ArgumentPlace {
  NodeId call;
  NodeId list;       // the argument_list
  NodeId argument;   // kNoNode after the last one
  NodeId keyword;    // identifier of a keyword argument, else kNoNode
  NodeId value;      // the expression passed, kNoNode after the last one
  int32_t position;  // how many arguments stand before it
  ArgumentKind kind;
  bool after_keyword;  // a keyword argument or a dictionary splat stands before it
};

// In the order in which calls begin in the text, then by position. Calls whose argument is a bare
// generator have no places, nor have class definitions.
std::vector<ArgumentPlace> FindArgumentPlaces(const ast::Tree& tree);
// Of the calls among some nodes.
std::vector<ArgumentPlace> FindArgumentPlaces(const ast::Tree& tree, IdRange<NodeId> nodes);

// What the keys of usage counts are made of.
struct Callee {
  std::string path;  // bind::PathText of what is called, "?" if it has none
  std::string last;  // its last component
};
Callee CalleeOf(const ast::Tree& tree, NodeId call);

// "#2" for the third argument; from the ninth on all are one.
inline constexpr int32_t kLastSlot = 8;
std::string PositionText(const ArgumentPlace& place);
// The same, or "=name" for a keyword's.
std::string SlotText(const ast::Tree& tree, const ArgumentPlace& place);

std::string_view KindText(ArgumentKind kind);  // kStopText, ...; "splat"
// Of an argument that is there.
bool IsPlainName(const ast::Tree& tree, const ArgumentPlace& place);
// kNameText, ...; "" of none.
std::string_view FormText(const ast::Tree& tree, const ArgumentPlace& place);

}  // namespace fastnode::bind
