// A validation as one page: what the table says, with plots, in a single file that needs nothing
// else.
#pragma once

#include <string>

#include "qualify/report/report.h"

namespace fastnode::qualify {

// HTML with plots as SVG. The same input, times apart, gives the same bytes.
std::string PrintPage(const Subject& subject, const SiteList& list, const Measured& measured,
                      const Summary& summary, const Timing& timing);

}  // namespace fastnode::qualify
