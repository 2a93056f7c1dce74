// The commands of the program, one file each (src/tool/NAME.cc). A command parses its arguments and
// calls one stage's door; it holds no logic. argv[0] is the command's name.
#pragma once

namespace fastnode::tool {

struct Command {
  const char* name;
  const char* summary;
  int (*run)(int argc, char** argv);  // null: handed to fastnode-train beside the program
};

int RunCorpus(int argc, char** argv);
int RunInspect(int argc, char** argv);
int RunTrainData(int argc, char** argv);
int RunDatagen(int argc, char** argv);
int RunRecord(int argc, char** argv);
int RunSync(int argc, char** argv);
int RunParcel(int argc, char** argv);
int RunAlive(int argc, char** argv);
int RunGraphDataServer(int argc, char** argv);
int RunCompress(int argc, char** argv);
int RunLearnFallback(int argc, char** argv);
int RunManifest(int argc, char** argv);
int RunComplete(int argc, char** argv);
int RunValidate(int argc, char** argv);  // all commands that validate, told apart by argv[0]
int RunVerdict(int argc, char** argv);
int RunRebuildCuratedExamples(int argc, char** argv);
int RunRuns(int argc, char** argv);
int RunExampleViewer(int argc, char** argv);
int RunUpload(int argc, char** argv);
int RunExport(int argc, char** argv);
int RunInstall(int argc, char** argv);
int RunRegistry(int argc, char** argv);
int RunBundle(int argc, char** argv);
int RunLsp(int argc, char** argv);
int RunServe(int argc, char** argv);
int RunDoctor(int argc, char** argv);

}  // namespace fastnode::tool
