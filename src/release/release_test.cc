#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "release/boxed.h"
#include "release/bundle.h"
#include "release/install.h"
#include "release/registry.h"
#include "release/upload.h"
#include "support/damage_for_test.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/manifest.h"
#include "support/sealed.h"

namespace fastnode::release {
namespace {

namespace fs = std::filesystem;

class Release : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = ::testing::TempDir() + "/release_test_" +
            ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(root_);
    folder_ = root_ + "/serve";
    Write(folder_ + "/config.json", "{}");
    Write(folder_ + "/model.safetensors", "weights");
    Write(folder_ + "/parts/more.bin", std::string("\0\1", 2));
    ASSERT_TRUE(WriteManifest(folder_, {"m1", "data", "config", "code"}).ok());
    WriteVerdict(true);
  }
  void TearDown() override { fs::remove_all(root_); }

  static void Write(const std::string& path, const std::string& bytes) {
    ASSERT_TRUE(MakeFolders(fs::path(path).parent_path().string()).ok());
    ASSERT_TRUE(WriteFileAtomic(path, bytes).ok());
  }
  void WriteVerdict(bool passed, const std::string& split = "test") {
    std::string sha256 = Sha256Hex(*ReadFile(folder_ + "/manifest.json"));
    Write(root_ + "/validation.json",
          R"({"split": ")" + split + R"(", "release": {"manifest_sha256": ")" + sha256 +
              R"("}, "verdict": {"passed": )" + (passed ? "true" : "false") +
              R"(, "gates": [{"name": "recall@1 above counts", "passed": false}]}})");
  }
  Result<UploadOutcome> DoUpload() {
    return Upload({folder_, root_ + "/validation.json", "file://" + root_ + "/store"});
  }
  void ExpectRefused(const std::string& reason) {
    Result<UploadOutcome> outcome = DoUpload();
    ASSERT_FALSE(outcome.ok());
    EXPECT_NE(outcome.error().message.find(reason), std::string::npos) << outcome.error().message;
    EXPECT_FALSE(PathExists(root_ + "/store/m1/manifest.json"));
  }

  std::string root_, folder_;
};

using ManifestTest = Release;
using UploadTest = Release;

TEST_F(ManifestTest, NamesEveryFileWithItsSizeAndHash) {
  Result<Manifest> manifest = VerifyManifest(folder_);
  ASSERT_TRUE(manifest.ok()) << manifest.error().message;
  EXPECT_EQ(manifest->info.name, "m1");
  EXPECT_EQ(manifest->info.code_version, "code");
  ASSERT_EQ(manifest->files.size(), 3u);
  EXPECT_EQ(manifest->files[0].name, "config.json");
  EXPECT_EQ(manifest->files[1].name, "model.safetensors");
  EXPECT_EQ(manifest->files[1].bytes, 7u);
  EXPECT_EQ(manifest->files[1].sha256, Sha256Hex("weights"));
  EXPECT_EQ(manifest->files[2].name, "parts/more.bin");
}

TEST_F(ManifestTest, OfTheSameFolderHasTheSameBytes) {
  std::string first = *ReadFile(folder_ + "/manifest.json");
  ASSERT_TRUE(WriteManifest(folder_, {"m1", "data", "config", "code"}).ok());
  EXPECT_EQ(*ReadFile(folder_ + "/manifest.json"), first);
}

TEST_F(ManifestTest, FindsAChangedMissingOrAddedFile) {
  Write(folder_ + "/model.safetensors", "Weights");
  EXPECT_NE(VerifyManifest(folder_).error().message.find("model.safetensors has not the SHA-256"),
            std::string::npos);
  Write(folder_ + "/model.safetensors", "more weights");
  EXPECT_NE(VerifyManifest(folder_).error().message.find("the manifest says 7"), std::string::npos);
  fs::remove(folder_ + "/model.safetensors");
  EXPECT_NE(VerifyManifest(folder_).error().message.find("model.safetensors"), std::string::npos);
  Write(folder_ + "/model.safetensors", "weights");
  ASSERT_TRUE(VerifyManifest(folder_).ok());
  Write(folder_ + "/extra", "");
  EXPECT_NE(VerifyManifest(folder_).error().message.find("extra is not in the manifest"),
            std::string::npos);
}

TEST_F(ManifestTest, RefusesNamesThatLeaveTheFolder) {
  const std::string sha256 = Sha256Hex(""), xxh3 = HashContent("").Hex();
  ASSERT_TRUE(DecodeManifest(EncodeManifest({{"m", "", "", ""}, {{"x", 0, sha256, xxh3}}})).ok());
  for (const char* name : {"../x", "/x", "a//b", "a/..", ".", "", "a b"}) {
    Result<Manifest> manifest =
        DecodeManifest(EncodeManifest({{"m", "", "", ""}, {{name, 0, sha256, xxh3}}}));
    EXPECT_FALSE(manifest.ok()) << name;
  }
  EXPECT_FALSE(WriteManifest(folder_, {"../m", "", "", ""}).ok());
  EXPECT_FALSE(WriteManifest(folder_, {"", "", "", ""}).ok());
}

TEST_F(ManifestTest, RefusesDamagedManifests) {
  for (const char* text :
       {"{}", R"({"format": 1, "name": "m", "files": []})",
        R"({"format": 2, "name": "m", "files": {}})", R"({"format": 2, "name": "m"})",
        R"({"format": 2, "name": "m", "files": [{"name": "a", "bytes": 0, "sha256": "12"}]})"}) {
    EXPECT_FALSE(DecodeManifest(PrintSealed(*ParseJson(text))).ok()) << text;
  }
}

TEST_F(ManifestTest, RefusesAFolderWithoutFiles) {
  ASSERT_TRUE(MakeFolders(root_ + "/empty").ok());
  EXPECT_FALSE(WriteManifest(root_ + "/empty", {"m", "", "", ""}).ok());
}

TEST_F(UploadTest, PublishesObjectsByContentAndTheManifestByName) {
  Result<UploadOutcome> outcome = DoUpload();
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(outcome->objects_copied, 4);
  EXPECT_EQ(outcome->location, root_ + "/store/m1/manifest.json");
  EXPECT_EQ(*ReadFile(root_ + "/store/objects/" + Sha256Hex("weights")), "weights");
  EXPECT_EQ(*ReadFile(outcome->location), *ReadFile(folder_ + "/manifest.json"));
}

TEST_F(UploadTest, CopiesWhatIsThereOnlyOnce) {
  ASSERT_TRUE(DoUpload().ok());
  Result<UploadOutcome> again = DoUpload();
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->objects_copied, 0);
  EXPECT_EQ(again->objects_present, 4);
  Write(root_ + "/store/objects/" + Sha256Hex("weights"), "damaged");
  Result<UploadOutcome> mended = DoUpload();
  ASSERT_TRUE(mended.ok());
  EXPECT_EQ(mended->objects_copied, 1);
  EXPECT_EQ(*ReadFile(root_ + "/store/objects/" + Sha256Hex("weights")), "weights");
}

TEST_F(UploadTest, ANewReleaseOfTheNameLeavesTheOldOneAmongTheObjects) {
  ASSERT_TRUE(DoUpload().ok());
  std::string old = *ReadFile(root_ + "/store/m1/manifest.json");
  Write(folder_ + "/model.safetensors", "better weights");
  ASSERT_TRUE(WriteManifest(folder_, {"m1", "data", "config", "code"}).ok());
  WriteVerdict(true);
  ASSERT_TRUE(DoUpload().ok());
  EXPECT_NE(*ReadFile(root_ + "/store/m1/manifest.json"), old);
  EXPECT_EQ(*ReadFile(root_ + "/store/objects/" + Sha256Hex(old)), old);
  EXPECT_EQ(*ReadFile(root_ + "/store/objects/" + Sha256Hex("weights")), "weights");
}

TEST_F(UploadTest, RefusesAFailedVerdictAndNamesTheGate) {
  WriteVerdict(false);
  ExpectRefused("did not pass its validation; recall@1 above counts");
}

TEST_F(UploadTest, RefusesWithoutAVerdict) {
  fs::remove(root_ + "/validation.json");
  ExpectRefused("no verdict");
  Write(root_ + "/validation.json", "{}");
  ExpectRefused("another release");
}

TEST_F(UploadTest, RefusesAVerdictOnAnotherRelease) {
  ASSERT_TRUE(WriteManifest(folder_, {"m1", "data", "config", "other code"}).ok());
  ExpectRefused("another release");
}

TEST_F(UploadTest, RefusesAVerdictOnTheValidationSplit) {
  WriteVerdict(true, "validation");
  ExpectRefused("not from the test split");
}

TEST_F(UploadTest, RefusesFilesThatDoNotMatchTheManifest) {
  Write(folder_ + "/model.safetensors", "Weights");
  ExpectRefused("SHA-256");
}

TEST_F(UploadTest, RefusesDestinationsItDoesNotKnow) {
  for (const char* to : {"s3:///x", "relative", "file://relative", "", "http://x"}) {
    EXPECT_FALSE(Upload({folder_, root_ + "/validation.json", to}).ok()) << to;
  }
}

using InstallTest = Release;

TEST_F(InstallTest, BringsTheReleaseAsItWas) {
  ASSERT_TRUE(DoUpload().ok());
  const InstallOptions options{"m1", "file://" + root_ + "/store", root_ + "/models", ""};
  Result<InstallOutcome> outcome = Install(options);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_FALSE(outcome->present);
  EXPECT_TRUE(VerifyManifest(outcome->folder).ok());
  EXPECT_EQ(*ReadFile(outcome->folder + "/parts/more.bin"), std::string("\0\1", 2));
  EXPECT_TRUE(Install(options)->present);
}

// Many of each kind at once, like hosts that share a folder.
TEST_F(InstallTest, ManyAtOnceAllSucceed) {
  ASSERT_TRUE(DoUpload().ok());
  const std::string registry = root_ + "/models.json";
  std::vector<std::thread> threads;
  std::atomic<int> done = 0;
  for (int i = 0; i < 8; ++i) {
    const std::string name = "n" + std::to_string(i), release = root_ + "/" + name;
    fs::copy(folder_, release, fs::copy_options::recursive);
    fs::remove(release + "/manifest.json");
    ASSERT_TRUE(WriteManifest(release, {name, "data", "config", "code"}).ok());
    threads.emplace_back([&, release] {
      done += AddToRegistry(registry, root_ + "/kept", release).ok();
      done += Install({"m1", "file://" + root_ + "/store", root_ + "/models", ""}).ok();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 16);
  EXPECT_EQ(CurrentModels(registry)->size(), 8u);
}

TEST_F(InstallTest, OldVersionsCanBeHadBesideNewOnes) {
  ASSERT_TRUE(DoUpload().ok());
  const std::string old = Sha256Hex(*ReadFile(folder_ + "/manifest.json"));
  Write(folder_ + "/model.safetensors", "better weights");
  ASSERT_TRUE(WriteManifest(folder_, {"m1", "data", "config", "code"}).ok());
  WriteVerdict(true);
  ASSERT_TRUE(DoUpload().ok());
  const std::string from = "file://" + root_ + "/store";
  Result<InstallOutcome> now = Install({"m1", from, root_ + "/models", ""});
  Result<InstallOutcome> before = Install({"m1", from, root_ + "/models", old});
  ASSERT_TRUE(now.ok() && before.ok());
  EXPECT_EQ(*ReadFile(now->folder + "/model.safetensors"), "better weights");
  EXPECT_EQ(*ReadFile(before->folder + "/model.safetensors"), "weights");
  // The first digits are enough, and are shown. Older versions are only known by all digits.
  EXPECT_EQ(Install({"m1", from, root_ + "/models", old.substr(0, 12)})->folder, before->folder);
  const std::string there = *PrintInstallable(from, "m1");
  EXPECT_NE(there.find("m1 " + old.substr(0, 12) + "  "), std::string::npos) << there;
  EXPECT_NE(there.find("m1 " + now->version + " *"), std::string::npos) << there;
  EXPECT_NE(Install({"m1", from, root_ + "/models", "zz"}).error().message.find(now->version),
            std::string::npos);
  fs::remove_all(root_ + "/store/m1/versions");
  EXPECT_EQ(Install({"m1", from, root_ + "/models", old})->folder, before->folder);
  EXPECT_EQ(PrintInstallable(from, "m1")->find(old.substr(0, 12)), std::string::npos);
}

TEST_F(InstallTest, DamagedObjectsAreRefusedAndNothingIsLeft) {
  ASSERT_TRUE(DoUpload().ok());
  const std::string object = root_ + "/store/objects/" + Sha256Hex("weights");
  auto expect_refused = [&](const std::string& reason) {
    Result<InstallOutcome> outcome =
        Install({"m1", "file://" + root_ + "/store", root_ + "/models", ""});
    ASSERT_FALSE(outcome.ok());
    EXPECT_NE(outcome.error().message.find(reason), std::string::npos) << outcome.error().message;
    EXPECT_TRUE(!fs::exists(root_ + "/models/m1") || fs::is_empty(root_ + "/models/m1"));
  };
  Write(object, "Weights");
  expect_refused("model.safetensors");
  fs::remove(object);
  expect_refused("model.safetensors");
  Write(root_ + "/store/m1/manifest.json", "{}");
  expect_refused("manifest");
}

TEST_F(InstallTest, RefusesNamesThatLeaveTheFolder) {
  for (const char* name : {"../m1", "", "a/b", "."}) {
    EXPECT_FALSE(Install({name, "file://" + root_ + "/store", root_ + "/models", ""}).ok()) << name;
  }
}

using RegistryTest = Release;

TEST_F(RegistryTest, RemembersVersionsAndGoesBack) {
  const std::string path = root_ + "/models.json";
  Result<std::string> first = AddToRegistry(path, root_ + "/models", folder_);
  ASSERT_TRUE(first.ok()) << first.error().message;
  const std::string other = root_ + "/other";
  fs::copy(folder_, other, fs::copy_options::recursive);
  Write(other + "/model.safetensors", "better weights");
  ASSERT_TRUE(WriteManifest(other, {"m1", "data", "config", "code"}).ok());
  Result<std::string> second = AddToRegistry(path, root_ + "/models", other);
  ASSERT_TRUE(second.ok());
  EXPECT_NE(*first, *second);
  const std::string kept = root_ + "/models/m1/";
  EXPECT_EQ(*CurrentModel(path, "m1"), kept + *second);
  EXPECT_EQ(*RollBack(path, "m1"), *first);
  EXPECT_EQ(*CurrentModel(path, "m1"), kept + *first);
  EXPECT_FALSE(RollBack(path, "m1").ok());  // nothing before it
  ASSERT_TRUE(UseVersion(path, "m1", *second).ok());
  EXPECT_EQ(*CurrentModel(path, "m1"), kept + *second);
  EXPECT_FALSE(UseVersion(path, "m1", "ffff").ok());
  EXPECT_FALSE(CurrentModel(path, "m2").ok());
  EXPECT_NE(PrintRegistry(path)->find(*second), std::string::npos);
}

TEST_F(RegistryTest, AVersionIsWhatItWasWhateverBecomesOfItsFolder) {
  const std::string path = root_ + "/models.json";
  const std::string first = *AddToRegistry(path, root_ + "/models", folder_);
  // Trained again, in the same folder.
  Write(folder_ + "/model.safetensors", "better weights");
  ASSERT_TRUE(WriteManifest(folder_, {"m1", "data", "config", "code"}).ok());
  const std::string second = *AddToRegistry(path, root_ + "/models", folder_);
  ASSERT_EQ(*RollBack(path, "m1"), first);
  EXPECT_EQ(*ReadFile(*CurrentModel(path, "m1") + "/model.safetensors"), "weights");
  EXPECT_EQ(*UseVersion(path, "m1", second.substr(0, 4)), second);
  EXPECT_EQ(*ReadFile(*CurrentModel(path, "m1") + "/model.safetensors"), "better weights");
  // A release that was installed is already where it should be.
  EXPECT_EQ(*AddToRegistry(path, root_ + "/elsewhere", *CurrentModel(path, "m1")), second);
  EXPECT_FALSE(PathExists(root_ + "/elsewhere"));
}

TEST_F(RegistryTest, AVersionThatIsNotWhatItWasIsNotGoneBackTo) {
  const std::string path = root_ + "/models.json";
  const std::string first = *AddToRegistry(path, root_ + "/models", folder_);
  Write(folder_ + "/model.safetensors", "better weights");
  ASSERT_TRUE(WriteManifest(folder_, {"m1", "data", "config", "code"}).ok());
  const std::string second = *AddToRegistry(path, root_ + "/models", folder_);
  const std::string kept = root_ + "/models/m1/" + first;
  const std::string registry = *ReadFile(path);
  auto expect_refused = [&](const std::string& reason) {
    for (const Result<std::string>& went : {RollBack(path, "m1"), UseVersion(path, "m1", first)}) {
      ASSERT_FALSE(went.ok()) << reason;
      EXPECT_NE(went.error().message.find(reason), std::string::npos) << went.error().message;
      EXPECT_NE(went.error().message.find("fastnode install m1"), std::string::npos);
    }
    EXPECT_EQ(*ReadFile(path), registry);
  };
  Write(kept + "/model.safetensors", "Weights");
  expect_refused("SHA-256");
  fs::remove_all(kept);
  EXPECT_NE(PrintRegistry(path)->find("is not there"), std::string::npos);
  expect_refused("manifest.json");
  fs::copy(root_ + "/models/m1/" + second, kept, fs::copy_options::recursive);
  expect_refused("another release");
  EXPECT_NE(PrintRegistry(path)->find("holds another release"), std::string::npos);
}

TEST_F(RegistryTest, RefusesFoldersThatAreNoReleaseAndDamagedFiles) {
  const std::string path = root_ + "/models.json";
  Write(folder_ + "/model.safetensors", "Weights");
  EXPECT_FALSE(AddToRegistry(path, root_ + "/models", folder_).ok());
  EXPECT_FALSE(PathExists(path));
  for (const char* text : {"", "[]", R"({"format": 2})", R"({"format": 1, "models": {"m1": 1}})"}) {
    Write(path, text);
    EXPECT_FALSE(CurrentModel(path, "m1").ok()) << text;
  }
}

TEST_F(RegistryTest, AMissingFolderIsNamed) {
  const std::string folder = root_ + "/none";
  for (const Result<std::string>& done :
       {AddToRegistry(folder + "/models.json", root_ + "/models", folder_),
        UseVersion(folder + "/models.json", "m1", "0"), RollBack(folder + "/models.json", "m1")}) {
    ASSERT_FALSE(done.ok());
    EXPECT_TRUE(done.error().message.starts_with(folder + ": there is no such folder"))
        << done.error().message;
  }
}

TEST_F(RegistryTest, NoDamageIsBelievedAndHandsMayWriteIt) {
  const std::string path = root_ + "/models.json";
  ASSERT_TRUE(
      AddToRegistry(path, root_ + "/models", folder_, std::vector<std::string>{"flask"}).ok());
  const std::string good = *ReadFile(path);
  ForEachDamage(good, [&](const std::string& damaged, const std::string& what) {
    WriteQuickly(path, damaged);
    Result<std::vector<RegisteredModel>> read = CurrentModels(path);
    ASSERT_FALSE(read.ok()) << what;
    EXPECT_NE(read.error().message.find(path), std::string::npos) << what;
  });
  Json by_hand = *ParseSealed(good);
  by_hand["models"]["m1"]["packages"] = {"django"};
  WriteQuickly(path, PrintJson(by_hand));
  EXPECT_EQ(CurrentModels(path)->at(0).packages, std::vector<std::string>{"django"});
}

class BundleTest : public RegistryTest {};

TEST_F(BundleTest, IsWhatTheRegistryNamesWhenItIsMade) {
  const std::string registry = root_ + "/models.json", bundle = root_ + "/datadeps";
  EXPECT_NE(ReadBundle(bundle).error().message.find("build_datadeps.sh"), std::string::npos);
  EXPECT_FALSE(BuildBundle(registry, bundle).ok());  // no registry
  Result<std::string> first = AddToRegistry(registry, root_ + "/models", folder_);
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(*BuildBundle(registry, bundle));
  EXPECT_FALSE(*BuildBundle(registry, bundle));  // up to date
  Result<Bundle> made = VerifyBundle(bundle);
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->models.at(0).version, *first);
  EXPECT_EQ(*ReadFile(made->models[0].folder + "/model.safetensors"), "weights");

  // Another model: nothing changes until the bundle is made again.
  Write(folder_ + "/model.safetensors", "other weights");
  ASSERT_TRUE(WriteManifest(folder_, {"m1", "data", "config", "code"}).ok());
  Result<std::string> second = AddToRegistry(registry, root_ + "/models", folder_);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(ReadBundle(bundle)->models[0].version, *first);
  EXPECT_FALSE(*IsUpToDate(registry, bundle));
  EXPECT_TRUE(*BuildBundle(registry, bundle));
  EXPECT_EQ(*ReadFile(ReadBundle(bundle)->models[0].folder + "/model.safetensors"),
            "other weights");
  EXPECT_FALSE(PathExists(bundle + "/m1/" + *first));
  // Back to the first version, which is still what it was.
  ASSERT_TRUE(UseVersion(registry, "m1", *first).ok());
  EXPECT_TRUE(*BuildBundle(registry, bundle));
  EXPECT_EQ(*ReadFile(ReadBundle(bundle)->models[0].folder + "/model.safetensors"), "weights");
  // A folder that somebody changed since is not bundled.
  ASSERT_TRUE(UseVersion(registry, "m1", *second).ok());
  Write(root_ + "/models/m1/" + *second + "/model.safetensors", "Weights");
  EXPECT_FALSE(BuildBundle(registry, bundle).ok());
}

TEST_F(BundleTest, DamageIsFound) {
  const std::string registry = root_ + "/models.json", bundle = root_ + "/datadeps";
  ASSERT_TRUE(AddToRegistry(registry, root_ + "/models", folder_).ok());
  ASSERT_TRUE(*BuildBundle(registry, bundle));
  const std::string model = ReadBundle(bundle)->models[0].folder + "/model.safetensors";
  Write(model, "Weights");
  EXPECT_FALSE(VerifyBundle(bundle).ok());
  EXPECT_TRUE(*BuildBundle(registry, bundle));  // made again
  EXPECT_TRUE(VerifyBundle(bundle).ok());
  const std::string path = bundle + "/bundle.json", id = ReadBundle(bundle)->id;
  ForEachDamage(*ReadFile(path), [&](const std::string& damaged, const std::string& what) {
    WriteQuickly(path, damaged);
    Result<Bundle> read = ReadBundle(bundle);
    if (read.ok()) {
      EXPECT_EQ(read->id, id) << what;  // a space more or less
    } else {
      EXPECT_NE(read.error().message.find(path), std::string::npos) << what;
    }
  });
  for (const char* text : {"", "[]", R"({"format": 1, "id": "x", "models": []})",
                           R"({"format": 1, "id": "x", "models": [{"name": ".."}]})"}) {
    Write(bundle + "/bundle.json", text);
    EXPECT_FALSE(ReadBundle(bundle).ok()) << text;
  }
}

TEST_F(BundleTest, OneModelIsForAllFiles) {
  const std::string registry = root_ + "/models.json", bundle = root_ + "/datadeps";
  ASSERT_TRUE(AddToRegistry(registry, root_ + "/models", folder_,
                            std::vector<std::string>{"flask", "django"})
                  .ok());
  EXPECT_NE(BuildBundle(registry, bundle).error().message.find("for all files"), std::string::npos);
  ASSERT_TRUE(WriteManifest(folder_, {"m2", "data", "config", "code"}).ok());
  const std::string other = root_ + "/other";
  fs::copy(folder_, other, fs::copy_options::recursive);
  ASSERT_TRUE(WriteManifest(folder_, {"m1", "data", "config", "code"}).ok());
  ASSERT_TRUE(AddToRegistry(registry, root_ + "/models", other).ok());
  ASSERT_TRUE(BuildBundle(registry, bundle).ok());
  Result<Bundle> made = VerifyBundle(bundle);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->models.at(0).packages, (std::vector<std::string>{"django", "flask"}));
  EXPECT_TRUE(made->models.at(1).packages.empty());
}

// Installed beside a program, in the sources beside a build folder; the first where both are.
TEST_F(Release, AModelInTheBoxIsFoundFromTheProgramsFolder) {
  const std::string root = fs::path(root_).lexically_normal().string();
  EXPECT_EQ(FindBoxedModel(root_ + "/bin"), "");
  fs::create_directories(root_ + "/models");
  fs::create_directories(root_ + "/bin");
  fs::copy(folder_, root_ + "/models/pythonexpr", fs::copy_options::recursive);
  EXPECT_EQ(FindBoxedModel(root_ + "/bin"), root + "/models/pythonexpr");
  fs::create_directories(root_ + "/share/fastnode/models/pythonexpr");
  EXPECT_EQ(FindBoxedModel(root_ + "/bin"), root + "/models/pythonexpr") << "an empty folder";
  fs::copy(folder_, root_ + "/share/fastnode/models/pythonexpr",
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  EXPECT_EQ(FindBoxedModel(root_ + "/bin"), root + "/share/fastnode/models/pythonexpr");
}

}  // namespace
}  // namespace fastnode::release
