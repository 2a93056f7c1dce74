#include "qualify/ask/protocol.h"

#include <algorithm>

#include "qualify/ask/attributes.h"
#include "qualify/ask/calls.h"
#include "qualify/ask/chains.h"
#include "qualify/ask/decisions.h"

namespace fastnode::qualify {

const std::vector<Protocol>& Protocols() {
  static const std::vector<Protocol> protocols = {
      {.command = "validate-attribute",
       .file = "validation.json",
       .measures = "attribute completions",
       .title = "attributes",
       .sites = AttributeSites(),
       .names_after_dots = true,
       .examples = true,
       .conditions = OtherConditions(),
       .ask_model = AskForAttribute,
       .wait_for_model = WaitForAttribute,
       .baselines = AttributeBaselines(),
       .rank_baselines = RankAttributeBaselines},
      {.command = "validate-calls",
       .file = "validation-calls.json",
       .measures = "completions of whole calls",
       .title = "whole calls",
       .sites = CallSites(),
       .ask_model = AskForCall,
       .baselines = CallBaselines(),
       .rank_baselines = RankCallBaselines},
      {.command = "validate-chains",
       .file = "validation-chains.json",
       .measures = "completions of whole expressions after a dot",
       .title = "whole expressions",
       .sites = ChainSites(),
       .ask_model = AskForChain,
       .baselines = ChainBaselines(),
       .rank_baselines = RankChainBaselines},
      {.command = "validate-decisions",
       .file = "validation-decisions.json",
       .measures = "single decisions of the other tasks",
       .title = "single decisions",
       .sites = DecisionSites(),
       .sites_per_file = kDecisionsAFile,
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
