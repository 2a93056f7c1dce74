#include "collect/pack/asked_text.h"

#include <algorithm>
#include <utility>

#include "analyze/ast/lacking.h"
#include "analyze/ast/missing_below.h"
#include "analyze/ast/name_byte.h"
#include "collect/pack/analyse.h"
#include "collect/pack/phase.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace {

// The place of the task whose answer would begin at `begin`, -1: there is none.
int32_t FindTyped(const AnalysedSource& source, Task task, size_t begin) {
  const TaskRow& row = RowOf(task);
  const ast::Tree& tree = source.index.tree;
  const size_t count = NumPlaces(source, row.places);
  for (size_t i = 0; i < count; ++i) {
    const auto at = static_cast<int32_t>(i);
    const Place place = PlaceAt(source, row.places, at);
    if (!row.why_not(tree, place).empty()) continue;
    if (tree[row.typed(tree, place)].begin == begin) return at;
  }
  return -1;
}

// Whether a name is being made there: behind `def`, `class`, `for`, `as`, `global`.
bool IsBeingMade(std::string_view left) {
  std::string_view line = left.substr(left.find_last_of('\n') + 1);
  bool is_made = false, is_target = false, is_declared = false;
  while (!line.empty()) {
    // Words in a text say nothing, but those of an f-string in its braces.
    if (line[0] == '"' || line[0] == '\'') {
      const size_t end = line.find(line[0], 1), brace = line.rfind('{');
      if (end == line.npos && brace == line.npos) break;
      line.remove_prefix((end == line.npos ? brace : end) + 1);
      is_made = false;
      continue;
    }
    size_t length = 0;
    while (length < line.size() && ast::IsNameByte(line[length])) ++length;
    const std::string_view word = line.substr(0, length);
    if (word == "def" || word == "class" || word == "as") {
      is_made = true;
    } else if (word == "global" || word == "nonlocal") {
      is_declared = true;
    } else if (word == "for") {
      is_target = true;
    } else if (word == "in") {
      is_target = false;
    } else if (!word.empty() || (line[0] != ' ' && line[0] != '\t')) {
      is_made = false;  // `as x if |`, `class A(|`
    }
    line.remove_prefix(std::max<size_t>(length, 1));
  }
  return is_made || is_target || is_declared;
}

bool InString(const ast::Tree& tree, size_t offset) {
  for (ast::NodeId id : tree.ids()) {
    const ast::Node& node = tree[id];
    bool around = node.kind == ast::Kind::kString && node.begin < offset && offset < node.end;
    if (around && tree.FirstChild(id) == ast::kNoNode) return true;
  }
  return false;
}

// The last of the lines above the cursor's that the text has as well as the whole one.
size_t LastQuiet(const Posed& text, std::span<const uint32_t> quiet_lines) {
  const size_t line = std::string_view(text.left).substr(0, text.kept).find_last_of('\n') + 1;
  const auto behind = std::lower_bound(quiet_lines.begin(), quiet_lines.end(), line);
  return behind == quiet_lines.begin() ? 0 : *(behind - 1);
}

// What stands behind the cursor, which may be less than in `text`, with what lacks.
std::string WithWhatIsLacking(const Posed& text, std::string right) {
  const std::string_view left = std::string_view(text.left).substr(text.quiet);
  const ast::Lacking lacking = ast::FindLacking(left, right);
  right.insert(lacking.at, lacking.text);
  const ast::Lacking below = ast::FindMissingBelow(left, right);
  return right.insert(below.at, below.text);
}

Result<AskedPlace> FindIdentifier(Task task, const Posed& text, std::string_view placeholder,
                                  const AnalyseText& analyse) {
  AskedPlace place;
  place.task = task;
  for (std::string_view right : {std::string_view(text.right), std::string_view("\n")}) {
    place.right = WithWhatIsLacking(text, std::string(right));
    auto analysed = analyse(text.left + std::string(placeholder) + place.right);
    if (!analysed.ok()) return analysed.error();
    place.source = *std::move(analysed);
    place.at = FindTyped(*place.source, task, text.left.size());
    const ast::Tree& tree = place.source->index.tree;
    if (place.at >= 0 || tree.num_errors == 0 || InString(tree, text.left.size())) break;
  }
  return place;
}

// The arguments before a place, as a search has chosen them one by one.
void PutAsSearched(const AnalysedSource& whole, int32_t at, const TaskRow& row, Blank& blank) {
  const ast::Tree& tree = whole.index.tree;
  const bind::ArgumentPlace& place = whole.places[static_cast<size_t>(at)];
  // A keyword that is given stays.
  const bool keeps_keyword =
      place.keyword != ast::kNoNode &&
      tree[row.typed(tree, {.argument = &place})].begin > tree[place.argument].begin;
  std::string text;
  for (size_t i = static_cast<size_t>(at) - static_cast<size_t>(place.position);
       i < static_cast<size_t>(at); ++i) {
    const bind::ArgumentPlace& one = whole.places[i];
    const bool stays = one.kind == bind::ArgumentKind::kSplat || bind::IsPlainName(tree, one);
    if (stays) {
      text += tree.Text(one.argument);
    } else {
      if (one.keyword != ast::kNoNode) text.append(tree.Text(one.keyword)).append(1, '=');
      text += kSomething;
    }
    text += ", ";
  }
  if (keeps_keyword) text.append(tree.Text(place.keyword)).append(1, '=');
  blank.text.begin = tree[place.list].begin + 1;
  blank.before = std::move(text);
}

}  // namespace

int32_t FindPlace(const AnalysedSource& source, Task task, size_t begin) {
  const ast::Tree& tree = source.index.tree;
  for (size_t i = 0; i < source.places.size(); ++i) {
    const ast::NodeId node = RowOf(task).typed(tree, {.argument = &source.places[i]});
    if (node != ast::kNoNode && tree[node].begin == begin && tree.Text(node) == kPlaceholder) {
      return static_cast<int32_t>(i);
    }
  }
  return -1;
}

Result<AskedPlace> FindName(const Posed& text, const AnalyseText& analyse) {
  return FindIdentifier(Task::kAttribute, text, kPlaceholder, analyse);
}

Result<AskedPlace> FindBase(const Posed& text, const AnalyseText& analyse) {
  const std::string name_and_dot = std::string(kPlaceholder) + "." + std::string(kPlaceholder);
  return FindIdentifier(Task::kAttributeBase, text, name_and_dot, analyse);
}

Result<AskedPlace> FindRead(const Posed& text, const AnalyseText& analyse) {
  Result<AskedPlace> place = FindIdentifier(Task::kName, text, kPlaceholder, analyse);
  if (place.ok() && IsBeingMade(text.left)) place->at = -1;
  return place;
}

Result<AskedPlace> FindArgument(const Posed& text, const AnalyseText& analyse) {
  AskedPlace place;
  place.right = WithWhatIsLacking(text, text.right);
  auto analysed = analyse(text.left + std::string(kPlaceholder) + place.right);
  if (!analysed.ok()) return analysed.error();
  place.source = *std::move(analysed);
  for (Task task : {Task::kArgument, Task::kKeywordName}) {
    if (place.at >= 0) break;
    place.task = task;
    place.at = FindPlace(*place.source, task, text.left.size());
  }
  return place;
}

Result<AskedPlace> FindAsked(Task task, const Posed& text, const AnalyseText& analyse) {
  if (task == Task::kAttribute) return FindName(text, analyse);
  if (task == Task::kAttributeBase) return FindBase(text, analyse);
  if (task == Task::kName) return FindRead(text, analyse);
  return FindArgument(text, analyse);
}

Posed PoseAt(const AnalysedSource& whole, int32_t at, Task task, Condition condition,
             Before before) {
  const TaskRow& row = RowOf(task);
  const ast::Tree& tree = whole.index.tree;
  Blank blank = row.blank(tree, PlaceAt(whole, row.places, at));
  if (before == Before::kAsSearched && row.places == PlaceList::kArguments) {
    PutAsSearched(whole, at, row, blank);
  }
  return Pose(condition, tree, blank);
}

Result<AskedPlace> PlaceUnder(Condition condition, const AnalysedSource& whole, int32_t at,
                              Task task, Before before, std::span<const uint32_t> quiet_lines) {
  auto analyse = [&](std::string text) -> Result<std::shared_ptr<const AnalysedSource>> {
    PhaseScope phase(Phase::kReading);
    Result<AnalysedSource> again = AnalyseAgain(whole, std::move(text));
    if (!again.ok()) return again.error();
    return std::make_shared<const AnalysedSource>(*std::move(again));
  };
  Posed text = PoseAt(whole, at, task, condition, before);
  text.quiet = LastQuiet(text, quiet_lines);
  Result<AskedPlace> place = FindAsked(task, text, analyse);
  if (!place.ok() || place->at >= 0) return place;
  return Error{"not found when half written: " + std::string(Name(task))};
}

}  // namespace fastnode::pack
