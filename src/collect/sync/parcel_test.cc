#include "collect/sync/parcel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/file.h"
#include "support/hash.h"

namespace fastnode::sync {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class ParcelTest : public testing::Test {
 protected:
  ParcelTest() : folder_(testing::TempDir() + "/parcel_test") {
    fs::remove_all(folder_);
    Write("store/data.mdb", "0123456789abcdef0123456789abcdefXY");
    Write("store/part-1/data.mdb", "");
    Write("store/lock.mdb", "lock");
    Write("store/cuts/cache.bin", "cuts");
    Write("metainfo.json", "{}");
    options_.contents = {{"store", folder_ + "/store"}, {"metainfo.json", Path("metainfo.json")}};
    options_.without = {"cuts", "lock.mdb"};
    options_.piece_bytes = 16;
    options_.program = "fastnode 1 (commit a)";
  }
  ~ParcelTest() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  void Write(const std::string& name, std::string_view bytes) {
    ASSERT_TRUE(MakeFolders(fs::path(Path(name)).parent_path().string()).ok());
    ASSERT_TRUE(WriteFileAtomic(Path(name), bytes).ok());
  }
  Parcel Put() {
    report_ = {};
    Result<Parcel> parcel = PutParcel(Place(), options_, report_);
    EXPECT_TRUE(parcel.ok()) << parcel.error().message;
    return *std::move(parcel);
  }
  Status Get(const Parcel& parcel, std::vector<std::string> only = {}) {
    report_ = {};
    return GetParcel(Place(), parcel, Path("there"), {only, 2}, report_);
  }
  std::string Place() const { return "file://" + folder_ + "/objects"; }
  std::string Object(std::string_view bytes) const {
    return Path("objects/objects/" + Sha256Hex(bytes));
  }

  const std::string folder_;
  PutParcelOptions options_;
  ParcelReport report_;
};

TEST_F(ParcelTest, ArrivesAsItWasPut) {
  const Parcel put = Put();
  // The second piece of the store is its first once more, and so may be there already.
  EXPECT_EQ(report_.moved + report_.present, 4);
  Result<Parcel> parcel = ReadParcel(Place(), put.id);
  ASSERT_TRUE(parcel.ok()) << parcel.error().message;
  EXPECT_EQ(parcel->program, "fastnode 1 (commit a)");
  ASSERT_TRUE(Get(*parcel).ok());
  EXPECT_THAT(*ListFiles(Path("there"), ""),
              ElementsAre("metainfo.json", "store/data.mdb", "store/part-1/data.mdb"));
  EXPECT_EQ(*ReadFile(Path("there/store/data.mdb")), *ReadFile(Path("store/data.mdb")));
  EXPECT_EQ(*ReadFile(Path("there/store/part-1/data.mdb")), "");
}

TEST_F(ParcelTest, WhatIsThereIsNotSentOrBroughtAgain) {
  const Parcel first = Put();
  EXPECT_EQ(Put().id, first.id);
  EXPECT_EQ(report_.moved, 0);
  Write("metainfo.json", "{\"other\": 1}");
  const Parcel second = Put();
  EXPECT_NE(second.id, first.id);
  EXPECT_EQ(report_.moved, 1);
  ASSERT_TRUE(Get(second).ok());
  ASSERT_TRUE(Get(second).ok());
  EXPECT_EQ(report_.moved, 0);
  Write("there/metainfo.json", "{\"other\": 2}");
  ASSERT_TRUE(Get(second).ok());
  EXPECT_EQ(report_.moved, 1);
  EXPECT_EQ(*ReadFile(Path("there/metainfo.json")), "{\"other\": 1}");
}

TEST_F(ParcelTest, OnlyWhatIsWanted) {
  const Parcel parcel = Put();
  ASSERT_TRUE(Get(parcel, {"metainfo.json"}).ok());
  EXPECT_THAT(*ListFiles(Path("there"), ""), ElementsAre("metainfo.json"));
  EXPECT_THAT(Get(parcel, {"stor"}).error().message, HasSubstr("no stor"));
}

TEST_F(ParcelTest, ADamagedObjectIsRefusedAndMended) {
  const Parcel parcel = Put();
  ASSERT_TRUE(WriteFileAtomic(Object("XY"), "YX").ok());
  EXPECT_THAT(Get(parcel).error().message, HasSubstr("is damaged"));
  EXPECT_FALSE(PathExists(Path("there/store/data.mdb")));
  EXPECT_TRUE(ListFiles(Path("there"), ".unfinished")->empty());
  options_.again = true;
  EXPECT_EQ(Put().id, parcel.id);
  EXPECT_TRUE(Get(parcel).ok());

  fs::remove(Object("XY"));
  fs::remove_all(Path("there"));
  EXPECT_THAT(Get(parcel).error().message, HasSubstr("No such file"));
  options_.again = false;
  Put();
  EXPECT_EQ(report_.moved, 1);
  EXPECT_TRUE(Get(parcel).ok());
}

TEST_F(ParcelTest, AListThatIsNotWhatItsNameSaysIsRefused) {
  const Parcel parcel = Put();
  EXPECT_THAT(ReadParcel(Place(), "../x").error().message, HasSubstr("not a parcel's id"));
  const std::string list = Path("objects/parcels/" + parcel.id + ".json");
  const std::string text = *ReadFile(list);
  ASSERT_TRUE(WriteFileAtomic(list, text + " ").ok());
  EXPECT_THAT(ReadParcel(Place(), parcel.id).error().message, HasSubstr("is damaged"));
  // Somebody may write any list, with its right name.
  auto refused = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    other.replace(other.find(from), from.size(), to);
    const std::string id = Sha256Hex(other);
    EXPECT_TRUE(WriteFileAtomic(Path("objects/parcels/" + id + ".json"), other).ok());
    return ReadParcel(Place(), id).error().message;
  };
  EXPECT_THAT(refused("store/data.mdb", "../data.mdb"), HasSubstr("plain names"));
  EXPECT_THAT(refused("store/data.mdb", "/etc/data.mdb"), HasSubstr("plain names"));
  EXPECT_THAT(refused("\"bytes\": 34", "\"bytes\": 64"), HasSubstr("as many as the size says"));
  EXPECT_THAT(refused(Sha256Hex("XY"), "../../../" + Sha256Hex("XY")), HasSubstr("SHA-256"));
}

TEST_F(ParcelTest, StopsWhenItIsTold) {
  std::atomic<bool> stop = true;
  options_.stop = &stop;
  EXPECT_THAT(PutParcel(Place(), options_, report_).error().message, HasSubstr("stopped"));
}

}  // namespace
}  // namespace fastnode::sync
