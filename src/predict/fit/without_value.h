// Variables that are in scope and have no value where a name is read: what is bound only further
// down, by the statement itself, or was deleted last.
#pragma once

#include <set>
#include <string_view>

#include "analyze/bind/file_index.h"

namespace fastnode::predict {

// Of the scopes that run together with the place: functions round it may run at any time. A loop
// round the place brings what is bound in it round again. Types may be named before they are there.
// In doubt a variable has a value.
std::set<std::string_view> WithoutValue(const bind::FileIndex& index, ast::NodeId at);

}  // namespace fastnode::predict
