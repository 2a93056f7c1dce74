// One source during a draw: what is remembered of it comes from the cut cache, and it is analysed
// only if something is missing there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collect/draw/cut_cache.h"
#include "collect/draw/parts.h"
#include "collect/draw/session.h"
#include "collect/pack/condition.h"
#include "collect/pack/cut.h"
#include "collect/pack/names_around.h"
#include "collect/pack/source_types.h"
#include "support/result.h"

namespace fastnode::draw {

// What the cuts of a session depend on besides the place and its condition.
uint64_t CutIdentity(const DrawData& data, const SessionConfig& config);

class SourceInHand {
 public:
  // `source`: index into the sources of the store `in` hand. `types`: of whoever draws from one
  // source after the other; empty, or of a source of the same data. All must outlive it. One thread
  // only.
  SourceInHand(const DrawData& data, const SessionConfig& config, uint64_t identity,
               const StoreInHand& in, int32_t source, std::optional<pack::SourceTypes>& types);

  // Where it can be asked. Errors: damaged rows.
  Result<SitesOfSource> Sites();

  // The graph sample of one of these, packed. Errors: why there is none.
  Result<std::string> Cut(pack::Task task, int32_t at);

 private:
  Status Analyse();  // unless done
  Result<pack::Cut> CutUnder(pack::Condition condition, pack::Before before, pack::Task task,
                             int32_t at);

  const DrawData& data_;
  const SessionConfig& config_;
  const uint64_t identity_;
  const StoreInHand in_;
  const int32_t source_;
  std::shared_ptr<const DrawnSource> drawn_;
  std::optional<pack::NamesAround> names_;  // for all cuts
  std::optional<pack::CutContext> context_;
  std::vector<uint32_t> quiet_lines_;  // of the source's text
  std::optional<pack::SourceTypes>& types_;
  bool types_are_of_typed_ = false;  // of a text as it is typed, not of the source
};

}  // namespace fastnode::draw
