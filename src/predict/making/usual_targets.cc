// The file's own habit comes first: what it calls the same elsewhere. A loop goes over what has a
// plural for its name, and names one of these. What `with` and `except` bind has a few usual names:
// of 1,800 files of the packages that are trained on, counted.
#include "predict/making/usual_targets.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "analyze/bind/path.h"
#include "collect/pack/candidates.h"
#include "predict/asked/blanks.h"
#include "predict/making/due_place.h"
#include "support/is_any_of.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

constexpr size_t kMostMentions = 200;

bool IsTargetName(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), ast::IsNameByte);
}

// The expression at the text's begin: up to a colon, a comma, a closing bracket or a word that goes
// on with something else.
std::string_view ExpressionAt(std::string_view text) {
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = text.find(c, i + 1);
      if (i == text.npos) return "";
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      if (--depth < 0) return TrimmedRight(text.substr(0, i));
    } else if (depth == 0 && (c == ':' || c == ',')) {
      return TrimmedRight(text.substr(0, i));
    } else if (depth == 0 && c == ' ') {
      const std::string_view rest = text.substr(i + 1);
      if (rest.starts_with("if ") || rest.starts_with("for ")) return text.substr(0, i);
    }
  }
  return depth == 0 ? TrimmedRight(text) : "";
}

// "user" of "users"; "" if it is no plural.
std::string SingularOf(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kOthers = {
      {{"children", "child"},
       {"people", "person"},
       {"indices", "index"},
       {"vertices", "vertex"},
       {"matrices", "matrix"},
       {"series", ""},
       {"args", "arg"}}};
  const size_t word = name.rfind('_') + 1;  // npos + 1 is 0
  for (const auto& [many, one] : kOthers) {
    if (name.substr(word) != many) continue;
    return one.empty() ? "" : std::string(name.substr(0, word)).append(one);
  }
  if (name.ends_with("_list") || name.ends_with("_set")) {
    name = name.substr(0, word - 1);
    const std::string one = SingularOf(name);
    return one.empty() ? std::string(name) : one;
  }
  if (name.size() < 3 || !name.ends_with('s')) return "";
  for (const char* ending : {"ss", "us", "is"}) {
    if (name.ends_with(ending)) return "";
  }
  std::string one(name);
  if (name.ends_with("ies") && name.size() > 4) return one.replace(one.size() - 3, 3, "y");
  for (const char* ending : {"sses", "xes", "ches", "shes"}) {
    if (name.ends_with(ending)) return one.substr(0, one.size() - 2);
  }
  return one.substr(0, one.size() - 1);
}

// "user" of "User", "app_config" of "AppConfig".
std::string InWords(std::string_view name) {
  std::string words;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool is_capital = name[i] >= 'A' && name[i] <= 'Z';
    const bool begins = is_capital && i > 0 && !(name[i - 1] >= 'A' && name[i - 1] <= 'Z');
    if (begins && words.back() != '_') words += '_';
    words += is_capital ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
  }
  return words;
}

// An expression that ends in a call or brackets, taken apart: "a.b" and "c" of "a.b(c)".
struct Ending {
  std::string_view head, inside;
  char bracket = ' ';  // ' ': there is none
};

Ending EndingOf(std::string_view text) {
  if (text.empty() || (text.back() != ')' && text.back() != ']')) return {text, ""};
  int depth = 0;
  for (size_t i = text.size(); i-- > 0;) {
    const char c = text[i];
    if (c == ')' || c == ']' || c == '}') ++depth;
    if (c != '(' && c != '[' && c != '{') continue;
    if (--depth > 0) continue;
    if (i == 0) return {"", text.substr(1, text.size() - 2), c};
    return {text.substr(0, i), text.substr(i + 1, text.size() - i - 2), c};
  }
  return {text, ""};
}

std::string_view WithoutVerb(std::string_view name) {
  for (std::string_view verb :
       {"get_", "list_", "all_", "iter_", "load_", "find_", "fetch_", "read_", "make_", "parse_"}) {
    if (name.starts_with(verb)) return name.substr(verb.size());
  }
  return name;
}

// What one of the things is called that iterating over an expression gives.
std::string OneOf(std::string_view iterable, int depth = 0) {
  constexpr int kDeepest = 6;
  if (depth > kDeepest) return "";
  const Ending ending = EndingOf(iterable);
  if (ending.bracket == '[') {
    const std::string_view key = ending.inside;
    const bool is_string = key.size() > 2 && (key[0] == '"' || key[0] == '\'');
    if (is_string && key.back() == key[0]) return SingularOf(key.substr(1, key.size() - 2));
    return key.find(':') == key.npos ? "" : OneOf(ending.head, depth + 1);
  }
  const std::string_view name = bind::LastComponent(ending.head);
  const bool is_method = name.size() < ending.head.size();
  if (ending.bracket != '(') {
    if (name == "objects") {
      const size_t dot = ending.head.rfind('.');
      return dot == iterable.npos ? "" : InWords(bind::LastComponent(ending.head.substr(0, dot)));
    }
    return IsTargetName(name)
               ? SingularOf(name.substr(
                     name.find_first_not_of('_') == name.npos ? 0 : name.find_first_not_of('_')))
               : "";
  }
  if (!is_method && IsAnyOf(name, {"sorted", "reversed", "list", "set", "tuple", "iter", "tqdm"})) {
    return OneOf(ExpressionAt(ending.inside), depth + 1);
  }
  if (name == "range") return "i";
  if (name == "keys") return "key";
  if (IsAnyOf(name, {"splitlines", "readlines", "open"})) return "line";
  if (IsAnyOf(name, {"fetchall", "fetchmany"})) return "row";
  if (name == "finditer") return "match";
  if (is_method && IsAnyOf(name, {"values", "all", "filter", "exclude", "order_by", "copy"})) {
    return OneOf(ending.head.substr(0, ending.head.size() - name.size() - 1), depth + 1);
  }
  return IsTargetName(name) ? SingularOf(WithoutVerb(name)) : "";
}

class Targets {
 public:
  Targets(std::string_view text, const DuePlace& place, std::string_view prefix)
      : text_(text), place_(place), prefix_(prefix) {
    const size_t begin = text.substr(0, place.begin).rfind('\n') + 1;  // npos + 1 is 0
    left_ = text.substr(begin, place.begin - begin);
    right_ = text.substr(place.end);
    right_ = right_.substr(0, right_.find('\n'));
  }

  void AddOfLoop() {
    const size_t in = right_.find(" in ");
    const size_t begin = left_.rfind("for ");
    if (in == right_.npos || begin == left_.npos) return;
    const std::string_view before = left_.substr(begin + 4), behind = right_.substr(0, in);
    if (behind.find_first_of("(") != behind.npos) return;
    const auto position = std::count(before.begin(), before.end(), ',');
    const auto total = 1 + position + std::count(behind.begin(), behind.end(), ',');
    const std::string_view iterable = ExpressionAt(Trimmed(right_.substr(in + 4)));
    if (iterable.empty()) return;
    given_ = Trimmed(before, " (,");
    AddHabitsOfLoop(iterable, position, total);
    const Ending ending = EndingOf(iterable);
    const std::string_view called = ending.bracket == '(' ? bind::LastComponent(ending.head) : "";
    if (total == 1) {
      const std::string one = OneOf(iterable);
      if (one == "i") {
        AddIndex();
      } else {
        Add(one);
      }
    } else if (total == 2 && called == "enumerate") {
      if (position == 0) AddIndex();
      if (position == 1) Add(OneOf(ExpressionAt(ending.inside)));
    } else if (total == 2 && called == "items") {
      const bool is_short = given_ == "k" || behind.ends_with(" v");
      for (std::string_view name : position == 0 ? std::array<std::string_view, 2>{"key", "k"}
                                                 : std::array<std::string_view, 2>{"value", "v"}) {
        if (!is_short || name.size() == 1) Add(name);
      }
    }
  }

  void AddOfWith() {
    const size_t as = left_.rfind(" as");
    std::string_view before = TrimmedRight(left_.substr(0, as));
    // Of several the last.
    const size_t comma = before.rfind("), ");
    const size_t with = before.rfind("with ");
    if (with == before.npos) return;
    before = before.substr(comma != before.npos && comma > with ? comma + 3 : with + 5);
    const Ending ending = EndingOf(Trimmed(before));
    if (ending.bracket != '(' || ending.head.empty()) return;
    const std::string_view name = bind::LastComponent(ending.head);
    AddHabitsOfWith(std::string(name) + "(");
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kUsual = {
        {{"TemporaryDirectory", "tmpdir"},
         {"NamedTemporaryFile", "f"},
         {"assertRaises", "cm"},
         {"assertRaisesRegex", "cm"},
         {"assertLogs", "cm"},
         {"begin", "conn"},
         {"catch_warnings", "w"},
         {"connect", "conn"},
         {"cursor", "cursor"},
         {"open", "f"},
         {"raises", "exc_info"},
         {"urlopen", "response"},
         {"warns", "record"},
         {"ExitStack", "stack"},
         {"ZipFile", "zf"},
         {"patch", "mock"}}};
    for (const auto& [callee, target] : kUsual) {
      if (callee == name) return Add(target);
    }
    if (name.starts_with("open")) return Add("f");
    const std::string words = InWords(name);
    const bool is_class = name[0] >= 'A' && name[0] <= 'Z';
    if (is_class) Add(std::string_view(words).substr(words.rfind('_') + 1));
    // `self.session()`
    if (!is_class && name.find('_') == name.npos) Add(name);
  }

  void AddOfExcept() {
    std::map<std::string_view, int> names;
    Each("except ", [&](size_t at) {
      std::string_view line = LineAt(at);
      const size_t as = line.rfind(" as ");
      if (as == line.npos) return;
      line = TrimmedRight(line.substr(as + 4), " :\t");
      if (IsTargetName(line)) ++names[line];
    });
    AddMost(names);
    for (const char* name : {"e", "err", "exc"}) Add(name);
  }

  std::vector<std::string>& list() { return list_; }

 private:
  void Add(std::string_view name) {
    if (!IsTargetName(name) || name == given_ || !pack::Fits(name, prefix_)) return;
    if (std::find(list_.begin(), list_.end(), name) == list_.end()) list_.emplace_back(name);
  }

  void AddMost(const std::map<std::string_view, int>& names) {
    std::vector<std::pair<int, std::string_view>> order;
    for (const auto& [name, count] : names) order.emplace_back(-count, name);
    std::sort(order.begin(), order.end());
    for (const auto& [count, name] : order) Add(name);
  }

  // "i", but for one in a loop that has it already.
  void AddIndex() {
    const size_t indentation = std::min(left_.find_first_not_of(" \t"), left_.size());
    std::string_view above = text_.substr(0, place_.begin - left_.size());
    size_t deepest = indentation;
    std::vector<std::string_view> taken;
    for (int lines = 0; lines < 200 && !above.empty() && deepest > 0; ++lines) {
      above.remove_suffix(1);
      const size_t begin = above.rfind('\n') + 1;  // npos + 1 is 0
      const std::string_view line = above.substr(begin);
      above = above.substr(0, begin);
      const size_t own = line.find_first_not_of(" \t");
      if (own == line.npos || own >= deepest) continue;
      deepest = own;
      for (std::string_view name : {"i", "j"}) {
        if (line.substr(own).starts_with("for " + std::string(name))) taken.push_back(name);
      }
    }
    for (std::string_view name : {"i", "j", "k"}) {
      if (std::find(taken.begin(), taken.end(), name) == taken.end()) return Add(name);
    }
  }

  // Each mention of a text outside the cursor's line.
  template <typename Look>
  void Each(std::string_view what, const Look& look) const {
    size_t mentions = 0;
    const size_t line = place_.begin - left_.size();
    for (size_t at = text_.find(what); at != text_.npos && mentions < kMostMentions;
         at = text_.find(what, at + what.size()), ++mentions) {
      if (at < line || at > place_.end + right_.size()) look(at);
    }
  }

  std::string_view LineAt(size_t at) const {
    const size_t begin = text_.substr(0, at).rfind('\n') + 1;  // npos + 1 is 0
    return text_.substr(begin, text_.find('\n', at) - begin);
  }

  // What other loops over the same call the target.
  void AddHabitsOfLoop(std::string_view iterable, std::ptrdiff_t position, std::ptrdiff_t total) {
    std::map<std::string_view, int> names;
    const std::string in = " in " + std::string(iterable);
    Each(in, [&](size_t at) {
      const size_t end = at + in.size();
      const bool is_whole =
          end == text_.size() || std::string_view(":])} \n").find(text_[end]) != text_.npos;
      const std::string_view line = LineAt(at);
      std::string_view before = line.substr(0, static_cast<size_t>(&text_[at] - line.data()));
      const size_t begin = before.rfind("for ");
      if (!is_whole || begin == before.npos) return;
      before = Trimmed(before.substr(begin + 4), " ()");
      if (std::count(before.begin(), before.end(), ',') + 1 != total) return;
      for (std::ptrdiff_t i = 0; i < position; ++i) before.remove_prefix(before.find(',') + 1);
      before = Trimmed(before.substr(0, before.find(',')));
      if (IsTargetName(before)) ++names[before];
    });
    AddMost(names);
  }

  void AddHabitsOfWith(const std::string& call) {
    std::map<std::string_view, int> names;
    Each(call, [&](size_t at) {
      const std::string_view line = LineAt(at);
      const bool is_whole = at == 0 || !ast::IsNameByte(text_[at - 1]);
      const size_t as = line.find(" as ", static_cast<size_t>(&text_[at] - line.data()));
      if (!is_whole || as == line.npos || line.find("with ") == line.npos) return;
      const size_t end = ast::EndOfWord(line, as + 4);
      const std::string_view name = line.substr(as + 4, end - as - 4);
      if (IsTargetName(name)) ++names[name];
    });
    AddMost(names);
  }

  const std::string_view text_;
  const DuePlace& place_;
  const std::string_view prefix_;
  std::string_view left_, right_;  // of the line
  std::string_view given_;         // a target that stands before
  std::vector<std::string> list_;
};

}  // namespace

std::optional<Answer> CompleteUsualTarget(const Question& question) {
  if (question.cursor > question.text.size()) return std::nullopt;
  const std::string text = ast::WithLineFeeds(question.text);
  const std::optional<DuePlace> place = FindDuePlace(text, question.cursor, false);
  if (!place) return std::nullopt;
  const std::string prefix = text.substr(place->begin, question.cursor - place->begin);
  Targets targets(text, *place, prefix);
  if (place->binder == Binder::kLoop) targets.AddOfLoop();
  if (place->binder == Binder::kAs) {
    const std::string_view line = std::string_view(text).substr(
        std::string_view(text).substr(0, place->begin).rfind('\n') + 1);  // npos + 1 is 0
    const bool is_except = Trimmed(line).starts_with("except");
    is_except ? targets.AddOfExcept() : targets.AddOfWith();
  }
  if (targets.list().empty()) return std::nullopt;
  Answer answer{pack::Task::kName, prefix, {}, {}, false, Origin::kInDeclaration};
  float worth = 0.5F;  // halves of halves: the order is all that is known
  for (std::string& name : targets.list()) {
    answer.completions.push_back({std::move(name), worth, "name"});
    worth /= 2;
  }
  return answer;
}

}  // namespace fastnode::predict
