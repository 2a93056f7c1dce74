// What `parse_args` gives: an object with a field for each argument that the file gives its parsers
// (https://docs.python.org/3/library/argparse.html; optparse as well).
//
// Which parser a call of `add_argument` is about is not asked: groups, subparsers and functions
// that get a parser all add to one object, and a file with two objects is rare. So the object's
// class is the call of `parse_args`, as that of a named tuple is the call that makes it
// (made_classes.h), and its fields are those of the file in which it stands.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_id.h"

namespace fastnode::types {

class Infer;

// Whether a call that makes a class is one of a parser.
bool ParsesArguments(const File& f, NodeId call);

// The fields of all parsers of a file, sorted, each name once.
std::vector<std::string_view> ParsedArguments(Infer& infer, const File& f);
// The type of one; nothing if the file adds none of this name.
std::optional<TypeId> ParsedArgument(Infer& infer, const File& f, std::string_view name);

// The class that is the base of the object's.
TypeId BaseOfParsed(Infer& infer, const File& f, NodeId call);

// What `parse_args` of argparse gives, and what `parse_known_args` and optparse's `parse_args` do:
// a pair of the object and what is left. Nothing if the file adds no argument, or the object is
// given.
std::optional<TypeId> ParsedObject(Infer& infer, const File& f, NodeId call);
std::optional<TypeId> ParsedPair(Infer& infer, const File& f, NodeId call);

// What a parameter of a file is that is declared to be argparse's object, where the file parses
// arguments itself: the object that its parser gives. `declared` if it is none.
TypeId ParsedIfDeclared(Infer& infer, const File& f, TypeId declared);

}  // namespace fastnode::types
