#include "predict/members.h"

#include <iostream>
#include <string_view>
#include <utility>

#include "analyze/bind/types.h"
#include "predict/json_lines.h"
#include "predict/site.h"

namespace fastnode::predict {

Result<Answer> MembersAt(const bind::Library& library, const Request& request) {
  Result<FoundSite> site = FindSite(request.source, request.offset);
  if (!site.ok()) return site.error();
  Answer answer{site->task, site->prefix, {}, {}};
  if (site->at < 0 || site->task != pack::Task::kAttribute) return answer;
  const bind::FileIndex& index = site->source.index;
  const bind::AttributeUse& use = index.attributes[static_cast<size_t>(site->at)];
  bind::TypeEvaluator types(index, library, {use.name});
  for (const bind::Member& member : types.Members(types.TypeOf(use.base))) {
    if (!member.name.starts_with(site->prefix)) continue;
    answer.completions.push_back({std::string(member.name), 0, "attribute"});
  }
  return answer;
}

Status ServeMembersOnStdin(const std::string& library_path) {
  Result<bind::Library> library = bind::Library::Open(library_path);
  if (!library.ok()) return library.error();
  std::ios::sync_with_stdio(false);
  // Types need no usage of the project.
  return ServeJsonLines(
      std::cin, std::cout, [&](const Request& request) { return MembersAt(*library, request); },
      [](const std::string&, const std::string&) -> Result<corpus::UsageTable> {
        return corpus::UsageTable();
      });
}

}  // namespace fastnode::predict
