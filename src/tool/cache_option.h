// --cache of the servers: where what projects use, and the syntax of their files, is kept between
// two runs.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "predict/cache/editor_cache.h"
#include "tool/arguments.h"

namespace fastnode::tool {

inline void AddCacheOption(CLI::App& app, std::string& folder) {
  app.add_option("--cache", folder,
                 "folder that keeps what projects use, or 'none'; it may be deleted")
      ->capture_default_str();
}

// Null without a folder, or if it cannot be written. Answers are the same without it, only slower.
inline std::unique_ptr<predict::EditorCache> OpenCache(const std::string& folder,
                                                       const char* program) {
  if (folder.empty() || folder == "none") return nullptr;
  auto opened = predict::EditorCache::Open(folder);
  if (opened.ok()) return *std::move(opened);
  std::fprintf(stderr, "%s: without a cache: %s\n", program, opened.error().message.c_str());
  return nullptr;
}

}  // namespace fastnode::tool
