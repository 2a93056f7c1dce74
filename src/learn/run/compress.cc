// Compression is measured before it is believed. The compressed weights are read back, both models
// score the same validation samples, and if accuracy or MRR falls by more than kLargestLoss there
// is no release. The folder is written at the end and exchanged as a whole.
#include "learn/run/compress.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "analyze/types/imports/library.h"
#include "collect/draw/metainfo.h"
#include "collect/server/client.h"
#include "learn/model/model_folder.h"
#include "learn/model/parameters.h"
#include "learn/model/quantised_rows.h"
#include "learn/model/validation_session.h"
#include "learn/onnx/onnx.h"
#include "learn/quantize/quantise_weights.h"
#include "learn/run/scorer.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/json_fields.h"
#include "support/sealed.h"

namespace fastnode::learn {
namespace {

constexpr double kLargestLoss = 0.01;  // of accuracy and of MRR, by compression
constexpr uint64_t kMaxFileBytes = uint64_t{1} << 30;
// The list is learned afterwards, from what the release answers (qualify/measure/learn_fallback.h).
constexpr char kFallback[] = "# no base is listed yet\n";

struct Inputs {
  ModelConfig config;
  Weights weights;
  draw::Metainfo metainfo;
  std::string usage, library;
  // Of training.json.
  std::string session;
  std::vector<std::string> withheld;
};

Status ReadTraining(const std::string& path, std::string_view bytes, Inputs& inputs) {
  Result<Json> json = ParseSealed(bytes);
  if (!json.ok()) {
    return Error{path + " " + json.error().message +
                 "; copy the model from its source again, or train it again"};
  }
  JsonFields fields(*json, path);
  fields.AllowUnknown();
  fields.ReadText("session", inputs.session);
  fields.ReadTexts("withheld", inputs.withheld);
  return fields.Finish();
}

Result<Inputs> ReadInputs(const CompressOptions& options) {
  Inputs inputs;
  Result<Model> model = ReadModel(options.model);
  if (!model.ok()) return model.error();
  inputs.config = model->config;
  inputs.weights = std::move(model->weights);
  std::string metainfo_bytes, training_bytes;
  const std::pair<std::string, std::string*> files[] = {
      {options.metainfo, &metainfo_bytes},
      {options.usage, &inputs.usage},
      {options.library, &inputs.library},
      {options.model + "/training.json", &training_bytes}};
  for (const auto& [path, bytes] : files) {
    Result<std::string> read = ReadFile(path, kMaxFileBytes);
    if (!read.ok()) return read.error();
    *bytes = std::move(*read);
  }
  if (Result<types::Library> whole = types::Library::Open(options.library); !whole.ok()) {
    return whole.error();
  }
  Result<draw::Metainfo> metainfo = draw::DecodeMetainfo(metainfo_bytes);
  if (!metainfo.ok()) return metainfo.error().Context(options.metainfo);
  inputs.metainfo = std::move(*metainfo);
  Status training = ReadTraining(options.model + "/training.json", training_bytes, inputs);
  if (!training.ok()) return training.error();
  return inputs;
}

Status CheckFit(const Inputs& inputs, const CompressOptions& options) {
  if (!inputs.withheld.empty()) {
    return Error{options.model + " was trained without " + PrintJson(inputs.withheld) +
                 ", to measure what that is worth; train a model with everything"};
  }
  const pack::Vocabularies& vocabularies = inputs.metainfo.vocabularies;
  if (vocabularies.names.size() != inputs.config.name_rows ||
      vocabularies.types.size() != inputs.config.type_rows) {
    return Error{options.model + " was not trained with " + options.metainfo};
  }
  if (Sha256Hex(inputs.usage) != inputs.metainfo.usage_hash) {
    return Error{options.usage + " does not belong to " + options.metainfo};
  }
  return {};
}

void NoteErrors(const Weights& before, const Weights& after, CompressReport& report) {
  for (const auto& [name, tensor] : before) {
    const float *a = tensor.f32(), *b = after.at(name).f32();
    for (int64_t i = 0; i < tensor.size(); ++i) {
      const float error = std::abs(a[i] - b[i]);
      if (error <= report.largest_error) continue;
      report.largest_error = error;
      report.largest_error_in = name;
    }
  }
}

Status Measure(const CompressOptions& options, const Inputs& inputs, const Scorer& full,
               Weights compressed, CompressReport& report) {
  Result<Json> session = ParseJson(inputs.session);
  if (!session.ok()) return session.error().Context("session in training.json");
  Result<draw::SessionConfig> config = draw::SessionConfigFromJson(*session);
  if (!config.ok()) return config.error();
  auto source = server::HttpSampleSource::Connect(
      options.server, inputs.metainfo, ValidationSession(*config), 1, options.validation_samples);
  if (!source.ok()) return source.error();
  Result<Scorer> small = Scorer::Make(inputs.config, std::move(compressed));
  if (!small.ok()) return small.error();
  for (int64_t k = 0; k < options.validation_samples; ++k) {
    Result<pack::Sample> sample = (*source)->Get(k);
    if (!sample.ok()) return sample.error();
    std::string wrong = pack::Verify(*sample, inputs.config.name_rows, inputs.config.type_rows);
    if (!wrong.empty()) return Error{"validation sample: " + wrong};
    AddSites(*sample, full.Score(*sample), inputs.config.temperatures, report.before);
    AddSites(*sample, small->Score(*sample), inputs.config.temperatures, report.after);
  }
  report.measured = true;
  const TaskMetrics before = report.before.All(), after = report.after.All();
  if (before.Accuracy() - after.Accuracy() > kLargestLoss ||
      before.Mrr() - after.Mrr() > kLargestLoss) {
    return Error{"compression costs too much:\n" + Summary(report)};
  }
  return {};
}

// What prediction reads: identities and vocabularies, no distributions.
std::string InferenceMetainfo(draw::Metainfo metainfo) {
  metainfo.attributes.clear();
  metainfo.bases.clear();
  return draw::EncodeMetainfo(metainfo);
}

}  // namespace

Result<CompressReport> Compress(const CompressOptions& options) {
  Result<Inputs> inputs = ReadInputs(options);
  if (!inputs.ok()) return inputs.error();
  Status fits = CheckFit(*inputs, options);
  if (!fits.ok()) return fits.error();

  CompressReport report;
  Result<Scorer> full = Scorer::Make(inputs->config, inputs->weights);
  if (!full.ok()) return full.error().Context(options.model);
  Weights small = QuantiseWeights(inputs->weights);
  FolderFiles files = ModelFiles(inputs->config, small);
  report.weight_bytes_before = ModelFiles(inputs->config, inputs->weights).at(kWeightsFile).size();
  report.weight_bytes_after = files.at(kWeightsFile).size();
  Result<Weights> restored = Dequantise(std::move(small));
  if (!restored.ok()) return restored.error();
  NoteErrors(inputs->weights, *restored, report);
  if (!options.server.url.empty()) {
    Status measured = Measure(options, *inputs, *full, std::move(*restored), report);
    if (!measured.ok()) return measured.error();
  }
  if (!options.onnx.empty()) {
    Status exported = WriteFileAtomic(options.onnx, EncodeOnnx(inputs->config, inputs->weights));
    if (!exported.ok()) return exported.error();
  }
  files["metainfo-inference.json"] = InferenceMetainfo(inputs->metainfo);
  files["usage.bin"] = std::move(inputs->usage);
  files["library.bin"] = std::move(inputs->library);
  files["attr-fallback.txt"] = kFallback;
  for (const auto& [name, bytes] : files) report.folder_bytes += bytes.size();
  Status written = ReplaceFolder(options.out, files);
  if (!written.ok()) return written.error();
  return report;
}

std::string Summary(const CompressReport& report) {
  char text[400];
  std::snprintf(
      text, sizeof text,
      "weights %.2f MB -> %.2f MB, folder %.2f MB; largest error of a weight %.5f, in %s\n",
      static_cast<double>(report.weight_bytes_before) / 1e6,
      static_cast<double>(report.weight_bytes_after) / 1e6,
      static_cast<double>(report.folder_bytes) / 1e6, report.largest_error,
      report.largest_error_in.c_str());
  std::string summary = text;
  if (!report.measured) return summary;
  const TaskMetrics before = report.before.All(), after = report.after.All();
  std::snprintf(text, sizeof text,
                "validation, full -> compressed: loss %.4f -> %.4f, accuracy %.4f -> %.4f, "
                "accuracy@5 %.4f -> %.4f, MRR %.4f -> %.4f over %lld sites\n",
                before.MeanLoss(), after.MeanLoss(), before.Accuracy(), after.Accuracy(),
                before.Accuracy5(), after.Accuracy5(), before.Mrr(), after.Mrr(),
                static_cast<long long>(after.sites));
  return summary + text;
}

}  // namespace fastnode::learn
