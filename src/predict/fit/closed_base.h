// What stands before a dot, where it is known for sure what may stand behind it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyze/types/types.h"
#include "predict/cursor/known.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

// Whether what stands there may be about to give an object something new: before `=`, and where a
// statement begins, behind `self.` or with no letter typed.
bool MayBeStore(const FoundSite& site);

// Of an attribute site. Both must outlive it.
class ClosedBase {
 public:
  ClosedBase(const FoundSite& site, const Known& known);

  // Whether the type of the base is known and has its members, and no others. Objects of classes of
  // the file are open where they may be given something new, and so are functions. These are closed
  // elsewhere if nothing decorates them, in files without mock objects.
  bool is_closed() const { return is_closed_; }
  // It would be, if it were not an object that may be about to get something new.
  bool may_get_new() const { return may_get_new_; }
  // ... and it stands in a method of its class, which gives it what it has, or before `=`, or
  // others may have given it something: decorators, metaclasses, code that is run in the class.
  bool is_given_names() const { return is_given_names_; }

  bool Has(std::string_view name);

  // Whether the file uses the name only where the same words are other variables, or of other types
  // that have it: that says nothing of this one.
  bool IsOfOthers(std::string_view name);

 private:
  bool IsClosed(const types::Type& type);
  bool IsPlainFunction(const types::Type& type);
  bool Has(const types::Type& type, std::string_view name);

  const bind::FileIndex& index_;
  const bind::AttributeUse& use_;
  types::TypeEvaluator& types_;
  types::Type type_;
  std::optional<std::vector<std::string_view>> asked_;  // of the class's own object, by itself
  bool may_store_ = false;
  bool is_closed_ = false, may_get_new_ = false, is_given_names_ = false;
};

}  // namespace fastnode::predict
