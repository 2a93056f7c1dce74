// The reader of a language server: what each message of the client does. It keeps the open texts
// and the folders, answers at once what needs no analysis, and hands the rest to the worker.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "predict/project_memory.h"
#include "predict/suggestion.h"
#include "serve/answerer.h"
#include "serve/capabilities.h"
#include "serve/cursor.h"
#include "serve/documents.h"
#include "serve/jobs.h"
#include "serve/language_server.h"
#include "serve/notebooks.h"
#include "serve/outbox.h"
#include "serve/progress.h"
#include "serve/roots.h"
#include "support/json.h"

namespace fastnode::serve {

// Owned by the thread that reads. The other threads see nothing of it: a job gets copies of what it
// needs.
class Session {
 public:
  // All must outlive it. They are thread-safe, but for the answerer, which it never calls: jobs do.
  struct Parts {
    Outbox& outbox;
    Progress& progress;
    predict::ProjectMemory& projects;
    Answerer& answerer;
    Jobs& jobs;
    const Backend& backend;
  };
  Session(const Parts& parts, const LanguageOptions& options);

  void Take(const std::string& bytes);  // of one message

  bool ended() const { return ended_; }              // the client has said exit
  bool was_shut_down() const { return shut_down_; }  // and shutdown

  struct Message {
    Json id;  // null: a notification
    std::string method;
    Json params;
  };
  // The methods that are served: a request of another gets an error, a notification is passed over.
  enum class Kind : uint8_t { kRequest, kNotification, kEither };
  enum class When : uint8_t { kAlways, kInitialized };  // requests not after shutdown, either
  struct Method {
    std::string_view name;
    Kind kind;
    When when;
    void (Session::*handle)(const Message&);
  };
  static std::span<const Method> Methods();

 private:
  void Dispatch(const Message& message);
  void Reply(const Message& message, Json result);
  void Refuse(const Message& message, int code, const std::string& reason);
  void WarnUnless(const Status& done, const Message& message);

  // session.cc: the session's life, texts and folders.
  void Initialize(const Message& message);
  void Initialized(const Message& message);
  void ShutDown(const Message& message);
  void Exit(const Message& message);
  void Open(const Message& message);
  void Change(const Message& message);
  void Close(const Message& message);
  void Save(const Message& message);
  void OpenNotebook(const Message& message);
  void ChangeNotebook(const Message& message);
  void CloseNotebook(const Message& message);
  void SaveNotebook(const Message& message);
  void OpenCell(const Json& cell, const Message& message);
  void ChangeFiles(const Message& message);
  void ChangeFolders(const Message& message);
  void ChangeSettings(const Message& message);
  void AskForSettings();
  void TakeSettings(const Json& result);
  void Configure(const Json& settings);

  // session_questions.cc: what the worker answers.
  using Answer = Json (Answerer::*)(const Json& id, const Cursor& at);
  void Complete(const Message& message);
  void CompleteInline(const Message& message);
  // When work must stop, and when the answer is due.
  struct Limit {
    std::optional<Clock::time_point> stop;
    Clock::time_point deadline = Clock::time_point::max();
  };
  Limit LimitNow() const;
  void Hover(const Message& message);
  void Define(const Message& message);
  void HelpWithCall(const Message& message);
  void Resolve(const Message& message);
  void Cancel(const Message& message);
  void Prepare(const std::string& uri);
  void Ask(const Message& message, Answer answer);
  // None: the request was answered: refused, or the place is a magic of a notebook.
  std::optional<Cursor> CursorOf(const Message& message);
  Cursor CursorIn(const std::string& uri, Documents::Text text, size_t offset);
  void TellTexts(const std::string& uri);
  void Add(const Message& message, Job job, const Cursor& at);

  const Parts parts_;
  Documents documents_;
  Notebooks notebooks_;
  std::set<std::string> untold_;  // open texts that the backend does not know yet, by URI
  Roots roots_;
  Client client_;
  std::chrono::milliseconds deadline_;
  float inline_threshold_ = predict::kSureEnough;  // above 1: nothing is shown unasked
  bool auto_import_, is_auto_import_said_ = false;
  bool initialized_ = false, shut_down_ = false, ended_ = false;
};

}  // namespace fastnode::serve
