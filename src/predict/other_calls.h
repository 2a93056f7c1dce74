// The argument lists of other calls in the file of what is called at a site. A call is often
// written as another one was: the search for a whole call goes through these as well, and prefers
// what is like them (complete_call.cc).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "predict/cursor/site.h"

namespace fastnode::predict {

struct OtherCall {
  struct Argument {
    std::string keyword;  // "": by its position
    std::string value;    // a plain name, or pack::kSomething
  };
  std::vector<Argument> arguments;  // from the site's place on
  std::string text;                 // "a, key=...)", as it is shown
  // How many such calls there are: of the same text of what is called, and of its last component.
  int32_t same_path = 0, same_last = 0;
};

class OtherCalls {
 public:
  // `site`: of an argument. Calls whose arguments before that are passed otherwise (by a keyword,
  // or none) are left out, and so are all where a keyword stands already.
  explicit OtherCalls(const FoundSite& site);

  // Each list once, the most frequent first.
  const std::vector<OtherCall>& lists() const { return lists_; }

  // Of the calls of the same text, how many have this very list; of all, how many have the same
  // keywords in the same order. One call more than there are, so that one alone does not decide.
  double ShareOfText(std::string_view text) const;
  double ShareOfKeywords(std::string_view text) const;

 private:
  std::vector<OtherCall> lists_;
  int32_t same_path_ = 0, same_last_ = 0;
};

// Of a list as it is shown: its number of arguments.
int32_t CountArguments(std::string_view text);

}  // namespace fastnode::predict
