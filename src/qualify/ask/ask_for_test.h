// For tests of what is asked: sites of a text, and what a baseline says at the `$` in one.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "analyze/ast/parse.h"
#include "collect/pack/tasks/tasks.h"
#include "qualify/ask/condition.h"
#include "qualify/ask/protocol.h"
#include "support/check.h"

namespace fastnode::qualify {

// All sites of a kind in a text.
inline SiteList SitesOf(const SiteKind& kind, const std::string& text) {
  const SourceRef ref{HashContent(text), "project", "a.py", 0};
  auto read = [&](const SourceRef&) { return ast::Parse(text); };
  Result<SiteList> list = ChooseSites({ref}, read, types::Library::Empty(), kind, {1, 100, 100});
  CHECK(list.ok());
  return *std::move(list);
}

inline std::vector<std::string> ExpectedAt(const SiteList& list) {
  std::vector<std::string> expected;
  for (const Site& site : list.sites) expected.push_back(site.expected);
  return expected;
}

// The first name after a dot that is `name`.
inline void SetBlankOfName(const std::string& text, const std::string& name, Site& site) {
  const bind::FileIndex index = bind::Bind(*ast::Parse(text));
  site.expected = name;
  for (const bind::AttributeUse& use : index.attributes) {
    if (index.tree.Text(use.name) != name) continue;
    const pack::TaskRow& row = pack::RowOf(pack::Task::kAttribute);
    return SetBlank(index.tree, row.blank(index.tree, {.use = &use}), site);
  }
  CHECK(false);
}

// A file's text without what is expected at one of its sites.
inline std::string Without(const SiteList& list, const Site& site) {
  std::string text = list.files[site.file].source;
  const pack::TextRange& answer = site.gone[static_cast<size_t>(Condition::kWholeFile)].here;
  return text.erase(answer.begin, answer.end - answer.begin);
}

inline Question QuestionAt(std::string text) {
  Question question;
  question.offset = text.find('$');
  CHECK(question.offset != std::string::npos);
  question.text = text.erase(question.offset, 1);
  return question;
}

inline std::vector<std::string> AskBaseline(const Protocol& protocol, const std::string& name,
                                            const std::string& text) {
  const types::Library library = types::Library::Empty();
  Result<std::vector<Ranking>> rankings = protocol.rank_baselines(QuestionAt(text), library, {});
  CHECK(rankings.ok() && rankings->size() == protocol.baselines.size());
  const auto& names = protocol.baselines;
  const auto at = std::find(names.begin(), names.end(), name) - names.begin();
  std::vector<std::string> texts;
  for (const Scored& one : (*rankings)[static_cast<size_t>(at)]) texts.push_back(one.name);
  return texts;
}

}  // namespace fastnode::qualify
