// How expressions go on after a name behind a dot: whether it is called, and whether another dot
// follows. Shares of what the file, the project and the corpus have, the nearer the heavier.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "collect/pack/cut.h"
#include "collect/pack/usage_view.h"

namespace fastnode::predict {

class Habits {
 public:
  // `hidden`: index of an attribute use that is not counted. What `usage` points to must outlive
  // the habits.
  Habits(const pack::AnalysedSource& source, int32_t hidden, const pack::UsageAround& usage);
  Habits(const Habits&) = delete;
  Habits& operator=(const Habits&) = delete;

  // Shares in (0, 1): of the uses of `name` that are read or called, those that are called; of
  // those that are called or not, those that another dot follows.
  double Called(std::string_view name) const;
  double Dotted(std::string_view name, bool called) const;

 private:
  struct Counts {
    double uses = 0, dotted = 0;
  };
  using ByCalled = std::array<Counts, 2>;

  std::map<std::string, ByCalled, std::less<>> of_name_;
  ByCalled of_any_;
  const pack::UsageAround around_;
  const pack::UsageView usage_;  // of it
  pack::UsageView::Key any_;
};

}  // namespace fastnode::predict
