// A cut is a pure function of the place and of what CutIdentity hashes, so it may be remembered by
// these two. Whether a place is cut as where its answer is typed is drawn from a hash of the place:
// the same place is always cut in the same way (session_test.cc).
#include "collect/draw/source_in_hand.h"

#include <algorithm>
#include <utility>

#include "collect/pack/analyse.h"
#include "collect/pack/phase.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/tasks.h"
#include "support/json.h"
#include "support/random.h"

namespace fastnode::draw {
namespace {

constexpr uint64_t kTypedStream = 0x7479706564;  // "typed"

SitesOfSource FindSites(const pack::AnalysedSource& source) {
  SitesOfSource sites;
  for (const pack::TaskRow* row : pack::AllTasks()) {
    std::vector<TaskMask>& masks = sites.masks[static_cast<size_t>(row->places)];
    masks.resize(pack::NumPlaces(source, row->places));
    for (size_t at = 0; at < masks.size(); ++at) {
      if (pack::Serves(source, static_cast<int32_t>(at), row->task)) masks[at] |= MaskOf(row->task);
    }
  }
  return sites;
}

}  // namespace

uint64_t CutIdentity(const DrawData& data, const SessionConfig& config) {
  const pack::CutOptions& options = config.cut;
  Json json = {{"metainfo", EncodeMetainfo(data.metainfo)},
               {"places", data.places != nullptr},
               {"typed_share", config.typed_share},
               {"max_hops", options.max_hops},
               {"max_nodes", options.max_nodes},
               {"max_candidates", options.max_candidates}};
  return Hash64(PrintJson(json));
}

SourceInHand::SourceInHand(const DrawData& data, const SessionConfig& config, uint64_t identity,
                           SourceCache* analysed, int32_t source)
    : data_(data), config_(config), identity_(identity), cache_(analysed), source_(source) {}

Status SourceInHand::Analyse() {
  if (context_.has_value()) return {};
  pack::PhaseScope phase(pack::Phase::kReading);
  Result<std::shared_ptr<const DrawnSource>> loaded = cache_->Get(source_);
  if (!loaded.ok()) return loaded.error().Context("source");
  drawn_ = std::move(*loaded);
  const corpus::Source& row = data_.store->sources()[static_cast<size_t>(source_)];
  Result<const ProjectTables::Tables*> tables = data_.projects->Get(row.project);
  if (!tables.ok()) return tables.error().Context("project");
  const corpus::Project& project = data_.store->projects()[static_cast<size_t>(row.project)];
  pack::CutContext context;
  context.library = data_.library;
  if (drawn_->environment.has_value()) context.environment = &*drawn_->environment;
  context.vocabularies = &data_.metainfo.vocabularies;
  context.options = config_.cut;
  context.usage.project = &(*tables)->usage;
  context.usage.project_minus = &drawn_->usage;
  context.usage.corpus = &data_.usage;
  // The corpus table counts the training split alone.
  if (project.split == corpus::Split::kTrain) context.usage.corpus_minus = &(*tables)->usage;
  context.usage.project_index = &(*tables)->index;
  context.usage.project_index_minus = static_cast<int32_t>(
      std::lower_bound(project.sources.begin(), project.sources.end(), source_) -
      project.sources.begin());
  types_.emplace(drawn_->analysed.index, *context.library, context.environment);
  context.types = &*types_;
  context.names = &names_.emplace(drawn_->analysed, context.usage);
  context_ = context;
  return {};
}

Result<SitesOfSource> SourceInHand::Sites() {
  const ContentId& id = data_.store->sources()[static_cast<size_t>(source_)].id;
  pack::PhaseScope phase(pack::Phase::kRemembered);
  if (data_.cuts != nullptr) {
    if (auto known = data_.cuts->FindSites(id)) return *std::move(known);
  }
  if (Status analysed = Analyse(); !analysed.ok()) return analysed.error();
  SitesOfSource sites = FindSites(drawn_->analysed);
  if (data_.cuts != nullptr) data_.cuts->KeepSites(id, sites);
  return sites;
}

bool SourceInHand::IsTyped(const CutCache::Place& place) const {
  if (pack::RowOf(place.task).not_yet == nullptr) return false;
  Random random(kTypedStream, Hash64(place.source.Hex()), static_cast<uint64_t>(place.at));
  return random.Uniform() < config_.typed_share;
}

// Of the text without what is not there yet while the answer is typed.
Result<pack::Cut> SourceInHand::CutTyped(pack::Task task, int32_t at) const {
  const pack::TaskRow& row = pack::RowOf(task);
  const ast::Tree& tree = drawn_->analysed.index.tree;
  const pack::TextRange gone = row.not_yet(tree, pack::PlaceAt(drawn_->analysed, row.places, at));
  std::string text = tree.source;
  text.erase(gone.begin, gone.end - gone.begin);
  Result<pack::AnalysedSource> typed = [&] {
    pack::PhaseScope phase(pack::Phase::kReading);
    return pack::AnalyseAgain(drawn_->analysed, std::move(text));
  }();
  if (!typed.ok()) return typed.error();
  // Places stand in the order of what is typed there, and those before are the same.
  ast::NodeId node = ast::kNoNode;
  if (static_cast<size_t>(at) < pack::NumPlaces(*typed, row.places)) {
    node = row.typed(typed->index.tree, pack::PlaceAt(*typed, row.places, at));
  }
  if (node == ast::kNoNode || typed->index.tree[node].end != gone.begin) {
    return Error{"the name is not found where it would be typed"};
  }
  pack::CutContext context = *context_;
  context.types = nullptr;  // it is another text
  return pack::CutSite(*typed, at, task, context);
}

Result<std::string> SourceInHand::Cut(pack::Task task, int32_t at) {
  const CutCache::Place place{data_.store->sources()[static_cast<size_t>(source_)].id, task, at};
  pack::PhaseScope phase(pack::Phase::kRemembered);
  if (data_.cuts != nullptr) {
    if (auto known = data_.cuts->FindCut(identity_, place)) {
      pack::PhaseScope::CountGraph(true);
      if (!known->reason.empty()) return Error{known->reason};
      return std::move(known->graph);
    }
  }
  if (Status analysed = Analyse(); !analysed.ok()) return analysed.error();
  pack::PhaseScope::CountGraph(false);
  Result<pack::Cut> cut =
      IsTyped(place) ? CutTyped(task, at) : pack::CutSite(drawn_->analysed, at, task, *context_);
  RememberedCut remembered;
  if (cut.ok()) {
    remembered.graph = pack::Pack(cut->sample);
  } else {
    remembered.reason = cut.error().message;
  }
  if (data_.cuts != nullptr) data_.cuts->KeepCut(identity_, place, remembered);
  if (!cut.ok()) return cut.error();
  return std::move(remembered.graph);
}

}  // namespace fastnode::draw
