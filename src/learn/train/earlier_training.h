// What an earlier training left in the checkpoint's folder, and what a new run owes it: to go on as
// it began, and not to throw it away in silence.
#pragma once

#include "learn/train/run_training.h"
#include "support/result.h"

namespace fastnode::learn {

// For a run that continues: takes the seed, the session and what is withheld from the checkpoint,
// and says which fields of `run.asked` differ there. Does nothing without a checkpoint; FirstStep
// reports that. Errors: the model in the output folder has more steps than the checkpoint, so it
// belongs to another training, and `run.replace` is not set; a damaged checkpoint.
Status TakeFromCheckpoint(TrainingRun& run);

// For a run that starts again. Error: the checkpoint holds steps and `run.replace` is not set. It
// names how that training differs.
Status CheckNothingIsLost(const TrainingRun& run);

}  // namespace fastnode::learn
