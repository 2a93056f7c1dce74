// The counts of each part of a corpus, kept in a file beside it: part-3-of-16.counts. Counting a
// part needs the part, its rows and the catalogue; adding up needs the counts alone.
#pragma once

#include <string>
#include <vector>

#include "collect/corpus/catalogue.h"
#include "collect/draw/counts_file.h"
#include "support/result.h"

namespace fastnode::draw {

struct CountedPart {
  int part = 0;
  bool is_new = false;  // else its counts were there already, and are those of what it holds
  TrainingSize size;
};

// Counts the training projects of a part, unless that is done. Errors: the part is not here, or not
// what the catalogue names.
Result<CountedPart> CountPart(const std::string& folder, const corpus::Catalogue& catalogue,
                              int part);

// The counts of all parts. A part that is here is counted first, if need be. Error: a part is
// neither here nor counted; it names all of them.
Result<std::vector<CountsFile>> CountsOfParts(const std::string& folder,
                                              const corpus::Catalogue& catalogue);

}  // namespace fastnode::draw
