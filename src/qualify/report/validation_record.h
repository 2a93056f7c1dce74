// What a record of a validation keeps: what was read, and what came out (support/run_record.h).
#pragma once

#include <string>

#include "collect/corpus/store.h"
#include "qualify/measure/measure.h"
#include "qualify/measure/summary.h"
#include "qualify/report/report.h"
#include "support/run_record.h"

namespace fastnode::qualify {

// `release`, `previous`: folders; no previous release: "".
void NoteInputs(const std::string& release, const std::string& previous, const corpus::Store& store,
                RunRecord& record);
void NoteResults(const HeldOut& held_out, const Measured& measured, const Summary& summary,
                 const Timing& timing, RunRecord& record);

}  // namespace fastnode::qualify
