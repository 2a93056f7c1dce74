// What is put into a container elsewhere in its file: x.append(value), x[key] = value,
// x += values and the like.
#pragma once

#include <cstdint>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

enum class Container : uint8_t { kList, kSet, kDictionary, kDeque, kQueue };

struct Growth {
  NodeId value = kNoNode;
  NodeId key = kNoNode;  // of dictionaries
  bool spreads = false;  // the value is itself a container of what is put in
};

// The first few, by the table of methods and then in text order. `target`: the name or attribute
// that the container is bound to.
std::vector<Growth> GrowthsOf(const File& f, NodeId target, Container container);

}  // namespace fastnode::types
