// A file is cut by one ftruncate at the end of the last record that belongs to a kept step, so a
// kill in the middle leaves files that the next start cuts just the same. Each file carries the id
// of its training in its first records, which tells ours from another's. curve_test.cc kills at
// every stage.
#include "learn/train/event_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "learn/train/event.pb.h"
#include "learn/train/pictures.h"
#include "support/file.h"
#include "support/tfrecord.h"

namespace fastnode::learn {
namespace {

constexpr char kContinue[] = "_continue";
constexpr char kTrainingTag[] = "training";

// What an event file says up to a step.
struct Content {
  std::string training;
  bool scalars = false;         // it has some
  std::set<std::string> there;  // tags of exactly that step
  size_t bytes = 0;             // where the next step begins
  std::string damage;
};

Content ContentOf(std::string_view bytes, int64_t step) {
  Content content;
  RecordReader reader(bytes);
  while (!reader.at_end()) {
    Result<std::string_view> record = reader.Next();
    events::Event event;
    if (!record.ok() || !event.ParseFromArray(record->data(), static_cast<int>(record->size()))) {
      content.damage = record.ok() ? "a record is not an event" : record.error().message;
      break;
    }
    for (const auto& value : event.summary().value()) {
      if (value.tag() == kTrainingTag && value.tensor().string_val_size() == 1) {
        content.training = value.tensor().string_val(0);
      }
      if (value.has_tensor()) continue;
      if (event.step() > step) return content;
      content.scalars = true;
      if (event.step() == step) content.there.insert(value.tag());
    }
    content.bytes = reader.position();
  }
  return content;
}

Status Shorten(const std::string& path, size_t bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  bool done = fd >= 0 && ::ftruncate(fd, static_cast<off_t>(bytes)) == 0 && ::fsync(fd) == 0;
  Error error{path + ": " + std::strerror(errno)};
  if (fd >= 0) ::close(fd);
  if (!done) return error;
  return {};
}

Status Empty(const std::string& folder) {
  for (const std::string& path : EventFiles(folder)) {
    Status removed = RemoveFile(path);
    if (!removed.ok()) return removed.error();
  }
  return RemoveProjector(folder);
}

// Cuts off what comes after the step. `there` gets the tags of the step itself.
Status Cut(const EventFolder& events, const std::string& folder, std::set<std::string>& there) {
  for (const std::string& path : EventFiles(folder)) {
    Result<std::string> bytes = ReadFile(path);
    if (!bytes.ok()) return bytes.error();
    Content content = ContentOf(*bytes, events.step);
    const bool ours = content.training == events.training;
    if (!ours && folder != events.Target()) continue;
    if (!ours && content.scalars) {
      std::fprintf(stderr, "fastnode train: %s belongs to another training and was removed\n",
                   path.c_str());
    }
    // What a kill left of a last record lies behind the step anyway. This is about disks and
    // copies, which do damage files.
    if (ours && !content.damage.empty()) {
      std::fprintf(stderr, "fastnode train: %s: %s; the curve leaves out what follows there\n",
                   path.c_str(), content.damage.c_str());
    }
    Status status;
    if (!ours || !content.scalars) {
      status = RemoveFile(path);
    } else if (content.bytes < bytes->size()) {
      status = Shorten(path, content.bytes);
    }
    if (!status.ok()) return status.error();
    there.merge(content.there);
  }
  return {};
}

}  // namespace

std::string EventFolder::Target() const {
  return folder.empty() || start != Start::kContinue ? folder : folder + kContinue;
}

Result<EventWriter> OpenEvents(const EventFolder& events) {
  if (events.folder.empty()) return EventWriter();
  std::set<std::string> there;
  for (const std::string& folder : {events.folder, events.folder + kContinue}) {
    std::set<std::string> there_now;
    Status status =
        events.start == EventFolder::Start::kAnew ? Empty(folder) : Cut(events, folder, there_now);
    if (!status.ok()) return status.error();
    if (folder == events.Target()) there = std::move(there_now);
  }
  std::error_code ignored;  // if it is not empty, it stays
  std::filesystem::remove(events.folder + kContinue, ignored);

  Result<EventWriter> writer = EventWriter::Open(events.Target());
  if (!writer.ok()) return writer.error();
  Status status = writer->WriteText(events.step, kTrainingTag, events.training);
  if (status.ok() && events.start != EventFolder::Start::kAnew) {
    status = writer->WriteRestart(events.step + 1);
  }
  if (!status.ok()) return status.error();
  writer->LeaveOut(events.step, std::move(there));
  return writer;
}

}  // namespace fastnode::learn
