#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyze/ast/parse.h"
#include "collect/corpus/export.h"
#include "collect/corpus/layout.h"
#include "collect/corpus/seal.h"
#include "collect/corpus/statistics.h"
#include "collect/corpus/tiny_corpus.h"
#include "support/damage_for_test.h"
#include "support/file.h"
#include "support/file_lock.h"

namespace fastnode::corpus {
namespace {

using testing::HasSubstr;

TEST(StoreTest, GivesBackWhatWasAdded) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", TinyCorpus::Source(1));
  corpus.Write("b/sub/two.py", TinyCorpus::Source(2));
  ASSERT_TRUE(corpus.Add({{"b", Split::kTest}}).ok());
  Result<Store> store = Store::Open(corpus.store());
  ASSERT_TRUE(store.ok()) << store.error().message;
  ASSERT_EQ(store->projects().size(), 2u);
  EXPECT_EQ(store->projects()[1].split, Split::kTest);
  std::vector<int32_t> held_out = store->SourcesOf(Split::kTest);
  ASSERT_EQ(held_out.size(), 1u);
  const Source& source = store->sources()[static_cast<size_t>(held_out[0])];
  EXPECT_EQ(source.path, "sub/two.py");
  EXPECT_EQ(source.sites, 12u);
  EXPECT_EQ(source.base_sites, 12u);
  EXPECT_EQ(*store->Text(held_out[0]), TinyCorpus::Source(2));
  EXPECT_EQ(source.id, HashContent(TinyCorpus::Source(2)));
  Result<UsageTable> usage = store->ProjectUsage(source.project);
  ASSERT_TRUE(usage.ok());
  EXPECT_EQ(Total(usage->Sum(UsageKey(KeySpace::kBase, "self"))), 12u);
  Result<Words> words = store->ReadWords(held_out[0]);
  ASSERT_TRUE(words.ok());
  EXPECT_THAT(words->bases, testing::ElementsAre(testing::Pair("self", 12)));
}

TEST(StoreTest, KeepsTheTreeOfEachSource) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", TinyCorpus::Source(1));
  corpus.Write("a/half.py", TinyCorpus::Source(2, 40) + "x = (\ny.\n");
  ASSERT_TRUE(corpus.Add().ok());
  Result<Store> store = Store::Open(corpus.store());
  ASSERT_TRUE(store.ok());
  for (int32_t source : store->SourcesOf(Split::kTrain)) {
    const Result<std::string> text = store->Text(source);
    const Result<ast::Tree> tree = store->Tree(source), parsed = ast::Parse(*text);
    ASSERT_TRUE(tree.ok()) << tree.error().message;
    EXPECT_EQ(tree->source, *text);
    EXPECT_EQ(tree->num_errors, parsed->num_errors);
    EXPECT_EQ(ast::Print(*tree), ast::Print(*parsed));
  }
}

TEST(StoreTest, OfAnotherVersionIsRefusedAndItsRolesAreRead) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", TinyCorpus::Source(1));
  ASSERT_TRUE(corpus.Add({{"a", Split::kTest}}).ok());
  std::string version = EncodeTreeVersion();
  version[0] ^= 1;
  for (const auto& [key, value] :
       {std::pair<std::string, std::string>("trees", version), {"format", "3"}}) {
    {
      Result<Lmdb> environment = Lmdb::Open(corpus.store(), Tables(), Lmdb::Mode::kWrite);
      Result<Lmdb::Transaction> txn = environment->Begin();
      ASSERT_TRUE(txn->Put(kMeta, key, value).ok() && txn->Commit().ok());
    }
    ASSERT_TRUE(PutSeal(corpus.store()).ok());
    for (const std::string& message :
         {Store::Open(corpus.store()).error().message, corpus.Add().error().message}) {
      EXPECT_THAT(message, HasSubstr(key == "trees" ? "another version" : "format 3, not"));
      EXPECT_THAT(message, HasSubstr("make corpus"));
    }
  }
  AddOptions options = corpus.Options();
  options.split.reset();
  options.roles_of = options.store;
  options.store = corpus.root() + "/new";
  ASSERT_TRUE(AddProjects(options, corpus.library()).ok());
  EXPECT_EQ(Store::Open(options.store)->projects()[0].split, Split::kTest);
}

TEST(StoreTest, AddingTwiceChangesNothing) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", TinyCorpus::Source(1));
  corpus.Write("a/empty.py", "\n");
  Result<AddReport> first = corpus.Add(), second = corpus.Add();
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->analysed, 2);
  EXPECT_EQ(second->analysed, 0);
  EXPECT_EQ(second->projects_changed, 0);
  EXPECT_EQ(second->dataset_id, first->dataset_id);
  EXPECT_EQ(second->skipped, first->skipped);
  EXPECT_THAT(Print(*second), HasSubstr("nothing changed"));
}

TEST(StoreTest, AProjectIsWhatItsFolderHolds) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", TinyCorpus::Source(1));
  corpus.Write("a/two.py", TinyCorpus::Source(2));
  ASSERT_TRUE(corpus.Add().ok());
  std::filesystem::remove(corpus.projects() + "/a/two.py");
  ASSERT_TRUE(corpus.Add().ok());
  EXPECT_EQ(Store::Open(corpus.store())->sources().size(), 1u);
}

TEST(StoreTest, EveryFileLeftOutIsCountedByItsReason) {
  TinyCorpus corpus;
  corpus.Write("a/kept.py", TinyCorpus::Source(1));
  corpus.Write("a/empty.py", " \n");
  corpus.Write("a/large.py", std::string(300'001, 'x'));
  corpus.Write("a/binary.py", std::string("x = 1\n\0", 7));
  corpus.Write("a/latin.py", "x = '\xe9'\n");
  corpus.Write("a/broken.py", std::string("def (:\n ]]] = ) x ((\n??? $$ !!\nclass :\n ) (\n") +
                                  "lambda ] : def\n=== 3 } {\nimport import from\n) ) ) class\n");
  corpus.Write("a/made.py", "# Generated by a program. DO NOT EDIT.\nx = 1\n");
  corpus.Write("a/same.py", TinyCorpus::Source(1));
  corpus.Write("a/similar.py", TinyCorpus::Source(3, 60));
  corpus.Write("a/similar_too.py", TinyCorpus::Source(3, 60) + "x = 1\n");
  Result<AddReport> report = corpus.Add();
  ASSERT_TRUE(report.ok());
  SkipCounts expected = {{"empty", 1},     {"too large", 1},     {"binary", 1},
                         {"not UTF-8", 1}, {"unparsable", 1},    {"generated", 1},
                         {"duplicate", 1}, {"near duplicate", 1}};
  EXPECT_EQ(report->skipped, expected);
  EXPECT_EQ(report->kept, 2);
  EXPECT_EQ(Measure(*Store::Open(corpus.store()))->skipped, expected);
}

TEST(StoreTest, HeldOutSplitsLoseWhatTheTrainingSplitHas) {
  TinyCorpus corpus;
  corpus.Write("a/held_out.py", TinyCorpus::Source(1));
  corpus.Write("z/train.py", TinyCorpus::Source(1));
  ASSERT_TRUE(corpus.Add({{"a", Split::kTest}}).ok());
  Result<Store> store = Store::Open(corpus.store());
  EXPECT_EQ(store->SourcesOf(Split::kTrain).size(), 1u);
  EXPECT_TRUE(store->SourcesOf(Split::kTest).empty());
}

TEST(StoreTest, TheDatasetIsTheSameInWhateverOrderItCame) {
  TinyCorpus one, other;
  for (TinyCorpus* corpus : {&one, &other}) {
    for (int i = 0; i < 20; ++i) {
      std::string project = "p" + std::to_string(i % 5);
      corpus->Write(project + "/f" + std::to_string(i) + ".py", TinyCorpus::Source(i % 17, 30));
    }
  }
  AddOptions options = one.Options({{"p3", Split::kValidation}});
  options.num_threads = 1;
  Result<AddReport> whole = AddProjects(options, one.library());
  ASSERT_TRUE(whole.ok());
  std::string last;
  for (int i = 4; i >= 0; --i) {  // One project at a time, backwards, on more threads.
    AddOptions part = other.Options({{"p3", Split::kValidation}});
    part.project = "p" + std::to_string(i);
    part.folders = {other.projects() + "/" + part.project};
    part.num_threads = 4;
    Result<AddReport> report = AddProjects(part, other.library());
    ASSERT_TRUE(report.ok());
    last = report->dataset_id;
  }
  EXPECT_EQ(last, whole->dataset_id);
}

TEST(StoreTest, TheDatasetIsAnotherIfASplitOrATextIs) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", TinyCorpus::Source(1));
  std::string train = corpus.Add()->dataset_id;
  std::string test = corpus.Add({{"a", Split::kTest}})->dataset_id;
  corpus.Write("a/one.py", TinyCorpus::Source(2));
  std::string changed = corpus.Add({{"a", Split::kTest}})->dataset_id;
  EXPECT_NE(train, test);
  EXPECT_NE(test, changed);
}

// A writer that fails or dies at any write, even a half-done one, leaves the store as it was, and
// another run finishes the work. The system stops the child at writes beyond a file size.
TEST(StoreTest, AWriterMayDieAtAnyWrite) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", TinyCorpus::Source(1000));
  const std::string before = corpus.Add()->dataset_id;
  for (int i = 0; i < 40; ++i) {
    corpus.Write("p/f" + std::to_string(i) + ".py", TinyCorpus::Source(i, 40));
  }
  int stopped = 0;
  for (rlim_t limit = 64 << 10; limit <= 1024 << 10; limit += 16 << 10) {
    pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      signal(SIGXFSZ, SIG_DFL);
      rlimit bounds{limit, limit};
      setrlimit(RLIMIT_FSIZE, &bounds);
      AddOptions options = corpus.Options();
      options.num_threads = 1;
      _exit(AddProjects(options, corpus.library()).ok() ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) break;
    ++stopped;
    EXPECT_EQ(Store::Open(corpus.store())->dataset_id(), before) << limit;
  }
  EXPECT_GT(stopped, 2);
  Result<AddReport> report = corpus.Add();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->kept, 41);
  Result<Store> store = Store::Open(corpus.store());
  ASSERT_TRUE(store.ok());
  for (int32_t source : store->SourcesOf(Split::kTrain)) EXPECT_TRUE(store->Text(source).ok());
}

TEST(StoreTest, ExportWritesTheSourcesBack) {
  TinyCorpus corpus;
  corpus.Write("a/sub/one.py", TinyCorpus::Source(1));
  ASSERT_TRUE(corpus.Add().ok());
  Result<Store> store = Store::Open(corpus.store());
  EXPECT_EQ(*Export(*store, Split::kTrain, corpus.root() + "/out"), 1);
  EXPECT_EQ(*ReadFile(corpus.root() + "/out/a/sub/one.py"), TinyCorpus::Source(1));
}

TEST(StoreTest, ARemovedProjectLeavesNothingBehind) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", "import json\njson.dumps(json)\n");
  corpus.Write("b/one.py", "import json\njson.dumps(json)\n");
  corpus.Write("b/two.py", "import os\nos.path.join(os)\n");
  const std::string both = corpus.Add()->dataset_id;
  auto uses = [&](const char* symbol) {
    int count = 0;
    Result<Store> store = Store::Open(corpus.store());
    CHECK(store
              ->ForEachUse(SymbolForm::kWritten, symbol,
                           [&](std::string_view, int32_t, const SymbolCounts&) { ++count; })
              .ok());
    return count;
  };
  EXPECT_EQ(uses("os.path.join"), 1);
  EXPECT_THAT(RemoveProjects(corpus.store(), corpus.library(), {"c"}).error().message,
              HasSubstr("no project 'c'"));
  EXPECT_EQ(Store::Open(corpus.store())->dataset_id(), both);
  ASSERT_TRUE(RemoveProjects(corpus.store(), corpus.library(), {"b"}).ok());
  EXPECT_EQ(uses("os.path.join"), 0);
  EXPECT_EQ(uses("json.dumps"), 1);
  TinyCorpus only_a;
  only_a.Write("a/one.py", "import json\njson.dumps(json)\n");
  EXPECT_EQ(Store::Open(corpus.store())->dataset_id(), only_a.Add()->dataset_id);
  // What was the duplicate of a removed file takes its place.
  EXPECT_EQ(corpus.Add()->dataset_id, both);
  ASSERT_TRUE(RemoveProjects(corpus.store(), corpus.library(), {"a"}).ok());
  EXPECT_EQ(uses("json.dumps"), 1);
}

TEST(StoreTest, DamageAnywhereInTheFileIsFoundBeforeAPageIsRead) {
  TinyCorpus corpus;
  for (int i = 0; i < 20; ++i) {
    corpus.Write("a/f" + std::to_string(i) + ".py", TinyCorpus::Source(i));
  }
  ASSERT_TRUE(corpus.Add().ok());
  const std::string path = corpus.store() + "/data.mdb", good = *ReadFile(path);
  for (size_t at = 0; at < good.size(); at += good.size() / 17) {
    std::string bad = good;
    bad[at] ^= 1;
    ASSERT_TRUE(WriteFileAtomic(path, bad).ok());
    EXPECT_THAT(Store::Open(corpus.store()).error().message, HasSubstr("damaged")) << at;
    EXPECT_THAT(corpus.Add().error().message, HasSubstr("'fastnode corpus add'")) << at;
  }
  ASSERT_TRUE(WriteFileAtomic(path, good.substr(0, good.size() / 2)).ok());
  EXPECT_THAT(Store::Open(corpus.store()).error().message, HasSubstr("damaged"));
  ASSERT_TRUE(WriteFileAtomic(path, good).ok());
  EXPECT_TRUE(Store::Open(corpus.store()).ok());
  EXPECT_TRUE(corpus.Add().ok());
}

// As after a writer that died: there is no checksum, and LMDB would follow whatever it reads.
TEST(StoreTest, DamageOfAStoreWithoutASealIsMetByAProcessApart) {
  TinyCorpus corpus;
  for (int i = 0; i < 20; ++i) {
    corpus.Write("a/f" + std::to_string(i) + ".py", TinyCorpus::Source(i));
  }
  ASSERT_TRUE(corpus.Add().ok());
  const std::string path = corpus.store() + "/data.mdb", good = *ReadFile(path);
  ASSERT_TRUE(RemoveFile(corpus.store() + "/checksum").ok());
  EXPECT_TRUE(Store::Open(corpus.store()).ok());
  constexpr size_t kPage = 4096;
  int found = 0;
  for (size_t page = 0; page < good.size() / kPage; ++page) {
    std::string bad = good;
    for (size_t i = 8; i < kPage; i += 3) bad[page * kPage + i] ^= static_cast<char>(0x5a);
    ASSERT_TRUE(WriteFileAtomic(path, bad).ok());
    // A page that nothing refers to is no damage; nor are texts, which have checksums of their own.
    Result<Store> opened = Store::Open(corpus.store());
    if (opened.ok()) continue;
    ++found;
    EXPECT_THAT(opened.error().message, HasSubstr(corpus.store())) << page;
  }
  EXPECT_GT(found, 5);
  ASSERT_TRUE(WriteFileAtomic(path, good.substr(0, good.size() / 2)).ok());
  EXPECT_THAT(Store::Open(corpus.store()).error().message, HasSubstr("cannot be read to its end"));
  ASSERT_TRUE(WriteFileAtomic(path, good).ok());
  EXPECT_TRUE(Store::Open(corpus.store()).ok());
}

TEST(StoreTest, NoDamageOfTheFilesBesideItIsBelieved) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", TinyCorpus::Source(1));
  const std::string id = corpus.Add()->dataset_id;
  const std::string seal = corpus.store() + "/checksum", lock = corpus.store() + "/lock.mdb";
  const std::string good = *ReadFile(seal);
  ForEachDamage(good, [&](const std::string& damaged, const std::string& what) {
    WriteQuickly(seal, damaged);
    EXPECT_THAT(Store::Open(corpus.store()).error().message, HasSubstr("damaged")) << what;
  });
  WriteQuickly(seal, good);
  // This file says who reads, not what. The first process that opens the store makes it again.
  ForEachDamage(
      *ReadFile(lock),
      [&](const std::string& damaged, const std::string& what) {
        WriteQuickly(lock, damaged);
        EXPECT_EQ(Store::Open(corpus.store())->dataset_id(), id) << what;
      },
      331);
}

TEST(StoreTest, SymbolsAreCountedByContext) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", "import json\njson.dumps(json)\n");
  corpus.Write("b/one.py", "import os\nos.path.join(os)\n");
  ASSERT_TRUE(corpus.Add({{"b", Split::kTest}}).ok());
  Result<Statistics> statistics = Measure(*Store::Open(corpus.store()));
  ASSERT_TRUE(statistics.ok());
  const auto& attributes = statistics->symbols[static_cast<size_t>(SymbolContext::kAttribute)];
  EXPECT_EQ(attributes.symbols, 1);  // json.dumps; the test split is not counted
  EXPECT_EQ(attributes.uses, 1);
  const auto& names = statistics->symbols[static_cast<size_t>(SymbolContext::kName)];
  EXPECT_EQ(names.uses, 2);
}

TEST(StoreTest, OnlyOneWriterAtATime) {
  TinyCorpus corpus;
  corpus.Write("a/one.py", TinyCorpus::Source(1));
  ASSERT_TRUE(corpus.Add().ok());
  Result<FileLock> lock = FileLock::Take(corpus.store() + "/add.lock");
  ASSERT_TRUE(lock.ok());
  EXPECT_THAT(corpus.Add().error().message, HasSubstr("another process"));
}

TEST(StoreTest, ErrorsNameWhatIsWrong) {
  TinyCorpus corpus;
  EXPECT_THAT(Store::Open(corpus.root()).error().message, HasSubstr("no corpus store"));
  corpus.Write("a/readme.txt", "no Python");
  EXPECT_THAT(corpus.Add().error().message, HasSubstr("no Python files"));
}

TEST(ProjectListTest, TakesNameAndRoleAndRefusesOthers) {
  TinyCorpus corpus;
  corpus.Write("list", "# a list\na train default\n\nb test # why\n");
  auto splits = ReadProjectList(corpus.projects() + "/list");
  ASSERT_TRUE(splits.ok());
  EXPECT_EQ(splits->at("b"), Split::kTest);
  EXPECT_EQ(splits->size(), 2u);
  corpus.Write("list", "a train\nb held-out\n");
  EXPECT_THAT(ReadProjectList(corpus.projects() + "/list").error().message, HasSubstr("list:2"));
}

}  // namespace
}  // namespace fastnode::corpus
