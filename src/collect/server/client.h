// The graph data server seen from a trainer: training data once, then samples of a session.
// The protocol is docs/http_api.md.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "collect/draw/metainfo.h"
#include "collect/draw/sample_source.h"
#include "collect/draw/session.h"
#include "support/result.h"

namespace fastnode::server {

struct ServerAddress {
  std::string url = "http://localhost:3039";
  std::string token;  // empty: none
};

struct TrainData {
  std::string metainfo;  // JSON, the bytes of out/metainfo.json
  std::string usage;     // the bytes of usage.bin; their hash stands in the metainfo
};

// Asks the server to make (or to give again) the training data of a configuration; waits at most 15
// minutes. Errors name the URL and the variable SERVER.
Result<TrainData> FetchTrainData(const ServerAddress& address, const draw::TrainDataConfig& config);

// Samples of one session, `batch` of them a request. A lost session is made again, a failed request
// tried again a few times: draws are pure, so nothing is lost or doubled. Callers that ask for
// k, k+1, k+2... wrap it in a draw::ReadAhead.
class HttpSampleSource : public draw::SampleSource {
 public:
  // Creates the session. Errors: server out of reach (names SERVER), metainfo of another dataset,
  // configuration refused.
  static Result<std::unique_ptr<HttpSampleSource>> Connect(const ServerAddress& address,
                                                           const draw::Metainfo& metainfo,
                                                           const draw::SessionConfig& config,
                                                           int32_t batch = 1);
  ~HttpSampleSource() override;  // ends the session

  Result<pack::Sample> Get(int64_t k) override;
  void Interrupt() override;

 private:
  struct Parts;
  explicit HttpSampleSource(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace fastnode::server
