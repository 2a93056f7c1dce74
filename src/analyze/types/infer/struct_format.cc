#include "analyze/types/infer/struct_format.h"

#include <algorithm>
#include <cstddef>

namespace fastnode::types {
namespace {

constexpr size_t kMaxUnpacked = 32;

// "" of no letter of a format.
std::string_view ClassOfLetter(char letter) {
  constexpr std::string_view kBytes = "cps", kIntegers = "bBhHiIlLqQnNP", kReal = "efd";
  if (kBytes.find(letter) != std::string_view::npos) return "bytes";
  if (kIntegers.find(letter) != std::string_view::npos) return "int";
  if (kReal.find(letter) != std::string_view::npos) return "float";
  return letter == '?' ? "bool" : "";
}

}  // namespace

std::optional<std::vector<std::string_view>> ClassesOfFormat(std::string_view format) {
  std::vector<std::string_view> classes;
  size_t count = 0;
  bool is_counted = false;
  for (char letter : format) {
    if (letter >= '0' && letter <= '9') {
      count = std::min<size_t>(count * 10 + static_cast<size_t>(letter - '0'), 2 * kMaxUnpacked);
      is_counted = true;
      continue;
    }
    if (std::string_view("@=<>! ").find(letter) != std::string_view::npos) continue;
    const std::string_view cls = ClassOfLetter(letter);
    if (cls.empty() && letter != 'x') return std::nullopt;
    const bool is_one = !is_counted || letter == 's' || letter == 'p';  // the count is a length
    if (!cls.empty()) classes.insert(classes.end(), is_one ? 1 : count, cls);
    if (classes.size() > kMaxUnpacked) return std::nullopt;
    count = 0;
    is_counted = false;
  }
  return classes;
}

}  // namespace fastnode::types
