// The nodes of a file that must not be looked at, and a record of which nodes were asked about:
// an answer that asked about none of them does not change when others are hidden (infer/memo.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analyze/ast/tree.h"

namespace fastnode::types {

class HiddenNodes {
 public:
  // `num_nodes`: of the file. Nothing is hidden yet.
  explicit HiddenNodes(int32_t num_nodes) : hidden_since_(static_cast<size_t>(num_nodes), 0) {}

  void Hide(std::span<const ast::NodeId> nodes) {
    ++now_;
    for (ast::NodeId node : nodes) hidden_since_[node.index()] = now_;
  }

  // Whether it is hidden; remembers that somebody asked. kNoNode is not.
  bool Ask(ast::NodeId node) {
    if (node == ast::kNoNode) return false;
    if (hidden_since_[node.index()] == now_) return met_ = true;
    asked_.push_back(node);
    return false;
  }

  // The nodes that were asked about and are not hidden, in the order of questions; the caller takes
  // off what it has dealt with.
  std::vector<ast::NodeId>& asked() { return asked_; }
  // Whether one of the hidden ones was asked about.
  bool& met() { return met_; }

 private:
  std::vector<uint32_t> hidden_since_;  // per node the turn in which it was hidden last
  uint32_t now_ = 1;
  std::vector<ast::NodeId> asked_;
  bool met_ = false;
};

}  // namespace fastnode::types
