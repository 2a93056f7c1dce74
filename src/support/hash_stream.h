// HashContent of what comes in pieces.
#pragma once

#include <memory>
#include <string_view>

#include "support/hash.h"

namespace fastnode {

class HashStream {
 public:
  HashStream();
  ~HashStream();
  void Add(std::string_view bytes);
  ContentId Hash() const;  // of all that was added

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fastnode
