// Any bytes for each reader of JSON (src/release/json_readers.h): accepted, or an error. The first
// byte chooses the reader: 'a' the first. FASTNODE_JSON_SEEDS=FOLDER writes a valid input for each.
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "release/json_readers.h"

namespace {

using fastnode::release::JsonReader;

void WriteSeeds(const std::vector<JsonReader>& readers, const std::string& folder) {
  for (size_t i = 0; i < readers.size(); ++i) {
    std::ofstream(folder + "/" + readers[i].name, std::ios::binary)
        << static_cast<char>('a' + i) << fastnode::PrintJson(readers[i].whole) << '\n';
  }
}

const std::vector<JsonReader>& Readers() {
  static const std::vector<JsonReader> readers = [] {
    std::string scratch = "/dev/shm/fastnode_json_XXXXXX";
    if (mkdtemp(scratch.data()) == nullptr) std::abort();
    return fastnode::release::JsonReaders(scratch);
  }();
  return readers;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  if (const char* folder = std::getenv("FASTNODE_JSON_SEEDS")) {
    WriteSeeds(Readers(), folder);
    std::_Exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const JsonReader& reader = Readers()[static_cast<uint8_t>(data[0] - 'a') % Readers().size()];
  (void)reader.read(std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  return 0;
}
