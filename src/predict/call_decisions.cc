#include "predict/call_decisions.h"

namespace fastnode::predict {

Result<const FoundSite*> CallDecisions::SiteAfter(const std::string& arguments) {
  if (arguments.empty()) return &start_;
  auto found = sites_.find(arguments);
  if (found == sites_.end()) {
    Result<FoundSite> site = AfterArguments(start_, arguments);
    if (!site.ok()) return site.error();
    found = sites_.emplace(arguments, *std::move(site)).first;
  }
  return &found->second;
}

Result<const CallDecisions::Ranked*> CallDecisions::Rank(const std::string& arguments,
                                                         pack::Task task) {
  auto found = ranked_.find({arguments, task});
  if (found == ranked_.end()) {
    Result<const FoundSite*> site = SiteAfter(arguments);
    if (!site.ok()) return site.error();
    if ((*site)->at < 0) return static_cast<const Ranked*>(nullptr);
    Result<Ranked> ranked = ask_(**site, task);
    if (!ranked.ok()) return ranked.error();
    found = ranked_.emplace(std::pair(arguments, task), *std::move(ranked)).first;
  }
  return &std::as_const(found->second);
}

}  // namespace fastnode::predict
