// Sessions with a stub in the model's place: what is sent, and what must come back.
#include "serve/language_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "serve/scripted_editor.h"
#include "support/file.h"
#include "support/json_mutants.h"

namespace fastnode::serve {
namespace {

using testing::HasSubstr;

TEST(LanguageServer, ASessionFromBeginToEnd) {
  ScriptedEditor session;
  auto answers = session.Request(1, "initialize", {{"rootUri", "file:///work"}})
                     .Notice("initialized")
                     .Open(kUri, "x = 1\nx.\n")
                     .Complete(2, kUri, 1, 2)
                     .Request(3, "shutdown")
                     .Notice("exit")
                     .Run();
  EXPECT_TRUE(session.ended().ok() && *session.ended());
  EXPECT_EQ(answers["1"]["result"]["capabilities"]["positionEncoding"], "utf-16");
  EXPECT_EQ(answers["1"]["result"]["serverInfo"]["name"], "fastnode");
  const Json& items = answers["2"]["result"]["items"];
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0]["label"], "x = 1\nx.");
  EXPECT_EQ(items[0]["kind"], 2);
  EXPECT_EQ(items[0]["preselect"], true);
  EXPECT_LT(items[0]["sortText"].get<std::string>(), items[1]["sortText"].get<std::string>());
  EXPECT_TRUE(answers["3"]["result"].is_null());
}

TEST(LanguageServer, AnswersAreOnTheTextAsItWasWhenAsked) {
  ScriptedEditor session;
  session.Request(1, "initialize",
                  {{"capabilities", {{"general", {{"positionEncodings", {"utf-8", "utf-16"}}}}}}});
  session.Open(kUri, "😀.").Complete(2, kUri, 0, 5);
  auto change = [](uint64_t start, uint64_t end, const char* text) {
    return Json{{"range",
                 {{"start", {{"line", 0}, {"character", start}}},
                  {"end", {{"line", 0}, {"character", end}}}}},
                {"text", text}};
  };
  session.Notice("textDocument/didChange",
                 {{"textDocument", {{"uri", kUri}}},
                  {"contentChanges", {change(0, 4, "abc"), change(4, 4, "d")}}});
  session.Complete(3, kUri, 0, 9);
  session.Notice("textDocument/didClose", {{"textDocument", {{"uri", kUri}}}})
      .Complete(4, kUri, 0, 0);
  auto answers = session.Run();
  EXPECT_EQ(answers["1"]["result"]["capabilities"]["positionEncoding"], "utf-8");
  EXPECT_EQ(answers["2"]["result"]["items"][0]["label"], "😀.");
  EXPECT_EQ(answers["3"]["result"]["items"][0]["label"], "abc.d");
  EXPECT_THAT(answers["4"]["error"]["message"].get<std::string>(), HasSubstr("is not open"));
  EXPECT_FALSE(*session.ended());  // the input ended without exit
}

// The text that is asked about is read by the question; the others are told when one is asked.
TEST(LanguageServer, OtherOpenTextsAreToldToTheBackendWhenSomethingIsAsked) {
  constexpr char kOther[] = "file:///code/other.py";
  ScriptedEditor session;
  session.Request(1, "initialize").Open(kOther, "a").Open(kUri, "x.").Complete(2, kUri, 0, 2);
  session.Notice("textDocument/didChange",
                 {{"textDocument", {{"uri", kOther}}}, {"contentChanges", {{{"text", "ab"}}}}});
  session.Notice("textDocument/didChange",
                 {{"textDocument", {{"uri", kOther}}}, {"contentChanges", {{{"text", "abc"}}}}});
  session.Complete(3, kUri, 0, 2);
  session.Notice("textDocument/didClose", {{"textDocument", {{"uri", kOther}}}}).Run();
  EXPECT_THAT(session.told(), testing::ElementsAre("/code/other.py: a", "/code/other.py: abc",
                                                   "/code/other.py closed"));
}

TEST(LanguageServer, OddMessagesGetErrorsAndTheServerLives) {
  ScriptedEditor session;
  session.Complete(1, kUri, 0, 0);
  session.Request(2, "initialize").Request(3, "no/such/method");
  session.Raw("Content-Length: 3\r\n\r\n{{{").Send(Json::array({1})).Send({{"id", 4}});
  session.Send({{"id", 5}, {"method", "textDocument/completion"}, {"params", 7}});
  session.Complete(6, "file:///unknown.py", 0, 0);
  session.Notice("textDocument/didChange", {{"textDocument", {{"uri", kUri}}}});
  session.Notice("$/cancelRequest", {{"id", 99}})
      .Notice("$/whatever")
      .Send({{"id", 8}, {"result", 1}});
  session.Open(kUri, "a.").Complete(7, kUri, 0, 2);
  auto answers = session.Run();
  EXPECT_EQ(answers["1"]["error"]["code"], -32002);
  EXPECT_EQ(answers["3"]["error"]["code"], -32601);
  EXPECT_TRUE(answers.contains("null"));
  EXPECT_EQ(answers["4"]["error"]["code"], -32600);
  EXPECT_EQ(answers["5"]["error"]["code"], -32602);
  EXPECT_EQ(answers["6"]["error"]["code"], -32602);
  EXPECT_THAT(PrintJson(answers["log"]), HasSubstr("is not open"));
  EXPECT_FALSE(answers.contains("8"));
  EXPECT_EQ(answers["7"]["result"]["items"][0]["label"], "a.");
}

TEST(LanguageServer, WhatIsCancelledInTimeIsNotComputed) {
  ScriptedEditor session;
  session.Request(1, "initialize").Open(kUri, "a.");
  std::mutex mutex;
  std::condition_variable changed;
  bool go = false;
  int computed = 0;
  session.Complete(2, kUri, 0, 2).Complete(3, kUri, 0, 2);
  session.Notice("$/cancelRequest", {{"id", 3}}).Request(4, "shutdown");
  // The first request is held for a moment that is long compared with reading, so that all messages
  // have been read when it is answered.
  auto answers = session.Run([&](const predict::Request& request) {
    ++computed;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::milliseconds(300), [&] { return go; });
    return Result<predict::Answer>(Echo(request));
  });
  EXPECT_EQ(computed, 1);
  EXPECT_EQ(answers["3"]["error"]["code"], -32800);
  EXPECT_TRUE(answers["2"].contains("result"));
}

TEST(LanguageServer, AFailureOfTheModelIsAnError) {
  ScriptedEditor session;
  auto answers =
      session.Request(1, "initialize")
          .Open(kUri, "a.")
          .Complete(2, kUri, 0, 2)
          .Run([](const predict::Request&) { return Result<predict::Answer>(Error{"too hard"}); });
  EXPECT_EQ(answers["2"]["error"]["message"], "too hard");
}

TEST(LanguageServer, AnswersInTime) {
  ScriptedEditor session;
  session.options_.deadline_ms = 30;
  auto answers = session.Request(1, "initialize")
                     .Open(kUri, "a.first\na.")
                     .Complete(2, kUri, 1, 2)
                     .Run([](const predict::Request& request) {
                       std::this_thread::sleep_for(std::chrono::milliseconds(300));
                       return Result<predict::Answer>(Echo(request));
                     });
  EXPECT_EQ(answers["2"]["result"]["items"][0]["label"], "first");  // from the words of the text
}

TEST(LanguageServer, ShowsUnaskedWhatIsLikelyIfItIsThereInTime) {
  const Json able = {{"capabilities", {{"textDocument", {{"inlineCompletion", Json::object()}}}}}};
  const Json place = {{"textDocument", {{"uri", kUri}}},
                      {"position", {{"line", 0}, {"character", 2}}}};
  auto settings = [](const Json& value) {
    return Json{{"settings", {{"fastnode", {{"inlineCompletion", value}}}}}};
  };
  auto answer = [](const predict::Request&) {
    return Result<predict::Answer>(
        predict::Answer{pack::Task::kAttribute, "", {{"first", .8f, "field"}}, {}});
  };
  ScriptedEditor session;
  session.Request(1, "initialize", able)
      .Open(kUri, "a.\n")
      .Request(2, "textDocument/inlineCompletion", place)
      .Notice("workspace/didChangeConfiguration", settings(0.9))
      .Request(3, "textDocument/inlineCompletion", place)
      .Notice("workspace/didChangeConfiguration", settings("on"))
      .Request(4, "textDocument/inlineCompletion", place)
      .Notice("workspace/didChangeConfiguration", settings("off"))
      .Request(5, "textDocument/inlineCompletion", place)
      .Notice("workspace/didChangeConfiguration", settings("often"));
  auto answers = session.Run(answer);
  EXPECT_EQ(answers["1"]["result"]["capabilities"]["inlineCompletionProvider"], true);
  for (const char* shown : {"2", "4"}) {
    EXPECT_EQ(answers[shown]["result"]["items"][0]["insertText"], "first");
  }
  for (const char* silent : {"3", "5"}) EXPECT_TRUE(answers[silent]["result"]["items"].empty());
  EXPECT_THAT(PrintJson(answers["log"]), HasSubstr("inlineCompletion must be 'on', 'off', or"));

  ScriptedEditor hasty;
  hasty.options_.deadline_ms = 30;
  auto late = hasty.Request(1, "initialize", able)
                  .Open(kUri, "a.\n")
                  .Request(2, "textDocument/inlineCompletion", place)
                  .Run([&](const predict::Request& request) {
                    std::this_thread::sleep_for(std::chrono::milliseconds(300));
                    return answer(request);
                  });
  EXPECT_EQ(late["2"]["result"], (Json{{"items", Json::array()}}));
}

TEST(LanguageServer, HoverDefinitionSignatureAndResolve) {
  ScriptedEditor session;
  const Json document = {{"uri", kUri}};
  auto place = [&](uint64_t line, uint64_t character) {
    return Json{{"textDocument", document},
                {"position", {{"line", line}, {"character", character}}}};
  };
  session.Request(1, "initialize")
      .Open(kUri, "def add(a, b=1):\n    '''Adds `x`.'''\nadd(1, )\n")
      .Request(2, "textDocument/hover", place(2, 1))
      .Request(3, "textDocument/definition", place(2, 1))
      .Request(4, "textDocument/signatureHelp", place(2, 7))
      .Request(5, "textDocument/hover", place(1, 0))
      .Request(
          6, "completionItem/resolve",
          {{"label", "add"}, {"data", {{"uri", kUri}, {"start", {{"line", 2}, {"character", 0}}}}}})
      .Request(7, "completionItem/resolve", {{"label", "x"}, {"data", 5}})
      .Request(8, "textDocument/rename", place(0, 0));
  auto answers = session.Run();
  EXPECT_EQ(answers["2"]["result"]["contents"]["value"], "def add(a, b=1)\n\nAdds `x`.");
  EXPECT_EQ(answers["3"]["result"]["uri"], kUri);
  EXPECT_EQ(answers["3"]["result"]["range"]["start"]["character"], 4);
  EXPECT_EQ(answers["4"]["result"]["activeParameter"], 1);
  EXPECT_EQ(answers["4"]["result"]["signatures"][0]["label"], "add(a, b=...)");
  EXPECT_TRUE(answers["5"]["result"].is_null());
  EXPECT_EQ(answers["6"]["result"]["detail"], "def add(a, b=1)");
  EXPECT_EQ(answers["6"]["result"]["documentation"], "Adds `x`.");
  EXPECT_EQ(answers["7"]["result"]["label"], "x");
  EXPECT_EQ(answers["8"]["error"]["code"], -32601);
}

TEST(LanguageServer, AFileBeyondAllBoundsIsAnsweredFromItsWords) {
  ScriptedEditor session;
  std::string text = "value.first\n";
  while (text.size() < (5u << 20)) text += "x = value.first + 1\n";
  const auto lines = static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
  auto answers = session.Request(1, "initialize")
                     .Open(kUri, text + "value.")
                     .Complete(2, kUri, lines, 6)
                     .Run();
  EXPECT_EQ(answers["2"]["result"]["items"][0]["label"], "first");
}

TEST(LanguageServer, BrokenFramingEndsIt) {
  for (const char* bytes :
       {"Content-Length: x\r\n\r\n", "\r\n", "Content-Length: 99999999999\r\n\r\n",
        "Content-Length: 10\r\n\r\n{}", "Content-Length"}) {
    ScriptedEditor session;
    session.Raw(bytes).Run();
    EXPECT_FALSE(session.ended().ok()) << bytes;
  }
}

// Puts each type of JSON in each place of the messages that an editor sends. The session goes on.
TEST(LanguageServer, OutlivesEveryTypeInEveryPlaceOfAMessage) {
  const Json place = {{"textDocument", {{"uri", kUri}, {"text", "x."}}},
                      {"position", {{"line", 0}, {"character", 2}}}};
  const Json range = {{"start", {{"line", 0}, {"character", 0}}},
                      {"end", {{"line", 0}, {"character", 1}}}};
  const std::pair<const char*, Json> messages[] = {
      {"initialize",
       {{"rootUri", "file:///work"},
        {"workspaceFolders", {{{"uri", "file:///work"}, {"name", "w"}}}},
        {"initializationOptions", {{"deadlineMs", 50000}, {"interpreter", "/no/python"}}},
        {"capabilities", {{"general", {{"positionEncodings", {"utf-8"}}}}}}}},
      {"textDocument/didOpen", place},
      {"textDocument/didChange",
       {{"textDocument", {{"uri", kUri}}},
        {"contentChanges", {{{"range", range}, {"text", "y"}}}}}},
      {"textDocument/completion", place},
      {"textDocument/inlineCompletion", place},
      {"textDocument/hover", place},
      {"completionItem/resolve",
       {{"label", "x"}, {"data", {{"uri", kUri}, {"start", {{"line", 0}, {"character", 0}}}}}}},
      {"workspace/didChangeConfiguration",
       {{"settings", {{"fastnode", {{"deadlineMs", 50000}, {"inlineCompletion", 0.5}}}}}}},
      {"workspace/didChangeWorkspaceFolders",
       {{"event", {{"added", {{{"uri", "file:///a"}}}}, {"removed", {{{"uri", "file:///a"}}}}}}}},
      {"$/cancelRequest", {{"id", 5}}}};
  for (const auto& [method, params] : messages) {
    ScriptedEditor session;
    session.Request(1, "initialize").Open(kUri, "x.");
    const Json whole = {{"jsonrpc", "2.0"}, {"id", 5}, {"method", method}, {"params", params}};
    ForEachJsonMutant(whole, [&](const Json& mutant) {
      if (!mutant.is_object() || mutant.value("method", Json()) != "exit") session.Send(mutant);
    });
    auto answers =
        session.Open("file:///last.py", "last").Complete(99, "file:///last.py", 0, 4).Run();
    EXPECT_EQ(answers["99"]["result"]["items"][0]["label"], "last") << method;
  }
}

TEST(LanguageServer, SaysWhichSettingIsOfAnotherType) {
  ScriptedEditor session;
  auto answers =
      session.Request(1, "initialize", {{"initializationOptions", {{"deadlineMs", "soon"}}}})
          .Request(2, "shutdown")
          .Run();
  EXPECT_THAT(PrintJson(answers["log"]), HasSubstr("settings: deadlineMs must be an integer"));
}

// As clients do that send no settings by themselves (Visual Studio Code's, Neovim's, Emacs').
TEST(LanguageServer, AsksForItsSettingsAndTakesTheReply) {
  const Json able = {
      {"capabilities",
       {{"textDocument", {{"inlineCompletion", Json::object()}}},
        {"workspace",
         {{"configuration", true}, {"didChangeConfiguration", {{"dynamicRegistration", true}}}}}}}};
  const Json place = {{"textDocument", {{"uri", kUri}}},
                      {"position", {{"line", 0}, {"character", 2}}}};
  auto answer = [](const predict::Request&) {
    return Result<predict::Answer>(
        predict::Answer{pack::Task::kAttribute, "", {{"first", .8f, "field"}}, {}});
  };
  auto reply = [](const Json& setting) {
    return Json{{"jsonrpc", "2.0"},
                {"id", "fastnode/settings"},
                {"result", {{{"inlineCompletion", setting}}}}};
  };
  ScriptedEditor session;
  auto answers = session.Request(1, "initialize", able)
                     .Notice("initialized")
                     .Open(kUri, "a.\n")
                     .Send(reply("off"))
                     .Request(2, "textDocument/inlineCompletion", place)
                     .Send(reply("on"))
                     .Request(3, "textDocument/inlineCompletion", place)
                     .Run(answer);
  EXPECT_EQ(answers["\"fastnode/settings\""]["method"], "workspace/configuration");
  EXPECT_EQ(answers["\"fastnode/settings\""]["params"]["items"][0]["section"], "fastnode");
  EXPECT_EQ(answers["\"fastnode/changes\""]["method"], "client/registerCapability");
  EXPECT_TRUE(answers["2"]["result"]["items"].empty());
  EXPECT_EQ(answers["3"]["result"]["items"][0]["insertText"], "first");
  EXPECT_FALSE(answers.contains("log"));

  ScriptedEditor changed;  // the settings are somewhere else: it asks again
  answers = changed.Request(1, "initialize", able)
                .Notice("workspace/didChangeConfiguration", {{"settings", nullptr}})
                .Run(answer);
  EXPECT_TRUE(answers.contains("\"fastnode/settings\""));

  ScriptedEditor unable;
  answers = unable.Request(1, "initialize").Notice("initialized").Run();
  EXPECT_EQ(answers.size(), 1u);

  ScriptedEditor odd;  // replies of every other form
  odd.Request(1, "initialize", able).Notice("initialized");
  ForEachJsonMutant(reply("off"), [&](const Json& mutant) { odd.Send(mutant); });
  answers = odd.Request(2, "shutdown").Run(answer);
  EXPECT_TRUE(answers["2"].contains("result"));
}

// The file that editors check settings with names what the server reads, by their types.
TEST(LanguageServer, TheSchemaOfSettingsIsWhatItReads) {
  Result<std::string> text = ReadFile(FASTNODE_SOURCE_DIR "/editors/settings.schema.json");
  ASSERT_TRUE(text.ok());
  Result<Json> schema = ParseJson(*text);
  ASSERT_TRUE(schema.ok());
  ASSERT_FALSE((*schema)["additionalProperties"].get<bool>());
  std::set<std::string> names;
  for (const auto& [name, rule] : (*schema)["properties"].items()) {
    names.insert(name);
    ScriptedEditor wrong, right;
    auto answers =
        wrong.Request(1, "initialize", {{"initializationOptions", {{name, Json::array()}}}}).Run();
    EXPECT_THAT(PrintJson(answers["log"]), HasSubstr(name)) << "it is not read";
    Json value = rule["default"];
    answers = right.Request(1, "initialize", {{"initializationOptions", {{name, value}}}}).Run();
    EXPECT_FALSE(answers.contains("log")) << PrintJson(answers["log"]);
  }
  EXPECT_EQ(names,
            (std::set<std::string>{"autoImport", "deadlineMs", "inlineCompletion", "interpreter"}));
}

}  // namespace
}  // namespace fastnode::serve
