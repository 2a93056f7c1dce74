// The graph as a source keeps it. Of a text in which some statements were edited it is the graph of
// before, and what the edit has changed: what stays is neither copied nor indexed again, as who
// cuts a site reads the edges of some hundred nodes. A Reader gives them (graph/reader.h).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "analyze/bind/rebind.h"
#include "analyze/graph/graph.h"

namespace fastnode::graph {

// What an edit has changed. Nodes are those of the text after it, but in `before`.
struct Edit {
  std::shared_ptr<const ProgramGraph> before;
  ast::Splice splice;
  // Variables: of `used` ones the chains of uses are made anew, of `flowing` ones data flow, too.
  IdVector<bind::VariableId, bool> used, flowing;
  std::vector<std::string> names;  // of attributes whose chains are made anew; sorted
  // The new edges but for those of data flow, which are made where they are asked for: in order,
  // each once; and by where they lead.
  std::vector<Edge> made, made_by_to;

  // Whether an edge of `before` is one of the graph after the edit. `index`: the text after it.
  bool Keeps(const bind::FileIndex& index, const Edge& edge) const;
};

// Immutable; copies share what they hold, and may be read by many threads.
class SourceGraph {
 public:
  SourceGraph() = default;
  explicit SourceGraph(ProgramGraph whole)
      : whole_(std::make_shared<const ProgramGraph>(std::move(whole))) {}
  explicit SourceGraph(Edit edit) : edited_(std::make_shared<Edited>(std::move(edit))) {}

  // One of both is null.
  const std::shared_ptr<const ProgramGraph>& whole() const { return whole_; }
  const Edit* edit() const { return edited_ == nullptr ? nullptr : &edited_->edit; }

 private:
  // What is edited from one text again and again makes that whole once.
  struct Edited {
    explicit Edited(Edit given) : edit(std::move(given)) {}
    const Edit edit;
    std::once_flag is_merged;
    std::shared_ptr<const ProgramGraph> merged;
  };
  friend std::shared_ptr<const ProgramGraph> Whole(const bind::FileIndex& index,
                                                   const SourceGraph& graph);

  std::shared_ptr<const ProgramGraph> whole_;
  std::shared_ptr<Edited> edited_;
};

// The graph of BuildGraph(index). `index`: the source whose graph it is.
std::shared_ptr<const ProgramGraph> Whole(const bind::FileIndex& index, const SourceGraph& graph);

}  // namespace fastnode::graph
