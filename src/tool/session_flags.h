// The flags that say which samples are drawn: the same for all commands that draw.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <string>

#include "collect/draw/session.h"

namespace fastnode::tool {

inline void AddSessionFlags(CLI::App& app, draw::SessionConfig& session) {
  app.add_option("--batch", session.sites_per_sample, "sites a sample")
      ->capture_default_str()
      ->check(CLI::Range(1, 4096));
  app.add_option("--sites-per-source", session.sites_per_source)
      ->capture_default_str()
      ->check(CLI::Range(1, 4096));
  for (int task = 0; task < pack::kNumTasks; ++task) {
    std::string name(pack::Name(static_cast<pack::Task>(task)));
    std::replace(name.begin(), name.end(), '_', '-');
    app.add_option("--" + name + "-proportion", session.proportions[static_cast<size_t>(task)],
                   "share of the task in each sample")
        ->capture_default_str();
  }
  app.add_option("--typed-share", session.typed_share,
                 "share of attribute places that are drawn as where the name is being typed")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
}

// The session's fields (draw::SessionConfigToJson) whose flags somebody gave; --seed is one.
inline std::set<std::string> GivenSessionFields(const CLI::App& app) {
  std::set<std::string> fields;
  for (const CLI::Option* option : app.get_options()) {
    if (option->count() == 0) continue;
    std::string field = option->get_single_name();
    std::replace(field.begin(), field.end(), '-', '_');
    if (field == "batch") field = "sites_per_sample";
    if (field == "seed") field = "random_seed";
    fields.insert(field);
  }
  return fields;
}

}  // namespace fastnode::tool
