#include "support/manifest.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/damage_for_test.h"
#include "support/file.h"
#include "support/release_folder.h"

namespace fastnode {
namespace {

class ReleaseFolderTest : public testing::Test {
 protected:
  ReleaseFolderTest() {
    std::filesystem::remove_all(folder_);
    CHECK(MakeFolders(folder_).ok());
    Write("usage.bin", "some bytes");
    Write("empty", "");
    CHECK(WriteManifest(folder_, {"m1", "data", "config", "code"}).ok());
  }
  ~ReleaseFolderTest() override { std::filesystem::remove_all(folder_); }
  void Write(const std::string& name, const std::string& bytes) {
    WriteQuickly(folder_ + "/" + name, bytes);
  }
  // The error of opening the folder and reading a file in it, or "".
  std::string ErrorOf(const std::string& name) {
    Result<ReleaseFolder> release = ReleaseFolder::Open(folder_);
    if (!release.ok()) return release.error().message;
    Result<MappedFile> file = release->Map(name);
    return file.ok() ? "" : file.error().message;
  }
  const std::string folder_ = testing::TempDir() + "fastnode_release_folder";
};

void ExpectNames(const std::string& error, const std::string& file, const std::string& what) {
  EXPECT_NE(error.find(file), std::string::npos) << what << ": " << error;
  EXPECT_NE(error.find("make compress"), std::string::npos) << what << ": " << error;
}

TEST_F(ReleaseFolderTest, GivesTheFilesThatItsManifestNames) {
  Result<ReleaseFolder> release = ReleaseFolder::Open(folder_);
  ASSERT_TRUE(release.ok()) << release.error().message;
  EXPECT_EQ(release->Map("usage.bin")->bytes(), "some bytes");
  EXPECT_EQ(release->Map("empty")->bytes(), "");
}

TEST_F(ReleaseFolderTest, NoDamageOfAFileIsBelieved) {
  ForEachDamage("some bytes", [&](const std::string& damaged, const std::string& what) {
    Write("usage.bin", damaged);
    ExpectNames(ErrorOf("usage.bin"), "usage.bin is damaged", what);
  });
  Write("empty", "x");
  ExpectNames(ErrorOf("empty"), "empty is damaged", "a file that was empty");
}

TEST_F(ReleaseFolderTest, NoDamageOfTheManifestIsBelieved) {
  const std::string manifest = *ReadFile(folder_ + "/manifest.json");
  ForEachDamage(manifest, [&](const std::string& damaged, const std::string& what) {
    EXPECT_FALSE(DecodeManifest(damaged).ok()) << what;
  });
  Write("manifest.json", manifest.substr(0, manifest.size() - 1));
  ExpectNames(ErrorOf("usage.bin"), "manifest.json", "cut");
}

TEST_F(ReleaseFolderTest, MissingAndUnnamedFilesAreRefused) {
  Write("other", "bytes");
  ExpectNames(ErrorOf("other"), "other", "not in the manifest");
  std::filesystem::remove(folder_ + "/usage.bin");
  ExpectNames(ErrorOf("usage.bin"), "usage.bin", "missing");
  std::filesystem::remove(folder_ + "/manifest.json");
  EXPECT_NE(ErrorOf("other").find("not a release folder"), std::string::npos);
}

// What a clone or a download brings with it.
TEST_F(ReleaseFolderTest, HiddenFilesAreNoPartOfARelease) {
  const std::string before = EncodeManifest(*VerifyManifest(folder_));
  std::filesystem::create_directory(folder_ + "/.git");
  Write(".git/HEAD", "bytes");
  Write(".hidden", "bytes");
  Result<Manifest> verified = VerifyManifest(folder_);
  ASSERT_TRUE(verified.ok()) << verified.error().message;
  EXPECT_EQ(EncodeManifest(*MakeManifest(folder_, verified->info)), before);
}

TEST_F(ReleaseFolderTest, AFileThatIsWrittenAnewIsNamedAnewAndNoOther) {
  const Manifest before = *VerifyManifest(folder_);
  Write("usage.bin", "other bytes");
  Write("empty", "damaged");
  EXPECT_FALSE(RenewManifest(folder_, before, "usage.bin").ok());
  Write("empty", "");
  EXPECT_NE(ErrorOf("usage.bin"), "");
  ASSERT_TRUE(RenewManifest(folder_, before, "usage.bin").ok());
  EXPECT_EQ(ErrorOf("usage.bin"), "");
  EXPECT_TRUE(VerifyManifest(folder_).ok());
}

TEST_F(ReleaseFolderTest, ManifestsOfEarlierProgramsAreRefusedWithARemedy) {
  Write("manifest.json", R"({"format": 1, "name": "m", "files": []})");
  ExpectNames(ErrorOf("usage.bin"), "earlier program", "format 1");
}

}  // namespace
}  // namespace fastnode
