// The parameters of a function or lambda, as they are written.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"

namespace fastnode::types {

enum class ParameterKind : uint8_t { kPositionalOnly, kNormal, kKeywordOnly, kList, kDictionary };
struct Parameter {
  std::string_view name;
  ParameterKind kind = ParameterKind::kNormal;
  NodeId identifier = kNoNode;
  NodeId annotation = kNoNode;
  NodeId value = kNoNode;  // default
};

std::vector<Parameter> ReadParameters(const File& f, NodeId function);

// The one of this name's node; null if it is none of them.
const Parameter* FindParameter(const std::vector<Parameter>& parameters, NodeId identifier);

// The list of parameters that an identifier stands in, or kNoNode.
NodeId ParameterListAround(const File& f, NodeId identifier);

}  // namespace fastnode::types
