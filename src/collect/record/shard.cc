// A shard is a TFRecord file: a header record with the session and the range, then one record per
// sample, each with checksums. Opening one checks all framing and checksums and compares header,
// count and file name, so what is opened is whole. shard_test.cc damages each part and expects an
// error that says which.
#include "collect/record/shard.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "collect/record/encode.h"
#include "support/check.h"
#include "support/compress.h"
#include "support/json_fields.h"
#include "support/tfrecord.h"

namespace fastnode::record {
namespace {

constexpr int kFormat = 4;  // what a session draws belongs to it
// Of 40 samples level 1 takes 368 million instructions and leaves 6.2 MB of 11.7, this one 229 and
// 7.7. (Tables took 834, and left 8.4.)
constexpr int kZstdLevel = -3;
constexpr int64_t kMaxSamplesPerShard = 1'000'000;
constexpr int64_t kMaxIndex = 999'999'999'999;  // twelve digits
constexpr uint64_t kMaxSampleBytes = uint64_t{1} << 30;
constexpr std::string_view kSuffix = ".shard";

// Reads the session from its fields.
ShardSession ReadSession(JsonFields& fields) {
  ShardSession session;
  int format = 0;
  std::string compression;
  fields.Read("format", 1, INT32_MAX, format);
  if (format == 0) {
    fields.Fail("format", "is missing");
  } else if (format != kFormat) {
    fields.Fail("format",
                "is another program's, which draws otherwise; draw the samples again "
                "(datagen), into another folder");
  }
  fields.ReadText("dataset_id", session.dataset_id);
  fields.ReadText("metainfo_hash", session.metainfo_hash);
  const Json* configuration = fields.ReadAny("session");
  if (configuration == nullptr || !configuration->is_object()) {
    fields.Fail("session", "must be an object");
  } else {
    session.session = PrintJson(*configuration);
  }
  fields.Read("samples_a_shard", 1, kMaxSamplesPerShard, session.samples_per_shard);
  fields.ReadText("compression", compression);
  if (compression != "zstd" && compression != "none") {
    fields.Fail("compression", "must be 'zstd' or 'none'");
  }
  session.compressed = compression == "zstd";
  return session;
}

}  // namespace

Json ToJson(const ShardSession& session) {
  Result<Json> configuration = ParseJson(session.session);
  CHECK(configuration.ok());
  return {{"format", kFormat},
          {"dataset_id", session.dataset_id},
          {"metainfo_hash", session.metainfo_hash},
          {"session", std::move(*configuration)},
          {"samples_a_shard", session.samples_per_shard},
          {"compression", session.compressed ? "zstd" : "none"}};
}

Result<ShardSession> ShardSessionFromJson(const Json& json) {
  JsonFields fields(json, "session of shards");
  ShardSession session = ReadSession(fields);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return session;
}

std::string ShardName(const ShardRange& range) {
  return fmt::format("{:012}-{:012}{}", range.begin, range.end, kSuffix);
}

bool ParseShardName(std::string_view name, ShardRange& range) {
  if (name.size() != 25 + kSuffix.size() || !name.ends_with(kSuffix) || name[12] != '-') {
    return false;
  }
  auto read = [&](size_t at, int64_t& value) {
    const char* end = name.data() + at + 12;
    auto parsed = std::from_chars(name.data() + at, end, value);
    return parsed.ec == std::errc() && parsed.ptr == end && value >= 0;
  };
  return read(0, range.begin) && read(13, range.end) && range.begin < range.end;
}

std::string MakeRecord(const ShardSession& session, std::string packed) {
  return session.compressed ? Compress(packed, kZstdLevel) : packed;
}

ShardWriter::ShardWriter(const ShardSession& session, ShardRange range) : range_(range) {
  CHECK(range.begin >= 0 && range.begin < range.end && range.end <= kMaxIndex);
  Json header = ToJson(session);
  header["begin"] = range.begin;
  header["end"] = range.end;
  Add(PrintJson(header));
}

void ShardWriter::Add(const std::string& record) {
  std::string& framed = records_.emplace_back();
  framed.reserve(record.size() + kRecordFrameBytes);
  AppendRecord(record, framed);
}

Status ShardWriter::Write(const std::string& folder) const {
  CHECK(std::ssize(records_) == 1 + range_.end - range_.begin);
  return WriteFileAtomic(folder + "/" + ShardName(range_),
                         std::vector<std::string_view>(records_.begin(), records_.end()));
}

Result<ShardReader> ShardReader::Open(const std::string& path) {
  Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  ShardReader reader(std::move(*file));
  if (Status read = reader.Read(); !read.ok()) return read.error().Context(path + ": damaged");
  ShardRange named;
  if (!ParseShardName(std::string_view(path).substr(path.rfind('/') + 1), named) ||
      named != reader.range_) {
    return Error{path + ": damaged: its name does not match its range"};
  }
  return reader;
}

Status ShardReader::Read() {
  RecordReader records(file_.bytes());
  if (records.at_end()) return Error{"empty"};
  Result<std::string_view> header = records.Next();
  if (!header.ok()) return header.error();
  Result<Json> json = ParseJson(*header);
  if (!json.ok()) return json.error().Context("header");
  JsonFields fields(*json, "header");
  session_ = ReadSession(fields);
  range_ = {-1, -1};
  fields.Read("begin", 0, kMaxIndex, range_.begin);
  fields.Read("end", 0, kMaxIndex, range_.end);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  const int64_t count = range_.end - range_.begin;
  if (range_.begin < 0 || count < 1 || count > kMaxSamplesPerShard) {
    return Error{"header: begin and end are not a range"};
  }
  while (!records.at_end()) {
    Result<std::string_view> record = records.Next();
    if (!record.ok()) return record.error();
    records_.push_back(*record);
  }
  if (static_cast<int64_t>(records_.size()) != count) {
    return Error{fmt::format("{} samples, not {}", records_.size(), count)};
  }
  return {};
}

Result<pack::Sample> ShardReader::Get(int64_t k, int32_t name_rows, int32_t type_rows) const {
  CHECK(k >= range_.begin && k < range_.end);
  std::string_view record = records_[static_cast<size_t>(k - range_.begin)];
  if (!session_.compressed) return DecodePacked(record, name_rows, type_rows);
  Result<std::string> packed = Decompress(record, kMaxSampleBytes);
  if (!packed.ok()) return packed.error();
  return DecodePacked(*packed, name_rows, type_rows);
}

}  // namespace fastnode::record
