// The language server: completions for an editor over the language server protocol (3.17), on a
// pair of streams. It never dies of a message, and never asks anything of anybody but the model at
// hand.
//
// One thread reads: it keeps the open texts, so an edit is never behind an answer. One answers:
// requests in their order, each on the text as it was when it was asked; one that is cancelled
// before its turn is not computed. Names, keywords and attributes come ranked, the list as long as
// it is short of keys typed; where an argument may begin whole argument lists come, too, with tab
// stops.
#pragma once

#include <istream>
#include <ostream>

#include "predict/json_lines.h"
#include "support/result.h"

namespace fastnode::serve {

// Until the client says exit, or the end of `in`. The value is whether it ended as the protocol has
// it, with shutdown before exit. Errors: input that is no message, output that cannot be written.
Result<bool> ServeLanguage(std::istream& in, std::ostream& out, const predict::Complete& complete,
                           const predict::ReadProject& read_project);

// The door of `fastnode lsp`: stdin and stdout, with the release in `folder`.
Result<bool> ServeLanguageOnStdin(const std::string& folder,
                                  const std::vector<std::string>& packages);

}  // namespace fastnode::serve
