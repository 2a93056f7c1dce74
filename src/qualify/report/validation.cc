#include "qualify/report/validation.h"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>

namespace fastnode::qualify {
namespace {

// The smallest time that `share` of them do not exceed.
int64_t Percentile(const std::vector<int64_t>& sorted, double share) {
  if (sorted.empty()) return 0;
  auto place = static_cast<size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::clamp<size_t>(place, 1, sorted.size()) - 1];
}

}  // namespace

Timing MakeTiming(std::vector<int64_t> micros) {
  std::sort(micros.begin(), micros.end());
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return {Percentile(micros, .50), Percentile(micros, .95), Percentile(micros, .99),
          static_cast<int64_t>(usage.ru_maxrss) * 1024};
}

}  // namespace fastnode::qualify
