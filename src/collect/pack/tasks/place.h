// What several tasks have in common.
#pragma once

#include <cstdint>
#include <string_view>

#include "collect/pack/condition.h"
#include "collect/pack/site.h"

namespace fastnode::pack {

// A site at an attribute use whose focus is the attribute expression.
Site SiteOfUse(const bind::AttributeUse& use);

// A site where all nodes of the call's arguments from `begin` on are hidden.
Site SiteOfArgument(const ast::Tree& tree, const bind::ArgumentPlace& place, ast::NodeId begin);
// Where what is hidden begins: at the argument, a keyword included; or at its value, so that the
// keyword stays.
ast::NodeId ArgumentBegin(const ast::Tree& tree, const bind::ArgumentPlace& place);
ast::NodeId ValueBegin(const ast::Tree& tree, const bind::ArgumentPlace& place);
// What is asked for in the text: all arguments from `begin` on.
Blank BlankInCall(const ast::Tree& tree, const bind::ArgumentPlace& place, ast::NodeId begin);
// Why nothing can be asked of an argument if all from `begin` on is hidden: a splat; an argument
// that binds a name. "" if it can.
std::string_view WhyNotArgument(const ast::Tree& tree, const bind::ArgumentPlace& place,
                                ast::NodeId begin);

// TaskRow::kind of names.
std::string_view KindOfName(const uint8_t* features);

// Whether a node is an identifier that is no keyword of an argument.
bool IsPlainIdentifier(const ast::Tree& tree, ast::NodeId node);
bool IsKeywordOfArgument(const ast::Tree& tree, ast::NodeId node);

}  // namespace fastnode::pack
