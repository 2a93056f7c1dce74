#include "predict/cache/cut_memory.h"

namespace fastnode::predict {
namespace {

// Of texts that are gone types and names are left. Guesses: some ten megabytes.
constexpr int kMaxQuestions = 64;
constexpr uint32_t kMaxNames = 1 << 17;

bool IsSame(const pack::UsageAround& a, const pack::UsageAround& b) {
  return a.project == b.project && a.project_minus == b.project_minus && a.corpus == b.corpus &&
         a.corpus_minus == b.corpus_minus && a.project_index == b.project_index &&
         a.project_index_minus == b.project_index_minus;
}

}  // namespace

void CutMemory::Serve(const pack::AnalysedSource& source, const Asker& asker,
                      pack::CutContext& context) {
  if (asker.owner != owner_) {
    types_.reset();
    names_.reset();
    owner_ = asker.owner;
  }
  ServeTypes(source, asker, context);
  ServeNames(source, asker, context);
}

void CutMemory::ServeTypes(const pack::AnalysedSource& source, const Asker& asker,
                           pack::CutContext& context) {
  const bool is_new = asker.question != question_;
  if (is_new && ++num_questions_ > kMaxQuestions) types_.reset();
  if (types_ == nullptr) {
    types_ = std::make_unique<pack::SourceTypes>(source, *context.library, context.environment,
                                                 context.undeclared);
    num_questions_ = 0;
  } else if (is_new) {
    types_->MoveToSource(source, context.environment);
  } else if (asker.source == nullptr || asker.source != source_) {
    types_->MoveTo(source);
  }
  question_ = asker.question;
  source_ = asker.source;
  context.types = types_.get();
}

void CutMemory::ServeNames(const pack::AnalysedSource& source, const Asker& asker,
                           pack::CutContext& context) {
  const bool serves = names_ != nullptr && names_->Serves(source) && names_->size() <= kMaxNames &&
                      IsSame(usage_, context.usage);
  if (!serves) {
    names_ = std::make_unique<pack::NamesAround>(source, context.usage);
    usage_ = context.usage;
    project_ = asker.project;
  }
  context.names = names_.get();
}

}  // namespace fastnode::predict
