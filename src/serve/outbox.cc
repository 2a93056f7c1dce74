#include "serve/outbox.h"

#include <fmt/format.h>

#include "serve/json_rpc.h"
#include "serve/messages.h"

namespace fastnode::serve {

Outbox::Outbox(std::ostream& out, const std::string& log) : out_(out) {
  if (!log.empty()) log_.open(log, std::ios::app);
}

void Outbox::Send(const Json& message) {
  Log("->", message.contains("id") ? message["id"] : Json(), TextAt(message, {"method"}));
  std::lock_guard lock(writing_);
  if (!WriteMessage(message, out_).ok()) broken_ = true;
}

void Outbox::Warn(const std::string& text) {
  constexpr int kWarning = 2;
  Send(Notification("window/logMessage", {{"type", kWarning}, {"message", "fastnode: " + text}}));
}

void Outbox::LogReceived(const Json& id, const std::string& method) { Log("<-", id, method); }

void Outbox::Log(const char* direction, const Json& id, const std::string& method) {
  if (!log_.is_open()) return;
  const double ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
  std::lock_guard lock(logging_);
  log_ << fmt::format("{:.1f} ms {} {} {}\n", ms, direction, id.is_null() ? "" : PrintJson(id),
                      method)
       << std::flush;
}

}  // namespace fastnode::serve
