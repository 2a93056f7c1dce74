// Classes that name one another in their bodies, as the models of Django do: `author =
// ForeignKey(Author)` makes `book.author` an Author, and `author.book_set` a manager of books.
#pragma once

#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Whether a field says that it names another class: `many_to_one = True` in its class's body.
bool StandsForOthers(Infer& infer, TypeId field);
// What stands on an object for a field that names another class. `binding`: the field's name in the
// class's body; `field`: the object that it is bound to.
TypeId RelatedValue(Infer& infer, const File& f, NodeId binding, TypeId field);

// What other classes that name this one add to its objects under this name; unknown if nothing.
TypeId RelatedFromElsewhere(Infer& infer, TypeId object, std::string_view name);
// The names of all of it, sorted.
std::vector<std::string_view> NamesFromElsewhere(Infer& infer, TypeId object);

// `pk` of a row: the field that is said to be the key, else a number.
TypeId KeyOfRow(Infer& infer, TypeId object, std::string_view name);

}  // namespace fastnode::types
