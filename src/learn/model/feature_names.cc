// The hash is enough to see that a model is of other features; the names are there to say of which.
#include "learn/model/feature_names.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "collect/pack/tasks/tasks.h"
#include "support/hash.h"
#include "support/json_fields.h"

namespace fastnode::learn {
namespace {

constexpr char kHash[] = "hash", kCandidate[] = "candidate", kSite[] = "site";
constexpr std::string_view kUnnamed = "-";

template <typename Slots>
std::string NamesOf(const Slots& slots) {
  std::string names;
  for (const auto& meaning : slots) {
    if (!names.empty()) names += ' ';
    names += meaning.name.empty() ? kUnnamed : meaning.name;
  }
  return names;
}

// Takes the first name off.
std::string_view NextName(std::string_view& names) {
  const std::string_view name = names.substr(0, names.find(' '));
  names.remove_prefix(std::min(names.size(), name.size() + 1));
  return name;
}

std::string Quoted(std::string_view name) {
  return name.empty() || name == kUnnamed ? "nothing" : "'" + std::string(name) + "'";
}

// "candidate feature 37 of task argument: the model was trained with 'a', this program has 'b'"; ""
// if there is no difference.
std::string Difference(const std::string& kind, const std::string& task, std::string_view trained,
                       std::string_view ours) {
  for (int slot = 0; !trained.empty() || !ours.empty(); ++slot) {
    const std::string_view then = NextName(trained), now = NextName(ours);
    if (then == now) continue;
    return kind + " feature " + std::to_string(slot) + " of task " + task +
           ": the model was trained with " + Quoted(then) + ", this program has " + Quoted(now);
  }
  return "";
}

}  // namespace

Json FeatureNames() {
  Json json;
  for (const pack::TaskRow* row : pack::AllTasks()) {
    json[std::string(row->name)] = {{kCandidate, NamesOf(row->features.slots)},
                                    {kSite, NamesOf(row->site_features.slots)}};
  }
  json[kHash] = HashContent(PrintJson(json)).Hex();
  return json;
}

Status CheckFeatureNames(const Json& stored) {
  const Json ours = FeatureNames();
  JsonFields fields(stored, "model config: features");
  std::string hash, difference;
  fields.ReadText(kHash, hash);
  fields.Require({kHash});
  for (const pack::TaskRow* row : pack::AllTasks()) {
    const std::string task(row->name);
    fields.ReadObject(task, [&](JsonFields& names) {
      for (const char* kind : {kCandidate, kSite}) {
        std::string trained;
        names.ReadText(kind, trained);
        names.Require({kind});
        const auto now = ours[task][kind].get<std::string>();
        if (difference.empty()) difference = Difference(kind, task, trained, now);
      }
    });
    fields.Require({task.c_str()});
  }
  if (Status status = fields.Finish(); !status.ok()) return status;
  if (difference.empty() && hash != ours[kHash]) difference = "the hash of its features differs";
  if (!difference.empty()) return Error{difference + "; train it again"};
  return {};
}

}  // namespace fastnode::learn
