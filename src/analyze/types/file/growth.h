// What is put into a container elsewhere in its file: x.append(value), x[key] = value,
// x += values and the like; and what is put into the containers that it holds:
// x[key].append(value), x.setdefault(key, []).append(value), x[key][place] = value.
#pragma once

#include <cstdint>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

enum class Container : uint8_t { kList, kSet, kDictionary, kDeque, kQueue };

struct Growth {
  // How the value is put in.
  enum class Way : uint8_t {
    kAsElement,  // of dictionaries, as a value; under the key, if there is one
    kSpread,     // the value is itself a container of what is put in; of dictionaries, a mapping
    kNamed,      // x.update(name=value): the key is a string
    kAdded,      // x[key] += value
  };
  NodeId value = kNoNode;
  NodeId key = kNoNode;  // of dictionaries
  Way way = Way::kAsElement;
};

// The first few, by the table of methods and then in text order. `target`: the name or attribute
// that the container is bound to.
std::vector<Growth> GrowthsOf(const File& f, NodeId target, Container container);

// What is put into containers of this kind that the target holds.
struct InnerGrowth {
  NodeId outer_key = kNoNode;  // x[outer_key]
  Growth growth;
};
std::vector<InnerGrowth> InnerGrowthsOf(const File& f, NodeId target, Container inner);

}  // namespace fastnode::types
