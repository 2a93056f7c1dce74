// The first half of binding: which names are mentioned where. Which scope a name belongs to can
// only be said when all mentions in all scopes are known.
#pragma once

#include <utility>
#include <vector>

#include "analyze/bind/file_index.h"

namespace fastnode::bind {

struct Mention {
  NodeId node;
  ScopeId scope;  // in which it is looked up
  ReferenceKind kind;
};

struct Mentions {
  std::vector<Mention> events;  // in the order of the walk, not of the text
  // Names in `global` and `nonlocal` statements.
  std::vector<std::pair<ScopeId, NodeId>> globals, nonlocals;
};

// Fills scopes, scope_of and attributes of the index.
Mentions FindMentions(FileIndex& index);
// The same of some statements of a block, up to `end`: their scopes and attributes are added, and
// scope_of has room for all nodes.
Mentions FindMentionsIn(FileIndex& index, NodeId first, NodeId end, ScopeId scope);

}  // namespace fastnode::bind
