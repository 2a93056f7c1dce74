// The flags that say which samples are drawn: the same for all commands that draw.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <string>

#include "collect/draw/session.h"
#include "tool/former_name.h"

namespace fastnode::tool {

inline void AddSessionFlags(CLI::App& app, draw::SessionConfig& session) {
  CLI::Option* sites = app.add_option("--sites-per-sample", session.sites_per_sample,
                                      "places in one sample, which is one mini-batch");
  sites->capture_default_str()->check(CLI::Range(1, 4096));
  AddFormerName(app, "--batch", sites);
  app.add_option("--sites-per-source", session.sites_per_source)
      ->capture_default_str()
      ->check(CLI::Range(1, 4096));
  for (const pack::TaskRow* row : pack::AllTasks()) {
    std::string name(row->name);
    std::replace(name.begin(), name.end(), '_', '-');
    app.add_option("--" + name + "-proportion", session.proportions[static_cast<size_t>(row->task)],
                   "share of the task in each sample")
        ->capture_default_str();
  }
  for (int list = 0; list < pack::kNumPlaceLists; ++list) {
    const std::string places(draw::NameOfPlaces(static_cast<pack::PlaceList>(list)));
    draw::ConditionShares& shares = session.conditions[static_cast<size_t>(list)];
    auto take = [&shares](const std::string& text) {
      Result<draw::ConditionShares> parsed = draw::ParseShares(text);
      if (!parsed.ok()) throw CLI::ValidationError(parsed.error().message);
      shares = *parsed;
    };
    app.add_option_function<std::string>(
           "--" + places + "-conditions", take,
           "how much of the text is there at places of " + places + "s: CONDITION:SHARE,...")
        ->default_str(draw::PrintShares(shares));
  }
  app.add_option_function<std::string>(
         "--typed-share",
         [](const std::string&) {
           throw CLI::ValidationError(
               "--typed-share is now --attribute-conditions and --argument-conditions "
               "(expression_ends:SHARE of all shares)");
         })
      ->group("");
}

// The session's fields (draw::SessionConfigToJson) whose flags somebody gave; --seed is one.
inline std::set<std::string> GivenSessionFields(const CLI::App& app) {
  std::set<std::string> fields;
  for (const CLI::Option* option : app.get_options()) {
    const bool is_former_name = option->get_group().empty();
    if (option->count() == 0 || is_former_name) continue;
    std::string field = option->get_single_name();
    std::replace(field.begin(), field.end(), '-', '_');
    if (field == "seed") field = "random_seed";
    fields.insert(field);
  }
  return fields;
}

}  // namespace fastnode::tool
