// What Django does by the names of strings alone, so that its sources cannot say it: settings are
// what the project's settings module binds, the model of users is what a setting names, a view's
// `request` is passed by whoever calls views.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/file/file.h"
#include "analyze/types/infer/type_table.h"

namespace fastnode::types {

class Infer;

// Of `django.conf.settings`; unknown of other objects.
TypeId SettingOf(Infer& infer, TypeId object, std::string_view name);
std::vector<std::string_view> NamesOfSettings(Infer& infer, TypeId object);

// get_user_model(), and what `settings.AUTH_USER_MODEL` names: a class.
TypeId UserModel(Infer& infer, const File& f);
bool NamesUserModel(const File& f, NodeId expression);
// "blog.Author", as seen from a file, or unknown.
TypeId ModelNamed(Infer& infer, const File& f, std::string_view name);

// get_object_or_404(Author, ...) and get_list_or_404(...): of a model, a manager, a query set.
std::optional<TypeId> ObjectOr404(Infer& infer, TypeId asked, bool is_list);

// What middleware adds to a request: the user, as an object of the class that the settings name,
// and the session. Unknown if the object is no request.
TypeId AddedToRequest(Infer& infer, TypeId object, std::string_view name);
std::vector<std::string_view> NamesAddedToRequest(Infer& infer, TypeId object);

// What views and forms of a model's rows keep as `object` and `instance`, and what get_object() and
// save() give: a row of the model that their class names, as `model` or as `Meta.model`.
TypeId RowKept(Infer& infer, TypeId object, std::string_view name);
// Of a call on such an object that gives rows of nobody knows what.
TypeId WithRowsOfKept(Infer& infer, TypeId object, TypeId rows);
// The class that an object's own class is for: it names it as `model`, or its `Meta`, its
// `queryset` or who registers it does. Or unknown.
TypeId ModelKept(Infer& infer, TypeId object);
// What a request's query holds under a key: texts. Nothing of other objects.
std::optional<TypeId> TextOfQuery(Infer& infer, TypeId object);
// The label of a member of an enumeration of choices.
TypeId LabelOfChoice(Infer& infer, TypeId object, std::string_view name);

// The parameter `form` of a method of a view that names its `form_class`.
TypeId FormOfView(Infer& infer, const File& f, NodeId function, NodeId parameter);
// A parameter `request` of a file that imports from Django, or from its REST framework.
TypeId RequestOfView(Infer& infer, const File& f, NodeId function, NodeId parameter);

}  // namespace fastnode::types
