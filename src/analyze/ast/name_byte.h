// Whether a byte may be part of a Python name, for code that reads text without a tree: letters,
// digits, '_', and whatever is not ASCII.
#pragma once

namespace fastnode::ast {

inline bool IsNameByte(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c & 0x80) != 0;
}

}  // namespace fastnode::ast
