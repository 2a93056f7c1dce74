// Names that can be imported where one is typed that is not in scope.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/usage_table.h"
#include "predict/auto_import/index.h"
#include "predict/auto_import/where_to_insert.h"

namespace fastnode::auto_import {

// Who asks.
struct Asker {
  std::string path = "";    // of the file, "" if not known
  std::string module = "";  // by which others import it
  // Where it finds modules of its project, absolute, each with a slash at its end.
  std::vector<std::string> folders = {};
};

struct Offer {
  std::string name;  // that the file will have
  Wanted import;
  Kind kind = Kind::kVariable;
};

struct OfferQuery {
  std::string_view prefix;
  const Asker& asker;
  std::function<bool(std::string_view name)> is_in_scope;
  const corpus::UsageTable* corpus = nullptr;  // what other projects use
  size_t max_offers = 20;
};

// Best first. What one thing is called by several paths comes once: by the path by which the
// project imports it most, else the one that other projects use, else the shortest; a file gets
// what lies in its own packages from where it is made, for the package may import the file. Paths
// and names with a leading underscore are private, but for the file's own package. Order: names
// spelled as typed, then by how often the project's files import them, by uses in other projects,
// the project's before others.
std::vector<Offer> FindOffers(const std::vector<std::shared_ptr<const Index>>& indexes,
                              const OfferQuery& query);

}  // namespace fastnode::auto_import
