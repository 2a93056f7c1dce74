// A cut is a pure function of the place, its condition and what CutIdentity hashes, so it may be
// remembered by these: sessions that differ in shares of conditions find each other's cuts.
#include "collect/draw/source_in_hand.h"

#include <algorithm>
#include <utility>

#include "analyze/ast/lacking.h"
#include "collect/draw/condition_shares.h"
#include "collect/pack/analyse.h"
#include "collect/pack/asked_text.h"
#include "collect/pack/phase.h"
#include "collect/pack/site.h"
#include "collect/pack/tasks/tasks.h"
#include "support/json.h"

namespace fastnode::draw {
namespace {

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
               {"places", data.places != nullptr || data.parts != nullptr},
               {"max_hops", options.max_hops},
               {"max_nodes", options.max_nodes},
               {"max_candidates", options.max_candidates}};
  return Hash64(PrintJson(json));
}

SourceInHand::SourceInHand(const DrawData& data, const SessionConfig& config, uint64_t identity,
                           const StoreInHand& in, int32_t source,
                           std::optional<pack::SourceTypes>& types)
    : data_(data), config_(config), identity_(identity), in_(in), source_(source), types_(types) {}

Status SourceInHand::Analyse() {
  if (context_.has_value()) return {};
  pack::PhaseScope phase(pack::Phase::kReading);
  Result<std::shared_ptr<const DrawnSource>> loaded = in_.sources->Get(source_);
  if (!loaded.ok()) return loaded.error().Context("source");
  drawn_ = std::move(*loaded);
  const corpus::Source& row = in_.store->sources()[static_cast<size_t>(source_)];
  Result<const ProjectTables::Tables*> tables = [&] {
    pack::PhaseScope making(pack::Phase::kProjects);
    return in_.projects->Get(row.project);
  }();
  if (!tables.ok()) return tables.error().Context("project");
  const corpus::Project& project = in_.store->projects()[static_cast<size_t>(row.project)];
  pack::CutContext context;
  context.library = data_.library;
  if (drawn_->environment.has_value()) context.environment = &*drawn_->environment;
  context.vocabularies = &data_.metainfo.vocabularies;
  context.undeclared = types::Undeclared::kUnknown;
  context.options = config_.cut;
  context.usage.project = &(*tables)->usage;
  context.usage.project_minus = &drawn_->usage;
  context.usage.corpus = &data_.usage;
  // The corpus table counts the training split alone.
  if (project.split == corpus::Split::kTrain) {
    context.usage.corpus_minus = &(*tables)->usage;
    context.usage.corpus_names_in_minus = &in_.corpus_names->In(row.project, (*tables)->usage);
  }
  context.usage.project_index = &(*tables)->index;
  context.usage.project_index_minus = static_cast<int32_t>(
      std::lower_bound(project.sources.begin(), project.sources.end(), source_) -
      project.sources.begin());
  if (types_.has_value()) {
    types_->MoveToSource(drawn_->analysed, context.environment);
  } else {
    types_.emplace(drawn_->analysed, *context.library, context.environment, context.undeclared);
  }
  context.types = &*types_;
  context.names = &names_.emplace(drawn_->analysed, context.usage);
  context_ = context;
  quiet_lines_ = ast::FindQuietLines(drawn_->analysed.index.tree.source);
  return {};
}

Result<SitesOfSource> SourceInHand::Sites() {
  const ContentId& id = in_.store->sources()[static_cast<size_t>(source_)].id;
  pack::PhaseScope phase(pack::Phase::kRemembered);
  if (data_.cuts != nullptr) {
    if (auto known = data_.cuts->FindSites(id)) return *std::move(known);
  }
  if (Status analysed = Analyse(); !analysed.ok()) return analysed.error();
  SitesOfSource sites = FindSites(drawn_->analysed);
  if (data_.cuts != nullptr) data_.cuts->KeepSites(id, sites);
  return sites;
}

// As the product cuts it: from the text as it is under the condition, with a placeholder.
Result<pack::Cut> SourceInHand::CutUnder(pack::Condition condition, pack::Before before,
                                         pack::Task task, int32_t at) {
  const pack::AnalysedSource& whole = drawn_->analysed;
  const pack::TaskRow& row = pack::RowOf(task);
  const pack::Place place = pack::PlaceAt(whole, row.places, at);
  const bool in_whole =
      condition == pack::Condition::kWholeFile && !row.blank(whole.index.tree, place).is_all;
  if (in_whole) {
    if (types_are_of_typed_) types_->MoveTo(whole);
    types_are_of_typed_ = false;
    return pack::CutSite(whole, at, task, *context_);
  }
  Result<pack::AskedPlace> asked =
      pack::PlaceUnder(condition, whole, at, task, before, quiet_lines_);
  if (!asked.ok()) return asked.error();
  pack::CutContext context = *context_;
  context.truth = row.truth(whole.index.tree, place);
  types_->MoveTo(*asked->source);
  types_are_of_typed_ = true;
  return pack::CutSite(*asked->source, asked->at, task, context);
}

Result<std::string> SourceInHand::Cut(pack::Task task, int32_t at) {
  const CutCache::Place place{in_.store->sources()[static_cast<size_t>(source_)].id, task, at};
  const pack::Condition condition = ConditionOf(place, config_.conditions);
  const pack::Before before =
      condition == pack::Condition::kWholeFile ? pack::Before::kAsWritten : BeforeOf(place);
  const bool is_searched = before == pack::Before::kAsSearched;
  const uint64_t identity =
      Hash64(std::string(pack::Name(condition)) + (is_searched ? " searched" : ""), identity_);
  pack::PhaseScope phase(pack::Phase::kRemembered);
  if (data_.cuts != nullptr) {
    if (auto known = data_.cuts->FindCut(identity, place)) {
      pack::PhaseScope::CountGraph(true);
      if (!known->reason.empty()) return Error{known->reason};
      return std::move(known->graph);
    }
  }
  if (Status analysed = Analyse(); !analysed.ok()) return analysed.error();
  pack::PhaseScope::CountGraph(false);
  Result<pack::Cut> cut = CutUnder(condition, before, task, at);
  RememberedCut remembered;
  if (cut.ok()) {
    remembered.graph = pack::Pack(cut->sample);
  } else {
    remembered.reason = cut.error().message;
  }
  if (data_.cuts != nullptr) data_.cuts->KeepCut(identity, place, remembered);
  if (!cut.ok()) return cut.error();
  return std::move(remembered.graph);
}

}  // namespace fastnode::draw
