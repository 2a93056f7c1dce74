// fastnode corpus add|merge|remove|library|stat|export
#include <cstdio>
#include <string>
#include <vector>

#include "analyze/types/imports/library.h"
#include "collect/corpus/add.h"
#include "collect/corpus/catalogue.h"
#include "collect/corpus/export.h"
#include "collect/corpus/merge.h"
#include "collect/corpus/statistics.h"
#include "collect/corpus/store.h"
#include "support/file.h"
#include "support/json.h"
#include "tool/arguments.h"
#include "tool/commands.h"

namespace fastnode::tool {
namespace {

// The arguments of all commands. Each uses its own.
struct CorpusArguments {
  corpus::AddOptions add;
  std::string library, list, split = "auto", typeshed, out, dataset_id;
  std::vector<std::string> sources, projects;
  bool json = false;
};

Status ReadRoles(CorpusArguments& arguments) {
  arguments.add.split = corpus::SplitFromName(arguments.split);
  if (arguments.list.empty()) return {};
  auto splits = corpus::ReadProjectList(arguments.list);
  if (!splits.ok()) return splits.error();
  arguments.add.splits = *std::move(splits);
  return {};
}

Status WriteDatasetId(const CorpusArguments& arguments, const corpus::AddReport& report) {
  if (arguments.dataset_id.empty()) return {};
  return WriteFileAtomic(arguments.dataset_id, report.dataset_id + "\n");
}

int Add(CorpusArguments& arguments) {
  Result<types::Library> library = types::Library::Open(arguments.library);
  if (!library.ok()) return Failed("corpus add", library.error());
  if (Status read = ReadRoles(arguments); !read.ok()) return Failed("corpus add", read.error());
  Result<corpus::AddReport> report = corpus::AddProjects(arguments.add, *library);
  if (!report.ok()) return Failed("corpus add", report.error());
  if (arguments.add.part.has_value()) {
    std::fputs(corpus::PrintPart(*report, *arguments.add.part).c_str(), stdout);
    return 0;
  }
  std::fputs(corpus::Print(*report).c_str(), stdout);
  Status written = WriteDatasetId(arguments, *report);
  return written.ok() ? 0 : Failed("corpus add", written.error());
}

int Merge(CorpusArguments& arguments) {
  Result<types::Library> library = types::Library::Open(arguments.library);
  if (!library.ok()) return Failed("corpus merge", library.error());
  if (Status read = ReadRoles(arguments); !read.ok()) return Failed("corpus merge", read.error());
  Result<corpus::AddReport> report = corpus::MergeParts(arguments.add, *library);
  if (!report.ok()) return Failed("corpus merge", report.error());
  std::fputs(corpus::PrintStore(*report).c_str(), stdout);
  Status written = WriteDatasetId(arguments, *report);
  return written.ok() ? 0 : Failed("corpus merge", written.error());
}

// Which project is used for what: flags of add and merge.
void AddRoleFlags(CLI::App& app, CorpusArguments& arguments) {
  app.add_option("--split", arguments.split,
                 "split of projects that are not in --list; auto: chosen so that no split is empty")
      ->capture_default_str()
      ->check(CLI::IsMember({"train", "validation", "test", "auto"}));
  app.add_option("--list", arguments.list, "file of lines 'project split', '#' for comments");
  app.add_option("--roles-of", arguments.add.roles_of,
                 "another store, if it exists: its projects keep their roles (with auto)");
  app.add_option(
         "--shares", arguments.add.shares,
         "draws choose a share of the projects first, so that who draws needs the part that "
         "has it: a multiple of --parts, or 1 (default: as the store has)")
      ->check(CLI::Range(1, corpus::kMaxShares));
  app.add_flag("--need-all-splits", arguments.add.need_all_splits,
               "refuse a split without attributes");
  app.add_option("--dataset-id", arguments.dataset_id, "file to write the dataset's id to");
}

int Remove(const CorpusArguments& arguments) {
  Result<types::Library> library = types::Library::Open(arguments.library);
  if (!library.ok()) return Failed("corpus remove", library.error());
  auto report = corpus::RemoveProjects(arguments.add.store, *library, arguments.projects);
  if (!report.ok()) return Failed("corpus remove", report.error());
  std::printf("%zu projects removed\n", arguments.projects.size());
  std::fputs(corpus::PrintStore(*report).c_str(), stdout);
  return 0;
}

int MakeLibrary(const CorpusArguments& arguments) {
  Result<types::LibraryStatistics> made =
      types::BuildLibrary(arguments.typeshed, arguments.sources, arguments.out);
  if (!made.ok()) return Failed("corpus library", made.error());
  std::printf("%s: %lld stubs, %lld sources, %.1f MB of text in %.1f MB\n", arguments.out.c_str(),
              static_cast<long long>(made->stubs), static_cast<long long>(made->sources),
              static_cast<double>(made->text_bytes) / 1e6,
              static_cast<double>(made->file_bytes) / 1e6);
  for (const auto& [reason, count] : made->skipped) {
    std::printf("  %lld skipped: %s\n", static_cast<long long>(count), reason.c_str());
  }
  return 0;
}

int Stat(const CorpusArguments& arguments) {
  Result<corpus::Store> store = corpus::Store::Open(arguments.add.store);
  if (!store.ok()) return Failed("corpus stat", store.error());
  Result<corpus::Statistics> statistics = corpus::Measure(*store);
  if (!statistics.ok()) return Failed("corpus stat", statistics.error());
  std::string text = arguments.json ? PrintJson(corpus::ToJson(*statistics), 2) + "\n"
                                    : corpus::PrintTable(*statistics);
  std::fputs(text.c_str(), stdout);
  return 0;
}

int Export(const CorpusArguments& arguments) {
  Result<corpus::Store> store = corpus::Store::Open(arguments.add.store);
  if (!store.ok()) return Failed("corpus export", store.error());
  corpus::Split split = *corpus::SplitFromName(arguments.split);
  Result<int64_t> count = corpus::Export(*store, split, arguments.out);
  if (!count.ok()) return Failed("corpus export", count.error());
  std::printf("%lld files written to %s\n", static_cast<long long>(*count), arguments.out.c_str());
  return 0;
}

}  // namespace

int RunCorpus(int argc, char** argv) {
  CorpusArguments arguments;
  CLI::App app{"The corpus of Python projects.", "fastnode corpus"};
  app.require_subcommand(1);

  CLI::App* add =
      app.add_subcommand("add", "add the projects of folders, or bring them up to date");
  add->add_option("FOLDER", arguments.add.folders, "each sub-folder is a project")->required();
  add->add_option("--store", arguments.add.store, "folder of the store, made if it is missing")
      ->required();
  add->add_option("--library", arguments.library, "file that 'corpus library' made")->required();
  AddRoleFlags(*add, arguments);
  add->add_option("--project", arguments.add.project,
                  "take the only FOLDER as one project with this name");
  add->add_option("--threads", arguments.add.num_threads, "")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));

  add->add_option("--parts", arguments.add.parts,
                  "make that many parts, each a store of some projects, and a catalogue")
      ->check(CLI::Range(1, corpus::kMaxParts));
  add->add_option("--part", arguments.add.part,
                  "make this one of --parts alone, from 0; 'merge' makes the catalogue")
      ->check(CLI::Range(0, corpus::kMaxParts - 1));

  CLI::App* merge = app.add_subcommand("merge", "make the catalogue of parts that are there");
  merge->add_option("--store", arguments.add.store, "folder of the parts")->required();
  merge->add_option("--library", arguments.library, "the file that the parts were made with")
      ->required();
  AddRoleFlags(*merge, arguments);

  CLI::App* remove = app.add_subcommand("remove", "take projects out of a store again");
  remove->add_option("PROJECT", arguments.projects, "names, as 'corpus add' had them")->required();
  remove->add_option("--store", arguments.add.store, "folder of the store")->required();
  remove->add_option("--library", arguments.library, "the file that the store was made with")
      ->required();

  CLI::App* library = app.add_subcommand("library", "make the library of types from stubs");
  library->add_option("--typeshed", arguments.typeshed, "folder with stdlib/ and stubs/")
      ->required();
  library->add_option("--source", arguments.sources,
                      "folders of Python sources, as on sys.path; types are inferred");
  library->add_option("--out", arguments.out, "file to write")->required();

  CLI::App* stat = app.add_subcommand("stat", "show what a store holds");
  stat->add_option("--store", arguments.add.store, "folder of the store")->required();
  stat->add_flag("--json", arguments.json, "as JSON");

  CLI::App* exported = app.add_subcommand("export", "write the sources of a split as files");
  exported->add_option("--store", arguments.add.store, "folder of the store")->required();
  exported->add_option("--split", arguments.split, "")
      ->required()
      ->check(CLI::IsMember({"train", "validation", "test"}));
  exported->add_option("--out", arguments.out, "folder to write to")->required();

  if (auto status = ParseArguments(app, argc, argv)) return *status;
  if (add->parsed()) return Add(arguments);
  if (merge->parsed()) return Merge(arguments);
  if (remove->parsed()) return Remove(arguments);
  if (library->parsed()) return MakeLibrary(arguments);
  if (stat->parsed()) return Stat(arguments);
  return Export(arguments);
}

}  // namespace fastnode::tool
