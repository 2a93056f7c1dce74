// A part is never open twice, not even for the moment in which it is closed: LMDB does not allow
// it. So an unused one stays open until another is opened, and is closed under the lock.
// session_test.cc draws with room for one part, and with room for all.
#include "collect/draw/parts.h"

#include <algorithm>

namespace fastnode::draw {
namespace {

// Text of analysed sources that an open part keeps (SourceCache), where several are open.
constexpr uint64_t kCachedBytes = 1u << 18;

uint64_t TextOf(const corpus::Store& store) {
  uint64_t bytes = 0;
  for (const corpus::Source& source : store.sources()) bytes += source.bytes;
  return bytes;
}

}  // namespace

PartsInHand::PartsInHand(Options options, corpus::Catalogue catalogue)
    : options_(std::move(options)),
      catalogue_(std::move(catalogue)),
      slots_(static_cast<size_t>(catalogue_.num_parts())) {
  const int number = catalogue_.num_parts();
  const std::vector<int> lacking =
      options_.make ? std::vector<int>() : corpus::MissingParts(options_.folder, number);
  for (int part = 0; part < number; ++part) {
    slots_[static_cast<size_t>(part)].here =
        options_.only.value_or(part) == part &&
        !std::binary_search(lacking.begin(), lacking.end(), part);
  }
}

PartsInHand::~PartsInHand() = default;

std::vector<int> PartsInHand::missing() const {
  std::vector<int> missing;
  for (size_t part = 0; part < slots_.size(); ++part) {
    if (!slots_[part].here) missing.push_back(static_cast<int>(part));
  }
  return missing;
}

int64_t PartsInHand::num_opened() const {
  std::lock_guard lock(mutex_);
  return num_opened_;
}

Result<PartsInHand::Pin> PartsInHand::Get(int part) const {
  Slot& slot = slots_[static_cast<size_t>(part)];
  if (!slot.here) {
    return Error{options_.folder + ": part " + std::to_string(part) + " of " +
                 std::to_string(slots_.size()) + " is not here"};
  }
  {
    std::lock_guard lock(mutex_);
    ++slot.pins;
  }
  Pin pin(this, &slot);
  std::lock_guard opening(slot.opening);
  if (slot.open != nullptr) return pin;
  if (options_.make) {
    if (Status made = options_.make(part, catalogue_); !made.ok()) return made.error();
  }
  Result<corpus::Store> store = corpus::Store::OpenPart(options_.folder, catalogue_, part);
  if (!store.ok()) return store.error();
  auto open = std::make_unique<Open>(*std::move(store), options_, kCachedBytes);
  std::lock_guard lock(mutex_);
  slot.text_bytes = TextOf(open->store);
  text_bytes_ += slot.text_bytes;
  slot.open = std::move(open);
  ++num_opened_;
  CloseOthers(slot);
  return pin;
}

void PartsInHand::Release(Slot& slot) const {
  std::lock_guard lock(mutex_);
  slot.last_used = ++now_;
  --slot.pins;
}

void PartsInHand::CloseOthers(const Slot& kept) const {
  while (text_bytes_ > options_.max_text_bytes) {
    Slot* oldest = nullptr;
    for (Slot& slot : slots_) {
      if (&slot == &kept || slot.open == nullptr || slot.pins > 0) continue;
      if (oldest == nullptr || slot.last_used < oldest->last_used) oldest = &slot;
    }
    if (oldest == nullptr) return;
    text_bytes_ -= oldest->text_bytes;
    oldest->open.reset();
  }
}

}  // namespace fastnode::draw
