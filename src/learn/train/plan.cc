// Only what both must have is compared: the data. Everything else is the first worker's, because
// with --continue it stands in a checkpoint that other hosts may not see.
#include "learn/train/plan.h"

#include <utility>
#include <vector>

#include "support/json.h"
#include "support/json_fields.h"

namespace fastnode::learn {
namespace {

Status CheckSame(const char* what, const std::string& theirs, const std::string& ours) {
  if (theirs == ours) return {};
  return Error{std::string("the first worker trains with another ") + what + " (" + theirs +
               ", here " + ours + "); give all workers the same data"};
}

}  // namespace

std::string PlanOf(const TrainOptions& train, const Trainer& trainer) {
  return PrintJson(Json{{"metainfo_id", train.metainfo_id},
                        {"dataset_id", train.dataset_id},
                        {"session", train.session},
                        {"withheld", train.withheld.names()},
                        {"first_step", trainer.step()},
                        {"steps", train.steps},
                        {"trainer", trainer.Description()}});
}

Result<int64_t> TakePlan(const std::string& plan, TrainingRun& run) {
  Result<Json> json = ParseJson(plan);
  if (!json.ok()) return json.error().Context("the first worker's plan");
  std::string metainfo_id, dataset_id;
  std::vector<std::string> withheld;
  int64_t first_step = 0;
  TrainOptions& train = run.train;
  JsonFields fields(*json, "the first worker's plan");
  fields.ReadText("metainfo_id", metainfo_id);
  fields.ReadText("dataset_id", dataset_id);
  fields.ReadText("session", train.session);
  fields.ReadTexts("withheld", withheld);
  fields.Read("first_step", 0, INT64_MAX, first_step);
  fields.Read("steps", 0, INT64_MAX / 2, train.steps);
  fields.ReadText("trainer", train.described);
  fields.Require({"metainfo_id", "dataset_id", "session", "first_step", "steps", "trainer"});
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  Status same = CheckSame("dataset", dataset_id, train.dataset_id);
  if (same.ok()) same = CheckSame("metainfo", metainfo_id, train.metainfo_id);
  if (!same.ok()) return same.error();
  Result<Json> session_json = ParseJson(train.session);
  if (!session_json.ok()) return session_json.error().Context("the first worker's session");
  Result<draw::SessionConfig> session = draw::SessionConfigFromJson(*session_json);
  if (!session.ok()) return session.error().Context("the first worker's session");
  run.session = *session;
  train.seed = session->seed;
  Result<Withheld> parsed = Withheld::Parse(withheld);
  if (!parsed.ok()) return parsed.error().Context("the first worker's plan");
  train.withheld = *std::move(parsed);
  train.resume = false;
  return first_step;
}

}  // namespace fastnode::learn
