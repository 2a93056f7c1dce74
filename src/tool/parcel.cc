// fastnode parcel put|get
#include "collect/sync/parcel.h"

#include <cstdio>
#include <string>

#include "support/stop_signal.h"
#include "tool/arguments.h"
#include "tool/commands.h"
#include "tool/version.h"

namespace fastnode::tool {
namespace {

constexpr int kOtherProgram = 3;

void Say(const sync::Parcel& parcel, const sync::ParcelReport& report, const char* moved) {
  std::fprintf(stderr, "parcel: %zu files, %.1f MB; %lld pieces %s (%.1f MB), %lld there already\n",
               parcel.files.size(), static_cast<double>(parcel.bytes()) / 1e6,
               static_cast<long long>(report.moved), moved,
               static_cast<double>(report.bytes_moved) / 1e6,
               static_cast<long long>(report.present));
}

int Put(const std::string& to, const std::vector<std::string>& contents,
        sync::PutParcelOptions& options) {
  for (const std::string& content : contents) {
    const size_t equals = content.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == content.size()) {
      std::fprintf(stderr, "fastnode parcel: '%s' is not NAME=PATH\n", content.c_str());
      return kUsageError;
    }
    options.contents.push_back({content.substr(0, equals), content.substr(equals + 1)});
  }
  options.program = ProgramAndCommit();
  options.stop = &StopRequested();
  sync::ParcelReport report;
  Result<sync::Parcel> parcel = sync::PutParcel(to, options, report);
  if (!parcel.ok()) return Failed("parcel", parcel.error());
  Say(*parcel, report, "sent");
  std::printf("%s\n", parcel->id.c_str());
  return 0;
}

int Get(const std::string& from, const std::string& id, const std::string& to, bool any_program,
        sync::GetParcelOptions& options) {
  Result<sync::Parcel> parcel = sync::ReadParcel(from, id);
  if (!parcel.ok()) return Failed("parcel", parcel.error());
  if (parcel->program != ProgramAndCommit() && !any_program) {
    std::fprintf(stderr,
                 "fastnode parcel: it was put by %s, and this is %s; use the same build at both "
                 "ends (a new image), or --any-program\n",
                 parcel->program.c_str(), ProgramAndCommit().c_str());
    return kOtherProgram;
  }
  options.stop = &StopRequested();
  sync::ParcelReport report;
  Status got = sync::GetParcel(from, *parcel, to, options, report);
  if (!got.ok()) return Failed("parcel", got.error());
  Say(*parcel, report, "brought");
  return 0;
}

}  // namespace

int RunParcel(int argc, char** argv) {
  std::string place, id, to;
  std::vector<std::string> contents;
  bool any_program = false;
  sync::PutParcelOptions put_options;
  sync::GetParcelOptions get_options;
  CLI::App app{
      "Hands files to other machines through an object store (docs/formats/parcel.md): what they "
      "draw samples from, say. put prints the parcel's id, by which get brings exactly these "
      "bytes.",
      "fastnode parcel"};
  app.require_subcommand(1);
  CLI::App* put = app.add_subcommand("put", "put files into a store; what is there is not sent");
  put->add_option("--to", place, "s3://bucket/prefix or file:///folder")->required();
  put->add_option("NAME=PATH", contents, "a file or a folder, and what it is called there")
      ->required();
  put->add_option("--without", put_options.without,
                  "name of files and folders that are left out; may be given several times")
      ->allow_extra_args(false);
  put->add_flag("--again", put_options.again, "send all pieces again: one was damaged there");
  CLI::App* get = app.add_subcommand(
      "get", "bring a parcel, every byte verified; status 3: another program put it");
  get->add_option("--from", place, "where it was put")->required();
  get->add_option("ID", id, "what put printed")->required();
  get->add_option("--to", to, "folder")->required();
  get->add_option("--only", get_options.only, "one of its contents; may be given several times")
      ->allow_extra_args(false);
  get->add_option("--corpus-part", get_options.corpus_part,
                  "of a corpus in parts only this one, modulo how many there are")
      ->check(CLI::Range(0, 99'999));
  get->add_flag("--any-program", any_program, "also if another commit of the program put it");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  StopOnSignals("fastnode parcel: told to end\n");
  if (put->parsed()) return Put(place, contents, put_options);
  return Get(place, id, to, any_program, get_options);
}

}  // namespace fastnode::tool
