// Parses a command's arguments. Exit status: 0 after --help and --describe, 2 for arguments we do
// not understand.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>
#include <string_view>

#include "support/result.h"
#include "support/stop_signal.h"
#include "tool/describe.h"

namespace fastnode::tool {

inline constexpr int kUsageError = 2;
inline constexpr int kGateFailed = 3;

// None: go on. Else the command's exit status; the message has been printed.
inline std::optional<int> ParseArguments(CLI::App& app, int argc, char** argv) {
  if (argc == 2 && argv[1] == std::string_view(kDescribe)) {
    std::printf("%s", Describe(app).c_str());
    return 0;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
  return std::nullopt;
}

// What a command returns that has failed; says why. Asked to end, it has not failed: the status is
// that of the signal.
inline int Failed(const char* command, const Error& error) {
  std::fprintf(stderr, "fastnode %s: %s\n", command, error.message.c_str());
  return StopStatus() != 0 ? StopStatus() : 1;
}

}  // namespace fastnode::tool
