// Training as the command line starts it: samples from a graph data server or from shards,
// vocabularies from the metainfo, an orderly end on SIGINT and SIGTERM.
#pragma once

#include <set>
#include <string>

#include "collect/draw/session.h"
#include "collect/server/client.h"
#include "learn/train/train.h"
#include "support/result.h"

namespace fastnode::learn {

struct TrainingRun {
  server::ServerAddress server;
  int32_t samples_per_request = 4;
  std::string samples;          // folder that `fastnode datagen` made; empty: the server's samples
  double wait_seconds = 0;      // above 0: how long to wait for samples that sync brings
  std::string metainfo;         // path
  draw::SessionConfig session;  // of the training samples; its seed and split are set here
  WorkersOptions workers;
  bool by_condition = false;    // at the end, validate under each condition alone too
  bool go_on = false;           // resume what this very run had made when it was killed
  bool replace = false;         // what another training left may be overwritten
  std::set<std::string> asked;  // fields of the session given by the user: said if not followed
  TrainOptions train;           // identities and vocabulary sizes are set here
};

// Errors name the server, the folder, the metainfo or the file that is wrong; with `train.resume`
// and no checkpoint nothing has been touched. With `train.resume` seed and session are the
// checkpoint's. With `go_on`: the checkpoint is another run's, and `replace` is not set.
Result<TrainReport> RunTraining(TrainingRun run);

// What a person wants to know at the end, in a few lines of text.
std::string Summary(const TrainReport& report);

}  // namespace fastnode::learn
