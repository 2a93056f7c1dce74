// No client has to say goodbye. A session that was idle for long ends by itself; when all places
// are taken, the one that has been idle longest makes room, and its client makes a new one if it
// ever comes back. Ids are random, so after a restart an old id matches nothing.
#include "collect/server/sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

namespace fastnode::server {
namespace {

void Add(const draw::DrawCounts& from, draw::DrawCounts& to) {
  to.samples += from.samples;
  to.sites += from.sites;
  to.times.Add(from.times);
  for (const auto& [reason, count] : from.replaced) to.replaced[reason] += count;
  for (const auto& [reason, count] : from.failed) to.failed[reason] += count;
}

// Not a counter, because after a restart no client may meet another's session under its own old id.
// Ids reach no product, so this randomness breaks no promise.
std::string NewId() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

}  // namespace

Sessions::Sessions(Workers* workers, Clock clock) : workers_(workers), clock_(std::move(clock)) {}

void Sessions::End(Map::iterator session) {
  Add(session->second.draws->drawer().counts(), ended_);
  sessions_.erase(session);
}

void Sessions::EndIdle() {
  auto now = clock_();
  for (auto it = sessions_.begin(); it != sessions_.end();) {
    auto session = it++;
    if (now - session->second.last_request > kMaxIdle) End(session);
  }
}

void Sessions::EndLongestIdle() {
  auto longest = std::min_element(sessions_.begin(), sessions_.end(), [](auto& a, auto& b) {
    return a.second.last_request < b.second.last_request;
  });
  if (clock_() - longest->second.last_request >= kMinIdle) End(longest);
}

Result<std::string> Sessions::Create(std::unique_ptr<draw::Drawer> drawer) {
  auto draws = std::make_shared<LookAhead>(std::move(drawer), workers_);
  std::lock_guard lock(mutex_);
  EndIdle();
  if (sessions_.size() >= kMaxSessions) EndLongestIdle();
  if (sessions_.size() >= kMaxSessions) {
    return Error{"there are " + std::to_string(kMaxSessions) + " sessions already"};
  }
  std::string id = NewId();
  sessions_[id] = {std::move(draws), clock_(), clock_()};
  return id;
}

std::shared_ptr<LookAhead> Sessions::Find(const std::string& id) {
  std::lock_guard lock(mutex_);
  EndIdle();
  auto session = sessions_.find(id);
  if (session == sessions_.end()) return nullptr;
  session->second.last_request = clock_();
  return session->second.draws;
}

bool Sessions::Kill(const std::string& id) {
  std::lock_guard lock(mutex_);
  EndIdle();
  auto session = sessions_.find(id);
  if (session == sessions_.end()) return false;
  End(session);
  return true;
}

std::vector<Sessions::Info> Sessions::List() {
  std::lock_guard lock(mutex_);
  EndIdle();
  std::vector<Info> list;
  for (const auto& [id, session] : sessions_) {
    std::chrono::duration<double> idle = clock_() - session.last_request;
    std::chrono::duration<double> age = clock_() - session.created;
    const draw::Drawer& drawer = session.draws->drawer();
    list.push_back({id, drawer.config(), drawer.counts(), idle.count(), age.count()});
  }
  return list;
}

draw::DrawCounts Sessions::TotalCounts() {
  std::lock_guard lock(mutex_);
  draw::DrawCounts total = ended_;
  for (const auto& [id, session] : sessions_) Add(session.draws->drawer().counts(), total);
  return total;
}

}  // namespace fastnode::server
