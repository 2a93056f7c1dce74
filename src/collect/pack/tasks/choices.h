// What may stand at a place of a call, counted over calls: for the tasks that choose among a few
// texts, or among keywords. The features that these tasks share stand here.
#pragma once

#include <string_view>

#include "collect/pack/by_name.h"
#include "collect/pack/tasks/call_around.h"

namespace fastnode::pack {

enum ChoiceFeature : int {
  kInFilePath = 0,  // how often it stands at such a place of calls of the same path, in the file
  kInFileLast = 2,
  kInFileAny = 4,
  kIsPrevious = 13,  // flag: it stands just before the site in its call
};
inline constexpr Feature kChoiceFeatures[] = {
    {kInFilePath, "in_file_path", Knowledge::kFile},
    {kInFileLast, "in_file_last", Knowledge::kFile},
    {kInFileAny, "in_file_any", Knowledge::kFile},
    {kIsPrevious, "is_previous", Knowledge::kFile},
};
// Baselines' keys.
inline constexpr int kChoicePopularity[] = {kInCorpusAny, kInCorpusLast};
inline constexpr int kChoiceRecency[] = {kInFileAny};

// What calls say of one text.
struct Choice {
  uint32_t path = 0, last = 0, any = 0;  // in visible calls of the file
  uint32_t follows = 0;                  // after what stands before the site
  bool in_call = false, previous = false;
};

struct ChoiceRule {
  corpus::KeySpace space;  // of the usage tables
  // Which places are such a place: those with the same position or slot; null: all.
  uint64_t corpus::CallKeys::*slot;
  // What stands at a place, "" nothing that can be chosen.
  CallAround::NameAt text_at;
  // Whether what other calls have, of another thing, is offered, too.
  bool of_all_calls;
};

class Choices {
 public:
  Choices(const CandidateInput& input, const ChoiceRule& rule);

  // All texts that calls of the file offer; a task may add others.
  ByName<Choice> names;
  const CallAround call;
  const CallAround::Keys keys;
  const ByName<CallAround::InOthers> in_others;

  // Of one of the names: all that tasks share, and the prior so far.
  Candidate Make(std::string_view name, const Choice& choice) const;
  // The candidates that the task made of the names.
  Candidates Finish(std::vector<Candidate> list) const;

 private:
  void CountFile();

  const CandidateInput& input_;
  const ChoiceRule& rule_;
};

}  // namespace fastnode::pack
