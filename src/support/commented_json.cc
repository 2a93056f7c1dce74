// Blanks stand for what JSON does not know, so that errors count the same bytes.
#include "support/commented_json.h"

#include <algorithm>
#include <string>

namespace fastnode {
namespace {

// Where the string that begins at `begin` ends, behind its quotes.
size_t EndOfString(std::string_view text, size_t begin) {
  size_t at = begin + 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

// Where the comment that begins at `begin` ends; `begin` if none does.
size_t EndOfComment(std::string_view text, size_t begin) {
  const std::string_view rest = text.substr(begin);
  if (rest.starts_with("//")) return std::min(text.find('\n', begin), text.size());
  if (!rest.starts_with("/*")) return begin;
  const size_t end = text.find("*/", begin + 2);
  return end == text.npos ? text.size() : end + 2;
}

std::string Plain(std::string_view text) {
  std::string plain(text);
  size_t comma = text.npos;  // behind which nothing stands yet
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (const size_t end = EndOfComment(text, at); end != at) {
      for (; at < end; ++at) {
        if (text[at] != '\n') plain[at] = ' ';
      }
      continue;
    }
    if ((c == ']' || c == '}') && comma != text.npos) plain[comma] = ' ';
    if (c == ',') {
      comma = at;
    } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
      comma = text.npos;
    }
    at = c == '"' ? EndOfString(text, at) : at + 1;
  }
  return plain;
}

}  // namespace

Result<Json> ParseCommentedJson(std::string_view text) { return ParseJson(Plain(text)); }

}  // namespace fastnode
