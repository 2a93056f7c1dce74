#include "learn/train/event_writer.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>

#include "learn/train/event.pb.h"
#include "support/file.h"
#include "support/tfrecord.h"

namespace fastnode::learn {
namespace {

constexpr char kVersion[] = "brain.Event:2";  // what TensorBoard expects of a file's first record
constexpr int kStrings = 7;                   // TensorBoard's DT_STRING

// Event files are the one output that may hold the time: TensorBoard plots against it.
double Now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string FileName() {
  char host[256] = {};
  if (::gethostname(host, sizeof host - 1) != 0) std::strcpy(host, "localhost");
  return "events.out.tfevents." + std::to_string(static_cast<int64_t>(Now())) + "." + host + "." +
         std::to_string(::getpid());
}

Status Append(const events::Event& event, std::FILE* file) {
  Status written = WriteRecord(event.SerializeAsString(), file);
  if (!written.ok()) return written;
  if (std::fflush(file) != 0) return Error{std::strerror(errno)};
  return {};
}

}  // namespace

Result<EventWriter> EventWriter::Open(const std::string& folder) {
  EventWriter writer;
  if (folder.empty()) return writer;
  Status made = MakeFolders(folder);
  if (!made.ok()) return made.error();
  writer.path_ = folder + "/" + FileName();
  writer.file_.reset(std::fopen(writer.path_.c_str(), "wbe"));
  if (writer.file_ == nullptr) return Error{writer.path_ + ": " + std::strerror(errno)};
  events::Event event;
  event.set_wall_time(Now());
  event.set_file_version(kVersion);
  Status written = Append(event, writer.file_.get());
  if (!written.ok()) return written.error().Context(writer.path_);
  return writer;
}

Status EventWriter::Write(int64_t step, const Scalars& scalars) {
  if (file_ == nullptr) return {};
  events::Event event;
  event.set_wall_time(Now());
  event.set_step(step);
  for (const auto& [tag, number] : scalars) {
    events::Summary::Value* value = event.mutable_summary()->add_value();
    value->set_tag(tag);
    value->set_simple_value(number);
  }
  Status written = Append(event, file_.get());
  if (!written.ok()) return written.error().Context(path_);
  return {};
}

Status EventWriter::WriteText(int64_t step, const std::string& tag, const std::string& text) {
  if (file_ == nullptr) return {};
  events::Event event;
  event.set_wall_time(Now());
  event.set_step(step);
  events::Summary::Value* value = event.mutable_summary()->add_value();
  value->set_tag(tag);
  value->mutable_metadata()->mutable_plugin_data()->set_plugin_name("text");
  value->mutable_tensor()->set_dtype(kStrings);
  value->mutable_tensor()->mutable_tensor_shape()->add_dim()->set_size(1);
  value->mutable_tensor()->add_string_val(text);
  Status written = Append(event, file_.get());
  if (!written.ok()) return written.error().Context(path_);
  return {};
}

Result<std::vector<EventStep>> DecodeEvents(std::string_view bytes) {
  std::vector<EventStep> steps;
  RecordReader reader(bytes);
  while (!reader.at_end()) {
    Result<std::string_view> record = reader.Next();
    if (!record) return record.error();
    events::Event event;
    if (!event.ParseFromArray(record->data(), static_cast<int>(record->size()))) {
      return Error{"event file: a record is no event"};
    }
    if (event.has_file_version()) {
      if (event.file_version() != kVersion) return Error{"event file of another version"};
      continue;
    }
    EventStep step{.step = event.step()};
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
