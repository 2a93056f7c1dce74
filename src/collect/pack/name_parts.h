// How names are split into subtokens (SplitName and SplitTypeName of vocabulary.h say by what
// rules), for who looks each part up and keeps none: nothing is allocated.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace fastnode::pack {

namespace name_parts {

enum class Class : uint8_t { kUnderscore, kLower, kUpper, kDigit };

inline constexpr auto kClasses = [] {
  std::array<Class, 256> classes{};
  classes.fill(Class::kLower);  // Bytes of other scripts too: they are never split.
  classes['_'] = Class::kUnderscore;
  for (char c = '0'; c <= '9'; ++c) classes[static_cast<unsigned char>(c)] = Class::kDigit;
  for (char c = 'A'; c <= 'Z'; ++c) classes[static_cast<unsigned char>(c)] = Class::kUpper;
  return classes;
}();
constexpr Class ClassOf(char c) { return kClasses[static_cast<unsigned char>(c)]; }

// True if a part begins at `i`, given that `i - 1` is no underscore.
inline bool StartsPart(std::string_view name, size_t i) {
  const Class before = ClassOf(name[i - 1]), here = ClassOf(name[i]);
  if ((before == Class::kDigit) != (here == Class::kDigit)) return true;
  if (here != Class::kUpper) return false;
  if (before == Class::kLower) return true;
  return i + 1 < name.size() && ClassOf(name[i + 1]) == Class::kLower;  // "HTTPServer": at S
}

// Letters in lower case, on the stack unless they are many.
class LowerCase {
 public:
  explicit LowerCase(std::string_view letters) : size_(letters.size()), text_(small_) {
    if (size_ > sizeof small_) {
      large_.resize(size_);
      text_ = large_.data();
    }
    for (size_t i = 0; i < size_; ++i) {
      const char c = letters[i];
      text_[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  LowerCase(const LowerCase&) = delete;
  LowerCase& operator=(const LowerCase&) = delete;
  std::string_view text() const { return {text_, size_}; }

 private:
  char small_[64];
  std::string large_;
  size_t size_;
  char* text_;
};

// Apart, so that what has to be copied costs nothing where nothing has.
template <typename Visit>
[[gnu::noinline]] void VisitInLowerCase(std::string_view part, const Visit& visit) {
  visit(LowerCase(part).text());
}

}  // namespace name_parts

// Calls visit(part) for each part of a name, valid during the call. Returns how many.
template <typename Visit>
int ForEachPart(std::string_view name, int max_parts, const Visit& visit) {
  int num_parts = 0;
  size_t begin = 0;
  bool has_upper = false;  // from `begin` on: most names have none, and are not copied
  auto emit = [&](size_t end) {
    if (end > begin && num_parts < max_parts) {
      ++num_parts;
      const std::string_view part(name.data() + begin, end - begin);
      if (has_upper) {
        name_parts::VisitInLowerCase(part, visit);
      } else {
        visit(part);
      }
    }
    begin = end;
    has_upper = false;
  };
  name_parts::Class before = name_parts::Class::kUnderscore;
  for (size_t i = 0; i < name.size(); ++i) {
    const name_parts::Class here = name_parts::ClassOf(name[i]);
    if (here == before && here == name_parts::Class::kLower) continue;
    if (here == name_parts::Class::kUnderscore) {
      emit(i);
      begin = i + 1;
    } else {
      const bool is_upper = here == name_parts::Class::kUpper;
      if ((here != before || is_upper) && i > begin && name_parts::StartsPart(name, i)) emit(i);
      has_upper |= is_upper;
    }
    before = here;
  }
  emit(name.size());
  if (num_parts > 0 || name.empty()) return num_parts;
  visit(name);
  return 1;
}

// The same of a type's name.
template <typename Visit>
void ForEachTypePart(std::string_view name, int max_parts, const Visit& visit) {
  int num_parts = 0;
  const size_t colon = name.find(':');
  if (colon != std::string_view::npos) {
    visit(name.substr(0, colon + 1));
    ++num_parts;
    name.remove_prefix(colon + 1);
  }
  const size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) {
    const size_t second = name.rfind('.', dot - 1);
    if (second != std::string_view::npos) name.remove_prefix(second + 1);
  }
  while (!name.empty() && num_parts < max_parts) {
    const size_t end = name.find('.');
    num_parts += ForEachPart(name.substr(0, end), max_parts - num_parts, visit);
    if (end == std::string_view::npos) break;
    name.remove_prefix(end + 1);
  }
}

}  // namespace fastnode::pack
