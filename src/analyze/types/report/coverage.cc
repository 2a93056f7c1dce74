#include "analyze/types/report/coverage.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>
#include <vector>

#include "analyze/types/imports/folder.h"
#include "analyze/types/report/explain_miss.h"
#include "analyze/types/types.h"
#include "support/file.h"

namespace fastnode::types {
namespace {

using ast::Field;
using ast::Kind;

bool IsFirstParameterOfMethod(const bind::FileIndex& index, NodeId base) {
  VariableId variable = index.variable_of[base];
  if (index.tree[base].kind != Kind::kIdentifier || variable == kNone) return false;
  const bind::Variable& bound = index.variables[variable];
  const bind::Scope& scope = index.scopes[bound.scope];
  if (scope.kind != bind::ScopeKind::kFunction || scope.parent == kNone) return false;
  if (index.scopes[scope.parent].kind != bind::ScopeKind::kClass) return false;
  NodeId parameters = index.tree.Child(scope.node, Field::kParameters);
  return parameters != kNoNode && index.tree.FirstChild(parameters) == bound.references[0].node;
}

class Watch {
 public:
  double ms() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - start_).count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

// Lines up to `begin`, for sites that come in order of offset.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}
  int64_t At(size_t offset) {
    line_ += std::count(text_.begin() + static_cast<std::ptrdiff_t>(offset_),
                        text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
    offset_ = offset;
    return line_;
  }

 private:
  std::string_view text_;
  size_t offset_ = 0;
  int64_t line_ = 1;
};

}  // namespace

SliceCoverage TypeCoverage::All() const {
  SliceCoverage all;
  for (const SliceCoverage* slice : {&module, &self, &other}) {
    all.sites += slice->sites;
    all.known += slice->known;
    all.foreign += slice->foreign;
    all.found += slice->found;
    all.asked += slice->asked;
  }
  return all;
}

void AddTypeCoverage(const bind::FileIndex& index, const Environment& environment,
                     std::string_view path, TypeCoverage& coverage) {
  LineCounter lines(index.tree.source);
  TypeEvaluator types(index, environment);
  for (const bind::AttributeUse& use : index.attributes) {
    const Watch watch;
    types.Hide(std::span(&use.name, 1));
    Type type = types.TypeOf(use.base);
    SliceCoverage& slice = IsFirstParameterOfMethod(index, use.base) ? coverage.self
                           : type.kind == Type::Kind::kModule        ? coverage.module
                                                                     : coverage.other;
    ++slice.sites;
    std::vector<Member> members = types.Members(type);
    const double took = watch.ms();
    slice.known += !members.empty();
    slice.foreign += members.empty() && !type.path.empty();
    std::string_view name = index.tree.Text(use.name);
    const std::string place =
        std::string(path) + ":" + std::to_string(lines.At(index.tree[use.name].begin));
    coverage.times.questions.push_back({took, place});
    if (std::any_of(members.begin(), members.end(),
                    [&](const Member& member) { return member.name == name; })) {
      ++slice.found;
      continue;
    }
    const std::vector<std::string_view> asked = types.NamesAskedOf(type);
    slice.asked += std::binary_search(asked.begin(), asked.end(), name);
    Miss& miss = coverage.misses[ExplainMiss(index, types, use)];
    if (++miss.count == 1) miss.example = place;
  }
}

void AddFileCoverage(const std::string& path, Workspace& workspace, TypeCoverage& coverage) {
  ++coverage.files;
  const Watch watch;
  Result<std::string> source = ReadFile(path);
  if (!source.ok()) {
    ++coverage.skipped["unreadable"];
    return;
  }
  Result<bind::FileIndex> index = bind::BindText(*std::move(source));
  if (!index.ok()) {
    ++coverage.skipped[index.error().message];
    return;
  }
  AddTypeCoverage(*index, workspace.EnvironmentOf(path), path, coverage);
  coverage.times.files.push_back({watch.ms(), path});
}

}  // namespace fastnode::types
