// How a parameter is named after a class.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fastnode::types {

// `http_request` is all of HTTPRequest, `request` its last words.
enum class Likeness : uint8_t { kNone, kEnd, kAll };

// Underscores, and what is a small letter and what a large one, count only where a word begins.
Likeness LikenessOf(std::string_view cls, std::string_view parameter);

// The class that a parameter may be named after: "HttpRequest".
std::string ClassNamedAs(std::string_view parameter);

// Whether the name begins as PEP 8 wants it of a class.
bool IsNameOfClass(std::string_view name);

}  // namespace fastnode::types
