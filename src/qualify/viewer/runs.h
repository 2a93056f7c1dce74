// What the viewer answers about runs: their records, their curves, and the pages of validations.
#pragma once

#include <string>

#include "support/http_server.h"

namespace fastnode::qualify {

// [{"name", "run": run.json with its note}], newest first. `root` "": none.
HttpResponse RunsAnswer(const std::string& root);

// ?run=NAME&from=BYTES: {"points", "from", "next"}, what was written since that place. 404: no such
// run, or a name that would leave the folder.
HttpResponse CurveAnswer(const std::string& root, const HttpRequest& request);

// Pages that validations left in `folder`: [{"name": "validation-calls.html", "seconds": when it
// was written}], by name. `folder` "": none.
HttpResponse ValidationsAnswer(const std::string& folder);

// ?name=NAME: one of them, shut in: it may bear style, and neither run nor load anything. 404: none
// of that name is among them.
HttpResponse ValidationAnswer(const std::string& folder, const HttpRequest& request);

}  // namespace fastnode::qualify
