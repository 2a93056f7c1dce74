// Pieces of web pages that are made as text.
#pragma once

#include <string>
#include <string_view>

namespace fastnode {

// Text for an element or for a quoted attribute's value: & < > " and ' are written as entities.
std::string EscapeHtml(std::string_view text);

}  // namespace fastnode
