// The nodes of the file at hand that must not be looked at, and, where one asks for it, a record of
// which nodes were asked about: an answer that asked about none of them does not change when others
// are hidden, and one that never met the file holds when another text takes its place
// (infer/memo.h).
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

  size_t size() const { return hidden_since_.size(); }

  // From now on, in this text.
  void Record() { records_ = true; }
  bool records() const { return records_; }

  // Another text of the file: nothing is hidden, and nobody has asked.
  void MoveTo(int32_t num_nodes) {
    ++now_;
    hidden_since_.resize(static_cast<size_t>(num_nodes), 0);
    asked_.clear();
    met_ = met_file_ = records_ = false;
  }

  // Whether it is hidden; that somebody asked is remembered. kNoNode is not.
  bool Ask(ast::NodeId node) {
    if (node == ast::kNoNode) return false;
    if (hidden_since_[node.index()] == now_) return met_ = true;
    if (records_) asked_.push_back(node);
    return false;
  }

  // The nodes that were asked about and are not hidden, in the order of questions; the caller takes
  // off what it has dealt with.
  std::vector<ast::NodeId>& asked() { return asked_; }
  // Whether one of the hidden ones was asked about.
  bool& met() { return met_; }
  // Whether anything of the file was looked at.
  bool& met_file() { return met_file_; }

 private:
  // Per node the turn in which one of that number was hidden last, in this text or another.
  std::vector<uint32_t> hidden_since_;
  uint32_t now_ = 1;
  std::vector<ast::NodeId> asked_;
  bool met_ = false, met_file_ = false, records_ = false;
};

}  // namespace fastnode::types
