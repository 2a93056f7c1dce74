// All that an evaluator says round a node, to compare evaluators; and real sources that import one
// another: the standard library of the machine, if it is there.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>

#include "analyze/types/imports/library_for_test.h"
#include "analyze/types/imports/workspace.h"
#include "analyze/types/types.h"
#include "support/file.h"

namespace fastnode::types {

inline std::string AnswersAround(NodeId centre, const bind::FileIndex& index,
                                 TypeEvaluator& types) {
  constexpr int kNodesAround = 150;
  std::string text;
  const NodeId begin(std::max<int32_t>(0, centre - kNodesAround));
  const NodeId end(std::min<int32_t>(index.tree.size(), centre + kNodesAround));
  for (NodeId node = begin; node < end; ++node) {
    const ast::Kind kind = index.tree[node].kind;
    const bool asks = kind == ast::Kind::kIdentifier || kind == ast::Kind::kAttribute ||
                      kind == ast::Kind::kCall || kind == ast::Kind::kSubscript;
    if (!asks) continue;
    const Type type = types.TypeOf(node);
    text += std::to_string(node) + " " + types.Describe(type);
    for (const Member& member : types.Members(type)) text.append(" ").append(member.name);
    for (const ParameterOfCall& parameter : types.SignatureOf(type).parameters) {
      text.append(" (").append(parameter.name);
    }
    text += "\n";
  }
  return text;
}

// Its folder, or "".
inline std::string StandardLibraryForTest() {
  std::string folder;
  for (int minor = 9; minor < 20; ++minor) {
    const std::string candidate = "/usr/lib/python3." + std::to_string(minor);
    if (std::filesystem::exists(candidate + "/argparse.py")) folder = candidate;
  }
  return folder;
}

inline constexpr std::array kModulesForTest = {"argparse.py",
                                               "ast.py",
                                               "calendar.py",
                                               "codecs.py",
                                               "configparser.py",
                                               "csv.py",
                                               "dataclasses.py",
                                               "email/header.py",
                                               "enum.py",
                                               "functools.py",
                                               "gettext.py",
                                               "http/client.py",
                                               "inspect.py",
                                               "json/decoder.py",
                                               "logging/__init__.py",
                                               "optparse.py",
                                               "pathlib.py",
                                               "pickle.py",
                                               "queue.py",
                                               "shutil.py",
                                               "socket.py",
                                               "statistics.py",
                                               "subprocess.py",
                                               "tarfile.py",
                                               "threading.py",
                                               "traceback.py",
                                               "typing.py",
                                               "unittest/case.py",
                                               "xml/dom/minidom.py",
                                               "zipfile.py"};

// Calls compare(source, what it imports from, seed) for each case of tests/corpus/types.
template <typename Comparison>
void ForEachCase(const Comparison& compare) {
  const std::string folder = std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/types";
  for (const std::string& file : *ListFiles(folder, ".py")) {
    SCOPED_TRACE(file);
    compare(*ReadFile(folder + "/" + file), LibraryForTest(), file.size());
  }
}

// The same for modules of the standard library, as files of one project.
template <typename Comparison>
void ForEachModule(const Comparison& compare) {
  const std::string folder = StandardLibraryForTest();
  Workspace workspace(LibraryForTest());
  for (const std::string file : kModulesForTest) {
    const std::string path = folder + "/" + file;
    Result<std::string> source = ReadFile(path);
    if (!source.ok()) continue;
    SCOPED_TRACE(file);
    compare(*source, workspace.EnvironmentOf(path, folder), path.size());
  }
}

}  // namespace fastnode::types
