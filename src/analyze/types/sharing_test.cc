// An evaluator that many sites of a file have been asked of says of each what an evaluator of its
// own says: every type and every member, on real sources and on the cases, in any order of sites.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "analyze/types/imports/library_for_test.h"
#include "analyze/types/imports/workspace.h"
#include "analyze/types/types.h"
#include "support/file.h"
#include "support/random.h"

namespace fastnode::types {
namespace {

constexpr int kSites = 20;
constexpr int kNodesAround = 150;

using Hidden = std::vector<NodeId>;

// Names after a dot, names before one, and the rest of what a bracket holds.
std::vector<Hidden> SitesOf(const bind::FileIndex& index, Random& random) {
  std::vector<Hidden> sites;
  for (int i = 0; i < kSites && !index.attributes.empty(); ++i) {
    const bind::AttributeUse& use = index.attributes[random.Below(index.attributes.size())];
    sites.push_back({use.name});
    if (index.tree[use.base].kind == ast::Kind::kIdentifier) sites.push_back({use.base, use.name});
    const NodeId call = index.tree[use.node].parent;
    if (call == kNoNode || index.tree[call].kind != ast::Kind::kCall) continue;
    Hidden rest;
    for (NodeId node : index.tree.Subtree(call)) {
      if (node >= index.tree[use.node].subtree_end + 1) rest.push_back(node);
    }
    sites.push_back(std::move(rest));
  }
  random.Shuffle(sites);
  return sites;
}

std::string Answers(const bind::FileIndex& index, const Hidden& hidden, TypeEvaluator& types) {
  std::string text;
  if (hidden.empty()) return text;
  const NodeId begin(std::max<int32_t>(0, hidden[0] - kNodesAround));
  const NodeId end(std::min<int32_t>(index.tree.size(), hidden[0] + kNodesAround));
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

void Compare(const std::string& source, const Environment& environment, uint64_t seed) {
  Result<bind::FileIndex> index = bind::BindText(source);
  if (!index.ok()) return;
  Random random(seed, 7, 7);
  TypeEvaluator shared(*index, environment);
  for (const Hidden& hidden : SitesOf(*index, random)) {
    shared.Hide(hidden);
    TypeEvaluator own(*index, environment, hidden);
    ASSERT_EQ(Answers(*index, hidden, shared), Answers(*index, hidden, own))
        << "hidden from node " << hidden[0];
  }
}

TEST(SharingTest, AFilesSitesShareWhatTheyHaveInCommon) {
  const std::string folder = std::string(FASTNODE_SOURCE_DIR) + "/tests/corpus/types";
  for (const std::string& file : *ListFiles(folder, ".py")) {
    SCOPED_TRACE(file);
    Compare(*ReadFile(folder + "/" + file), LibraryForTest(), file.size());
  }
}

// Real sources that import one another: the standard library of the machine, if it is there.
TEST(SharingTest, AndSoDoThoseOfProjects) {
  std::string folder;
  for (int minor = 9; minor < 20; ++minor) {
    const std::string candidate = "/usr/lib/python3." + std::to_string(minor);
    if (std::filesystem::exists(candidate + "/argparse.py")) folder = candidate;
  }
  if (folder.empty()) GTEST_SKIP() << "no standard library in /usr/lib";
  Workspace workspace(LibraryForTest());
  for (const char* file : {"argparse.py",
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
                           "zipfile.py"}) {
    const std::string path = folder + "/" + file;
    Result<std::string> source = ReadFile(path);
    if (!source.ok()) continue;
    SCOPED_TRACE(file);
    Compare(*source, workspace.EnvironmentOf(path, folder), path.size());
  }
}

}  // namespace
}  // namespace fastnode::types
