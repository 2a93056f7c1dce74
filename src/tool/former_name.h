// A flag under its former name: not in --help, does what `now` does, and says on stderr what it is
// called now. Both given with different values are an error that names both. Call it right after
// `now` was added.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

namespace fastnode::tool {

inline void AddFormerName(CLI::App& app, const std::string& former, CLI::Option* now) {
  const std::string name = now->get_name();
  auto take = [former, name, now](const std::string& value) {
    if (now->count() == 0) {
      now->add_result(value);
      now->run_callback();
    } else if (now->results().front() != value) {
      throw CLI::ValidationError(former + " is now " + name +
                                 ": both are given, with different values");
    }
    std::fprintf(stderr, "%s is now %s\n", former.c_str(), name.c_str());
  };
  app.add_option_function<std::string>(former, take)->group("");
}

}  // namespace fastnode::tool
