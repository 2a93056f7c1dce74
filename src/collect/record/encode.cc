// One list of a sample's arrays, expanded by a macro for writing, reading and printing, so that an
// array cannot be forgotten in one of them. encode_test.cc flips bytes: the result is an error or a
// sample that keeps its contract.
#include "collect/record/encode.h"

#include <flatbuffers/flatbuffers.h>

#include <vector>

#include "sample_generated.h"

// The arrays of a sample, in the order of the schema.
// clang-format off
#define FASTNODE_SAMPLE_ARRAYS(X)                                                             \
  X(node_kinds) X(node_name_begin) X(node_names) X(node_type_begin) X(node_types)             \
  X(edge_sources) X(edge_targets) X(edge_relations) X(site_tasks) X(site_nodes)               \
  X(site_features) X(labels) X(candidate_begin) X(candidate_features) X(candidate_name_begin) \
  X(candidate_names) X(candidate_use_begin) X(candidate_uses)
// clang-format on

namespace fastnode::record {
namespace {

template <typename T>
void Read(const flatbuffers::Vector<T>* from, std::vector<T>& to) {
  if (from != nullptr) to.assign(from->data(), from->data() + from->size());
}

}  // namespace

std::string Encode(const pack::Sample& sample) {
  flatbuffers::FlatBufferBuilder builder(1 << 16);
#define X(array) auto array = builder.CreateVector(sample.array);
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  wire::SampleBuilder table(builder);
#define X(array) table.add_##array(array);
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  wire::FinishSampleBuffer(builder, table.Finish());
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

Result<pack::Sample> DecodeTrusted(std::string_view bytes) {
  // Vectors must be aligned in memory; a view into a response need not be.
  std::vector<uint64_t> aligned;
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  if (reinterpret_cast<uintptr_t>(data) % alignof(uint64_t) != 0) {
    aligned.resize((bytes.size() + 7) / 8);
    bytes.copy(reinterpret_cast<char*>(aligned.data()), bytes.size());
    data = reinterpret_cast<const uint8_t*>(aligned.data());
  }
  flatbuffers::Verifier verifier(data, bytes.size());
  if (bytes.size() < 8 || !wire::VerifySampleBuffer(verifier)) {
    return Error{"sample: not a whole FNS1 table"};
  }
  const wire::Sample* table = wire::GetSample(data);
  pack::Sample sample;
#define X(array) Read(table->array(), sample.array);
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  return sample;
}

Result<pack::Sample> Decode(std::string_view bytes, int32_t name_rows, int32_t type_rows) {
  Result<pack::Sample> sample = DecodeTrusted(bytes);
  if (!sample.ok()) return sample.error();
  std::string wrong = pack::Verify(*sample, name_rows, type_rows);
  if (!wrong.empty()) return Error{"sample: " + wrong};
  return sample;
}

Json ToJson(const pack::Sample& sample) {
  Json json = Json::object();
#define X(array) json[#array] = sample.array;
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  return json;
}

}  // namespace fastnode::record
