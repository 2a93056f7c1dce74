// For tests: six small files of two projects, two sites each, and a stub that always knows the
// answer.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "collect/corpus/usage_builder.h"
#include "collect/pack/analyse.h"
#include "qualify/ask/ask_for_test.h"
#include "qualify/ask/attributes.h"
#include "qualify/measure/measure.h"

namespace fastnode::qualify {

inline constexpr char kStubText[] = "x.alpha\nx.beta\ny.alpha\ny.gamma\n";

inline HeldOut MakeHeldOut() {
  HeldOut held_out;
  held_out.list.slices = AttributeSites().slices;
  std::map<std::string, std::vector<corpus::FileUsage>> of_project;
  for (int f = 0; f < 6; ++f) {
    std::string text = "n = " + std::to_string(f) + "\n" + kStubText;
    SiteFile file{{HashContent(text), f % 2 ? "odd" : "even", "f" + std::to_string(f) + ".py", f},
                  text};
    corpus::FileUsage usage = corpus::CountUses(pack::Analyse(text)->index, {});
    of_project[file.ref.project].push_back(usage);
    for (const char* name : {"beta", "gamma"}) {
      Site site;
      site.file = FileId(f);
      SetBlankOfName(text, name, site);
      site.slice = AttributeSlice::kOther;
      site.base = site.symbol = std::string(name) == "beta" ? "x" : "y";
      held_out.list.sites.push_back(site);
    }
    held_out.list.files.push_back(std::move(file));
    held_out.usages.push_back(std::move(usage));
  }
  for (const auto& [name, files] : of_project) held_out.projects[name].usage = corpus::AddUp(files);
  return held_out;
}

// Knows the answer from the text: of beta and gamma the one that is not there.
inline predict::Answer TrueAnswer(const predict::Request& request, int32_t = 0) {
  bool beta = request.question.text.find("beta") == std::string::npos;
  return {pack::Task::kAttribute, "", {{beta ? "beta" : "gamma", .9f, "attribute"}}};
}

// The attribute task with a stub for a model.
inline Measured MeasureStub(const HeldOut& held_out, const Model& model,
                            const MeasureOptions& options) {
  const corpus::UsageTable corpus;
  const types::Library library = types::Library::Empty();
  auto ask = [&](const Question& question, predict::AnalysisMemory*) {
    return AskAttribute(question, model, library);
  };
  return Measure(held_out, AttributeMethods(), ask, corpus, options);
}

inline Measured MeasureWith(const Model& model, int threads = 2) {
  return MeasureStub(MakeHeldOut(), model, {1, threads, 5});
}

}  // namespace fastnode::qualify
