#include "support/newest_file.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <vector>

#include "support/file.h"

namespace fastnode {

Result<double> AgeOfNewestFile(const std::string& folder) {
  namespace fs = std::filesystem;
  Result<std::vector<std::string>> files = ListFiles(folder, "");
  if (!files.ok()) return files.error();
  fs::file_time_type newest = fs::file_time_type::min();
  for (const std::string& file : *files) {
    std::error_code gone;
    const fs::file_time_type written = fs::last_write_time(folder + "/" + file, gone);
    if (!gone) newest = std::max(newest, written);
  }
  if (newest == fs::file_time_type::min()) return Error{folder + ": no file is there yet"};
  const std::chrono::duration<double> age = fs::file_time_type::clock::now() - newest;
  return std::max(age.count(), 0.0);
}

}  // namespace fastnode
