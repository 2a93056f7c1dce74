// What a record of a validation keeps: what was read, and what came out (support/run_record.h).
#pragma once

#include <string>

#include "collect/corpus/store.h"
#include "qualify/ask/models.h"
#include "qualify/report/validation.h"
#include "support/run_record.h"

namespace fastnode::qualify {

void NoteInputs(const ModelFolders& models, const corpus::Store& store, RunRecord& record);
void NoteResults(const Validation& validation, RunRecord& record);

}  // namespace fastnode::qualify
