// The page at "/": what the server serves and who draws from it, for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collect/corpus/statistics.h"
#include "collect/server/sessions.h"

namespace fastnode::server {

std::string EscapeHtml(std::string_view text);

std::string StatusPage(const corpus::Statistics& statistics,
                       const std::vector<Sessions::Info>& sessions);

}  // namespace fastnode::server
