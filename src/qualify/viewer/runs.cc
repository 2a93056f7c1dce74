// Names come from a browser: that of a validation chooses among the pages found in the folder, that
// of a run is checked by ReadCurve. Neither leads out of its folder (viewer_test.cc).
#include "qualify/viewer/runs.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "support/file.h"
#include "support/json.h"
#include "support/run_record.h"

namespace fastnode::qualify {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxPageBytes = 16u << 20;

// The page comes from a file: whatever stands in it, it is a document without scripts, without an
// origin, and without the network.
constexpr char kShutIn[] =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox";

HttpResponse JsonAnswer(const Json& json) { return {200, "application/json", PrintJson(json), {}}; }

// "validation.html", "validation-calls.html".
bool IsPage(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  std::error_code error;
  return name.starts_with("validation") && name.ends_with(".html") && !entry.is_symlink(error) &&
         entry.is_regular_file(error);
}

std::vector<std::string> Pages(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  if (folder.empty()) return names;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (IsPage(entry)) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

HttpResponse RunsAnswer(const std::string& root) {
  if (root.empty()) return JsonAnswer(Json::array());
  Result<std::vector<RunSummary>> runs = ListRuns(root);
  if (!runs.ok()) return HttpError(404, runs.error().message);
  Json list = Json::array();
  for (RunSummary& run : *runs) list.push_back({{"name", run.name}, {"run", std::move(run.json)}});
  return JsonAnswer(list);
}

HttpResponse CurveAnswer(const std::string& root, const HttpRequest& request) {
  auto name = request.query.find("run");
  if (root.empty() || name == request.query.end()) return HttpError(404, "no such run");
  uint64_t from = 0;
  if (auto place = request.query.find("from"); place != request.query.end()) {
    const std::string& text = place->second;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), from);
    if (error != std::errc() || end != text.data() + text.size()) {
      return HttpError(400, "from must be a place in the curve's file, in bytes");
    }
  }
  Result<CurvePart> part = ReadCurve(root, name->second, from);
  if (!part.ok()) return HttpError(404, part.error().message);
  return JsonAnswer(
      {{"points", std::move(part->points)}, {"from", part->from}, {"next", part->next}});
}

HttpResponse ValidationsAnswer(const std::string& folder) {
  Json list = Json::array();
  for (const std::string& name : Pages(folder)) {
    struct stat facts {};
    if (::stat((folder + "/" + name).c_str(), &facts) != 0) continue;
    list.push_back({{"name", name}, {"seconds", static_cast<int64_t>(facts.st_mtime)}});
  }
  return JsonAnswer(list);
}

HttpResponse ValidationAnswer(const std::string& folder, const HttpRequest& request) {
  auto name = request.query.find("name");
  const std::vector<std::string> pages = Pages(folder);
  if (name == request.query.end() ||
      std::find(pages.begin(), pages.end(), name->second) == pages.end()) {
    return HttpError(404, "no page of a validation has this name");
  }
  Result<std::string> page = ReadFile(folder + "/" + name->second, kMaxPageBytes);
  if (!page.ok()) return HttpError(404, page.error().message);
  return {
      200, "text/html; charset=utf-8", *std::move(page), {{"Content-Security-Policy", kShutIn}}};
}

}  // namespace fastnode::qualify
