// Which of many contents are kept: each once, and of near-duplicates (sketch.h) the first. Time is
// linear in their number. In memory there is a byte of each; what else is needed of them stands in
// arrays that are mapped when they are large (support/scratch.h).
#pragma once

#include <cstdint>
#include <vector>

#include "collect/corpus/contents.h"
#include "support/result.h"
#include "support/scratch.h"

namespace fastnode::corpus {

// Thread-compatible.
class NearDuplicates {
 public:
  // Reads all signatures once; those of candidates later, again. `contents` must outlive it.
  // Error: there is no room on the disk.
  static Result<NearDuplicates> Make(const Contents& contents, const Scratch& scratch);

  // From now on nothing was offered.
  void Begin();
  // kKept, kDuplicate or kNearDuplicate, which depends on what was offered before.
  Outcome Offer(uint32_t content);

 private:
  NearDuplicates(const Contents& contents, ScratchArray<uint64_t> ends,
                 ScratchArray<uint64_t> places, ScratchArray<uint32_t> buckets)
      : contents_(&contents),
        ends_(std::move(ends)),
        places_(std::move(places)),
        buckets_(std::move(buckets)),
        outcomes_(contents.size()) {}
  bool ResemblesOne(uint32_t content, const uint64_t* begin, const uint64_t* end) const;

  const Contents* contents_;
  ScratchArray<uint64_t> ends_;     // of each content, in places_
  ScratchArray<uint64_t> places_;   // in buckets_, of those that a content is in
  ScratchArray<uint32_t> buckets_;  // one after the other: how many are in it, and which
  std::vector<uint8_t> outcomes_;
};

}  // namespace fastnode::corpus
