// What a command says of itself, as data: manual pages and completions of shells are made of it
// (packaging/make_manual.py), so that no text stands twice.
//
//   {"name", "description", "options": [{"names", "value", "choices", "default", "required",
//    "repeated", "description"}], "arguments": [the same], "commands": [the same as this]}
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace fastnode::tool {

// Asked for as a command's only argument; not in --help.
inline constexpr char kDescribe[] = "--describe";

std::string Describe(const CLI::App& app);  // JSON, one line, without its end

}  // namespace fastnode::tool
