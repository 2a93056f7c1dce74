// --deadline of the commands that complete code.
#pragma once

#include "tool/arguments.h"

namespace fastnode::tool {

inline void AddDeadlineOption(CLI::App& app, int& deadline_ms) {
  app.add_option("--deadline", deadline_ms,
                 "milliseconds in which a completion is answered, from the words of the text if "
                 "need be; 0: none")
      ->capture_default_str()
      ->check(CLI::Range(0, 60'000));
}

}  // namespace fastnode::tool
