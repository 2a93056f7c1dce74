#include "qualify/ask/protocol.h"

#include <algorithm>

#include "qualify/ask/attributes.h"
#include "qualify/ask/calls.h"
#include "qualify/ask/chains.h"
#include "qualify/ask/decisions.h"
#include "qualify/ask/names.h"

namespace fastnode::qualify {

namespace {

// So that a validation takes no longer than it did with fewer conditions. An interval of 800 sites
// is about three points to either side.
constexpr int32_t kSitesOfNames = 800, kSitesOfMore = 300;

}  // namespace

const std::vector<Protocol>& Protocols() {
  static const std::vector<Protocol> protocols = {
      {.command = "validate-attribute",
       .file = "validation.json",
       .measures = "attribute completions",
       .title = "attributes",
       .sites = AttributeSites(),
       .names_after_dots = true,
       .examples = true,
       .conditions = {{Condition::kWholeFile},
                      {Condition::kExpressionEnds, kSitesOfNames},
                      {Condition::kNothingBelow, kSitesOfNames},
                      {Condition::kOneTyped, kSitesOfNames},
                      {Condition::kTwoTyped, kSitesOfNames}},
       .ask_model = AskForAttribute,
       .wait_for_model = WaitForAttribute,
       .baselines = AttributeBaselines(),
       .rank_baselines = RankAttributeBaselines},
      {.command = "validate-names",
       .file = "validation-names.json",
       .measures = "completions of names and words of the language",
       .title = "names and words",
       .sites = NameSites(),
       .conditions = {{Condition::kWholeFile},
                      {Condition::kExpressionEnds, kSitesOfMore},
                      {Condition::kNothingBelow, kSitesOfMore},
                      {Condition::kOneTyped, kSitesOfNames},
                      {Condition::kTwoTyped, kSitesOfNames}},
       .ask_model = AskForName,
       .baselines = NameBaselines(),
       .rank_baselines = RankNameBaselines},
      {.command = "validate-calls",
       .file = "validation-calls.json",
       .measures = "completions of whole calls",
       .title = "whole calls",
       .sites = CallSites(),
       .conditions = {{Condition::kWholeFile},
                      {Condition::kExpressionEnds, kSitesOfMore},
                      {Condition::kNothingBelow, kSitesOfMore}},
       .ask_model = AskForCall,
       .baselines = CallBaselines(),
       .rank_baselines = RankCallBaselines},
      {.command = "validate-chains",
       .file = "validation-chains.json",
       .measures = "completions of whole expressions after a dot",
       .title = "whole expressions",
       .sites = ChainSites(),
       .conditions = {{Condition::kWholeFile}, {Condition::kNothingBelow, kSitesOfMore}},
       .ask_model = AskForChain,
       .baselines = ChainBaselines(),
       .rank_baselines = RankChainBaselines},
      {.command = "validate-decisions",
       .file = "validation-decisions.json",
       .measures = "single decisions of the other tasks",
       .title = "single decisions",
       .sites = DecisionSites(),
       .sites_per_file = kDecisionsAFile,
       .conditions = {{Condition::kWholeFile},
                      {Condition::kExpressionEnds, kSitesOfNames},
                      {Condition::kNothingBelow, kSitesOfNames}},
       .ask_model = AskForDecision,
       .baselines = DecisionBaselines(),
       .rank_baselines = RankDecisionBaselines},
  };
  return protocols;
}

const Protocol* FindProtocol(std::string_view command) {
  const std::vector<Protocol>& all = Protocols();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Protocol& p) { return p.command == command; });
  return found == all.end() ? nullptr : &*found;
}

std::string Protocol::target() const {
  std::string target = command;
  std::replace(target.begin(), target.end(), '-', '_');
  return target;
}

}  // namespace fastnode::qualify
