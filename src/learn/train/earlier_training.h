// What an earlier training left in the checkpoint's folder, and what a new run owes it: to go on as
// it was begun, and not to throw it away in silence.
#pragma once

#include "learn/train/run_training.h"
#include "support/result.h"

namespace fastnode::learn {

// Of a run that continues: takes seed, session and what is withheld from the checkpoint, and says
// what of `run.asked` is not so there. Without a checkpoint nothing happens: FirstStep says it.
// Errors: the model in the output folder has more steps than the checkpoint, so that it is another
// training's, and `run.replace` is not set; a damaged checkpoint.
Status TakeFromCheckpoint(TrainingRun& run);

// Of a run that begins anew. Error: the checkpoint holds steps, and `run.replace` is not set; names
// what it was trained with otherwise.
Status CheckNothingIsLost(const TrainingRun& run);

}  // namespace fastnode::learn
