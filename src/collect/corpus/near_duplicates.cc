// Contents that agree in a whole band of their signatures share a bucket. Buckets are found by
// sorting bands, and one that nothing shares is dropped there: nothing can be found in it. Then
// each content needs a list of its buckets, by a second sort, and each bucket a place for what is
// kept of it. The order in which contents are offered is not known yet, and may differ from time to
// time: sorting does not depend on it. near_duplicates_test.cc compares the answers with those of
// an index in memory, with room for all and for next to nothing.
#include "collect/corpus/near_duplicates.h"

#include <algorithm>
#include <array>
#include <compare>
#include <utility>

#include "support/external_sort.h"

namespace fastnode::corpus {
namespace {

// Texts that share a band without being near-duplicates (boilerplate) would make the search of a
// bucket quadratic. Only the first so many of a bucket are compared.
constexpr uint32_t kMaxBucket = 64;

constexpr uint8_t kNotOffered = kNumOutcomes;

struct BandOf {
  uint64_t key;
  uint32_t content;
  auto operator<=>(const BandOf&) const = default;
};

struct PlaceOf {
  uint32_t content;
  uint64_t place;
  auto operator<=>(const PlaceOf&) const = default;
};

// Shared buckets, one after the other: gives each its place, and each content the places of its
// buckets.
class BucketMaker {
 public:
  explicit BucketMaker(ExternalSort<PlaceOf>& places) : places_(places) {}

  Status Add(const BandOf& band) {
    if (size_ == 0 || band.key != first_.key) {
      End();
      first_ = band;
      size_ = 1;
      return {};
    }
    if (size_++ == 1) {
      if (Status added = Give(first_.content); !added.ok()) return added;
    }
    return Give(band.content);
  }

  void End() {
    if (size_ > 1) next_ += 1 + std::min<uint64_t>(size_, kMaxBucket);
    size_ = 0;
  }

  uint64_t num_numbers() const { return next_; }
  uint64_t num_places() const { return num_places_; }

 private:
  Status Give(uint32_t content) {
    ++num_places_;
    return places_.Add({content, next_});
  }

  ExternalSort<PlaceOf>& places_;
  BandOf first_{};
  uint64_t size_ = 0, next_ = 0, num_places_ = 0;
};

}  // namespace

Result<NearDuplicates> NearDuplicates::Make(const Contents& contents, const Scratch& scratch) {
  ExternalSort<PlaceOf> sorted_places(scratch);
  BucketMaker buckets(sorted_places);
  {
    ExternalSort<BandOf> bands(scratch);
    for (uint32_t content = 0; content < contents.size(); ++content) {
      for (uint64_t key : BandsOf(contents.SketchOf(content))) {
        if (Status added = bands.Add({key, content}); !added.ok()) return added.error();
      }
    }
    contents.AllWereRead();
    Status read = bands.ForEach([&](const BandOf& band) { return buckets.Add(band); });
    if (!read.ok()) return read.error();
    buckets.End();
  }
  auto ends = ScratchArray<uint64_t>::Make(scratch, contents.size());
  if (!ends.ok()) return ends.error();
  auto places = ScratchArray<uint64_t>::Make(scratch, buckets.num_places());
  if (!places.ok()) return places.error();
  auto numbers = ScratchArray<uint32_t>::Make(scratch, buckets.num_numbers());
  if (!numbers.ok()) return numbers.error();
  uint64_t next = 0;
  uint32_t content = 0;
  Status read = sorted_places.ForEach([&](const PlaceOf& place) {
    while (content < place.content) (*ends)[content++] = next;
    (*places)[next++] = place.place;
    return Status();
  });
  if (!read.ok()) return read.error();
  while (content < contents.size()) (*ends)[content++] = next;
  return NearDuplicates(contents, *std::move(ends), *std::move(places), *std::move(numbers));
}

void NearDuplicates::Begin() {
  std::fill(buckets_.begin(), buckets_.end(), 0);
  std::fill(outcomes_.begin(), outcomes_.end(), kNotOffered);
}

bool NearDuplicates::ResemblesOne(uint32_t content, const uint64_t* begin,
                                  const uint64_t* end) const {
  if (begin == end) return false;
  const Sketch sketch = contents_->SketchOf(content);
  for (const uint64_t* place = begin; place != end; ++place) {
    const uint32_t* bucket = &buckets_[*place];
    for (uint32_t i = 1; i <= bucket[0]; ++i) {
      if (Agreement(sketch, contents_->SketchOf(bucket[i])) >= kNearDuplicate) return true;
    }
  }
  return false;
}

Outcome NearDuplicates::Offer(uint32_t content) {
  uint8_t& outcome = outcomes_[content];
  if (outcome != kNotOffered) {
    // What resembled a kept one still does; what was kept is here already.
    return outcome == static_cast<uint8_t>(Outcome::kKept) ? Outcome::kDuplicate
                                                           : Outcome::kNearDuplicate;
  }
  const uint64_t* begin = places_.data() + (content == 0 ? 0 : ends_[content - 1]);
  const uint64_t* end = places_.data() + ends_[content];
  const bool near = ResemblesOne(content, begin, end);
  outcome = static_cast<uint8_t>(near ? Outcome::kNearDuplicate : Outcome::kKept);
  if (near) return Outcome::kNearDuplicate;
  for (const uint64_t* place = begin; place != end; ++place) {
    uint32_t* bucket = &buckets_[*place];
    if (bucket[0] < kMaxBucket) bucket[++bucket[0]] = content;
  }
  return Outcome::kKept;
}

}  // namespace fastnode::corpus
