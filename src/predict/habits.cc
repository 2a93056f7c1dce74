// A share is counted where the name is used: in the file, in the project, in the corpus. Few uses
// say little, so each share is drawn to that of the next wider place, as if that were seen twice
// more.
#include "predict/habits.h"

namespace fastnode::predict {
namespace {

using ast::Field;
using ast::Kind;
using ast::kNoNode;
using ast::NodeId;

// A share of few is drawn to what is known more widely, as if that were seen so many times.
constexpr double kWeight = 2;
double Share(double part, double all, double wider) {
  return (part + kWeight * wider) / (all + kWeight);
}

double CalledOf(const corpus::UseCounts& counts, double wider) {
  const double called = counts[static_cast<size_t>(bind::UseContext::kCall)];
  return Share(called, called + counts[static_cast<size_t>(bind::UseContext::kLoad)], wider);
}

// The call of this expression, or the expression itself.
NodeId WithCall(const ast::Tree& tree, const bind::AttributeUse& use) {
  return use.context == bind::UseContext::kCall ? tree[use.node].parent : use.node;
}

bool IsBaseOfDot(const ast::Tree& tree, NodeId node) {
  const NodeId parent = tree[node].parent;
  return parent != kNoNode && tree[parent].kind == Kind::kAttribute &&
         tree[node].field == Field::kObject;
}

}  // namespace

Habits::Habits(const pack::AnalysedSource& source, int32_t hidden, const pack::UsageAround& usage)
    : around_(usage),
      usage_(around_),
      any_(usage_.Locate(corpus::UsageKey(corpus::KeySpace::kAny, ""))) {
  const ast::Tree& tree = source.index.tree;
  for (size_t i = 0; i < source.index.attributes.size(); ++i) {
    const bind::AttributeUse& use = source.index.attributes[i];
    const bool called = use.context == bind::UseContext::kCall;
    if (i == static_cast<size_t>(hidden) || (!called && use.context != bind::UseContext::kLoad)) {
      continue;
    }
    const bool dotted = IsBaseOfDot(tree, WithCall(tree, use));
    ByCalled& name = of_name_[std::string(tree.Text(use.name))];
    for (Counts* counts : {&name[called], &of_any_[called]}) {
      counts->uses += 1;
      counts->dotted += dotted;
    }
  }
}

double Habits::Called(std::string_view name) const {
  const pack::UsageView::Name resolved = usage_.Resolve(name);
  const double corpus = CalledOf(usage_.Corpus(any_, resolved), 0.5);
  const double project = CalledOf(usage_.Project(any_, resolved), corpus);
  const auto found = of_name_.find(name);
  if (found == of_name_.end()) return project;
  const double called = found->second[1].uses;
  return Share(called, called + found->second[0].uses, project);
}

double Habits::Dotted(std::string_view name, bool called) const {
  // In most code about one in ten calls, and one in five names, is followed by a dot.
  const Counts& any = of_any_[called];
  const double wider = Share(any.dotted, any.uses, called ? 0.1 : 0.2);
  const auto found = of_name_.find(name);
  if (found == of_name_.end()) return wider;
  return Share(found->second[called].dotted, found->second[called].uses, wider);
}

}  // namespace fastnode::predict
