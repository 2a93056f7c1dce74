#include "collect/pack/tasks/choices.h"

#include <utility>

namespace fastnode::pack {
namespace {

uint64_t SlotOf(const corpus::CallKeys& keys, const ChoiceRule& rule) {
  return rule.slot == nullptr ? 0 : keys.*rule.slot;
}

}  // namespace

Choices::Choices(const CandidateInput& input, const ChoiceRule& rule)
    : call(input),
      keys(call.Locate(rule.space, SlotOf(call.keys, rule))),
      in_others(call.FindInOthers(rule.text_at)),
      input_(input),
      rule_(rule) {
  CountFile();
}

void Choices::CountFile() {
  const Site& site = input_.site;
  const ast::Tree& tree = input_.source.index.tree;
  call.ForEachOther([&](const bind::ArgumentPlace& place, const corpus::CallKeys& other) {
    if (place.kind == bind::ArgumentKind::kSplat) return;
    const std::string_view text = rule_.text_at(tree, place);
    if (text.empty()) return;
    const bool last = call.IsOfLast(other), own = place.call == site.place->call;
    if (!rule_.of_all_calls && !last && !own) return;
    Choice& choice = names.Get(text);
    if (own) {
      choice.in_call = true;
      choice.previous = place.position + 1 == site.place->position;
    }
    if (SlotOf(other, rule_) != SlotOf(call.keys, rule_)) return;
    ++choice.any;
    if (last) ++choice.last;
    if (call.IsOfPath(other)) ++choice.path;
  });
}

Candidate Choices::Make(std::string_view name, const Choice& choice) const {
  Candidate candidate{name, 0, {}, input_.names.NumberOf(name)};
  CandidateBytes& f = candidate.features;
  f[kInFilePath] = QuantiseCount(choice.path);
  f[kInFileLast] = QuantiseCount(choice.last);
  f[kInFileAny] = QuantiseCount(choice.any);
  f[kIsPrevious] = choice.previous ? kFlag : 0;
  call.PutCounts(keys, candidate.number, f);
  CallAround::PutInOthers(in_others.Find(name), f);
  candidate.prior = 0.02 * f[kInFilePath] + 0.01 * f[kInFileLast] + 0.01 * f[kInProjectPath] +
                    0.01 * f[kInProjectLast] + 0.005 * f[kInCorpusLast];
  return candidate;
}

Candidates Choices::Finish(std::vector<Candidate> list) const {
  Candidates result;
  result.list = std::move(list);
  result.site_features = call.FeaturesOfSite();
  result.parameter = call.parameter;
  AddFeaturesOfAll(FindSurroundings(input_.source.index, input_.site), input_, result.list);
  ChooseByPrior(input_.context.options.max_candidates, result.list);
  return result;
}

}  // namespace fastnode::pack
