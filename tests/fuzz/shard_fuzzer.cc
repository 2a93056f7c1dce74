// Any bytes for a shard: as they are, and with the checksums of its records corrected, so that
// their contents are looked at. An error, or a shard whose every sample is an error or sound.
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include "collect/record/shard.h"
#include "support/tfrecord.h"

namespace {

using namespace fastnode;

// The records of the input, framed anew: a length of 64 bits, and its checksum that is ignored, the
// bytes, and theirs, ignored, too.
std::string Reframe(std::string_view bytes) {
  std::string framed;
  while (bytes.size() >= 16) {
    uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    length = std::min<uint64_t>(length, bytes.size() - 16);
    AppendRecord(bytes.substr(12, length), framed);
    bytes.remove_prefix(16 + length);
  }
  return framed;
}

void Read(const std::string& bytes) {
  static const std::string folder = [] {
    std::string pattern = "/dev/shm/fastnode_shard_XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    return pattern;
  }();
  static const std::string path = folder + "/" + record::ShardName({0, 2});
  std::ofstream(path, std::ios::binary) << bytes;
  Result<record::ShardReader> reader = record::ShardReader::Open(path);
  if (!reader.ok()) return;
  for (int64_t k = reader->range().begin; k < reader->range().end; ++k) {
    Result<pack::Sample> sample = reader->Get(k, 12'000, 4'000);
    if (sample.ok() && !pack::Verify(*sample, 12'000, 4'000).empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Read(bytes);
  Read(Reframe(bytes));
  return 0;
}
