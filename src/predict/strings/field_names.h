// Strings that name fields of a class that declares a table: `Book.objects.order_by("|")`,
// `ordering = ["|"]` within it, `list_display = ["|"]` of what is made for it,
// `form.cleaned_data["|"]`.
#pragma once

#include "analyze/bind/file_index.h"
#include "analyze/types/types.h"

namespace fastnode::predict {

class Keys;

// Adds the fields that the string at `place`, a name of the tree that stands for it, may name.
// False: it is no such place, or nothing is known of the class.
bool AddFieldNames(const bind::FileIndex& index, types::TypeEvaluator& types, ast::NodeId place,
                   Keys& keys);

}  // namespace fastnode::predict
