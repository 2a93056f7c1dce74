// The table of methods, row by row: each is written down for people, and does what its row says.
#include "serve/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "serve/scripted_editor.h"
#include "support/file.h"

namespace fastnode::serve {
namespace {

using testing::HasSubstr;

// Good parameters for all methods at once.
Json GoodParams() {
  const Json start = {{"line", 0}, {"character", 0}};
  return {{"textDocument", {{"uri", kUri}, {"text", "x."}}},
          {"contentChanges", {{{"text", "x."}}}},
          {"position", start},
          {"label", "x"},
          {"data", {{"uri", kUri}, {"start", start}}}};
}

TEST(Methods, AreNamedOnceAndWrittenDown) {
  Result<std::string> page = ReadFile(FASTNODE_SOURCE_DIR "/docs/editors.md");
  ASSERT_TRUE(page.ok());
  std::set<std::string_view> names;
  for (const Session::Method& method : Session::Methods()) {
    EXPECT_TRUE(names.insert(method.name).second) << method.name;
    EXPECT_THAT(*page, HasSubstr("`" + std::string(method.name) + "`"));
  }
}

TEST(Methods, RequestsAreAnsweredAndNotificationsAreNot) {
  for (const Session::Method& method : Session::Methods()) {
    const std::string name(method.name);
    ScriptedEditor session;
    session.Request(1, "initialize").Open(kUri, "x.");
    auto answers = method.kind == Session::Kind::kRequest
                       ? session.Request(2, name, GoodParams()).Run()
                       : session.Notice(name, GoodParams()).Run();
    EXPECT_EQ(answers.size(), method.kind == Session::Kind::kRequest ? 2u : 1u) << name;
    if (method.kind == Session::Kind::kRequest) {
      EXPECT_TRUE(answers["2"].contains("result")) << name << PrintJson(answers["2"]);
    }
  }
}

TEST(Methods, WaitForInitializeUnlessTheirRowSaysAlways) {
  for (const Session::Method& method : Session::Methods()) {
    if (method.kind != Session::Kind::kRequest) continue;
    const std::string name(method.name);
    ScriptedEditor session;
    auto answers = session.Request(2, name, GoodParams()).Run();
    const bool always = method.when == Session::When::kAlways;
    EXPECT_EQ(answers["2"].contains("result"), always) << name;
    EXPECT_EQ(answers["2"].contains("error"), !always) << name;
  }
}

TEST(Methods, AreServedAsTheKindOfTheirRowOnly) {
  for (const Session::Method& method : Session::Methods()) {
    const std::string name(method.name);
    ScriptedEditor session;
    session.Request(1, "initialize").Open(kUri, "x.");
    if (method.kind == Session::Kind::kNotification) {
      auto answers = session.Request(2, name, GoodParams()).Run();
      EXPECT_THAT(PrintJson(answers["2"]), HasSubstr("is not served")) << name;
    } else if (method.kind == Session::Kind::kRequest) {
      EXPECT_EQ(session.Notice(name, GoodParams()).Run().size(), 1u) << name;
    } else {  // exit
      session.Request(2, name).Request(3, "shutdown").Run();
      EXPECT_TRUE(session.ended().ok() && !*session.ended());
    }
  }
}

}  // namespace
}  // namespace fastnode::serve
