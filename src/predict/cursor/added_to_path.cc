// Read from the text alone, by descent: what is asked for has to be known before anything can be
// bound. A name is looked for as `name = ...` at the beginning of a line above.
#include "predict/cursor/added_to_path.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxAdded = 8, kMaxMentions = 64;
constexpr int kMaxReadDepth = 12, kMaxRead = 500;  // values, for one folder
constexpr std::string_view kMention = "sys.path";

class PathReader {
 public:
  PathReader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  // The folder that the expression at `at` stands for.
  std::optional<fs::path> Read(size_t at, int depth = 0) {
    at_ = at;
    return ReadSum(depth);
  }

 private:
  void SkipBlanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) {
      ++at_;
    }
  }
  bool Take(std::string_view sign) {
    SkipBlanks();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  // a / b, a + b
  std::optional<fs::path> ReadSum(int depth) {
    if (depth > kMaxReadDepth) return std::nullopt;
    std::optional<fs::path> left = ReadOne(depth + 1);
    while (left) {
      const bool joins = Take("/"), adds = !joins && Take("+");
      if (!joins && !adds) return left;
      const std::optional<fs::path> right = ReadOne(depth + 1);
      if (!right) return std::nullopt;
      left = joins ? *left / *right : fs::path(left->string() + right->string());
    }
    return left;
  }

  std::optional<fs::path> ReadOne(int depth) {
    if (depth > kMaxReadDepth || ++read_ > kMaxRead) return std::nullopt;
    SkipBlanks();
    std::optional<fs::path> value;
    if (Take("(")) {
      value = ReadSum(depth + 1);
      if (!Take(")")) return std::nullopt;
    } else if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      value = ReadText();
    } else {
      value = ReadName(depth);
    }
    return value ? ReadMembers(*value) : value;
  }

  std::optional<fs::path> ReadText() {
    const char quote = text_[at_];
    const size_t end = text_.find(quote, at_ + 1);
    if (end == text_.npos || end == at_ + 1) return std::nullopt;
    const std::string_view inner = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    if (inner.find_first_of("\\\n") != inner.npos) return std::nullopt;
    return fs::path(inner);
  }

  std::optional<fs::path> ReadName(int depth) {
    const size_t begin = at_;
    while (at_ < text_.size() && ast::IsNameByte(text_[at_])) ++at_;
    std::string_view name = text_.substr(begin, at_ - begin);
    if (name.empty()) return std::nullopt;
    if (name == "__file__") return fs::path(file_);
    // os.path.join: the last name counts.
    while (at_ + 1 < text_.size() && text_[at_] == '.' && IsModule(name)) {
      const size_t next = ++at_;
      while (at_ < text_.size() && ast::IsNameByte(text_[at_])) ++at_;
      name = text_.substr(next, at_ - next);
    }
    if (name == "pardir") return fs::path("..");
    if (at_ < text_.size() && text_[at_] == '(') return ReadCall(name, depth);
    return ReadAssigned(name, begin, depth);
  }

  static bool IsModule(std::string_view name) {
    return name == "os" || name == "path" || name == "pathlib" || name == "osp";
  }

  std::optional<fs::path> ReadCall(std::string_view name, int depth) {
    ++at_;
    std::vector<fs::path> arguments;
    while (!Take(")")) {
      const std::optional<fs::path> one = ReadSum(depth + 1);
      if (!one) return std::nullopt;
      arguments.push_back(*one);
      if (!Take(",") && !(at_ < text_.size() && text_[at_] == ')')) return std::nullopt;
    }
    if (arguments.empty()) return std::nullopt;
    if (name == "dirname" && arguments.size() == 1) return arguments[0].parent_path();
    static constexpr std::string_view kSame[] = {"abspath", "realpath", "normpath",
                                                 "str",     "fspath",   "expanduser"};
    const bool is_same = std::find(std::begin(kSame), std::end(kSame), name) != std::end(kSame);
    if (is_same && arguments.size() == 1) return arguments[0].lexically_normal();
    if (name != "join" && name != "Path") return std::nullopt;
    fs::path joined = arguments[0];
    for (size_t i = 1; i < arguments.size(); ++i) joined /= arguments[i];
    return joined;
  }

  // .parent, .parents[1], .resolve(), .absolute(), .as_posix()
  std::optional<fs::path> ReadMembers(fs::path value) {
    while (at_ < text_.size() && text_[at_] == '.') {
      const size_t begin = ++at_;
      while (at_ < text_.size() && ast::IsNameByte(text_[at_])) ++at_;
      const std::string_view name = text_.substr(begin, at_ - begin);
      size_t up = name == "parent" ? 1 : 0;
      if (name == "parents") {
        if (!Take("[")) return std::nullopt;
        const char* first = text_.data() + at_;
        const auto read = std::from_chars(first, text_.data() + text_.size(), up);
        if (read.ec != std::errc() || up > kMaxMentions) return std::nullopt;
        at_ += static_cast<size_t>(read.ptr - first);
        ++up;
        if (!Take("]")) return std::nullopt;
      } else if (up == 0) {
        const bool is_same = name == "resolve" || name == "absolute" || name == "as_posix";
        if (!is_same || !Take("(") || !Take(")")) return std::nullopt;
      }
      for (; up > 0; --up) value = value.parent_path();
    }
    return value;
  }

  std::optional<fs::path> ReadAssigned(std::string_view name, size_t before, int depth) {
    const std::string wanted = "\n" + std::string(name) + " =";
    size_t at = text_.rfind(wanted, before);
    const bool is_first = text_.starts_with(std::string_view(wanted).substr(1));
    if (at == text_.npos && !is_first) return std::nullopt;
    const size_t begin = at == text_.npos ? wanted.size() - 1 : at + wanted.size();
    if (begin >= text_.size() || begin >= before || text_[begin] == '=') return std::nullopt;
    const size_t here = at_;
    at_ = begin;
    std::optional<fs::path> value = ReadSum(depth + 1);
    at_ = here;
    return value;
  }

  const std::string_view text_;
  const std::string& file_;
  size_t at_ = 0;
  int read_ = 0;
};

// Where what is added begins, behind `sys.path`; npos if nothing is.
size_t BeginOfAdded(std::string_view text, size_t behind) {
  static constexpr std::string_view kForms[] = {".insert(0,", ".insert(1,", ".append(",
                                                "[0:0] = [",  "[:0] = [",   " += ["};
  for (std::string_view form : kForms) {
    if (text.substr(behind).starts_with(form)) return behind + form.size();
  }
  return text.npos;
}

}  // namespace

std::vector<std::string> AddedToPath(std::string_view text, const std::string& path) {
  std::vector<std::string> folders;
  if (path.empty()) return folders;
  size_t mentions = 0;
  for (size_t at = text.find(kMention); at != text.npos; at = text.find(kMention, at)) {
    if (++mentions > kMaxMentions || folders.size() == kMaxAdded) break;
    at += kMention.size();
    const size_t begin = BeginOfAdded(text, at);
    if (begin == text.npos) continue;
    std::optional<fs::path> folder = PathReader(text, path).Read(begin);
    if (!folder || folder->empty()) continue;
    if (folder->is_relative()) folder = fs::path(path).parent_path() / *folder;
    std::string added = folder->lexically_normal().string();
    if (added.size() > 1 && added.ends_with('/')) added.pop_back();
    std::error_code error;
    if (!fs::is_directory(added, error)) continue;
    if (std::find(folders.begin(), folders.end(), added) == folders.end()) {
      folders.push_back(std::move(added));
    }
  }
  return folders;
}

}  // namespace fastnode::predict
