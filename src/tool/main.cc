// fastnode COMMAND: the one program. Commands that need torch live in the helper program
// fastnode-train, so that everything else starts in milliseconds.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>

#include "support/json.h"
#include "support/subprocess.h"
#include "tool/commands.h"
#include "tool/describe.h"
#include "tool/version.h"

namespace fastnode::tool {
namespace {

constexpr int kInternalError = 70;  // EX_SOFTWARE of sysexits.h

constexpr Command kCommands[] = {
    {"corpus", "add projects to a corpus store, show what it holds, export it", RunCorpus},
    {"inspect", "print any stage's product for a file", RunInspect},
    {"graph-data-server", "serve training data over HTTP", RunGraphDataServer},
    {"traindata", "make vocabularies and distributions (metainfo)", RunTrainData},
    {"datagen", "draw samples into files, to train from them without a server", RunDatagen},
    {"record", "verify or print files of samples", RunRecord},
    {"sync", "bring samples that others draw, while they are drawn", RunSync},
    {"parcel", "hand files to other machines through an object store", RunParcel},
    {"alive", "say whether work goes on that writes into a folder: for probes", RunAlive},
    {"train", "train a model, or continue one", nullptr},
    {"compress", "make the smaller release model", RunCompress},
    {"learn-fallback", "find bases after which counts order names better than the model",
     RunLearnFallback},
    {"manifest", "name and hash the files of a release folder again", RunManifest},
    {"validate-attribute", "measure attribute completions on held-out projects", RunValidate},
    {"validate-calls", "measure completions of whole calls on held-out projects", RunValidate},
    {"validate-chains", "measure completions of whole expressions on held-out projects",
     RunValidate},
    {"validate-names", "measure completions of names and words of the language", RunValidate},
    {"validate-decisions", "measure the decisions that calls and names are made of", RunValidate},
    {"verdict", "all validations of a release in a few lines, and whether it passed", RunVerdict},
    {"rebuild-curated-examples", "answer the curated examples with a model",
     RunRebuildCuratedExamples},
    {"example-viewer", "look at examples, runs and what a model sees: a local web page",
     RunExampleViewer},
    {"runs", "list, show and compare the records of runs", RunRuns},
    {"complete", "complete code: JSON lines in, JSON lines out", RunComplete},
    {"upload", "publish a release", RunUpload},
    {"export", "make of a release what others expect: a model folder of the hub", RunExport},
    {"install", "bring a published release to this machine", RunInstall},
    {"registry", "list, add, choose and roll back versions of models", RunRegistry},
    {"bundle", "make or verify what the product loads", RunBundle},
    {"lsp", "complete code in an editor: the language server", RunLsp},
    {"serve", "complete code over HTTP, for notebooks and tools", RunServe},
    {"doctor", "say what completions in an editor need, and what is missing", RunDoctor},
};

void PrintUsage(std::FILE* out) {
  std::fprintf(out, "usage: fastnode COMMAND [ARGUMENTS]\n\n");
  for (const Command& command : kCommands) {
    std::fprintf(out, "  %-26s %s\n", command.name, command.summary);
  }
  std::fprintf(
      out,
      "\n'fastnode COMMAND --help' tells a command's arguments, 'fastnode --version' the build.\n");
}

std::string HelperProgram() {
  std::error_code error;
  auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (self.parent_path() / "fastnode-train").string();
}

int RunHelperProgram(char** argv) {
  const std::string helper = HelperProgram();
  // Set before the libraries that read them are loaded; what the user has set is kept. Waiting
  // threads must not spin, because the data server computes beside them. And Debian's OpenBLAS
  // 0.3.21 takes processors that it does not know for older ones than they are.
  ::setenv("OMP_WAIT_POLICY", "passive", 0);
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    ::setenv("OPENBLAS_CORETYPE", "SKYLAKEX", 0);
  }
  ::execv(helper.c_str(), argv);
  std::fprintf(stderr, "fastnode: %s: %s; build it with 'make build'\n", helper.c_str(),
               std::strerror(errno));
  return 1;
}

// Errors are values here, so a library's exception that gets this far is our fault. It is reported
// in one line, not as a dump of memory.
int RunCommand(const Command& command, int argc, char** argv) {
  try {
    return command.run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fastnode %s: internal error: %s\n", command.name, error.what());
    return kInternalError;
  }
}

// All commands, as tool/describe.h has each, with its line of --help as "summary": a JSON list.
// Commands of the helper program are left out if that is not installed.
int DescribeAll() {
  const char* separator = "[";
  for (const Command& command : kCommands) {
    std::string of_helper;
    if (command.run == nullptr) {
      Result<SubprocessOutcome> said = RunSubprocess({HelperProgram(), command.name, kDescribe});
      if (!said.ok() || said->status != 0) continue;
      of_helper = said->out;
    }
    std::printf("%s{\"summary\":%s,\"command\":", separator, PrintJson(command.summary).c_str());
    separator = ",\n ";
    std::string name = command.name, describe = kDescribe;
    char* argv[] = {name.data(), describe.data(), nullptr};
    if (command.run == nullptr) {
      std::fputs(of_helper.c_str(), stdout);
    } else if (int status = RunCommand(command, 2, argv); status != 0) {
      return status;
    }
    std::printf("}");
  }
  std::printf("]\n");
  return 0;
}

}  // namespace
}  // namespace fastnode::tool

int main(int argc, char** argv) {
  using namespace fastnode::tool;
  std::string name = argc > 1 ? argv[1] : "";
  if (name.empty() || name == "--help" || name == "-h" || name == "help") {
    PrintUsage(name.empty() ? stderr : stdout);
    return name.empty() ? 2 : 0;
  }
  if (name == "--version") {
    std::printf("%s\n", VersionLine().c_str());
    return 0;
  }
  if (name == kDescribe) return DescribeAll();
  for (const Command& command : kCommands) {
    if (name != command.name) continue;
    if (command.run == nullptr) return RunHelperProgram(argv);
    return RunCommand(command, argc - 1, argv + 1);
  }
  std::fprintf(stderr, "fastnode: unknown command '%s'; 'fastnode --help' lists them\n",
               name.c_str());
  return 2;
}
