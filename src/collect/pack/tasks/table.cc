// The list of all tasks, in the order of pack::Task. A row is constant before any code runs, so
// that whatever is initialised at the start of a program may read it. tasks_test.cc holds rows to
// be complete.
#include "collect/pack/tasks/tasks.h"

namespace fastnode::pack {
namespace {

constexpr std::array kRows = {&kAttributeTask,    &kBaseTask,    &kArgumentTask,
                              &kArgumentKindTask, &kKeywordTask, &kPlaceholderTask,
                              &kNameTask};
static_assert(kRows.size() == kNumTasks);

}  // namespace

const TaskRow& RowOf(Task task) { return *kRows[static_cast<size_t>(task)]; }
const std::array<const TaskRow*, kNumTasks>& AllTasks() { return kRows; }

std::array<double, kNumTasks> DefaultShares() {
  std::array<double, kNumTasks> shares;
  for (const TaskRow* row : kRows) shares[static_cast<size_t>(row->task)] = row->share;
  return shares;
}

std::string_view Name(Task task) {
  return static_cast<int>(task) < kNumTasks ? RowOf(task).name : "?";
}

}  // namespace fastnode::pack
