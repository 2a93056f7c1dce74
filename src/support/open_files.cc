#include "support/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace fastnode {

void AllowOpenFiles(uint64_t more) {
  constexpr uint64_t kAnyway = 256;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const auto wanted = std::min<rlim_t>(more + kAnyway, limit.rlim_max);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace fastnode
