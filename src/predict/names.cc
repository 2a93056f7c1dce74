// Completer::Parts::Names: the names of an answer, ranked, then weighed by what the model does not
// see.
#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "collect/pack/candidates.h"
#include "collect/pack/tasks/words.h"
#include "predict/completer_parts.h"
#include "predict/fit/assigned_members.h"
#include "predict/fit/base_annotation.h"
#include "predict/fit/base_names.h"
#include "predict/fit/decorator_members.h"
#include "predict/fit/fitting_callees.h"
#include "predict/fit/fitting_values.h"
#include "predict/fit/given_type.h"
#include "predict/fit/goes_on_with.h"
#include "predict/fit/hardly_begins.h"
#include "predict/fit/hardly_values.h"
#include "predict/fit/module_kinds.h"
#include "predict/fit/own_parameters.h"
#include "predict/fit/possible_names.h"
#include "predict/fit/private_names.h"
#include "predict/fit/unpacked_results.h"
#include "predict/usual/errors_of_module.h"
#include "predict/usual/returned_words.h"
#include "predict/usual/said_twice.h"
#include "predict/usual/unseen_names.h"
#include "predict/usual/usual_attributes.h"

namespace fastnode::predict {
namespace {

using pack::Task;

constexpr float kLikely = 0.5F;
// How much less likely a name is whose letters were typed in another case: `path` before
// `PathLike`.
constexpr float kInOtherCase = 0.1F;

// A name with two underscores on both sides that is less likely than all others together.
bool IsUnlikelyDunder(const Completion& completion) {
  const std::string_view name = completion.text;
  return name.starts_with("__") && name.ends_with("__") && completion.probability < kLikely;
}

void KeepFirst(int32_t count, std::vector<Completion>& list) {
  if (std::ssize(list) > count) list.resize(static_cast<size_t>(count));
}

// Best first, what is equal in the order it came in; at most so many of those that fit, their
// probabilities and that of what fits and is never offered summing to 1. Names with two underscores
// stand last unless these were typed, or they are the module's own (`getLogger(__name__)`).
void Choose(const FoundSite& site, int32_t max_completions, std::vector<Completion>& list,
            float never_offered = 0) {
  std::erase_if(list, [&](const Completion& c) { return !pack::Fits(c.text, site.prefix); });
  for (Completion& completion : list) {
    if (!completion.text.starts_with(site.prefix)) completion.probability *= kInOtherCase;
  }
  float fitting = never_offered;
  for (const Completion& completion : list) fitting += completion.probability;
  for (Completion& completion : list) {
    if (fitting > 0) completion.probability /= fitting;
  }
  KeepBest(INT32_MAX, list);
  const bool are_attributes = site.task == Task::kAttribute;
  if (!site.prefix.starts_with("__")) {
    std::stable_partition(list.begin(), list.end(), [&](const Completion& one) {
      const bool is_of_module = !are_attributes && pack::IsOfEveryModule(one.text);
      return is_of_module || !IsUnlikelyDunder(one);
    });
  }
  KeepFirst(max_completions, list);
}

}  // namespace

Result<std::vector<Completion>> Completer::Parts::Names(const FoundSite& site, const Known& known,
                                                        int32_t max_completions,
                                                        BaseOrder order) const {
  if (site.task == Task::kAttribute) {
    Result<Attributes> names = RankAttributes(site, known, order);
    if (!names.ok()) return names.error();
    const PrivateNames privates(site, known);
    std::erase_if(names->list, [&](const Completion& one) {
      return IsPrivate(one.text) && !privates.MayBe(one.text);
    });
    const bind::FileIndex& index = site.source->index;
    const bind::AttributeUse& at = index.attributes[static_cast<size_t>(site.at)];
    const bool is_called = CallOf(index.tree, at.node) != ast::kNoNode;
    if (is_called || BeginsWithImport(index, at.base) || AsksForMethod(index.tree, at.node)) {
      FittingValues values(site, known);
      values.WeighMembers(names->list);
      if (is_called) FittingCallees(site, values.types()).Weigh(names->list);
    }
    DoubtAssigned(site, known, names->list);
    WeighByWhatFollows(site, known, names->list);
    WeighUnpacked(site, known, names->list);
    WeighAttributes(site, known, names->list);
    WeighBases(site, names->list);
    if (IsInDecorator(site)) WeighDecorators(site, known, names->list);
    Choose(site, max_completions, names->list);
    if (!names->closed) {
      AddUnseen(site, known, privates, static_cast<size_t>(max_completions), names->list);
    }
    TellKindsOfModule(site, known, names->list);
    PutClassesFirst(site, names->list);
    PutErrorsFirst(site, known, static_cast<size_t>(max_completions), names->list);
    return std::move(names->list);
  }
  if (site.task == Task::kArgument) {
    Result<Arguments> arguments = RankArgument(site, known);
    if (!arguments.ok()) return arguments.error();
    // A letter that is typed begins no literal.
    const float literal = site.prefix.empty() ? arguments->literal : 0;
    if (site.prefix.empty()) DoubtPassedNames(site, arguments->list);
    DoubtHardlyValues(site, arguments->list);
    Choose(site, INT32_MAX, arguments->list, literal);
    PutParametersFirst(site, known, arguments->list);
    KeepFirst(max_completions, arguments->list);
    return std::move(arguments->list);
  }
  Result<std::vector<Completion>> names = site.task == Task::kKeywordName
                                              ? RankKeywords(site, known)
                                              : Rank(site, site.task, known, order);
  if (!names.ok()) return names.error();
  if (site.task == Task::kName) {
    FittingValues values(site, known);
    values.WeighBeginnings(*names);
    FittingCallees(site, values.types()).Weigh(*names);
    WeighByWhatFollows(site, known, *names);
    WeighUnpacked(site, known, *names);
    PutGivenTypeFirst(site, known, *names);
    PutBaseAnnotationFirst(site, known, *names);
    DoubtComparedName(site, *names);
    DoubtLoopVariable(site, *names);
    DoubtHardlyValues(site, *names);
    DoubtHardlyBegins(site, *names);
    WeighBases(site, *names);
  }
  Choose(site, max_completions, *names);
  return names;
}

}  // namespace fastnode::predict
