// Names of modules, as they are compared.
#pragma once

#include <string_view>

namespace fastnode::auto_import {

inline char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// "a" of "a.b.c".
inline std::string_view TopOf(std::string_view module) {
  return module.substr(0, module.find('.'));
}

}  // namespace fastnode::auto_import
