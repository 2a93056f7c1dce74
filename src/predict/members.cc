#include "predict/members.h"

#include <iostream>
#include <set>
#include <string_view>
#include <utility>

#include "analyze/types/types.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/request.h"
#include "predict/cursor/site.h"
#include "predict/json_lines.h"

namespace fastnode::predict {

Result<Answer> MembersAt(types::Workspace& workspace, const Request& request) {
  const Known known = Resolve(request.question, request.given, workspace, nullptr);
  Result<FoundSite> site = FindSite(request.question.text, request.question.cursor, known.memory,
                                    request.budget.patience);
  if (!site.ok()) return site.error();
  Answer answer{site->task, site->prefix, {}, {}};
  if (site->at < 0 || site->task != pack::Task::kAttribute) return answer;
  const bind::FileIndex& index = site->source->index;
  const bind::AttributeUse& use = index.attributes[static_cast<size_t>(site->at)];
  types::TypeEvaluator& types = TypesAt(*site, known);
  const types::Type type = types.TypeOf(use.base);
  std::set<std::string_view> names;
  for (const types::Member& member : types.Members(type)) names.insert(member.name);
  for (std::string_view name : types.NamesAskedOf(type)) names.insert(name);
  for (std::string_view name : names) {
    if (!name.starts_with(site->prefix)) continue;
    answer.completions.push_back({std::string(name), 0, "attribute"});
  }
  return answer;
}

Status ServeMembersOnStdin(const std::string& library_path,
                           const std::vector<std::string>& packages) {
  Result<types::Library> library = types::Library::Open(library_path);
  if (!library.ok()) return library.error();
  types::Workspace workspace(*library, packages);
  std::ios::sync_with_stdio(false);
  // Types need no usage of the project.
  const ProjectOf no_usage = [](const Question&, const Budget&) { return Result(KnownProject()); };
  const Complete members = [&](const Request& request) { return MembersAt(workspace, request); };
  return ServeJsonLines(std::cin, std::cout, {members, no_usage});
}

}  // namespace fastnode::predict
