#include "support/run_record.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cfloat>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "support/file.h"
#include "support/json_fields.h"

namespace fastnode {
namespace {

namespace fs = std::filesystem;

constexpr char kCheckpointStep[] = "checkpoint_step";
constexpr uint64_t kMaxRunBytes = 16u << 20;
constexpr uint64_t kMaxCurveBytes = 256u << 20;
constexpr uint64_t kMaxNoteBytes = 16u << 10;

// UTC, to the millisecond: "20261123T180000.123Z" sorts as time runs.
std::string Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const int64_t millis = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  const std::time_t seconds = millis / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char date[32], text[48];
  std::strftime(date, sizeof date, "%Y%m%dT%H%M%S", &parts);
  std::snprintf(text, sizeof text, "%s.%03dZ", date, static_cast<int>(millis % 1000));
  return text;
}

std::string HostName() {
  char name[256] = {};
  ::gethostname(name, sizeof name - 1);
  return name;
}

// Whether a run is what its readers take it for (commands add fields of their own), and whether it
// is gone: begun on this host by a process that is no more.
Status CheckRun(const Json& run, const std::string& path, bool& is_gone) {
  std::string status, host, text;
  std::vector<std::string> texts;
  JsonFields::NamedTexts hashes;
  int64_t format = 1;
  pid_t process = 0;
  double number = 0;
  JsonFields fields(run, path);
  fields.AllowUnknown();
  fields.NullIsAbsent();  // such as a number that is none
  fields.Read("format", 1, INT64_MAX, format);
  fields.ReadText("status", status);
  fields.ReadText("host", host);
  fields.Read("process", 0, INT32_MAX, process);
  for (const char* field :
       {"command", "started", "ended", "commit", "error", "dataset_id", "note", "model_name"}) {
    fields.ReadText(field, text);
  }
  fields.ReadObject("parameters", [](JsonFields&) {});
  fields.ReadObjects("results", [&](JsonFields& result) {
    result.ReadText("name", text);
    result.ReadNumber("value", -DBL_MAX, DBL_MAX, number);
  });
  fields.ReadNamedObjects("skipped", [](const std::string&, JsonFields&) {});
  fields.ReadTexts("artifacts", texts);
  for (const char* field : {"inputs", "outputs"}) fields.ReadNamedTexts(field, hashes);
  fields.ReadObject("headline", [&](JsonFields& headline) {
    headline.ReadText("name", text);
    headline.ReadNumber("value", -DBL_MAX, DBL_MAX, number);
  });
  is_gone = status == "started" && host == HostName() && process > 0 && ::kill(process, 0) != 0 &&
            errno == ESRCH;
  return fields.Finish();
}

bool IsPoint(const Json& json) {
  return json.is_object() && !json.empty() &&
         std::all_of(json.begin(), json.end(),
                     [](const Json& value) { return value.is_number() || value.is_null(); });
}

bool IsName(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
}

// A record that somebody gave us may have links in it that lead elsewhere.
bool IsLink(const std::string& path) {
  std::error_code error;
  return fs::is_symlink(path, error);
}

}  // namespace

Result<RunRecord> RunRecord::Begin(const std::string& root, const std::string& command,
                                   Json parameters) {
  RunRecord record;
  if (root.empty()) return record;
  record.folder_ = root + "/" + Now() + "_" + command;
  const char* commit = std::getenv("FASTNODE_COMMIT");
  record.json_ = {{"format", 1},
                  {"command", command},
                  {"started", Now()},
                  {"status", "started"},
                  {"host", HostName()},
                  {"process", static_cast<int64_t>(::getpid())},
                  {"commit", commit == nullptr ? "" : commit},
                  {"parameters", std::move(parameters)},
                  {"model_name", ""},
                  {"inputs", Json::object()},
                  {"outputs", Json::object()},
                  {"results", Json::array()},
                  {"skipped", Json::object()},
                  {"artifacts", Json::array()}};
  Status made = MakeFolders(record.folder_);
  if (made.ok()) made = record.Write();
  if (!made.ok()) return made.error().Context("run record");
  return record;
}

void RunRecord::Set(const std::string& field, Json value) { json_[field] = std::move(value); }

void RunRecord::AddResult(const std::string& name, double value) {
  json_["results"].push_back({{"name", name}, {"value", value}});
}

void RunRecord::AddArtifact(const std::string& path) {
  std::error_code error;
  json_["artifacts"].push_back(fs::absolute(path, error).lexically_normal().string());
}

void RunRecord::AddInput(const std::string& kind, const std::string& hash) {
  json_["inputs"][kind] = hash;
}

Status RunRecord::AddOutput(const std::string& kind, const std::string& hash) {
  if (folder_.empty()) return {};
  json_["outputs"][kind] = hash;
  return Write();
}

void RunRecord::SetHeadline(const std::string& name, double value) {
  json_["headline"] = {{"name", name}, {"value", value}};
}

void RunRecord::AddSkipped(const std::string& what, const std::string& reason, int64_t count,
                           std::vector<std::string> samples) {
  json_["skipped"][what][reason] = {{"count", count}, {"samples", std::move(samples)}};
}

Status RunRecord::GoOn(const std::string& field, int64_t step) {
  if (folder_.empty()) return {};
  const std::string root = fs::path(folder_).parent_path().string();
  Result<std::vector<RunSummary>> runs = ListRuns(root);
  if (!runs.ok()) return runs.error();
  const auto earlier = std::find_if(runs->begin(), runs->end(), [&](const RunSummary& run) {
    const Json& reached = run.json.contains(kCheckpointStep) ? run.json[kCheckpointStep] : Json(-1);
    return run.name != fs::path(folder_).filename() && run.json.contains(field) &&
           run.json[field] == json_[field] && reached.is_number() && reached >= step;
  });
  if (earlier == runs->end()) return {};
  Result<CurvePart> before = ReadCurve(root, earlier->name);
  if (!before.ok()) return before.error();
  std::string curve;
  for (const Json& point : before->points) {
    if (!point.contains("step") || !point["step"].is_number()) continue;
    if (point["step"] > step) continue;
    curve += PrintJson(point) + "\n";
    if (point["step"] < step) continue;
    for (const auto& [name, value] : point.items()) there_.insert(name);
  }
  there_step_ = step;
  json_["goes_on"] = earlier->name;
  Status written = WriteFileAtomic(folder_ + "/" + kCurveFile, curve);
  return written.ok() ? Write() : written;
}

Status RunRecord::Checkpoint(int64_t step) {
  if (folder_.empty()) return {};
  const int fd = ::open((folder_ + "/" + kCurveFile).c_str(), O_WRONLY | O_CLOEXEC);
  if (fd >= 0) {  // else there is no point yet
    ::fsync(fd);
    ::close(fd);
  }
  json_[kCheckpointStep] = step;
  return Write();
}

Status RunRecord::AddPoint(int64_t step, const std::vector<std::pair<std::string, float>>& values) {
  if (folder_.empty()) return {};
  if (step == there_step_ && !values.empty() && there_.contains(values[0].first)) return {};
  Json point = {{"step", step}};
  for (const auto& [name, value] : values) point[name] = value;
  std::ofstream file(folder_ + "/" + kCurveFile, std::ios::app);
  file << PrintJson(point) << '\n' << std::flush;
  if (!file) return Error{folder_ + "/" + kCurveFile + ": cannot be written"};
  return {};
}

Status RunRecord::Finish(const Status& outcome) {
  if (folder_.empty()) return {};
  json_["status"] = outcome.ok() ? "finished" : "failed";
  json_["ended"] = Now();
  if (!outcome.ok()) json_["error"] = outcome.error().message;
  return Write();
}

Status RunRecord::Write() {
  return WriteFileAtomic(folder_ + "/" + kRunFile, PrintJson(json_, 2) + "\n");
}

Status OnRecord(const std::string& root, const std::string& command, Json parameters,
                const std::function<Status(RunRecord&)>& work) {
  Result<RunRecord> record = RunRecord::Begin(root, command, std::move(parameters));
  if (!record.ok()) return record.error();
  Status outcome = work(*record);
  Status kept = record->Finish(outcome);
  return outcome.ok() ? kept : outcome;
}

Result<RunSummary> ReadRun(const std::string& root, const std::string& name) {
  if (!IsName(name)) return Error{"'" + name + "' is not a run"};
  const std::string path = root + "/" + name + "/" + kRunFile;
  if (!PathExists(path)) return Error{"there is no run '" + name + "' in " + root};
  if (IsLink(path)) return Error{path + " is a link, and is not followed"};
  Result<std::string> text = ReadFile(path, kMaxRunBytes);
  if (!text.ok()) return text.error();
  Result<Json> json = ParseJson(*text);
  if (!json.ok()) return json.error().Context(path);
  bool is_gone = false;
  if (Status checked = CheckRun(*json, path, is_gone); !checked.ok()) return checked.error();
  if (is_gone) (*json)["status"] = "lost";
  const std::string note_path = root + "/" + name + "/" + kNoteFile;
  Result<std::string> note = ReadFile(note_path, kMaxNoteBytes);
  if (note.ok() && !IsLink(note_path)) (*json)["note"] = *std::move(note);
  return RunSummary{name, *std::move(json)};
}

Result<std::vector<RunSummary>> ListRuns(const std::string& root, int64_t* unreadable) {
  std::vector<RunSummary> runs;
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    return Error{root + ": no folder of runs; 'make' keeps its records in runs"};
  }
  for (const auto& entry : fs::directory_iterator(root, error)) {
    if (!entry.is_directory(error)) continue;
    Result<RunSummary> run = ReadRun(root, entry.path().filename().string());
    if (run.ok()) {
      runs.push_back(*std::move(run));
    } else if (unreadable != nullptr) {
      ++*unreadable;
    }
  }
  std::sort(runs.begin(), runs.end(),
            [](const RunSummary& a, const RunSummary& b) { return a.name > b.name; });
  return runs;
}

Status WriteNote(const std::string& root, const std::string& name, const std::string& text) {
  Result<RunSummary> run = ReadRun(root, name);
  if (!run.ok()) return run.error();
  const std::string path = root + "/" + name + "/" + kNoteFile;
  if (text.empty()) return RemoveFile(path);
  if (text.size() > kMaxNoteBytes) {
    return Error{"a note has " + std::to_string(kMaxNoteBytes) + " bytes at most"};
  }
  return WriteFileAtomic(path, text);
}

Result<CurvePart> ReadCurve(const std::string& root, const std::string& name, uint64_t from) {
  CurvePart part;
  if (!IsName(name)) return Error{"'" + name + "' is not a run"};
  const std::string path = root + "/" + name + "/" + kCurveFile;
  if (IsLink(path)) return Error{path + " is a link, and is not followed"};
  std::error_code error;
  const uint64_t size = fs::file_size(path, error);
  if (error) return part;
  if (from <= size) part.from = from;
  if (size - part.from > kMaxCurveBytes) return Error{path + ": is too large to be a curve"};
  std::string text(size - part.from, '\0');
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(part.from));
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  std::string_view rest = text;
  for (size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    Result<Json> point = ParseJson(rest.substr(0, end));
    if (point.ok() && IsPoint(*point)) part.points.push_back(*std::move(point));
    rest.remove_prefix(end + 1);
  }
  part.next = part.from + text.size() - rest.size();
  return part;
}

}  // namespace fastnode
