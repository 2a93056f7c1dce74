#include "learn/train/wire.h"

#include <gtest/gtest.h>

#include "learn/train/rendezvous.h"

namespace fastnode::learn {
namespace {

TEST(Wire, PlacesAreParsedAndPrinted) {
  for (const char* text : {"node1:29500", "127.0.0.1:1", "[::1]:65535"}) {
    Result<HostPort> place = ParseHostPort(text);
    ASSERT_TRUE(place.ok()) << text;
    EXPECT_EQ(Text(*place), text);
  }
  for (const char* wrong : {"", "node1", ":1", "node1:", "node1:0", "node1:65536", "node1:1x"}) {
    EXPECT_FALSE(ParseHostPort(wrong).ok()) << wrong;
  }
}

TEST(Wire, FramesAreTakenWholeAndInOrder) {
  const std::string sent = Frame({'a', "first"}) + Frame({'b', ""});
  std::string received;
  std::string kinds;
  for (char byte : sent) {
    received += byte;
    while (true) {
      Result<std::optional<Message>> message = TakeFrame(received);
      ASSERT_TRUE(message.ok());
      if (!message->has_value()) break;
      kinds += (*message)->kind + (*message)->bytes;
    }
  }
  EXPECT_EQ(kinds, "afirstb");
  EXPECT_TRUE(received.empty());
}

TEST(Wire, ALengthThatNobodySendsIsAnError) {
  std::string received = "GET / HTTP/1.1\r\n";
  EXPECT_FALSE(TakeFrame(received).ok());
}

TEST(Wire, WhatStrangersSayIsNoMessage) {
  for (const char* text : {"", "{", "[]", "{\"rank\": -1}", "{\"rank\": \"1\"}", "{\"rank\": 1}"}) {
    EXPECT_FALSE(HelloFrom(text).ok()) << text;
  }
  EXPECT_FALSE(ReadyFrom("{\"step\": -1}").ok());
  EXPECT_FALSE(DecisionFrom("{\"count\": 0}").ok());
  for (const char* bytes : {"", "1", "1 key", "x key\n", "\n", "1key\n"}) {
    EXPECT_FALSE(EntryFrom(bytes).ok()) << bytes;
  }
  Result<TableEntry> entry = EntryFrom(ToBytes({7, "a/b", std::string("\0\n", 2)}));
  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(entry->generation, 7);
  EXPECT_EQ(entry->key, "a/b");
  EXPECT_EQ(entry->value, std::string("\0\n", 2));
}

}  // namespace
}  // namespace fastnode::learn
