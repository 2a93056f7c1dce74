// Any bytes for a sample, as a table and packed: an error, or a sample that is sound. One from a
// table comes back from its own bytes.
#include <cstdlib>
#include <string>

#include "collect/record/encode.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fastnode;
  constexpr int32_t kNameRows = 12'000, kTypeRows = 4'000;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Result<pack::Sample> packed = record::DecodePacked(bytes, kNameRows, kTypeRows);
  if (packed.ok() && !pack::Verify(*packed, kNameRows, kTypeRows).empty()) std::abort();
  Result<pack::Sample> sample = record::Decode(bytes, kNameRows, kTypeRows);
  if (!sample.ok()) return 0;
  if (!pack::Verify(*sample, kNameRows, kTypeRows).empty()) std::abort();
  Result<pack::Sample> again = record::Decode(record::Encode(*sample), kNameRows, kTypeRows);
  if (!again.ok() || !(*again == *sample)) std::abort();
  record::ToJson(*sample);
  return 0;
}
