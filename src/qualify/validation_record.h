// What a record of a validation keeps: what was read, and what came out (support/run_record.h).
#pragma once

#include "collect/corpus/store.h"
#include "qualify/measure.h"
#include "qualify/report.h"
#include "qualify/summary.h"
#include "qualify/validate.h"
#include "support/run_record.h"

namespace fastnode::qualify {

void NoteInputs(const ValidateOptions& options, const corpus::Store& store, RunRecord& record);
void NoteResults(const HeldOut& held_out, const Measured& measured, const Summary& summary,
                 const Timing& timing, RunRecord& record);

}  // namespace fastnode::qualify
