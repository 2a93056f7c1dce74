#include "qualify/report/record.h"

#include "qualify/report/release_identity.h"

namespace fastnode::qualify {

void NoteInputs(const ModelFolders& models, const corpus::Store& store, RunRecord& record) {
  const ReleaseIdentity identity = IdentityOf(models.release);
  record.Set("model_name", identity.name);
  record.Set("dataset_id", store.dataset_id());
  record.AddInput("dataset", store.dataset_id());
  record.AddInput("release", identity.manifest_sha256);
  record.AddInput("model", identity.model);
  if (models.previous.empty()) return;
  record.AddInput("previous", IdentityOf(models.previous).manifest_sha256);
}

void NoteResults(const Validation& validation, RunRecord& record) {
  const auto& [subject, list, measured, summary, timing] = validation;
  for (size_t m = 0; m < measured.methods.size(); ++m) {
    for (Metric metric : kMetrics) {
      record.AddResult(measured.methods[m] + " " + Name(metric),
                       summary.all.methods[m][metric].value);
    }
    for (const auto& [reason, count] : measured.errors[m]) {
      record.AddSkipped("errors of " + measured.methods[m], reason, count);
    }
  }
  record.SetHeadline(Name(Metric::kRecall1),
                     summary.all.methods[kModelMethod][Metric::kRecall1].value);
  record.AddResult("sites", static_cast<double>(list.sites.size()));
  record.AddResult("p50 ms", static_cast<double>(timing.p50_micros) / 1000);
  record.AddResult("p99 ms", static_cast<double>(timing.p99_micros) / 1000);
  record.AddResult("passed", summary.passed() ? 1 : 0);
  for (const auto& [reason, count] : list.skipped) {
    record.AddSkipped("sites", reason, count);
  }
}

}  // namespace fastnode::qualify
