// The language server: completions for an editor over the language server protocol (3.17), on a
// pair of streams, and what the analysis knows beside them: hover, signatures, definitions. It
// never dies of a message, and never asks anything of anybody but the model at hand.
//
// One thread reads: it keeps the open texts, so an edit is never behind an answer. One answers:
// requests in their order, each on the text as it was when it was asked; one that is cancelled
// is answered at once. A completion that is not there by its deadline is answered from the words of
// the text (quick_answer.h), while the work goes on for the next one. Names, keywords and
// attributes come ranked, the list as long as it is short of keys typed; where an argument may
// begin whole argument lists come, too, with tab stops.
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
  std::string interpreter;  // path of the python whose packages count; "": found
  std::string log;          // file: a line a message, without texts; "": none
};

// Until the client says exit, or the end of `in`. The value is whether it ended as the protocol has
// it, with shutdown before exit. Errors: input that is no message, output that cannot be written.
Result<bool> ServeLanguage(std::istream& in, std::ostream& out, const Backend& backend,
                           const LanguageOptions& options);

}  // namespace fastnode::serve
