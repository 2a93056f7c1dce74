// Keywords of calls that take many, of which people pass a few: `Field(|)` and `ConfigDict(|)` of
// Pydantic, columns and relations of SQLAlchemy, `set_defaults(|)` of argparse.
#pragma once

#include "predict/asked/budget.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Puts those that may still be passed before other keywords, in an answer for the site, if it is
// one of an argument of such a call.
void PutUsualKeywords(const FoundSite& site, const Known& known, const Budget& budget,
                      Answer& answer);

}  // namespace fastnode::predict
