// The words of the conversation. Whoever listens may be spoken to by anybody, so every number is
// read by its range.
#include "learn/train/rendezvous.h"

#include <charconv>
#include <utility>

#include "learn/train/guest.h"
#include "learn/train/meeting.h"
#include "support/file.h"
#include "support/json_fields.h"

namespace fastnode::learn {
namespace {

constexpr char kTcp[] = "tcp://";

template <typename T, typename Read>
Result<T> Parse(const std::string& text, const char* what, Read read) {
  Result<Json> json = ParseJson(text);
  if (!json.ok()) return json.error();
  T value;
  JsonFields fields(*json, what);
  read(fields, value);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return value;
}

}  // namespace

Json ToJson(const Ready& ready) {
  return {{"broken", ready.broken},
          {"ends", ready.ends},
          {"stopped", ready.stopped},
          {"step", ready.step},
          {"kept", ready.kept}};
}

Json ToJson(const Decision& decision) {
  return {{"ends", decision.ends},
          {"stopped", decision.stopped},
          {"anew", decision.anew},
          {"place", decision.place},
          {"count", decision.count},
          {"step", decision.step},
          {"generation", decision.generation},
          {"kept", decision.kept}};
}

Json ToJson(const Hello& hello) {
  return {{"protocol", hello.protocol},
          {"program", hello.program},
          {"rank", hello.rank},
          {"attempt", hello.attempt}};
}

Result<Ready> ReadyFrom(const std::string& text) {
  return Parse<Ready>(text, "worker", [](JsonFields& fields, Ready& ready) {
    fields.ReadBool("broken", ready.broken);
    fields.ReadBool("ends", ready.ends);
    fields.ReadBool("stopped", ready.stopped);
    fields.Read("step", 0, INT64_MAX, ready.step);
    fields.Read("kept", 0, INT64_MAX, ready.kept);
  });
}

Result<Decision> DecisionFrom(const std::string& text) {
  return Parse<Decision>(text, "first worker", [](JsonFields& fields, Decision& decision) {
    fields.ReadBool("ends", decision.ends);
    fields.ReadBool("stopped", decision.stopped);
    fields.ReadBool("anew", decision.anew);
    fields.Read("place", 0, kMostWorkers - 1, decision.place);
    fields.Read("count", 1, kMostWorkers, decision.count);
    fields.Read("step", 0, INT64_MAX, decision.step);
    fields.Read("generation", 0, INT64_MAX, decision.generation);
    fields.Read("kept", 0, INT64_MAX, decision.kept);
  });
}

Result<Hello> HelloFrom(const std::string& text) {
  return Parse<Hello>(text, "worker", [](JsonFields& fields, Hello& hello) {
    fields.Read("protocol", 0, INT32_MAX, hello.protocol);
    fields.ReadText("program", hello.program);
    fields.Read("rank", 0, INT32_MAX, hello.rank);
    fields.Read("attempt", 0, INT32_MAX, hello.attempt);
    fields.Require({"protocol", "rank", "attempt"});
    fields.AllowUnknown();
  });
}

std::string ToBytes(const TableEntry& entry) {
  return std::to_string(entry.generation) + " " + entry.key + "\n" + entry.value;
}

Result<TableEntry> EntryFrom(const std::string& bytes) {
  TableEntry entry;
  const size_t line = bytes.find('\n');
  const char* end = bytes.data() + std::min(line, bytes.size());
  auto [stop, error] = std::from_chars(bytes.data(), end, entry.generation);
  if (line == std::string::npos || error != std::errc() || stop == end || *stop != ' ') {
    return Error{"no entry of a table"};
  }
  entry.key.assign(stop + 1, end);
  entry.value = bytes.substr(line + 1);
  return entry;
}

Result<std::unique_ptr<Rendezvous>> OpenRendezvous(const WorkersOptions& options,
                                                   const std::string& plan) {
  const bool is_tcp = options.rendezvous.starts_with(kTcp);
  if (!is_tcp) {
    Status made = MakeFolders(options.rendezvous);
    if (!made.ok()) return made.error();
    if (options.rank == 0) return Meeting::OpenInFolder(options, plan);
    return Guest::Join(options, [options]() -> Result<HostPort> {
      const std::string path = FirstWorkerPath(options.rendezvous);
      Result<std::string> text = ReadFile(path, 1000);
      if (!text.ok()) return text.error();
      return ParseHostPort(*text);
    });
  }
  Result<HostPort> place = ParseHostPort(options.rendezvous.substr(sizeof kTcp - 1));
  if (!place.ok()) return place.error();
  if (options.rank == 0) return Meeting::Open(options, *place, plan);
  return Guest::Join(options, [place] { return place; });
}

}  // namespace fastnode::learn
