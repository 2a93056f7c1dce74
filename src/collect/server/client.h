// The graph data server seen from a trainer: training data once, then samples of a session.
// The protocol is docs/http_api.md.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "collect/draw/metainfo.h"
#include "collect/draw/sample_source.h"
#include "collect/draw/session.h"
#include "collect/server/connection.h"
#include "support/result.h"

namespace fastnode::server {

struct TrainData {
  std::string metainfo;  // JSON, the bytes of out/metainfo.json
  std::string usage;     // the bytes of usage.bin; their hash stands in the metainfo
};

// Asks the server to make, or to give again, the training data of a configuration; it has 15
// minutes for that. A server that goes away meanwhile is waited for. Errors name the URL and
// SERVER.
Result<TrainData> FetchTrainData(const ServerAddress& address, const draw::TrainDataConfig& config);

// Samples of one session, `samples_per_request` of them in each answer; the server begins no round
// from `end` on before it is asked for it. A server that goes away is waited for, and a lost
// session is made again: draws are pure, so nothing is lost or doubled. Callers that ask for k,
// k+1, k+2... wrap it in a draw::ReadAhead, with `wait_seconds` of patience more.
class HttpSampleSource : public draw::SampleSource {
 public:
  // Creates the session. `stop`, set from outside, ends the waiting for a server that is away.
  // Errors: those of Connection; a configuration that the server refuses.
  static Result<std::unique_ptr<HttpSampleSource>> Connect(const ServerAddress& address,
                                                           const draw::Metainfo& metainfo,
                                                           const draw::SessionConfig& config,
                                                           int32_t samples_per_request = 1,
                                                           int64_t end = INT64_MAX,
                                                           const std::atomic<bool>* stop = nullptr);
  ~HttpSampleSource() override;  // ends the session

  Result<pack::Sample> Get(int64_t k) override;
  void Interrupt() override;
  std::optional<pack::PhaseTimes> Spent() const override;  // what the server says of itself

 private:
  struct Parts;
  explicit HttpSampleSource(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace fastnode::server
