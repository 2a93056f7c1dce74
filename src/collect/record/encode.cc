// One list of a sample's arrays (pack/sample_arrays.h), expanded by a macro for writing, reading
// and printing, so that an array cannot be forgotten in one of them. encode_test.cc flips bytes:
// the result is an error or a sample that keeps its contract.
#include "collect/record/encode.h"

#include <flatbuffers/flatbuffers.h>

#include <vector>

#include "collect/pack/sample_arrays.h"
#include "sample_generated.h"

namespace fastnode::record {
namespace {

template <typename T>
void Read(const flatbuffers::Vector<T>* from, std::vector<T>& to) {
  if (from != nullptr) to.assign(from->data(), from->data() + from->size());
}

// A vector of so many values, which are still to be written at `to`.
template <typename T>
flatbuffers::Offset<flatbuffers::Vector<T>> Reserve(flatbuffers::FlatBufferBuilder& builder,
                                                    size_t size, T*& to) {
  return builder.CreateUninitializedVector<T>(size, &to);
}

// More than the table and what stands round its vectors take.
constexpr size_t kTableBytes = 256, kVectorBytes = 16;

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

// Unpacked straight into the table.
std::string Encode(const pack::PackedSample& sample) {
  const pack::SampleSizes sizes = sample.Sizes();
  size_t bytes = kTableBytes;
  pack::SampleArrays to;
#define X(array) bytes += sizes.array * sizeof *to.array + kVectorBytes;
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  // With room for everything it does not grow, so what it gave out stays where it is.
  flatbuffers::FlatBufferBuilder builder(bytes);
#define X(array) auto array = Reserve(builder, sizes.array, to.array);
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  sample.Unpack(to);
  wire::SampleBuilder table(builder);
#define X(array) table.add_##array(array);
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  wire::FinishSampleBuffer(builder, table.Finish());
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

namespace {

// Only the form of the table is verified.
Result<pack::Sample> ReadTable(std::string_view bytes) {
  // Vectors must be aligned in memory; a view into a response need not be.
  std::vector<uint32_t> aligned;
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  if (reinterpret_cast<uintptr_t>(data) % alignof(uint32_t) != 0) {
    aligned.resize((bytes.size() + 3) / 4);
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

Result<pack::Sample> Verified(Result<pack::Sample> sample, int32_t name_rows, int32_t type_rows) {
  if (!sample.ok()) return sample;
  std::string wrong = pack::Verify(*sample, name_rows, type_rows);
  if (!wrong.empty()) return Error{"sample: " + wrong};
  return sample;
}

}  // namespace

Result<pack::Sample> Decode(std::string_view bytes, int32_t name_rows, int32_t type_rows) {
  return Verified(ReadTable(bytes), name_rows, type_rows);
}

Result<pack::Sample> DecodePacked(std::string_view bytes, int32_t name_rows, int32_t type_rows) {
  return Verified(pack::UnpackSample(bytes), name_rows, type_rows);
}

Json ToJson(const pack::Sample& sample) {
  Json json = Json::object();
#define X(array) json[#array] = sample.array;
  FASTNODE_SAMPLE_ARRAYS(X)
#undef X
  return json;
}

}  // namespace fastnode::record
