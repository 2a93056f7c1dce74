// How the reading of projects goes: on stderr while it takes long, and a line for each in a log.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "predict/project_memory.h"
#include "support/progress.h"

namespace fastnode::tool {

// Told by the one thread that reads.
class ReadingReport {
 public:
  // `log`: path of a file that lines are added to; "": none.
  ReadingReport(std::string program, const std::string& log) : program_(std::move(program)) {
    if (!log.empty()) log_.open(log, std::ios::app);
  }

  void Tell(const std::string& root, size_t files, size_t of) {
    if (files == 0) {
      bar_ = std::make_unique<Progress>(program_ + ": read " + root, of, "files", kQuiet);
      told_ = 0, of_ = of;
    }
    if (bar_ == nullptr) return;
    const bool ends = files == of;
    bar_->Add((ends ? of_ : files) - told_);
    told_ = files;
    if (ends) bar_.reset();
  }

  // Reads as `read` does, and writes down what was read: no text, no names of files.
  predict::ReadProject Logging(predict::ReadProject read) {
    if (!log_.is_open()) return read;
    return [this, read = std::move(read)](const std::string& root,
                                          predict::ProjectUsage::Shared before,
                                          const predict::ReadProgress& progress) {
      const auto start = std::chrono::steady_clock::now();
      auto usage = read(root, before, progress);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
      const std::string result =
          !usage.ok() ? usage.error().message
                      : fmt::format("{} files, {} of them read", (*usage)->num_files(),
                                    *usage == before ? 0 : (*usage)->num_read());
      log_ << fmt::format("read {}: {}, {:.3f} s", root, result, took.count()) << std::endl;
      return usage;
    };
  }

 private:
  static constexpr std::chrono::milliseconds kQuiet{1000};
  const std::string program_;
  std::ofstream log_;
  std::unique_ptr<Progress> bar_;
  size_t told_ = 0, of_ = 0;
};

}  // namespace fastnode::tool
