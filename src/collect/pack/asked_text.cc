#include "collect/pack/asked_text.h"

#include <utility>

#include "analyze/ast/lacking.h"
#include "collect/pack/analyse.h"
#include "collect/pack/phase.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace {

int32_t FindUse(const AnalysedSource& source, Task task, size_t begin) {
  const TaskRow& row = RowOf(task);
  const ast::Tree& tree = source.index.tree;
  const auto& uses = source.index.attributes;
  for (size_t i = 0; i < uses.size(); ++i) {
    const Place place{.use = &uses[i]};
    if (!row.why_not(tree, place).empty()) continue;
    if (tree[row.typed(tree, place)].begin == begin) return static_cast<int32_t>(i);
  }
  return -1;
}

bool InString(const ast::Tree& tree, size_t offset) {
  for (ast::NodeId id : tree.ids()) {
    const ast::Node& node = tree[id];
    bool around = node.kind == ast::Kind::kString && node.begin < offset && offset < node.end;
    if (around && tree.FirstChild(id) == ast::kNoNode) return true;
  }
  return false;
}

std::string WithWhatIsLacking(std::string_view left, std::string right) {
  const ast::Lacking lacking = ast::FindLacking(left, right);
  return right.insert(lacking.at, lacking.text);
}

Result<AskedPlace> FindAttribute(Task task, const Posed& text, std::string_view placeholder,
                                 const AnalyseText& analyse) {
  AskedPlace place;
  place.task = task;
  for (const std::string& right : {text.right, std::string("\n")}) {
    place.right = WithWhatIsLacking(text.left, right);
    auto analysed = analyse(text.left + std::string(placeholder) + place.right);
    if (!analysed.ok()) return analysed.error();
    place.source = *std::move(analysed);
    place.at = FindUse(*place.source, task, text.left.size());
    const ast::Tree& tree = place.source->index.tree;
    if (place.at >= 0 || tree.num_errors == 0 || InString(tree, text.left.size())) break;
  }
  return place;
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
  return FindAttribute(Task::kAttribute, text, kPlaceholder, analyse);
}

Result<AskedPlace> FindBase(const Posed& text, const AnalyseText& analyse) {
  const std::string name_and_dot = std::string(kPlaceholder) + "." + std::string(kPlaceholder);
  return FindAttribute(Task::kAttributeBase, text, name_and_dot, analyse);
}

Result<AskedPlace> FindArgument(const Posed& text, const AnalyseText& analyse) {
  AskedPlace place;
  place.right = WithWhatIsLacking(text.left, text.right);
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
  return FindArgument(text, analyse);
}

Posed PoseAt(const AnalysedSource& whole, int32_t at, Task task, Condition condition) {
  const TaskRow& row = RowOf(task);
  const ast::Tree& tree = whole.index.tree;
  return Pose(condition, tree, row.blank(tree, PlaceAt(whole, row.places, at)));
}

Result<AskedPlace> PlaceUnder(Condition condition, const AnalysedSource& whole, int32_t at,
                              Task task) {
  auto analyse = [&](std::string text) -> Result<std::shared_ptr<const AnalysedSource>> {
    PhaseScope phase(Phase::kReading);
    Result<AnalysedSource> again = AnalyseAgain(whole, std::move(text));
    if (!again.ok()) return again.error();
    return std::make_shared<const AnalysedSource>(*std::move(again));
  };
  Result<AskedPlace> place = FindAsked(task, PoseAt(whole, at, task, condition), analyse);
  if (!place.ok() || place->at >= 0) return place;
  return Error{"not found when half written: " + std::string(Name(task))};
}

}  // namespace fastnode::pack
