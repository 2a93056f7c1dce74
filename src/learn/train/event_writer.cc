// TensorBoard's own format, written without TensorFlow: protobuf events in TFRecord framing. Points
// that a killed run has already written are left out (LeaveOut), so a curve has each point once.
#include "learn/train/event_writer.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "learn/train/event.pb.h"
#include "support/file.h"
#include "support/tfrecord.h"

namespace fastnode::learn {
namespace {

constexpr char kPrefix[] = "events.out.tfevents.";
constexpr char kFileVersion[] =
    "brain.Event:2";                 // what TensorBoard expects of a file's first record
constexpr int kFloats = 1;           // TensorBoard's DT_FLOAT
constexpr int kDoubles = 2;          // TensorBoard's DT_DOUBLE
constexpr int kStrings = 7;          // TensorBoard's DT_STRING
constexpr int kStart = 1;            // TensorBoard's SessionLog::START
constexpr size_t kMostBuckets = 30;  // as TensorBoard's own histograms have

// Event files are the one output that may hold the time: TensorBoard plots against it.
double Now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// Two runs may start within a second, and clocks may be set back, so the name is made to sort last.
std::string FileName(const std::string& folder) {
  int64_t seconds = static_cast<int64_t>(Now());
  for (const std::string& path : EventFiles(folder)) {
    const std::string number = path.substr(path.rfind('/') + sizeof kPrefix);
    seconds = std::max<int64_t>(seconds, std::atoll(number.c_str()) + 1);
  }
  char host[256] = {};
  if (::gethostname(host, sizeof host - 1) != 0) std::strcpy(host, "localhost");
  return kPrefix + std::to_string(seconds) + "." + host + "." + std::to_string(::getpid());
}

events::Event EventOf(int64_t step) {
  events::Event event;
  event.set_wall_time(Now());
  event.set_step(step);
  return event;
}

Status Append(const events::Event& event, std::FILE* file, const std::string& path) {
  Status written = WriteRecord(event.SerializeAsString(), file);
  if (!written.ok()) return written.error().Context(path);
  if (std::fflush(file) != 0) return Error{path + ": " + std::strerror(errno)};
  return {};
}

}  // namespace

Result<EventWriter> EventWriter::Open(const std::string& folder) {
  EventWriter writer;
  if (folder.empty()) return writer;
  Status made = MakeFolders(folder);
  if (!made.ok()) return made.error();
  writer.path_ = folder + "/" + FileName(folder);
  writer.file_.reset(std::fopen(writer.path_.c_str(), "wbxe"));
  if (writer.file_ == nullptr) return Error{writer.path_ + ": " + std::strerror(errno)};
  events::Event event;
  event.set_wall_time(Now());
  event.set_file_version(kFileVersion);
  Status written = Append(event, writer.file_.get(), writer.path_);
  if (!written.ok()) return written.error();
  return writer;
}

Histogram HistogramOf(std::string tag, std::span<const float> values) {
  Histogram histogram{std::move(tag), {}};
  if (values.empty()) return histogram;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double from = *least, width = (double{*most} - from) / kMostBuckets;
  if (width == 0) {
    histogram.buckets = {{from - 0.5, from + 0.5, static_cast<double>(values.size())}};
    return histogram;
  }
  for (size_t i = 0; i < kMostBuckets; ++i) {
    const auto at = static_cast<double>(i);
    histogram.buckets.push_back({from + at * width, from + (at + 1) * width, 0});
  }
  for (float value : values) {
    const auto at = static_cast<size_t>((value - from) / width);
    histogram.buckets[std::min(at, kMostBuckets - 1)].count += 1;
  }
  return histogram;
}

Status EventWriter::Write(int64_t step, const Scalars& scalars,
                          const std::vector<Histogram>& histograms) {
  if (file_ == nullptr) return {};
  if (step == there_step_ && !scalars.empty() && there_tags_.contains(scalars[0].first)) return {};
  events::Event event = EventOf(step);
  for (const auto& [tag, number] : scalars) {
    events::Summary::Value* value = event.mutable_summary()->add_value();
    value->set_tag(tag);
    value->set_simple_value(number);
  }
  for (const Histogram& histogram : histograms) {
    events::Summary::Value* value = event.mutable_summary()->add_value();
    value->set_tag(histogram.tag);
    value->mutable_metadata()->mutable_plugin_data()->set_plugin_name("histograms");
    events::Tensor* tensor = value->mutable_tensor();
    tensor->set_dtype(kDoubles);
    tensor->mutable_tensor_shape()->add_dim()->set_size(std::ssize(histogram.buckets));
    tensor->mutable_tensor_shape()->add_dim()->set_size(3);
    for (const Histogram::Bucket& bucket : histogram.buckets) {
      for (double number : {bucket.left, bucket.right, bucket.count})
        tensor->add_double_val(number);
    }
  }
  return Append(event, file_.get(), path_);
}

Status EventWriter::WriteText(int64_t step, const std::string& tag, const std::string& text) {
  if (file_ == nullptr) return {};
  events::Event event = EventOf(step);
  events::Summary::Value* value = event.mutable_summary()->add_value();
  value->set_tag(tag);
  value->mutable_metadata()->mutable_plugin_data()->set_plugin_name("text");
  value->mutable_tensor()->set_dtype(kStrings);
  value->mutable_tensor()->mutable_tensor_shape()->add_dim()->set_size(1);
  value->mutable_tensor()->add_string_val(text);
  return Append(event, file_.get(), path_);
}

Status EventWriter::WriteHyperparameters(int64_t step, const Json& settings) {
  if (file_ == nullptr) return {};
  events::Event event = EventOf(step);
  events::HyperparametersData data;
  data.mutable_session_start_info()->set_start_time_secs(event.wall_time());
  auto& named = *data.mutable_session_start_info()->mutable_hparams();
  for (const auto& [name, value] : settings.items()) {
    if (value.is_boolean()) {
      named[name].set_bool_value(value.get<bool>());
    } else if (value.is_number()) {
      named[name].set_number_value(value.get<double>());
    } else if (value.is_string()) {
      named[name].set_string_value(value.get<std::string>());
    }
  }
  events::Summary::Value* value = event.mutable_summary()->add_value();
  value->set_tag("_hparams_/session_start_info");
  events::SummaryMetadata::PluginData* plugin = value->mutable_metadata()->mutable_plugin_data();
  plugin->set_plugin_name("hparams");
  plugin->set_content(data.SerializeAsString());
  // Every summary has a tensor, be it empty.
  value->mutable_tensor()->set_dtype(kFloats);
  value->mutable_tensor()->mutable_tensor_shape();
  return Append(event, file_.get(), path_);
}

Status EventWriter::WriteRestart(int64_t step) {
  if (file_ == nullptr) return {};
  events::Event event = EventOf(step);
  event.mutable_session_log()->set_status(kStart);
  return Append(event, file_.get(), path_);
}

void EventWriter::LeaveOut(int64_t step, std::set<std::string> tags) {
  there_step_ = step;
  there_tags_ = std::move(tags);
}

Status EventWriter::Sync() {
  if (file_ == nullptr || ::fsync(::fileno(file_.get())) == 0) return {};
  return Error{path_ + ": " + std::strerror(errno)};
}

std::vector<std::string> EventFiles(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with(kPrefix)) {
      paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<std::vector<EventStep>> DecodeEvents(std::string_view bytes) {
  std::vector<EventStep> steps;
  RecordReader reader(bytes);
  while (!reader.at_end()) {
    Result<std::string_view> record = reader.Next();
    if (!record.ok()) return record.error();
    events::Event event;
    if (!event.ParseFromArray(record->data(), static_cast<int>(record->size()))) {
      return Error{"event file: a record is not an event"};
    }
    if (event.has_file_version()) {
      if (event.file_version() != kFileVersion) return Error{"event file of another version"};
      continue;
    }
    if (event.has_session_log()) continue;
    EventStep step{.step = event.step(), .wall_time = event.wall_time()};
    for (const auto& value : event.summary().value()) {
      if (value.has_tensor()) {
        for (const std::string& text : value.tensor().string_val()) {
          step.texts.emplace_back(value.tag(), text);
        }
      } else {
        step.scalars.emplace_back(value.tag(), value.simple_value());
      }
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace fastnode::learn
