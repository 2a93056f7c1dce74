#include "collect/pack/site.h"

#include <algorithm>
#include <string>

#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {

using ast::Kind;
using ast::NodeId;

namespace {

std::string_view WhyNot(const AnalysedSource& source, int32_t at, const TaskRow& row) {
  if (at < 0 || static_cast<size_t>(at) >= NumPlaces(source, row.places)) {
    switch (row.places) {
      case PlaceList::kAttributeUses:
        return "no such attribute use";
      case PlaceList::kArguments:
        return "no such argument";
      case PlaceList::kReads:
        return "no such name";
    }
  }
  return row.why_not(source.index.tree, PlaceAt(source, row.places, at));
}

}  // namespace

size_t NumPlaces(const AnalysedSource& source, PlaceList list) {
  switch (list) {
    case PlaceList::kAttributeUses:
      return source.index.attributes.size();
    case PlaceList::kArguments:
      return source.places.size();
    case PlaceList::kReads:
      break;
  }
  return source.reads.size();
}

Place PlaceAt(const AnalysedSource& source, PlaceList list, int32_t at) {
  const auto i = static_cast<size_t>(at);
  switch (list) {
    case PlaceList::kAttributeUses:
      return {.use = &source.index.attributes[i]};
    case PlaceList::kArguments:
      return {.argument = &source.places[i]};
    case PlaceList::kReads:
      break;
  }
  return {.read = source.reads[i]};
}

bool Site::Hides(NodeId node) const {
  if (HidesRestOfCall()) return node >= begin && node < end;
  return std::find(hidden.begin(), hidden.end(), node) != hidden.end();
}

bool Site::Touches(const ast::Tree& tree, NodeId node) const {
  if (HidesRestOfCall()) {
    return Hides(node) || (node <= anchor && anchor < tree[node].subtree_end);
  }
  return std::any_of(hidden.begin(), hidden.end(),
                     [&](NodeId h) { return h >= node && h < tree[node].subtree_end; });
}

bool Serves(const AnalysedSource& source, int32_t at, Task task) {
  const TaskRow& row = RowOf(task);
  return WhyNot(source, at, row).empty() &&
         row.has_answer(source.index.tree, PlaceAt(source, row.places, at));
}

Result<Site> MakeSite(const AnalysedSource& source, int32_t at, Task task) {
  const TaskRow& row = RowOf(task);
  const std::string_view why = WhyNot(source, at, row);
  if (!why.empty()) return Error{std::string(why)};
  Site site = row.site(source.index.tree, PlaceAt(source, row.places, at));
  site.task = task;
  site.at = at;
  return site;
}

std::string_view NodeName(const ast::Tree& tree, NodeId node) {
  if (tree[node].kind == Kind::kIdentifier) return tree.Text(node);
  if (tree[node].kind != Kind::kAttribute) return "";
  NodeId last = ast::kNoNode;
  for (NodeId c = tree.FirstChild(node); c != ast::kNoNode; c = tree.NextSibling(c)) last = c;
  bool named = last != tree.FirstChild(node) && tree[last].kind == Kind::kIdentifier;
  return named ? tree.Text(last) : "";
}

}  // namespace fastnode::pack
