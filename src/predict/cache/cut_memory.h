// What the cuts of one question after the other have in common: types by the library alone, what
// the tables say of names, and, within one question, all types. A cut is the same with it. One
// thread at a time.
#pragma once

#include <cstdint>
#include <memory>

#include "collect/pack/cut.h"
#include "collect/pack/names_around.h"
#include "collect/pack/source_types.h"

namespace fastnode::predict {

class CutMemory {
 public:
  // The next one's number. Between two questions files may have changed, and are looked at again.
  uint64_t BeginQuestion() { return ++last_question_; }

  struct Asker {
    // Stands for the library and the corpus's table: who has others has another.
    std::shared_ptr<const void> owner;
    // Keeps the project's table; null if that outlives this.
    std::shared_ptr<const void> project;
    uint64_t question = 0;  // what imports find is the same for all cuts of one
    // The source that is cut; null: it may be gone when the next one is.
    std::shared_ptr<const pack::AnalysedSource> source;
  };
  // Gives the context what is kept for it, or makes that.
  void Serve(const pack::AnalysedSource& source, const Asker& asker, pack::CutContext& context);

 private:
  void ServeTypes(const pack::AnalysedSource& source, const Asker& asker,
                  pack::CutContext& context);
  void ServeNames(const pack::AnalysedSource& source, const Asker& asker,
                  pack::CutContext& context);

  uint64_t last_question_ = 0;
  // What is kept points into what these stand for: as long as they are held, nobody else is there.
  std::shared_ptr<const void> owner_, project_;
  std::unique_ptr<pack::SourceTypes> types_;
  uint64_t question_ = 0;  // of types_
  std::shared_ptr<const pack::AnalysedSource> source_;
  int num_questions_ = 0;  // that types_ has served
  std::unique_ptr<pack::NamesAround> names_;
  pack::UsageAround usage_;  // of names_
};

}  // namespace fastnode::predict
