#include "analyze/types/infer/infer.h"

#include <utility>

#include "analyze/ast/parse.h"
#include "analyze/types/infer/annotations.h"
#include "analyze/types/infer/attributes.h"
#include "analyze/types/infer/calls.h"
#include "analyze/types/infer/functions.h"
#include "analyze/types/infer/iterate.h"
#include "analyze/types/infer/members.h"
#include "analyze/types/infer/parameters.h"
#include "analyze/types/infer/targets.h"
#include "analyze/types/infer/values.h"

namespace fastnode::types {

Infer::Infer(const bind::FileIndex& index, Files::Tables tables, const Environment& environment,
             Undeclared undeclared)
    : undeclared_(undeclared),
      memo_(index.tree.size()),
      files_(index, std::move(tables), environment, memo_.hidden()),
      classes_(*this),
      members_(1),
      uses_of_text_(1),
      uses_elsewhere_(1) {}

void Infer::MoveTo(const bind::FileIndex& index, Files::Tables tables) {
  memo_.MoveTo(index.tree.size());
  files_.MoveTo(index, std::move(tables));
  uses_of_text_.resize(1);
}

TypeId Infer::Answer(NodeId expression) {
  const File& f = files_.at_hand();
  if (expression < 0 || expression >= f.tree().size()) return kUnknownType;
  memo_.Begin();
  return table_.Grounded(TypeOf(f, expression));
}

TypeId Infer::TypeOf(const File& f, NodeId expression) {
  return memo_.Ask(Question::kValue, f.number, expression,
                   [&] { return ExpressionValue(*this, f, expression); });
}

TypeId Infer::TypeOfTarget(const File& f, NodeId target) {
  return memo_.Ask(Question::kTarget, f.number, target,
                   [&] { return TargetValue(*this, f, target); });
}

TypeId Infer::TypeOfAnnotation(const File& f, NodeId annotation) {
  return memo_.Ask(Question::kAnnotation, f.number, annotation,
                   [&] { return ReadAnnotation(*this, f, annotation, f.scope_of(annotation)); });
}

TypeId Infer::ResultOf(const File& f, NodeId function) {
  return memo_.Ask(Question::kReturn, f.number, function,
                   [&] { return FunctionResult(*this, f, function); });
}

TypeId Infer::PassedFor(const File& f, NodeId parameter) {
  if (undeclared_ == Undeclared::kUnknown) return kUnknownType;
  return memo_.Ask(Question::kParameter, f.number, parameter,
                   [&] { return PassedByCalls(*this, f, parameter); });
}

TypeId Infer::GrownAs(const File& f, NodeId target) {
  return memo_.Ask(Question::kGrowth, f.number, target,
                   [&] { return GrownContainer(*this, f, target); });
}

const ParameterUses& Infer::UsesOfName(const File& f, std::string_view name) {
  using UsesId = Id<struct UsesTag>;
  std::deque<ParameterUses>& uses = f.number == 0 ? uses_of_text_ : uses_elsewhere_;
  const std::vector<VariableId> named = f.module->ParametersNamed(name);
  if (named.empty()) return uses[0];
  const auto find = [&] {
    uses.push_back(UsesOfAll(f, named));
    return UsesId(uses.size() - 1);
  };
  const NodeId first = f.variable(named[0]).references[0].node;
  UsesId id = memo_.Ask(Question::kUsesOfName, f.number, first, find);
  if (id == UsesId(0)) id = find();  // it was cut short
  return uses[id.index()];
}

const std::vector<Member>& Infer::MembersOf(TypeId type) {
  using MembersId = Id<struct MembersTag>;
  const auto id = memo_.Ask(Question::kMembers, 0, type, [&] {
    members_.push_back(FindMembers(*this, type));
    return MembersId(members_.size() - 1);
  });
  return members_[id.index()];  // none, if it was cut short
}

int32_t Infer::NumberOfPath(std::string_view module, std::string_view name) {
  if (auto found = paths_.find(PathView(module, name)); found != paths_.end()) return found->second;
  const auto next = static_cast<int32_t>(paths_.size());
  return paths_.emplace(Path(module, name), next).first->second;
}

std::shared_ptr<const ast::Tree> Infer::AnnotationIn(std::string_view text) {
  constexpr size_t kMost = 1000;
  std::string parsed = "(" + std::string(text) + ")";
  if (const auto found = annotations_.find(parsed); found != annotations_.end()) {
    return found->second;
  }
  if (annotations_.size() == kMost) annotations_.clear();
  Result<ast::Tree> tree = ast::Parse(parsed, {.max_depth = 64});
  const bool is_one = tree.ok() && tree->num_errors == 0 && tree->size() >= 2;
  auto kept = is_one ? std::make_shared<const ast::Tree>(*std::move(tree)) : nullptr;
  return annotations_.emplace(std::move(parsed), std::move(kept)).first->second;
}

TypeId Infer::TypeOfMember(TypeId of, std::string_view name) { return MemberOf(*this, of, name); }

TypeId Infer::Call(TypeId callee, const Arguments& arguments) {
  return CallValue(*this, callee, arguments);
}

TypeId Infer::CallMethod(TypeId receiver, std::string_view method, std::vector<TypeId> arguments) {
  return MethodCallValue(*this, receiver, method, std::move(arguments));
}

TypeId Infer::Element(TypeId iterable, bool is_async) {
  return ElementOf(*this, iterable, is_async);
}

TypeId Infer::Awaited(TypeId awaitable) { return AwaitedValue(*this, awaitable); }

}  // namespace fastnode::types
