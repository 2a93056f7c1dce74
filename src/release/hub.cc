// The hub's format of a card: a YAML block between two lines of ---, then Markdown. YAML takes
// JSON's strings as they are, so every text in it is printed as JSON.
#include "release/hub.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "collect/pack/condition.h"
#include "release/copy_release.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/json.h"
#include "support/manifest.h"

namespace fastnode::release {
namespace {

namespace fs = std::filesystem;

struct Task {
  const char* file;
  const char* name;
};
constexpr Task kTasks[] = {{"validation.json", "Attributes"},
                           {"validation-names.json", "Names and words of the language"},
                           {"validation-calls.json", "Whole calls"},
                           {"validation-chains.json", "Whole expressions"},
                           {"validation-decisions.json", "Decisions"}};
constexpr const char* kMetrics[] = {"recall@1", "recall@5", "mrr"};
constexpr char kCard[] = "README.md";
constexpr char kFrontMatter[] = "---\n";
constexpr char kAttributes[] = ".gitattributes";
constexpr char kLargeFiles[] =
    "*.safetensors filter=lfs diff=lfs merge=lfs -text\n"
    "*.bin filter=lfs diff=lfs merge=lfs -text\n";

std::string Quoted(const std::string& text) { return PrintJson(Json(text)); }

// The value at a path of keys, null where there is none.
const Json& At(const Json& json, std::initializer_list<const char*> keys) {
  static const Json kNull;
  const Json* at = &json;
  for (const char* key : keys) {
    if (!at->is_object() || !at->contains(key)) return kNull;
    at = &(*at)[key];
  }
  return *at;
}

std::string TextAt(const Json& json, std::initializer_list<const char*> keys) {
  const Json& value = At(json, keys);
  return value.is_string() ? value.get<std::string>() : "";
}

std::string WordsOf(const std::string& condition) {
  const std::optional<pack::Condition> known = pack::ConditionFromName(condition);
  return known.has_value() ? std::string(pack::Title(*known)) : condition;
}

// One entry of the model-index, and the table's lines of the card; errors name the field.
Status AddTask(const Task& task, const Json& validation, std::string& index, std::string& table) {
  index += fmt::format(
      "  - task:\n      type: code-completion\n      name: {}\n    dataset:\n      type: "
      "python-source\n"
      "      name: \"projects that neither training nor any count has seen\"\n      split: {}\n"
      "      revision: {}\n    metrics:\n",
      Quoted(task.name), Quoted(TextAt(validation, {"split"})),
      Quoted(TextAt(validation, {"dataset_id"})));
  std::vector<std::pair<std::string, const Json*>> groups = {
      {WordsOf(TextAt(validation, {"condition"})), &At(validation, {"all", "methods", "model"})}};
  for (const Json& condition : At(validation, {"conditions"})) {
    groups.emplace_back(TextAt(condition, {"name"}), &At(condition, {"all", "methods", "model"}));
  }
  for (const auto& [condition, measured] : groups) {
    table += fmt::format("| {} | {} |", task.name, condition);
    for (const char* metric : kMetrics) {
      const Json& value = At(*measured, {metric, "value"});
      if (!value.is_number() || !std::isfinite(value.get<double>())) {
        return Error{fmt::format("no {} where \"{}\"", metric, condition)};
      }
      const std::string percent = fmt::format("{:.1f}", 100 * value.get<double>());
      index += fmt::format("    - type: {}\n      name: {}\n      value: {}\n", Quoted(metric),
                           Quoted(fmt::format("{}, {}, percent", metric, condition)), percent);
      table += " " + percent + " |";
    }
    table += "\n";
  }
  return {};
}

// Whether a validation is of this release: it names its manifest, or came with it.
Status IsOfRelease(const HubOptions& options, const Json& validation) {
  if (options.validation.empty()) return {};
  Result<std::string> manifest = ReadFile(options.release + "/" + kManifestName);
  if (!manifest.ok()) return manifest.error();
  if (TextAt(validation, {"release", "manifest_sha256"}) == Sha256Hex(*manifest)) return {};
  return Error{"it is of another release than " + options.release};
}

Result<std::string> MakeCard(const HubOptions& options, const Manifest& manifest) {
  const std::string measured = options.validation.empty() ? options.release : options.validation;
  std::string index, table;
  for (const Task& task : kTasks) {
    const std::string path = measured + "/" + task.file;
    if (!PathExists(path)) continue;
    Result<std::string> text = ReadFile(path);
    Result<Json> validation = text.ok() ? ParseJson(*text) : Result<Json>(text.error());
    if (!validation.ok()) return validation.error().Context(path);
    Status status = IsOfRelease(options, *validation);
    if (status.ok()) status = AddTask(task, *validation, index, table);
    if (!status.ok()) return status.error().Context(path);
  }
  if (index.empty() && !options.validation.empty()) {
    return Error{options.validation + " has no validation of a release (validation.json)"};
  }
  const std::string& name = manifest.info.name;
  std::string card = fmt::format(
      "---\nlicense: {}\nlanguage:\n- code\nlibrary_name: fastnode\ntags:\n- code-completion\n- "
      "python\n- ranking\n- graph-neural-network\n- language-server\n",
      Quoted(options.licence));
  if (!index.empty()) card += "model-index:\n- name: " + Quoted(name) + "\n  results:\n" + index;
  const std::string repository = options.repository.empty() ? "OWNER/NAME" : options.repository;
  card += fmt::format(
      "---\n\n# How to use it\n\nWith the program `fastnode` (commit {} made the model, and a "
      "later one of the same format reads it):\n\n"
      "    hf download {} --local-dir {}\n"
      "    fastnode complete --model {}    # JSON lines; or lsp, for an editor; or serve --http\n\n"
      "It works off-line. The folder is a release as `fastnode` makes it: `manifest.json` names "
      "each file with its hashes.\n\n",
      manifest.info.code_version, repository, name, name);
  if (!table.empty()) {
    card +=
        "# Measured\n\nIn percent, on projects that neither training nor any count has seen; the "
        "first line of each task is the headline.\n\n"
        "| task | how much of the text is there | recall@1 | recall@5 | MRR |\n"
        "| --- | --- | --- | --- | --- |\n" +
        table + "\n";
  }
  // The card that the release has tells the rest: data, weaknesses, how to train it again.
  Result<std::string> own = ReadFile(options.release + "/" + kCard);
  if (own.ok()) card += *own;
  return card;
}

bool IsExport(const std::string& folder) {
  Result<std::string> card = ReadFile(folder + "/" + kCard);
  return card.ok() && card->starts_with(kFrontMatter) && PathExists(folder + "/" + kAttributes);
}

bool Holds(const fs::path& folder, const fs::path& path) {
  const auto [rest, at] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return rest == folder.end();
}

// What may be there already is an earlier export, whole; a clone's .git stays in it.
Status CanBeMade(const HubOptions& options) {
  std::error_code error;
  const fs::path from = fs::weakly_canonical(options.release, error);
  const fs::path to = fs::weakly_canonical(options.folder, error);
  if (Holds(from, to) || Holds(to, from)) {
    return Error{options.folder + " is in " + options.release +
                 ", or the other way round; give a folder beside it"};
  }
  if (IsExport(options.release)) {
    return Error{options.release + " is a folder of the hub already; give the release itself"};
  }
  if (!fs::exists(to, error)) return {};
  if (fs::is_directory(to, error) && fs::is_empty(to, error)) return {};
  if (IsExport(options.folder) && VerifyManifest(options.folder).ok()) return {};
  return Error{options.folder + " has something else in it; give a new folder"};
}

// Into an earlier export file by file, the manifest last: until then it names what is not there,
// and the folder is refused. Else at once.
Status MoveInto(const std::string& made, const std::string& folder) {
  std::error_code error;
  Result<Manifest> before = VerifyManifest(folder);
  if (!before.ok()) {
    fs::rename(made, folder, error);
    return error ? Status(Error{folder + ": " + error.message()}) : Status();
  }
  Result<Manifest> now = VerifyManifest(made);
  if (!now.ok()) return now.error();
  for (const ManifestFile& file : before->files) fs::remove(folder + "/" + file.name, error);
  std::vector<std::string> names = {kAttributes};
  for (const ManifestFile& file : now->files) names.push_back(file.name);
  names.push_back(kManifestName);
  for (const std::string& name : names) {
    const std::string to = folder + "/" + name;
    if (Status status = MakeFolders(fs::path(to).parent_path().string()); !status.ok())
      return status;
    fs::rename(made + "/" + name, to, error);
    if (error) return Error{to + ": " + error.message()};
  }
  fs::remove_all(made, error);
  return {};
}

}  // namespace

Result<std::string> ExportHub(const HubOptions& given) {
  HubOptions options = given;
  // Without a slash at its end.
  options.folder = (fs::path(given.folder) / ".").lexically_normal().parent_path().string();
  if (options.folder.empty()) options.folder = ".";
  Status status = CanBeMade(options);
  if (!status.ok()) return status.error();
  Result<Manifest> manifest = VerifyManifest(options.release);
  if (!manifest.ok()) return manifest.error();
  Result<std::string> card = MakeCard(options, *manifest);
  if (!card.ok()) return card.error();
  const std::string made = options.folder + ".unfinished";
  status = CopyRelease(options.release, made);
  if (status.ok()) status = WriteFileAtomic(made + "/" + kCard, *card);
  if (status.ok()) status = WriteFileAtomic(made + "/" + kAttributes, kLargeFiles);
  if (status.ok()) status = WriteManifest(made, manifest->info);
  if (status.ok()) status = MoveInto(made, options.folder);
  if (!status.ok()) return status.error();
  const bool is_measured = card->find("model-index:") != std::string::npos;
  return fmt::format(
      "{}: {} as the hub has it, {}", options.folder, manifest->info.name,
      is_measured ? "with its figures" : "without figures: there is no validation (--validation)");
}

}  // namespace fastnode::release
