#include "predict/named_in_strings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyze/types/imports/library_for_test.h"
#include "predict/keys.h"

namespace fastnode::predict {
namespace {

using testing::ElementsAre;

// The strings that may stand at `$`.
std::vector<std::string> Offered(std::string text) {
  Question question{std::move(text)};
  question.cursor = question.text.find('$');
  question.text.erase(question.cursor, 1);
  Known known;
  known.environment = types::Environment(types::LibraryForTest());
  const Result<std::optional<Answer>> answer = CompleteKey(question, known, {});
  std::vector<std::string> texts;
  if (!answer.ok() || !answer->has_value()) return texts;
  for (const Completion& one : (*answer)->completions) texts.push_back(one.text);
  return texts;
}

const std::string kTones =
    "import os\nfrom enum import Enum\n\n\nclass Tone(Enum):\n    LOW = 1\n    HIGH = 2\n"
    "    def mix(self): ...\n\n\ndef play(): ...\n_x = 1\n__all__ = ['Tone']\n";

TEST(NamedInStrings, TheModuleThatIsRun) {
  EXPECT_THAT(Offered("if __name__ == '$':\n    pass\n"), ElementsAre("__main__"));
  EXPECT_THAT(Offered("if name == '$':\n    pass\n"), testing::IsEmpty());
}

TEST(NamedInStrings, MembersOfAnEnumerationInTheirOrder) {
  EXPECT_THAT(Offered(kTones + "Tone['$']\n"), ElementsAre("LOW", "HIGH"));
}

TEST(NamedInStrings, AttributesOfWhatIsAsked) {
  for (const char* call : {"getattr(Tone.LOW, 'mi$')", "mock.patch.object(Tone, 'm$')",
                           "monkeypatch.setattr(Tone, 'm$', None)"}) {
    EXPECT_THAT(Offered(kTones + call + "\n"), ElementsAre("mix")) << call;
  }
  for (const char* call : {"other.object(Tone, 'm$')", "getattr('m$', Tone)", "f(Tone, 'm$')"}) {
    EXPECT_THAT(Offered(kTones + call + "\n"), testing::IsEmpty()) << call;
  }
}

TEST(NamedInStrings, WhatAModuleExportsAndDoesNotYetList) {
  EXPECT_THAT(Offered(kTones + "__all__ = ['Tone', '$']\n"), ElementsAre("play", "os", "Enum"));
}

}  // namespace
}  // namespace fastnode::predict
