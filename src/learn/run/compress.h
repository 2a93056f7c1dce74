// A trained model -> the folder that the product loads: the weights as bytes
// (model/quantised_rows.h), and the part of the training data that prediction needs.
#pragma once

#include <cstdint>
#include <string>

#include "collect/server/connection.h"
#include "learn/model/metrics.h"
#include "learn/model/weights.h"
#include "support/result.h"

namespace fastnode::learn {

struct CompressOptions {
  std::string model;     // folder of a full-precision model
  std::string metainfo;  // files
  std::string usage;
  std::string library;
  std::string out;   // folder, replaced as a whole
  std::string onnx;  // file for the network in full precision, for other run times; empty: none
  // A graph data server whose validation samples measure what compression costs. No URL: it is not
  // measured.
  server::ServerAddress server{.url = ""};
  int64_t validation_samples = 16;
};

struct CompressReport {
  uint64_t weight_bytes_before = 0, weight_bytes_after = 0;
  uint64_t folder_bytes = 0;
  float largest_error = 0;  // of a weight
  std::string largest_error_in;
  bool measured = false;
  Metrics before, after;  // on validation samples, if measured
};

// Files in `out`: config.json, model.safetensors, metainfo-inference.json, usage.bin, library.bin,
// attr-fallback.txt. Errors: files; a usage table of another metainfo; accuracy or MRR that falls
// by more than 0.01.
Result<CompressReport> Compress(const CompressOptions& options);

std::string Summary(const CompressReport& report);

}  // namespace fastnode::learn
