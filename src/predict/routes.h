// Where a cursor may stand. Each kind of place has a rule that knows what may be written there: in
// an import, in a string, where a name is made, behind an operand. They are tried in order, and the
// first whose place it is answers. What is left is a name that is read, or one behind a dot: these
// the model ranks.
#pragma once

#include <cstddef>
#include <optional>

#include "predict/asked/text_place.h"
#include "predict/completer.h"
#include "predict/cursor/site.h"

namespace fastnode::predict {

class Routes {
 public:
  using Found = Result<std::optional<Answer>>;  // nothing: the place is of another kind

  Routes(const Completer& completer, const Question& question, const Known& known,
         const Budget& budget, BaseOrder order);

  // Errors: what is wrong with the question.
  Result<Answer> Run();

 private:
  using Route = Found (Routes::*)();
  static const Route kRoutes[];

  Found InLongString();
  Found AtImportAlias();
  Found WhereNothingIsOffered();
  Found InImport();
  Found BelowDecorator();
  Found AtNewTypeParameter();
  Found AtNewParameter();
  Found BeforeOperand();
  Found BehindScopeWord();
  Found BehindOperand();
  Found AtCase();
  Found AtHead();
  Found InPattern();
  Found InQuotedAnnotation();
  Found InDottedString();
  Found AtKey();
  Found InString();
  Found AtFixture();
  Found AtOverriddenParameter();
  Found AtOverride();
  Found AtInnerClass();
  Found AtDueName();

  // What no route took.
  Result<Answer> Read();
  Result<Answer> RankRead(const FoundSite& site);
  // The answer to another question, by the same means.
  Result<Answer> Ask(const Question& question) const;
  Budget Rest() const;
  size_t max_completions() const { return static_cast<size_t>(budget_.max_completions); }

  const Completer& completer_;
  const Completer::Parts& parts_;
  const Question& question_;
  const Known& known_;
  const Budget& budget_;
  const BaseOrder order_;
  const TimePoint until_;  // all that is parsed for one answer shares one limit of time
  TextPlace within_ = TextPlace::kCode;
  size_t string_begin_ = 0;    // of the string that the cursor stands in
  std::optional<Answer> due_;  // of a name that begins with what is typed
};

}  // namespace fastnode::predict
