// The reader trusts nothing: sizes are checked before memory is taken for them, and tensors must
// follow each other without a hole, so every byte of the file is either header, tensor or an error.
// weights_test.cc alters headers one at a time.
#include "learn/model/weights.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "support/json_fields.h"
#include "support/sealed.h"

namespace fastnode::learn {
namespace {

constexpr uint64_t kMaxHeaderBytes = 16 << 20;
constexpr uint64_t kMaxElements = uint64_t{1} << 40;
constexpr const char* kMetadata = "__metadata__";

struct TypeName {
  DType dtype;
  const char* name;
  uint64_t bytes;
};
constexpr TypeName kTypes[] = {{DType::kF32, "F32", 4},
                               {DType::kF16, "F16", 2},
                               {DType::kI8, "I8", 1},
                               {DType::kI64, "I64", 8}};

const TypeName& TypeOf(DType dtype) {
  for (const TypeName& type : kTypes) {
    if (type.dtype == dtype) return type;
  }
  CHECK(false);
  return kTypes[0];
}

Error Damaged(const std::string& what) {
  return Error{"is not a safetensors file of ours: " + what};
}

struct Entry {
  uint64_t begin = 0, end = 0;
  std::string name;
  Tensor tensor;  // without its data
};

Result<Entry> ParseEntry(const std::string& name, const Json& json) {
  Entry entry{.name = name};
  if (!json.is_object() || !json.contains("dtype") || !json.contains("shape") ||
      !json.contains("data_offsets")) {
    return Damaged(name + ": dtype, shape or data_offsets is missing");
  }
  const Json& dtype = json["dtype"];
  auto type = std::find_if(std::begin(kTypes), std::end(kTypes),
                           [&](const TypeName& t) { return dtype == t.name; });
  if (type == std::end(kTypes)) return Damaged(name + ": unknown dtype");
  entry.tensor.dtype = type->dtype;
  const Json &shape = json["shape"], &offsets = json["data_offsets"];
  if (!shape.is_array() || !offsets.is_array() || offsets.size() != 2 ||
      !offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned()) {
    return Damaged(name + ": bad shape or data_offsets");
  }
  uint64_t elements = 1;
  for (const Json& size : shape) {
    if (!size.is_number_unsigned()) return Damaged(name + ": bad shape");
    uint64_t value = size.get<uint64_t>();
    if (value > kMaxElements || elements > kMaxElements / std::max<uint64_t>(value, 1)) {
      return Damaged(name + ": too large");
    }
    elements *= value;
    entry.tensor.shape.push_back(static_cast<int64_t>(value));
  }
  entry.begin = offsets[0].get<uint64_t>();
  entry.end = offsets[1].get<uint64_t>();
  if (entry.end < entry.begin || entry.end - entry.begin != elements * type->bytes) {
    return Damaged(name + ": shape and data_offsets disagree");
  }
  return entry;
}

}  // namespace

std::string EncodeSafetensors(const Weights& weights,
                              const std::map<std::string, std::string>& metadata) {
  Json header = Json::object();
  for (const auto& [key, value] : metadata) header[kMetadata][key] = value;
  header[kMetadata][kChecksumField] = kNoChecksum;
  uint64_t offset = 0;
  for (const auto& [name, tensor] : weights) {
    const TypeName& type = TypeOf(tensor.dtype);
    CHECK(tensor.data.size() == static_cast<uint64_t>(tensor.size()) * type.bytes);
    header[name] = {{"dtype", type.name},
                    {"shape", tensor.shape},
                    {"data_offsets", {offset, offset + tensor.data.size()}}};
    offset += tensor.data.size();
  }
  std::string text = PrintJson(header);
  text.append((8 - text.size() % 8) % 8, ' ');  // the data begins at a multiple of 8
  std::string bytes;
  bytes.reserve(8 + text.size() + offset);
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(text.size() >> (8 * i)));
  bytes += text;
  for (const auto& [name, tensor] : weights) bytes += tensor.data;
  Seal(bytes, 8 + text.size());
  return bytes;
}

Result<SafetensorsFile> DecodeSafetensorsFile(std::string_view bytes) {
  if (bytes.size() < 8) return Damaged("shorter than its header");
  uint64_t header_bytes = 0;
  for (int i = 0; i < 8; ++i) {
    header_bytes |= static_cast<uint64_t>(static_cast<uint8_t>(bytes[i])) << (8 * i);
  }
  if (header_bytes > kMaxHeaderBytes) return Damaged("header above 16 MiB");
  if (header_bytes > bytes.size() - 8) return Damaged("shorter than its header");
  if (Status sealed = CheckSealed(bytes, 8 + header_bytes); !sealed.ok()) return sealed.error();
  Result<Json> header = ParseJson(bytes.substr(8, header_bytes));
  if (!header.ok()) return Damaged(header.error().message);
  std::string_view data = bytes.substr(8 + header_bytes);

  SafetensorsFile file;
  JsonFields fields(*header, "safetensors header");
  fields.AllowUnknown();
  JsonFields::NamedTexts metadata;
  fields.ReadNamedTexts(kMetadata, metadata);
  if (Status status = fields.Finish(); !status.ok()) return Damaged(status.error().message);
  for (auto& [key, text] : metadata) file.metadata[key] = std::move(text);
  file.metadata.erase(kChecksumField);
  std::vector<Entry> entries;
  for (const auto& [name, json] : header->items()) {
    if (name == kMetadata) continue;
    Result<Entry> entry = ParseEntry(name, json);
    if (!entry.ok()) return entry.error();
    entries.push_back(std::move(*entry));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  uint64_t expected = 0;  // the format has no holes and no overlaps
  for (Entry& entry : entries) {
    if (entry.begin != expected || entry.end > data.size()) {
      return Damaged(entry.name + ": data_offsets out of range, with a hole or overlapping");
    }
    expected = entry.end;
    entry.tensor.data = std::string(data.substr(entry.begin, entry.end - entry.begin));
    file.weights[entry.name] = std::move(entry.tensor);
  }
  if (expected != data.size()) return Damaged("bytes that belong to no tensor");
  return file;
}

Result<Weights> DecodeSafetensors(std::string_view bytes) {
  Result<SafetensorsFile> file = DecodeSafetensorsFile(bytes);
  if (!file.ok()) return file.error();
  return std::move(file->weights);
}

Tensor F32Tensor(std::vector<int64_t> shape, const float* values) {
  Tensor tensor{.dtype = DType::kF32, .shape = std::move(shape)};
  tensor.data.assign(reinterpret_cast<const char*>(values),
                     static_cast<size_t>(tensor.size()) * sizeof(float));
  return tensor;
}

}  // namespace fastnode::learn
