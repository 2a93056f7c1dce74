// The sessions of a graph data server: made, drawn from, kept alive and ended. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "collect/draw/session.h"
#include "collect/server/look_ahead.h"
#include "support/result.h"
#include "support/workers.h"

namespace fastnode::server {

class Sessions {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  static constexpr size_t kMaxSessions = 10;
  static constexpr std::chrono::minutes kMaxIdle{5};
  // When all places are taken, the session that has been idle longest ends, if it has been idle for
  // this long. Its client died, or makes a new one when it comes back.
  static constexpr std::chrono::seconds kMinIdle{10};

  // `workers` draws for all sessions and must outlive this. `clock` is a seam for tests.
  explicit Sessions(Workers* workers, Clock clock = std::chrono::steady_clock::now);

  // The new session's id. Error: kMaxSessions busy ones.
  Result<std::string> Create(std::unique_ptr<draw::Drawer> drawer);

  // The session, which is no longer idle then; null if there is none, or no longer.
  std::shared_ptr<LookAhead> Find(const std::string& id);

  bool Kill(const std::string& id);  // false: there was none

  struct Info {
    std::string id;
    draw::SessionConfig config;
    draw::DrawCounts counts;
    double idle_s, age_s;
  };
  std::vector<Info> List();        // sorted by id
  draw::DrawCounts TotalCounts();  // of all sessions, ended ones too

 private:
  struct Session {
    std::shared_ptr<LookAhead> draws;
    std::chrono::steady_clock::time_point created, last_request;
  };
  using Map = std::map<std::string, Session>;
  void End(Map::iterator session);  // with mutex_ held, as is:
  void EndIdle();
  void EndLongestIdle();

  Workers* const workers_;
  const Clock clock_;
  std::mutex mutex_;
  Map sessions_;
  draw::DrawCounts ended_;
};

}  // namespace fastnode::server
