// What only TensorBoard reads; curves are tested in curve_test.cc.
#include "learn/train/event_writer.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "learn/train/event.pb.h"
#include "support/file.h"
#include "support/tfrecord.h"

namespace fastnode::learn {
namespace {

TEST(EventWriter, HyperparametersAreThoseOfTensorBoardsPlugin) {
  const std::string folder = testing::TempDir() + "fastnode_event_writer";
  std::filesystem::remove_all(folder);
  std::string bytes;
  {
    Result<EventWriter> writer = EventWriter::Open(folder);
    ASSERT_TRUE(writer.ok());
    const Json settings = {{"rate", 0.003}, {"steps", 200}, {"device", "cpu"}, {"list", {1, 2}}};
    ASSERT_TRUE(writer->WriteHyperparameters(0, settings).ok());
    ASSERT_TRUE(writer->Write(1, {{"loss", 2.0f}}).ok());
    bytes = *ReadFile(writer->path());
  }
  RecordReader reader(bytes);
  ASSERT_TRUE(reader.Next().ok());  // the file's version
  Result<std::string_view> record = reader.Next();
  ASSERT_TRUE(record.ok());
  events::Event event;
  ASSERT_TRUE(event.ParseFromArray(record->data(), static_cast<int>(record->size())));
  ASSERT_EQ(event.summary().value_size(), 1);
  const events::Summary::Value& value = event.summary().value(0);
  EXPECT_EQ(value.tag(), "_hparams_/session_start_info");
  EXPECT_EQ(value.metadata().plugin_data().plugin_name(), "hparams");
  events::HyperparametersData data;
  ASSERT_TRUE(data.ParseFromString(value.metadata().plugin_data().content()));
  const auto& named = data.session_start_info().hparams();
  ASSERT_EQ(named.size(), 3u);
  EXPECT_EQ(named.at("rate").number_value(), 0.003);
  EXPECT_EQ(named.at("steps").number_value(), 200);
  EXPECT_EQ(named.at("device").string_value(), "cpu");
  // They are no point of a curve.
  Result<std::vector<EventStep>> steps = DecodeEvents(bytes);
  ASSERT_TRUE(steps.ok());
  ASSERT_EQ(steps->size(), 2u);
  EXPECT_TRUE(steps->at(0).scalars.empty());
  EXPECT_EQ(steps->at(1).scalars.size(), 1u);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace fastnode::learn
