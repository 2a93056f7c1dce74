// The nodes round a site and the edges between them, breadth first, as if what is hidden had never
// been there: chains of uses through a hidden reference are closed over it.
#pragma once

#include <cstdint>
#include <vector>

#include "collect/pack/site.h"

namespace fastnode::pack {

struct Neighbourhood {
  std::vector<ast::NodeId> nodes;  // in the order in which they were reached; [0] is the focus

  struct Edge {
    int32_t target, source;  // places in `nodes`
    uint8_t relation;
    bool operator==(const Edge&) const = default;
  };
  std::vector<Edge> edges;  // both directions, sorted by (target, relation, source)
};

// A name after a dot is no node of its own: it belongs to its attribute expression (this brings
// earlier uses of a variable two steps closer).
Neighbourhood FindNeighbourhood(const AnalysedSource& source, const Site& site,
                                const CutOptions& options);

}  // namespace fastnode::pack
