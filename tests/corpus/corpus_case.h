// Corpus tests: input and expectation in one file; tests/corpus/README.md has the grammar. For
// tests only.
#pragma once

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/analyze.h"

namespace fastnode::corpus_test {

using ast::kNoNode;
using ast::NodeId;

// A source and what is expected of it: a file, or the part of one below a line `#= name`.
struct CaseText {
  std::string name;    // "", if the file is one case
  int first_line = 1;  // in the file
  std::string text;
};

// `[!] left verb [=] right...`
struct Expectation {
  int line;      // of the expectation, from 1
  size_t about;  // offset of the source line it speaks of
  bool negated = false;
  bool exact = false;
  std::string left, verb;
  std::vector<std::string> right;
};

inline std::string_view LineAt(std::string_view source, size_t offset) {
  return source.substr(offset, source.find('\n', offset) - offset);
}

// The cases of a file. What stands above the first `#=` is for people, and expects nothing.
inline std::vector<CaseText> SplitCases(const std::string& file) {
  std::vector<CaseText> cases;
  CaseText whole{"", 1, file};
  int number = 1;
  for (size_t at = 0; at < file.size(); ++number) {
    std::string line(LineAt(file, at));
    at += line.size() + 1;
    if (line.starts_with("#= ")) {
      cases.push_back({line.substr(3), number + 1, ""});
    } else if (!cases.empty()) {
      cases.back().text += line + "\n";
    }
  }
  return cases.empty() ? std::vector{whole} : cases;
}

// Whether expectations stand above the first case, where nobody would read them: a case was added
// to a file that was one case until then.
inline bool HasLostExpectations(const std::string& file) {
  const size_t first = file.starts_with("#= ") ? 0 : file.find("\n#= ");
  return first != std::string::npos && file.substr(0, first).find("#- ") != std::string::npos;
}

inline std::vector<Expectation> ParseExpectations(std::string_view source) {
  std::vector<Expectation> expectations;
  size_t about = 0;
  int number = 1;
  for (size_t at = 0; at < source.size(); ++number) {
    std::string_view line = LineAt(source, at);
    size_t text = line.find_first_not_of(' ');
    if (text == std::string_view::npos || line.substr(text, 2) != "#-") {
      about = at;
    } else {
      Expectation expectation{number, about, false, false, "", "", {}};
      std::istringstream words{std::string(line.substr(text + 2))};
      std::string word;
      words >> word;
      if (word == "!") {
        expectation.negated = true;
        words >> word;
      }
      expectation.left = word;
      words >> expectation.verb;
      while (words >> word) {
        if (word == "=")
          expectation.exact = true;
        else
          expectation.right.push_back(word);
      }
      expectations.push_back(std::move(expectation));
    }
    at += line.size() + 1;
  }
  return expectations;
}

// One file with all that analysis makes of it.
struct Case : analyze::Source {
  std::vector<Expectation> expectations;
  std::map<std::string, NodeId> words;
};

// The innermost node that covers exactly [begin, end), or kNoNode.
inline NodeId NodeAt(const ast::Tree& tree, size_t begin, size_t end) {
  NodeId found = kNoNode;
  for (NodeId node : tree.ids()) {
    if (tree[node].begin == begin && tree[node].end == end) found = node;
  }
  return found;
}

inline bool IsWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// `@text` or `@text[2]` on the line spoken of, or a word in capitals. kNoNode: there is none.
inline NodeId Resolve(const Case& c, const Expectation& expectation, std::string term) {
  if (term.empty() || term[0] != '@') {
    auto word = c.words.find(term);
    return word == c.words.end() ? kNoNode : word->second;
  }
  int nth = 1;
  size_t bracket = term.rfind('[');
  if (term.back() == ']' && bracket != std::string::npos && bracket + 2 < term.size() &&
      std::isdigit(static_cast<unsigned char>(term[bracket + 1])) != 0) {
    nth = std::stoi(term.substr(bracket + 1));
    term.resize(bracket);
  }
  std::string text = term.substr(1);
  std::string_view line = LineAt(c.index.tree.source, expectation.about);
  for (size_t at = line.find(text); at != std::string_view::npos; at = line.find(text, at + 1)) {
    size_t end = at + text.size();
    bool inside_word = (at > 0 && IsWordByte(line[at - 1]) && IsWordByte(text.front())) ||
                       (end < line.size() && IsWordByte(line[end]) && IsWordByte(text.back()));
    if (inside_word || --nth > 0) continue;
    return NodeAt(c.index.tree, expectation.about + at, expectation.about + end);
  }
  return kNoNode;
}

inline Case MakeCase(std::string source) {
  Case c;
  c.expectations = ParseExpectations(source);
  Result<analyze::Source> made = analyze::Analyze(std::move(source));
  CHECK(made.ok());
  static_cast<analyze::Source&>(c) = *std::move(made);
  for (const Expectation& expectation : c.expectations) {
    if (expectation.verb != "is" && expectation.verb != "defines") continue;
    if (expectation.right.empty() || c.words.contains(expectation.right[0])) continue;
    c.words[expectation.right[0]] = Resolve(c, expectation, expectation.left);
  }
  return c;
}

}  // namespace fastnode::corpus_test
