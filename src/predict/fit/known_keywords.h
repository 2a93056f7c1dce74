// Keywords that a call takes of which no signature says so: columns of a mapped class (`Post(|)`,
// `update(Post).values(|)`), variables of the function where a call takes any keyword
// (`render_template("posts.html", |)`).
#pragma once

#include "predict/asked/budget.h"
#include "predict/cursor/answer.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Puts them first in an answer for the site, if it is one of an argument. Where nothing else can
// be passed, nothing else is left.
void AddKnownKeywords(const FoundSite& site, const Known& known, const Budget& budget,
                      Answer& answer);

}  // namespace fastnode::predict
