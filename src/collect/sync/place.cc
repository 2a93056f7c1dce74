// Two kinds of place behind one face. Folders, here or on another host, are listed and copied with
// rsync, because it is on every machine and resumes; a store is asked for one object at a time.
// Nothing a place says is believed: what arrives is checked by the caller (sync.cc).
#include "collect/sync/place.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "support/file.h"
#include "support/object_store.h"
#include "support/subprocess.h"

namespace fastnode::sync {
namespace {

constexpr double kFindSeconds = 60, kFetchSeconds = 1800;
constexpr const char* kIoTimeout = "--timeout=30";  // of silence
constexpr int kSomeFailed = 23, kSomeGone = 24;     // of rsync: the other files came
constexpr size_t kFoundAtOnce = 8;  // in a store, where each is a request of its own

class RsyncPlace : public Place {
 public:
  RsyncPlace(std::string name, const std::atomic<bool>* stop)
      : name_(std::move(name)), stop_(stop) {}

  Result<std::vector<std::string>> Find(const std::vector<std::string>& paths) override {
    std::vector<std::string> words = {"rsync", "--list-only", "--ignore-missing-args", kIoTimeout};
    Result<SubprocessOutcome> outcome = Run(words, paths, "./", kFindSeconds);
    if (!outcome.ok()) return outcome.error();
    // Files that are missing are no error. Here 23 means the folder: it may be made later, or it is
    // not a folder.
    if (outcome->status == kSomeFailed &&
        outcome->err.find("No such file or directory") == std::string::npos) {
      return WhatFailed(*outcome);
    }
    // Lines of mode, size, date, time and path. Folders on the way are listed too.
    std::vector<std::string> found;
    std::istringstream lines(outcome->out);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with('-')) found.push_back(line.substr(line.rfind(' ') + 1));
    }
    std::vector<std::string> known;
    for (const std::string& path : paths) {
      if (std::find(found.begin(), found.end(), path) != found.end()) known.push_back(path);
    }
    return known;
  }

  Status Fetch(const std::vector<std::string>& paths, const std::string& into) override {
    std::vector<std::string> words = {"rsync", "--times", "--partial", "--ignore-missing-args",
                                      kIoTimeout};
    Result<SubprocessOutcome> outcome = Run(words, paths, into + "/", kFetchSeconds);
    return outcome.ok() ? Status() : Status(outcome.error());
  }

 private:
  // There are few paths, and they have only letters, digits, '-', '.' and '/'.
  Result<SubprocessOutcome> Run(std::vector<std::string> words,
                                const std::vector<std::string>& paths, const std::string& into,
                                double limit) const {
    words.push_back("--relative");
    // The host is named once: "host:folder/./a :folder/./b".
    const size_t folder = name_.starts_with('/') ? 0 : name_.find(':');
    for (const std::string& path : paths) {
      words.push_back((path == paths.front() ? name_ : name_.substr(folder)) + "/./" + path);
    }
    words.push_back(into);
    Result<SubprocessOutcome> outcome =
        RunSubprocess(words, {.limit_seconds = limit, .stop = stop_});
    if (!outcome.ok()) return outcome.error().Context(name_);
    if (outcome->status == 0 || outcome->status == kSomeFailed || outcome->status == kSomeGone) {
      return outcome;
    }
    return WhatFailed(*outcome);
  }

  Error WhatFailed(const SubprocessOutcome& outcome) const {
    const std::string why = outcome.err.substr(0, outcome.err.find('\n'));
    return Error{name_ + ": " +
                 (why.empty() ? "rsync ended with " + std::to_string(outcome.status) : why)};
  }

  const std::string name_;
  const std::atomic<bool>* stop_;
};

class StorePlace : public Place {
 public:
  StorePlace(std::unique_ptr<ObjectStore> store, const std::atomic<bool>* stop)
      : store_(std::move(store)), stop_(stop) {}

  Result<std::vector<std::string>> Find(const std::vector<std::string>& paths) override {
    std::vector<std::string> found;
    for (const std::string& path : paths) {
      if (found.size() == kFoundAtOnce || stop_->load()) break;
      Result<int64_t> size = store_->Size(path);
      if (!size.ok()) return size.error();
      if (*size >= 0) found.push_back(path);
    }
    return found;
  }

  Status Fetch(const std::vector<std::string>& paths, const std::string& into) override {
    for (const std::string& path : paths) {
      if (stop_->load()) return Error{"was stopped"};
      Result<std::string> bytes = store_->Get(path);
      if (!bytes.ok()) return bytes.error();
      const std::string file = into + "/" + path;
      Status made = MakeFolders(file.substr(0, file.rfind('/')));
      if (made.ok()) made = WriteFileAtomic(file, *bytes);
      if (!made.ok()) return made.error();
    }
    return {};
  }

 private:
  const std::unique_ptr<ObjectStore> store_;
  const std::atomic<bool>* stop_;
};

// A folder on this machine may be missing: it may be made later. A file in its way is an error.
Status CheckFolder(const std::string& name, const std::string& folder) {
  for (std::filesystem::path path = folder; path.has_relative_path(); path = path.parent_path()) {
    std::error_code error;
    const auto kind = std::filesystem::status(path, error).type();
    if (kind == std::filesystem::file_type::directory) return {};
    if (kind == std::filesystem::file_type::not_found) continue;
    return Error{"'" + name + "' cannot hold samples: " + path.string() +
                 (error ? ": " + error.message() : " is not a folder")};
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Place>> OpenPlace(const std::string& name, const std::atomic<bool>* stop) {
  constexpr std::string_view kFile = "file://";
  if (name.starts_with('/') || name.starts_with(kFile)) {
    Status folder = CheckFolder(name, name.substr(name.starts_with('/') ? 0 : kFile.size()));
    if (!folder.ok()) return folder.error();
  }
  if (name.find("://") != std::string::npos) {
    Result<std::unique_ptr<ObjectStore>> store = OpenStore(name);
    if (!store.ok()) return store.error();
    return std::unique_ptr<Place>(std::make_unique<StorePlace>(*std::move(store), stop));
  }
  const size_t colon = name.find(':');
  const bool remote = colon != std::string::npos && colon > 0 && colon + 1 < name.size();
  if (name.starts_with('-') || (!remote && !name.starts_with('/'))) {
    return Error{"'" + name + "' is not a place for samples; use host:folder, /folder or " +
                 "s3://bucket/prefix"};
  }
  return std::unique_ptr<Place>(std::make_unique<RsyncPlace>(name, stop));
}

}  // namespace fastnode::sync
