#include "learn/train/step_inputs.h"

#include <chrono>
#include <string>
#include <utility>

#include "support/seconds_since.h"

namespace fastnode::learn {
namespace {

using Clock = std::chrono::steady_clock;

Status Check(int64_t k, const pack::Sample& sample, const ModelConfig& config) {
  std::string wrong = pack::Verify(sample, config.name_rows, config.type_rows);
  return wrong.empty() ? Status() : Error{"sample " + std::to_string(k) + ": " + wrong};
}

}  // namespace

Result<pack::Sample> GetSample(draw::SampleSource& source, int64_t k, const ModelConfig& config) {
  Result<pack::Sample> sample = source.Get(k);
  if (!sample.ok()) return sample.error();
  Status checked = Check(k, *sample, config);
  return checked.ok() ? std::move(sample) : checked.error();
}

// Only the source is waited for: what is done with its sample then is work. (On a card that is done
// by others, and their work is waited for, too.)
Result<StepInput> StepInputs::Read(int64_t k) const {
  const Clock::time_point asked = Clock::now();
  Result<pack::Sample> sample = source_.Get(k);
  const double waited = SecondsSince(asked);
  if (!sample.ok()) return sample.error();
  if (Status checked = Check(k, *sample, trainer_.config()); !checked.ok()) return checked.error();
  options_.withheld.TakeFrom(*sample);
  return StepInput{
      .k = k, .sample = std::make_shared<const pack::Sample>(*std::move(sample)), .waited = waited};
}

Status StepInputs::Prepare(StepInput& ready, Trainer::Part part) const {
  auto input = trainer_.Prepare(ready.sample, part);
  if (!input.ok()) return input.error();
  ready.input = *std::move(input);
  ready.part = part;
  return {};
}

Result<StepInput> StepInputs::Take(int64_t k) {
  if (options_.device.name == "cpu") return Read(k);
  if (k != next_) {
    threads_.reset();
    threads_.emplace(
        options_.device.threads, k, end_, [this](int64_t at) { return Read(at); },
        [this](Result<StepInput> ready) {
          if (!ready.ok()) return ready;
          Status prepared = Prepare(*ready, part_.load());
          if (!prepared.ok()) ready = prepared.error();
          return ready;
        });
  }
  next_ = k + 1;
  const Clock::time_point asked = Clock::now();
  Result<StepInput> ready = threads_->Next();
  if (ready.ok()) ready->waited = SecondsSince(asked);
  return ready;
}

void StepInputs::Interrupt() {
  if (threads_) source_.Interrupt();
}

}  // namespace fastnode::learn
