// What the model says of the decisions that a call is made of, each asked once: a search comes to
// the same place on several ways.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "predict/completer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

class CallDecisions {
 public:
  using Ranked = std::vector<Completion>;
  // The model's answer at a site.
  using Ask = std::function<Result<Ranked>(const FoundSite&, pack::Task)>;

  // `start`: of an argument; it must outlive this.
  CallDecisions(const FoundSite& start, Ask ask) : start_(start), ask_(std::move(ask)) {}

  // The candidates for what stands behind `arguments` ("", "a, ", "a, key="), with their
  // probabilities; null: no argument can stand there.
  Result<const Ranked*> Rank(const std::string& arguments, pack::Task task);

 private:
  Result<const FoundSite*> SiteAfter(const std::string& arguments);

  const FoundSite& start_;
  const Ask ask_;
  std::map<std::string, FoundSite> sites_;
  std::map<std::pair<std::string, pack::Task>, Ranked> ranked_;
};

}  // namespace fastnode::predict
