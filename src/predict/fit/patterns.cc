// A pattern has no expressions in its tree, and half of one hardly a tree at all. So it is read
// from its line alone, and what is asked is asked of a guard instead, `case _ if Light.|:`, which
// sees the same names.
#include "predict/fit/patterns.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyze/ast/line_ends.h"
#include "analyze/ast/name_byte.h"
#include "analyze/ast/word_at.h"
#include "analyze/types/types.h"
#include "collect/pack/candidates.h"
#include "predict/asked/blanks.h"
#include "predict/cursor/site.h"
#include "predict/fit/bound_types.h"
#include "predict/fit/enum_members.h"
#include "support/trim.h"

namespace fastnode::predict {
namespace {

using ast::kNoNode;
using ast::NodeId;

size_t IndentationOf(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

// What the match statement is about whose head is the nearest line above that is indented less;
// nothing if that line is no such head.
std::optional<std::string_view> SubjectAbove(std::string_view above, size_t indentation) {
  while (!above.empty()) {
    above.remove_suffix(1);                      // the line feed
    const size_t begin = above.rfind('\n') + 1;  // npos + 1 is 0
    const std::string_view line = above.substr(begin);
    const size_t own = IndentationOf(line);
    if (own < line.size() && line[own] != '#' && own < indentation) {
      std::string_view head = TrimmedRight(line.substr(own));
      if (!head.starts_with("match") || !head.ends_with(':')) return std::nullopt;
      head.remove_suffix(1);
      return head.substr(5);
    }
    above = above.substr(0, begin);
  }
  return std::nullopt;
}

bool StandsInMatch(std::string_view above, size_t indentation) {
  return SubjectAbove(above, indentation).has_value();
}

// The dotted name at the text's end.
// What is open in a pattern: the innermost bracket; nowhere if there is none. Nothing if the
// pattern has ended, or the cursor is in a string.
std::optional<size_t> OpenIn(std::string_view pattern) {
  std::vector<size_t> open;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '#' || (c == ':' && open.empty())) return std::nullopt;
    if (c == '"' || c == '\'') {
      i = pattern.find(c, i + 1);
      if (i == kNowhere) return std::nullopt;
    }
    if (c == '(' || c == '[' || c == '{') open.push_back(i);
    if ((c == ')' || c == ']' || c == '}') && !open.empty()) open.pop_back();
  }
  return open.empty() ? kNowhere : open.back();
}

// What stands behind the pattern's line, so that the text goes on: its body, or one is made.
std::string RestAfter(std::string_view text, size_t cursor, size_t indentation) {
  const size_t line_end = std::min(text.find('\n', cursor), text.size());
  const std::string_view below = text.substr(line_end);
  const size_t code = below.find_first_not_of(" \t\n");
  const size_t begin = code == kNowhere ? kNowhere : below.rfind('\n', code) + 1;
  const bool has_body = code != kNowhere && code - begin > indentation;
  return (has_body ? ":" : ": pass") + std::string(below);
}

// What stands before a string in the expression that asks the subject for it, by the pattern up to
// the string: `subject == ` behind `case`, `subject[` behind `case {`, `subject["key"] == ` behind
// `case {"key":`. Nothing: another value is meant.
std::optional<std::string> AskingFor(std::string_view pattern, std::string_view subject) {
  const std::optional<size_t> open = OpenIn(pattern);
  if (!open) return std::nullopt;
  const std::string whole(subject);
  const bool is_open = *open != kNowhere;
  const std::string_view before = is_open ? TrimmedRight(pattern.substr(0, *open)) : pattern;
  if (before != "case" && !before.ends_with('|')) return std::nullopt;
  if (!is_open) return whole + " == ";
  if (pattern[*open] != '{') return std::nullopt;
  if (pattern.ends_with('{') || pattern.ends_with(',')) return whole + "[";
  if (!pattern.ends_with(':')) return std::nullopt;
  const std::string_view key = TrimmedRight(pattern.substr(0, pattern.size() - 1));
  if (!key.ends_with('"') && !key.ends_with('\'')) return std::nullopt;
  const size_t begin = key.rfind(key.back(), key.size() - 2);
  return begin == kNowhere ? std::nullopt
                           : std::optional(whole + "[" + std::string(key.substr(begin)) + "] == ");
}

// The keywords that a class pattern has already.
std::vector<std::string> KeywordsIn(std::string_view arguments) {
  std::vector<std::string> given;
  for (size_t at = 0; (at = arguments.find('=', at)) != kNowhere; ++at) {
    given.emplace_back(DottedAtEnd(TrimmedRight(arguments.substr(0, at))));
  }
  return given;
}

// Classes whose pattern has at most one place, for the whole value.
bool IsPlainClass(std::string_view name) {
  static constexpr std::string_view kNames[] = {"bool",  "bytes",     "bytearray", "dict",
                                                "float", "frozenset", "int",       "list",
                                                "set",   "str",       "tuple"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

void DropRepeated(std::vector<Completion>& list) {
  std::set<std::string> seen;
  std::erase_if(list, [&](const Completion& one) { return !seen.insert(one.text).second; });
}

void Finish(std::string_view prefix, int32_t max_completions, std::vector<Completion>& list) {
  std::erase_if(list, [&](const Completion& one) { return !pack::Fits(one.text, prefix); });
  if (std::ssize(list) > max_completions) list.resize(static_cast<size_t>(max_completions));
  // The order is all that is known: halves of halves.
  float share = 0.5F;
  for (Completion& one : list) {
    one.probability = share;
    share /= 2;
  }
}

// What the objects of a class have that a class pattern may ask for, those of its constructor
// first.
void AddKeywords(const FoundSite& site, const Known& known, const std::vector<std::string>& given,
                 const char* sign, std::vector<Completion>& list) {
  if (site.at < 0 || site.task != pack::Task::kArgument) return;
  const bind::FileIndex& index = site.source->index;
  const NodeId call = site.source->places[static_cast<size_t>(site.at)].call;
  types::TypeEvaluator types(index, known.environment);
  const std::vector<types::Member> members = types.Members(types.TypeOf(call));
  auto is_field = [&](std::string_view name) {
    return std::any_of(members.begin(), members.end(), [&](const types::Member& member) {
      return member.name == name && member.kind != types::MemberKind::kFunction;
    });
  };
  std::vector<std::string> names;
  for (const types::ParameterOfCall& parameter : types.SignatureOfCall(call).parameters) {
    if (is_field(parameter.name)) names.emplace_back(parameter.name);
  }
  for (const types::Member& member : members) {
    const bool seen = std::find(names.begin(), names.end(), member.name) != names.end();
    if (!seen && !member.name.starts_with('_') && is_field(member.name)) {
      names.emplace_back(member.name);
    }
  }
  for (const std::string& name : names) {
    if (std::find(given.begin(), given.end(), name) != given.end()) continue;
    list.push_back({name + sign, 0, "keyword"});
  }
}

// What a match statement is about, where the cursor stands in one of its patterns.
struct Subject {
  NodeId match = kNoNode;
  types::Type type;
};

Subject SubjectAt(const FoundSite& site, const Known& known) {
  const ast::Tree& tree = site.source->index.tree;
  Subject subject;
  NodeId match = site.source->reads[static_cast<size_t>(site.at)];
  while (match != kNoNode && tree[match].kind != ast::Kind::kMatchStatement) {
    match = tree[match].parent;
  }
  const NodeId value = match == kNoNode ? NodeId(kNoNode) : tree.Child(match, ast::Field::kSubject);
  if (value == kNoNode) return subject;
  subject.match = match;
  subject.type = TypesAt(site, known).TypeOf(value);
  return subject;
}

bool IsCaseAbove(std::string_view above, const std::string& pattern) {
  const size_t place = above.find("case " + pattern);
  const size_t end = place + 5 + pattern.size();
  return place != above.npos && (end >= above.size() || !ast::IsNameByte(above[end]));
}

constexpr ptrdiff_t kBehindOthers = 2;  // where nothing is told of the subject; a guess

// What the subject is declared to be: members of an enumeration and classes that the cases above
// have not, None and truths, literals. Behind them what is left, if there are cases above.
// `may_be_rest`: the cursor stands behind `case`.
void AddAlternatives(const FoundSite& site, const Known& known, const Subject& subject,
                     bool may_be_rest, std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const ast::Tree& tree = index.tree;
  const NodeId at = site.source->reads[static_cast<size_t>(site.at)];
  if (subject.match == kNoNode) return;
  types::TypeEvaluator& types = TypesAt(site, known);
  const types::Type& type = subject.type;
  EnumMembers members(index, types);
  std::vector<Completion> found;
  for (std::string& one : members.Of(type, at)) found.push_back({std::move(one), 0, "field"});
  const std::vector<types::Type> alternatives = types.Alternatives(type);
  for (const types::Type& one : alternatives) {
    if (one.kind == types::Type::Kind::kNone) {
      found.push_back({"None", 0, "name"});
    } else if (one.path == "builtins.bool") {
      for (const char* truth : {"True", "False"}) found.push_back({truth, 0, "name"});
    } else if (alternatives.size() > 1 && members.Of(one, at).empty()) {
      std::string name = members.ClassNameAt(one, at);
      if (!name.empty()) found.push_back({std::move(name), 0, "class"});
    }
  }
  for (const std::string& text : types.LiteralsOf(type)) {
    found.push_back({'"' + text + '"', 0, "key"});
  }
  const std::string_view above =
      std::string_view(tree.source)
          .substr(tree[subject.match].begin, tree[at].begin - tree[subject.match].begin);
  const auto last = std::stable_partition(found.begin(), found.end(), [&](const Completion& one) {
    return !IsCaseAbove(above, one.text);
  });
  const bool may_be_last = may_be_rest && above.find("case ") != above.rfind("case ");
  const Completion all_else = {"_", 0, "name"};
  const bool is_told = !found.empty();
  if (may_be_last && is_told) found.insert(last, all_else);
  list.insert(list.begin(), found.begin(), found.end());
  if (!may_be_last || is_told) return;
  list.insert(list.begin() + std::min(std::ssize(list), kBehindOthers), all_else);
}

// Whether an object of a class may be what the subject is: one is the other's base.
bool MayMatch(types::TypeEvaluator& types, const types::Type& cls, const types::Type& subject) {
  using Kind = types::Type::Kind;
  if (cls.kind == Kind::kFunction) return false;
  if (cls.kind == Kind::kInstance && cls.path.starts_with("builtins.")) return false;
  if (cls.kind != Kind::kClass) return true;
  const types::Type object = types.TypeOfCall(cls);
  if (object.kind != Kind::kInstance) return true;
  const std::vector<types::Type> alternatives = types.Alternatives(subject);
  return std::any_of(alternatives.begin(), alternatives.end(), [&](const types::Type& one) {
    if (one.kind == Kind::kNone) return false;
    const bool is_known = one.kind == Kind::kInstance &&
                          types.OpennessOf(one) != types::TypeEvaluator::Openness::kUnknownBase;
    return !is_known || types.FitOfValue(object, {one}) != types::ValueFit::kNot ||
           types.FitOfValue(one, {object}) != types::ValueFit::kNot;
  });
}

// Takes out classes of which no object is what the subject is declared to be, and what is no class.
void DropOtherClasses(const FoundSite& site, const Known& known, const Subject& subject,
                      std::vector<Completion>& list) {
  if (subject.type.id == types::kUnknownType) return;
  const bind::FileIndex& index = site.source->index;
  types::TypeEvaluator& types = TypesAt(site, known);
  const std::vector<bind::VariableId> visible =
      bind::VisibleVariables(index, site.source->reads[static_cast<size_t>(site.at)]);
  std::erase_if(list, [&](const Completion& one) {
    if (one.text == "None" || one.text == "True" || one.text == "False") {
      return types.FitOfValue(types.TypeOfBuiltin(one.text), {subject.type}) ==
             types::ValueFit::kNot;
    }
    const auto found = std::find_if(visible.begin(), visible.end(), [&](bind::VariableId id) {
      return index.variables[id].name == one.text;
    });
    if (found == visible.end()) {
      return !MayMatch(types, types.TypeOfBuiltin(one.text), subject.type);
    }
    const std::vector<types::Type> bound = BoundTypes(index, *found, types);
    return std::none_of(bound.begin(), bound.end(), [&](const types::Type& type) {
      return MayMatch(types, type, subject.type);
    });
  });
}

// Classes of the file, the nearest above first, imported names that look like classes, builtins.
void AddClasses(const FoundSite& site, std::vector<Completion>& list) {
  const bind::FileIndex& index = site.source->index;
  const NodeId at = site.source->reads[static_cast<size_t>(site.at)];
  std::vector<std::pair<int64_t, std::string>> classes;
  for (bind::VariableId id : bind::VisibleVariables(index, at)) {
    const bind::Variable& variable = index.variables[id];
    for (const bind::Reference& reference : variable.references) {
      const bool imported = reference.kind == bind::ReferenceKind::kImport;
      if (reference.kind != bind::ReferenceKind::kClass && !imported) continue;
      int64_t distance = int64_t{at} - int64_t{reference.node};
      if (distance < 0) distance = 1'000'000'000 - distance;
      if (imported) distance += 4'000'000'000;
      const bool capital = variable.name[0] >= 'A' && variable.name[0] <= 'Z';
      if (imported && !capital) distance += 4'000'000'000;
      classes.emplace_back(distance, variable.name);
      break;
    }
  }
  std::sort(classes.begin(), classes.end());
  for (auto& [distance, name] : classes) list.push_back({std::move(name), 0, "class"});
  for (const char* name : {"None", "True", "False"}) list.push_back({name, 0, "name"});
  for (const char* name :
       {"str", "int", "float", "bool", "list", "dict", "tuple", "set", "bytes"}) {
    list.push_back({name, 0, "class"});
  }
}

}  // namespace

std::optional<PatternPlace> FindPattern(const Question& question) {
  const std::string text = ast::WithLineFeeds(question.text);
  const std::string_view before = std::string_view(text).substr(0, question.cursor);
  const size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view line = before.substr(begin);
  const size_t indentation = IndentationOf(line);
  std::string_view pattern = line.substr(indentation);
  if (!pattern.starts_with("case ") || !StandsInMatch(before.substr(0, begin), indentation)) {
    return std::nullopt;
  }
  pattern.remove_prefix(5);
  const std::optional<size_t> open = OpenIn(pattern);
  if (!open || pattern.find(" if ") != kNowhere) return std::nullopt;
  const std::string_view dotted = DottedAtEnd(pattern);
  const std::string_view left = TrimmedRight(pattern.substr(0, pattern.size() - dotted.size()));
  PatternPlace place;
  const size_t dot = dotted.rfind('.');
  place.prefix = dotted.substr(dot == kNowhere ? 0 : dot + 1);
  // After `as`, and after a name, something new is written.
  const bool after_name = !left.empty() && ast::IsNameByte(left.back());
  place.name = dot == kNowhere && !after_name;
  place.is_rest = dot == kNowhere && left.ends_with('*');
  place.is_whole = *open == kNowhere;
  place.is_first = left.empty();
  place.attribute = dot != kNowhere;
  std::string asked(dotted);
  const std::string_view cls =
      *open == kNowhere ? std::string_view() : DottedAtEnd(pattern.substr(0, *open));
  if (!cls.empty() && pattern[*open] == '(' && place.name) {
    place.is_of_plain = IsPlainClass(cls);
    place.keyword = left.back() == '(' || left.back() == ',';
    place.given = KeywordsIn(pattern.substr(*open, pattern.size() - dotted.size() - *open));
    const std::string_view behind =
        TrimmedLeft(std::string_view(text).substr(ast::EndOfWord(text, question.cursor)));
    place.is_given = place.keyword && behind.starts_with('=') && !behind.starts_with("==");
  }
  const std::string head = std::string(before.substr(0, begin + indentation)) + "case _ if ";
  if (place.keyword) asked = std::string(cls) + "(" + asked;
  place.question = question;
  place.question.text =
      head + asked + (place.keyword ? ")" : "") + RestAfter(text, question.cursor, indentation);
  place.question.cursor = head.size() + asked.size();
  return place;
}

std::optional<Question> AskedOfSubject(const Question& question) {
  const std::string text = ast::WithLineFeeds(question.text);
  const std::string_view before = std::string_view(text).substr(0, question.cursor);
  const size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view line = before.substr(begin);
  const size_t indentation = IndentationOf(line);
  const size_t quote = line.find_last_of("\"'");
  if (!line.substr(indentation).starts_with("case ") || quote == kNowhere) return std::nullopt;
  const auto subject = SubjectAbove(before.substr(0, begin), indentation);
  if (!subject) return std::nullopt;
  const std::string_view pattern = TrimmedRight(line.substr(indentation, quote - indentation));
  const std::optional<std::string> asking = AskingFor(pattern, TrimmedLeft(*subject));
  if (!asking) return std::nullopt;
  const std::string head = std::string(before.substr(0, begin + indentation)) + "case _ if " +
                           *asking + std::string(line.substr(quote));
  const std::string end = asking->ends_with('[') ? line[quote] + std::string("]") : "";
  Question asked = question;
  asked.text = head + end + RestAfter(text, question.cursor, indentation);
  asked.cursor = head.size();
  return asked;
}

void LeaveOutWritten(const Question& question, std::vector<Completion>& strings) {
  const std::string_view before = std::string_view(question.text).substr(0, question.cursor);
  const std::string_view line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
  std::erase_if(strings, [&](const Completion& one) {
    return line.find('"' + one.text + '"') != line.npos ||
           line.find('\'' + one.text + '\'') != line.npos;
  });
}

std::optional<std::string> FindCaseWord(const Question& question) {
  if (question.cursor > question.text.size()) return std::nullopt;
  const std::string text = ast::WithLineFeeds(question.text);
  const size_t line = text.rfind('\n', question.cursor == 0 ? 0 : question.cursor - 1) + 1;
  if (line == 0) return std::nullopt;
  const std::string_view typed = std::string_view(text).substr(line, question.cursor - line);
  const size_t indentation = IndentationOf(typed);
  const std::string_view word = typed.substr(indentation);
  if (indentation == 0 || !std::all_of(word.begin(), word.end(), ast::IsNameByte)) {
    return std::nullopt;
  }
  return StandsInMatch(std::string_view(text).substr(0, line), indentation)
             ? std::optional(std::string(word))
             : std::nullopt;
}

Result<Answer> CompletePattern(const PatternPlace& place, const Known& known,
                               const Budget& budget) {
  Answer answer{pack::Task::kName, place.prefix, {}, {}, false, Origin::kInPattern};
  if (place.is_of_plain) return answer;
  if (place.is_rest) {
    answer.completions.push_back({"rest", 0, "name"});
    Finish(place.prefix, budget.max_completions, answer.completions);
    return answer;
  }
  Result<FoundSite> site =
      FindSite(place.question.text, place.question.cursor, known.memory, budget.patience);
  if (!site.ok()) return site.error();
  if (place.keyword) {
    AddKeywords(*site, known, place.given, place.is_given ? "" : "=", answer.completions);
  }
  if (place.name && !place.is_given && site->at >= 0) {
    Result<FoundSite> read = place.keyword ? AsRead(*site) : std::move(site);
    if (!read.ok()) return read.error();
    if (read->at >= 0 && read->task == pack::Task::kName) {
      AddClasses(*read, answer.completions);
      if (place.is_whole) {
        const Subject subject = SubjectAt(*read, known);
        if (place.prefix.empty()) {
          DropOtherClasses(*read, known, subject, answer.completions);
        }
        AddAlternatives(*read, known, subject, place.is_first, answer.completions);
      }
      DropRepeated(answer.completions);
    }
  }
  Finish(place.prefix, budget.max_completions, answer.completions);
  return answer;
}

}  // namespace fastnode::predict
