#include "collect/corpus/merge.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "collect/corpus/catalogue.h"
#include "collect/corpus/tiny_corpus.h"
#include "support/file.h"

namespace fastnode::corpus {
namespace {

AddOptions InParts(const TinyCorpus& corpus, int number) {
  AddOptions options = corpus.Options();
  options.split.reset();
  options.store = corpus.root() + "/parts" + std::to_string(number);
  if (number == 1) {
    // One part is a store like any other, unless it is there as a part.
    options.store += "/part-0-of-1";
    options.split = Split::kTrain;
  } else {
    options.parts = number;
  }
  EXPECT_TRUE(AddProjects(options, corpus.library()).ok());
  options.split.reset();
  options.store = corpus.root() + "/parts" + std::to_string(number);
  return options;
}

// What a merge has written.
std::map<std::string, std::string> Written(const std::string& store) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(store)) {
    const std::string name = entry.path().filename().string();
    EXPECT_EQ(name.find("scratch"), name.npos) << name;
    if (!name.ends_with(".rows") && name != "catalogue.json") continue;
    files[name] = *ReadFile(entry.path().string());
  }
  return files;
}

// With `number` parts, much memory and next to none: the dataset's id.
std::string IdOfMerge(const TinyCorpus& corpus, int number) {
  AddOptions options = InParts(corpus, number);
  std::string id;
  std::map<std::string, std::string> written;
  for (size_t bytes : {size_t{1} << 27, size_t{1}}) {
    for (const auto& [name, text] : Written(options.store)) {
      std::filesystem::remove(options.store + "/" + name);
    }
    // As a process leaves it that is killed at the wrong moment.
    std::ofstream(options.store + "/scratch.tmp") << "left behind";
    if (bytes > 1) std::filesystem::remove(options.store + "/scratch.tmp");
    options.merge_memory_bytes = bytes;
    Result<AddReport> report = MergeParts(options, corpus.library());
    EXPECT_TRUE(report.ok()) << report.error().message;
    if (!report.ok()) return "";
    EXPECT_TRUE(id.empty() || id == report->dataset_id);
    id = report->dataset_id;
    const auto now = Written(options.store);
    EXPECT_EQ(now.size(), static_cast<size_t>(number) + 1);
    EXPECT_TRUE(written.empty() || now == written) << number << " parts, " << bytes << " bytes";
    written = now;
  }
  return id;
}

TEST(MergeTest, MemoryAndPartsDoNotChangeADataset) {
  TinyCorpus corpus;
  for (int project = 0; project < 20; ++project) {
    const std::string folder = "project_" + std::to_string(project) + "/";
    corpus.Write(folder + "__init__.py", "");
    corpus.Write(folder + "own.py", TinyCorpus::Source(project));
    corpus.Write(folder + "same.py", TinyCorpus::Source(100 + project % 3, 60));
    corpus.Write(folder + "near.py",
                 TinyCorpus::Source(200 + project % 4, 80) + "x = " + std::to_string(project));
  }
  AddOptions options = corpus.Options();
  options.split.reset();
  Result<AddReport> whole = AddProjects(options, corpus.library());
  ASSERT_TRUE(whole.ok()) << whole.error().message;
  EXPECT_EQ(whole->skipped["duplicate"], 17);
  EXPECT_EQ(whole->skipped["near duplicate"], 16);
  for (int number : {1, 3, 16}) EXPECT_EQ(IdOfMerge(corpus, number), whole->dataset_id) << number;
}

TEST(MergeTest, SoItIsWithAProjectThatIsSplitByFile) {
  TinyCorpus corpus;
  corpus.Write("project/package/__init__.py", "");
  for (int file = 0; file < 30; ++file) {
    corpus.Write("project/package/file_" + std::to_string(file) + ".py",
                 TinyCorpus::Source(file % 20, 30));
  }
  AddOptions options = corpus.Options();
  options.split.reset();
  Result<AddReport> whole = AddProjects(options, corpus.library());
  ASSERT_TRUE(whole.ok()) << whole.error().message;
  EXPECT_TRUE(whole->by_file);
  for (int number : {1, 3}) EXPECT_EQ(IdOfMerge(corpus, number), whole->dataset_id) << number;
}

}  // namespace
}  // namespace fastnode::corpus
