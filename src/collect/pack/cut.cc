// The cutter knows no task: it hides what the task's row hides, asks it for candidates and the
// truth, and puts nodes, edges and candidates into the arrays of a sample. Types are evaluated with
// the hidden nodes unknown, so that no type was made from the answer.
#include "collect/pack/cut.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "analyze/bind/path.h"
#include "analyze/types/types.h"
#include "collect/pack/by_name.h"
#include "collect/pack/candidates.h"
#include "collect/pack/name_parts.h"
#include "collect/pack/names_around.h"
#include "collect/pack/neighbourhood.h"
#include "collect/pack/phase.h"
#include "collect/pack/site.h"
#include "collect/pack/source_types.h"
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace {

using ast::Kind;
using ast::NodeId;

bool HasType(Kind kind) {
  return kind == Kind::kIdentifier || kind == Kind::kAttribute || kind == Kind::kCall;
}

class Cutter {
 public:
  Cutter(const AnalysedSource& source, const Site& site, const CutContext& context)
      : source_(source),
        tree_(source.index.tree),
        site_(site),
        row_(RowOf(site.task)),
        context_(context),
        types_(context.types != nullptr
                   ? *context.types
                   : own_types_.emplace(source, *context.library, context.environment,
                                        context.undeclared)),
        counted_(types_.counted()) {
    types_.Hide(site.hidden);
    const bool served = context.names != nullptr && context.names->Serves(source);
    names_ = served ? context.names : &own_names_.emplace(source, context.usage);
  }

  Cut Run() {
    Cut cut;
    cut.sample = MakeSample();
    neighbourhood_ = FindNeighbourhood(source_, site_, context_.options);
    Candidates candidates = FindCandidates();
    parameter_ = candidates.parameter;
    for (NodeId node : neighbourhood_.nodes) AddNode(node, cut.sample);
    AddTypes(cut.sample);
    AddEdges(cut.sample);
    AddSite(candidates, cut);
    return cut;
  }

 private:
  Candidates FindCandidates() {
    PhaseScope phase(Phase::kCandidates);
    const SiteContexts contexts(source_, site_, row_.follows, context_.usage);
    Candidates found =
        row_.candidates({source_, site_, context_, *names_, counted_, Types(), contexts});
    contexts.PutSite(found.site_features);
    return found;
  }

  // Names are hidden where they are the site's; a candidate's text may still stand elsewhere.
  std::string_view VisibleName(NodeId node) const {
    if (site_.Hides(node) || node == site_.attribute) return "";
    return NodeName(tree_, node);
  }

  void AddRows(std::string_view name, std::vector<int32_t>& rows) const {
    Append(names_->RowsOf(name, context_.vocabularies->names), rows);
  }

  void AddTypeRows(std::string_view type, std::vector<int32_t>& rows) const {
    Append(names_->RowsOfType(type, context_.vocabularies->types), rows);
  }

  // A few.
  static void Append(std::span<const int32_t> more, std::vector<int32_t>& rows) {
    for (int32_t row : more) rows.push_back(row);
  }

  std::string TypeOfParameter() {
    if (parameter_.empty()) return "";
    if (site_.asked_of == ast::kNoNode) return "";
    return Types().Name(Types().TypeOfParameter(Types().TypeOf(site_.asked_of), parameter_));
  }

  void AddNode(NodeId node, Sample& sample) {
    bool is_focus = node == site_.focus;
    sample.node_kinds.push_back(is_focus ? static_cast<uint8_t>(kHiddenNodeKind)
                                         : static_cast<uint8_t>(tree_[node].kind));
    // Of an argument that is asked for it is known which parameter gets it.
    if (is_focus) {
      AddRows(parameter_, sample.node_names);
    } else if (node < tree_.size()) {
      AddRows(VisibleName(node), sample.node_names);
    }
    sample.node_name_begin.push_back(static_cast<int32_t>(sample.node_names.size()));
  }

  void AddTypes(Sample& sample) {
    PhaseScope phase(Phase::kTypes);
    for (NodeId node : neighbourhood_.nodes) {
      if (node == site_.focus) {
        AddTypeRows(TypeOfParameter(), sample.node_types);
      } else if (HasType(tree_[node].kind)) {
        AddTypeRows(counted_.NameOf(node), sample.node_types);
      }
      sample.node_type_begin.push_back(static_cast<int32_t>(sample.node_types.size()));
    }
  }

  void AddEdges(Sample& sample) const {
    const std::vector<Neighbourhood::Edge>& edges = neighbourhood_.edges;
    sample.edge_targets.resize(edges.size());
    sample.edge_sources.resize(edges.size());
    sample.edge_relations.resize(edges.size());
    for (size_t i = 0; i < edges.size(); ++i) {
      sample.edge_targets[i] = edges[i].target;
      sample.edge_sources[i] = edges[i].source;
      sample.edge_relations[i] = edges[i].relation;
    }
  }

  void AddSite(const Candidates& candidates, Cut& cut) {
    Sample& sample = cut.sample;
    cut.truth = context_.truth.empty() ? row_.truth(tree_, PlaceAt(source_, row_.places, site_.at))
                                       : context_.truth;
    if (site_.asked_of != ast::kNoNode) {
      cut.base_text = bind::PathText(tree_, site_.asked_of);
      cut.base_type = counted_.Name(counted_.TypeOf(site_.asked_of));
    }
    sample.site_tasks.push_back(static_cast<uint8_t>(site_.task));
    sample.site_nodes.push_back(0);
    sample.site_features.assign(candidates.site_features.begin(), candidates.site_features.end());
    int32_t label = -1;
    const Uses uses = UsesByName();
    cut.candidates.reserve(candidates.list.size());
    sample.candidate_features.reserve(candidates.list.size() * kNumCandidateFeatures);
    for (size_t i = 0; i < candidates.list.size(); ++i) {
      const Candidate& candidate = candidates.list[i];
      if (candidate.text == cut.truth) label = static_cast<int32_t>(i);
      cut.candidates.emplace_back(candidate.text);
      sample.candidate_features.insert(sample.candidate_features.end(), candidate.features.begin(),
                                       candidate.features.end());
      Append(names_->RowsOf(candidate.number, context_.vocabularies->names),
             sample.candidate_names);
      sample.candidate_name_begin.push_back(static_cast<int32_t>(sample.candidate_names.size()));
      const uint64_t hash = names_->Of(candidate.number).hash;
      for (int32_t node = uses.First(candidate.text, hash); node >= 0;
           node = uses.next[Index(node)]) {
        sample.candidate_uses.push_back(node);
      }
      sample.candidate_use_begin.push_back(static_cast<int32_t>(sample.candidate_uses.size()));
    }
    sample.labels.push_back(label);
    sample.candidate_begin.push_back(static_cast<int32_t>(candidates.list.size()));
  }

  types::TypeEvaluator& Types() { return types_.types(); }

  static size_t Index(int32_t node) { return static_cast<size_t>(node); }

  // Nodes of the neighbourhood in which a name is used in the way the task asks for: those of one
  // name are a list, ascending.
  struct Uses {
    ByName<int32_t> first;      // of each name
    std::vector<int32_t> next;  // of each node; -1: it is the last
    int32_t First(std::string_view name, uint64_t hash) const {
      const size_t at = first.IndexOf(name, hash);
      return at == ByName<int32_t>::kNone ? -1 : first.value(at);
    }
  };
  Uses UsesByName() const {
    Uses uses;
    uses.next.assign(neighbourhood_.nodes.size(), -1);
    for (size_t i = neighbourhood_.nodes.size(); i-- > 1;) {
      const NodeId node = neighbourhood_.nodes[i];
      if (!row_.is_use(tree_, node)) continue;
      const std::string_view name = VisibleName(node);
      if (name.empty()) continue;
      const size_t num_names = uses.first.size();
      int32_t& first = uses.first.Get(name);
      if (uses.first.size() == num_names) uses.next[i] = first;
      first = static_cast<int32_t>(i);
    }
    return uses;
  }

  const AnalysedSource& source_;
  const ast::Tree& tree_;
  const Site& site_;
  const TaskRow& row_;
  const CutContext& context_;
  std::optional<SourceTypes> own_types_;
  SourceTypes& types_;
  types::TypeEvaluator& counted_;  // by the library alone
  std::optional<NamesAround> own_names_;
  NamesAround* names_;
  Neighbourhood neighbourhood_;
  std::string_view parameter_;
};

}  // namespace

Result<Cut> CutSite(const AnalysedSource& source, int32_t at, Task task,
                    const CutContext& context) {
  PhaseScope phase(Phase::kCutting);
  Result<Site> site = MakeSite(source, at, task);
  if (!site.ok()) return site.error();
  return Cutter(source, *site, context).Run();
}

}  // namespace fastnode::pack
