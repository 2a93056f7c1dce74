// What the server sends to its client, and the log of when messages came and went.
#pragma once

#include <atomic>
#include <chrono>
#include <fstream>
#include <mutex>
#include <ostream>
#include <string>

#include "support/json.h"

namespace fastnode::serve {

// Thread-safe: messages leave whole, in the order in which they are sent.
class Outbox {
 public:
  // `log`: a file that gets one line per message, "": none. The line says when and which message,
  // never what was typed.
  Outbox(std::ostream& out, const std::string& log);

  void Send(const Json& message);
  void Warn(const std::string& text);  // window/logMessage
  void LogReceived(const Json& id, const std::string& method);

  bool broken() const { return broken_; }  // a message could not be written

 private:
  void Log(const char* direction, const Json& id, const std::string& method);

  std::ostream& out_;
  std::ofstream log_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::mutex writing_, logging_;
  std::atomic<bool> broken_ = false;
};

}  // namespace fastnode::serve
