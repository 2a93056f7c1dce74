// The language server: an editor asks over the language server protocol (3.17), on a pair of
// streams, and gets completions and what the analysis knows: hover, signatures, definitions. It
// outlives any message, and asks nobody but the model at hand.
//
// One thread reads (session.h). It keeps the open texts, so an edit never waits for an answer.
// Another works (answerer.h). It takes requests in their order, each on the text as it was when it
// was asked about; a request that is cancelled is answered at once. A completion that is not there
// by its deadline is answered from the words of the text (quick_answer.h), while the work goes on
// for the next one. Names, keywords and attributes come ranked, the list as long as few keys are
// typed. Where an argument may begin, whole argument lists come too, with tab stops.
#pragma once

#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "serve/backend.h"
#include "support/result.h"

namespace fastnode::serve {

struct LanguageOptions {
  int deadline_ms = 50;     // 0: none
  std::string interpreter;  // path of the Python whose packages count; "": found by itself
  bool auto_import = true;  // names that are not in scope are offered, with their import
  std::vector<std::string> packages;  // folders of packages that count for all projects
  std::string log;  // a file that gets one line per message, without texts; "": none
};

// Serves until the client says exit or `in` ends. The value: whether it ended as the protocol says,
// with shutdown before exit. Errors: input that is no message, output that cannot be written.
Result<bool> ServeLanguage(std::istream& in, std::ostream& out, const Backend& backend,
                           const LanguageOptions& options);

}  // namespace fastnode::serve
