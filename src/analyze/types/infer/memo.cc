#include "analyze/types/infer/memo.h"

#include <algorithm>
#include <bit>

#include "support/check.h"

namespace fastnode::types {
namespace {

// Questions about classes are bounded in the depth of classes; those about types ask about nodes in
// the end.
bool IsAboutNodes(Question question) { return question <= Question::kGrowth; }

constexpr int32_t kFirstElsewhere = -2;  // numbers of answers from elsewhere go down from here

}  // namespace

Memo::Memo(int32_t num_nodes) : hidden_(num_nodes) {}

void Memo::MoveTo(int32_t num_nodes) {
  ForgetText();
  ++turn_;
  total_steps_ = 0;
  Begin();
  hid_before_ = false;
  hidden_.MoveTo(num_nodes);
}

// All that met the file at hand.
void Memo::ForgetText() {
  CHECK(frames_.empty());
  of_text_.Forget();
  first_shared_ += static_cast<int32_t>(shared_.size());
  shared_.clear();
  local_.clear();
  first_edge_ += static_cast<int32_t>(edges_.size());
  edges_.clear();
}

void Memo::Hide(std::span<const ast::NodeId> nodes) {
  ++turn_;
  local_.clear();
  total_steps_ = 0;
  Begin();
  hidden_.Hide(nodes);
  hidden_.met() = false;
  if (hidden_.records()) {
    hidden_.asked().clear();
    for (ast::NodeId node : nodes) Spoil(users_of_node_[node.index()]);
    return;
  }
  // Nobody noted what was made of what.
  ForgetText();
  if (hid_before_) {
    hidden_.Record();
    users_of_node_.assign(hidden_.size(), kNothing);
  }
  hid_before_ = true;
}

// Forgets for this turn the answers in the list, and what was made of them.
void Memo::Spoil(int32_t list) {
  const auto add = [&](int32_t users) {
    for (const Edge* at = EdgeAt(users); at != nullptr; at = EdgeAt(at->next)) {
      to_spoil_.push_back(at->user);
    }
  };
  add(list);
  while (!to_spoil_.empty()) {
    OfText& known = shared_[static_cast<size_t>(to_spoil_.back())];
    to_spoil_.pop_back();
    if (known.spoilt_turn == turn_) continue;
    known.spoilt_turn = turn_;
    add(known.users);
  }
}

// Of the key, or a free one.
size_t Memo::Slots::Search(Key key) const {
  const size_t mask = size_ - 1;
  size_t at = HashOf(key) & mask;
  while (slots_[at].text == text_ && slots_[at].key != key) at = (at + 1) & mask;
  return at;
}

Memo::Slot& Memo::Slots::FindOrTake(Key key) {
  size_t at = Search(key);
  if (slots_[at].text == text_) return slots_[at];
  if (2 * num_taken_ >= size_) {
    Grow();
    at = Search(key);
  }
  ++num_taken_;
  slots_[at] = {.key = key, .text = text_};
  return slots_[at];
}

void Memo::Slots::Grow() {
  std::vector<Slot> taken;
  taken.reserve(num_taken_);
  for (size_t at = 0; at < size_; ++at) {
    if (slots_[at].text == text_) taken.push_back(slots_[at]);
  }
  size_ *= 2;
  if (slots_.size() < size_) slots_.resize(size_);
  ++text_;
  for (Slot& slot : taken) {
    slot.text = text_;
    slots_[Search(slot.key)] = slot;
  }
}

// Whether it was found within the bounds that hold here.
bool Memo::Reaches(const Known& known) const {
  if (std::bit_cast<uint64_t>(nested_ + known.heights > kLimits) != 0) return false;
  const bool looked_for_callers = known.heights[static_cast<size_t>(Nesting::kCallers)] > 0;
  return !looked_for_callers || caller_steps_left_ > 0;
}

// Whether the question is being answered at which the circle closes.
bool Memo::IsOpen(const OfTurn& known) const {
  const auto at = static_cast<size_t>(known.open.innermost);
  return at < frames_.size() && frames_[at].serial == known.serial;
}

// Few texts get here: it is kept out of the way of those that do not.
[[gnu::noinline]] void Memo::NoteUse(int32_t used) {
  if (made_of_.size() == frames_.back().made_of || made_of_.back() != used) {
    made_of_.push_back(used);
  }
}

// The question that is being answered is made of this answer.
inline void Memo::Use(const Known& known) {
  if (frames_.empty()) return;
  Frame& frame = frames_.back();
  frame.peak = Highest(frame.peak, nested_ + known.heights);
  frame.by_caller_depth |= known.by_caller_depth;
}

inline void Memo::UseOfText(int32_t number) {
  hidden_.met_file() = true;
  if (hidden_.records()) NoteUse(number - first_shared_);
}

inline void Memo::UseOfTurn(const OfTurn& known) {
  Frame& frame = frames_.back();
  frame.is_local = true;
  frame.met_bound |= known.met_bound;
  frame.met_itself |= known.met_itself;
  frame.open.Add(known.open);
}

const Memo::Known* Memo::Find(const Slot& slot) {
  if (IsSpent()) return nullptr;
  const size_t depth = nested(Nesting::kCallers);
  if (slot.frame[depth] != kNothing) return nullptr;
  // Most often it is known to all or to none.
  if (depth > 0 || slot.local_turn == turn_) return FindAmong(slot, depth);
  return FindShared(slot, 0, 0);
}

[[gnu::noinline]] const Memo::Known* Memo::FindAmong(const Slot& slot, size_t depth) {
  for (size_t side = 0;; side = depth) {
    if (const Known* known = FindShared(slot, side, depth)) return known;
    if (const Known* known = FindOfTurn(slot, side, depth)) return known;
    if (side == depth) return nullptr;
  }
}

inline const Memo::Known* Memo::FindShared(const Slot& slot, size_t side, size_t depth) {
  const int32_t number = slot.shared[side];
  if (number >= first_shared_) {
    const OfText& known = shared_[static_cast<size_t>(number - first_shared_)];
    if (known.spoilt_turn == turn_ || !Fits(known, side, depth)) return nullptr;
    Use(known);
    if (!frames_.empty()) UseOfText(number);
    return &known;
  }
  if (number >= kNothing) return nullptr;
  const Known& known = elsewhere_[static_cast<size_t>(kFirstElsewhere - number)];
  if (!Fits(known, side, depth)) return nullptr;
  Use(known);
  return &known;
}

inline const Memo::Known* Memo::FindOfTurn(const Slot& slot, size_t side, size_t depth) {
  if (slot.local_turn != turn_ || slot.local[side] == kNothing) return nullptr;
  const OfTurn& known = local_[static_cast<size_t>(slot.local[side])];
  const bool is_open = !known.open.any() || IsOpen(known);
  const bool fits = known.met_bound ? frames_.empty() : is_open && Fits(known, side, depth);
  if (!fits) return nullptr;
  Use(known);
  if (!frames_.empty()) UseOfTurn(known);
  return &known;
}

void Memo::Nest(Nesting nesting) {
  const auto i = static_cast<size_t>(nesting);
  ++nested_[i];
  if (!frames_.empty()) frames_.back().peak = Highest(frames_.back().peak, nested_);
}

bool Memo::Enter(Question question, Slots& slots, Slot& slot) {
  const Nesting nesting = question == Question::kClass ? Nesting::kClasses : Nesting::kQuestions;
  const bool is_bounded = question == Question::kClass || IsAboutNodes(question);
  int32_t& frame = slot.frame[nested(Nesting::kCallers)];
  if (frame != kNothing) {
    Frame& inner = frames_.back();
    inner.met_itself = true;
    inner.open.Add({frame, frame});
    return false;
  }
  if (IsSpent() || (is_bounded && nested(nesting) >= limit(nesting))) {
    CutShort(0);
    return false;
  }
  frame = static_cast<int32_t>(frames_.size());
  const Heights before = nested_;
  if (is_bounded) ++nested_[static_cast<size_t>(nesting)];
  frames_.push_back({.key = slot.key,
                     .place = slots.PlaceOf(slot),
                     .nested = before,
                     .peak = nested_,
                     .made_of = made_of_.size(),
                     .asked = hidden_.asked().size(),
                     .serial = ++serial_,
                     .outer_met = hidden_.met(),
                     .outer_met_file = hidden_.met_file()});
  hidden_.met() = false;
  // Questions about types and paths meet it when they look at it.
  hidden_.met_file() = &slots == &of_text_;
  return true;
}

void Memo::Leave(Question question, Slots& slots, int32_t answer) {
  if (question == Question::kClass) Unnest(Nesting::kClasses);
  if (IsAboutNodes(question)) Unnest(Nesting::kQuestions);
  const size_t own = frames_.size() - 1;
  Frame& frame = frames_[own];
  frame.is_local |= hidden_.met() || frame.met_bound || frame.met_itself;
  hidden_.met() |= frame.outer_met;
  const bool met_file = hidden_.met_file();
  hidden_.met_file() |= frame.outer_met_file;
  // Circles that close here are no longer open; which is the next one then, was not counted.
  if (frame.open.any()) {
    const auto number = static_cast<int32_t>(own);
    if (frame.open.outermost == number) frame.open = {};
    frame.open.innermost = std::min(frame.open.innermost, number - 1);
  }
  const Known known{.heights = frame.peak - frame.nested,
                    .answer = answer,
                    .by_caller_depth = frame.by_caller_depth};
  Slot& slot = slots.Of(frame.key, frame.place);
  slot.frame[nested(Nesting::kCallers)] = kNothing;
  if (frame.is_local) {
    Keep(slot, frame, known);
    made_of_.resize(frame.made_of);
    hidden_.asked().resize(frame.asked);
  } else {
    slot.shared[SideOf(known)] = Share(frame, known, met_file);
  }
  if (own > 0) {
    Frame& outer = frames_[own - 1];
    outer.peak = Highest(outer.peak, frame.peak);
    outer.by_caller_depth |= frame.by_caller_depth;
    outer.met_bound |= frame.met_bound;
    outer.met_itself |= frame.met_itself;
    outer.open.Add(frame.open);
    outer.is_local |= frame.is_local;
    const bool is_noted = !frame.is_local && met_file && hidden_.records();
    if (is_noted) made_of_.push_back(static_cast<int32_t>(shared_.size()) - 1);
  }
  frames_.pop_back();
}

// For this turn.
void Memo::Keep(Slot& slot, const Frame& frame, const Known& known) {
  if (frame.met_bound || frame.met_itself) {
    ++steps_;
    ++total_steps_;
  }
  if (frame.met_bound && frames_.size() > 1) return;
  if (slot.local_turn != turn_) slot.local = kNone;
  slot.local_turn = turn_;
  slot.local[SideOf(known)] = static_cast<int32_t>(local_.size());
  local_.push_back({known, frame.met_bound, frame.met_itself, frame.open});
  if (frame.open.any()) {
    local_.back().serial = frames_[static_cast<size_t>(frame.open.innermost)].serial;
  }
}

// All users of one answer come together, so the newest tells whether it is listed already.
void Memo::AddUser(int32_t user, int32_t& list) {
  if (const Edge* newest = EdgeAt(list); newest != nullptr && newest->user == user) return;
  edges_.push_back({user, list});
  list = first_edge_ + static_cast<int32_t>(edges_.size()) - 1;
}

// Returns its number. What never met the file is never spoilt, and need not be told of.
int32_t Memo::Share(const Frame& frame, const Known& known, bool met_file) {
  if (!met_file) {
    elsewhere_.push_back(known);
    return kFirstElsewhere - static_cast<int32_t>(elsewhere_.size() - 1);
  }
  const auto user = static_cast<int32_t>(shared_.size());
  shared_.push_back({known});
  if (!hidden_.records()) return first_shared_ + user;
  for (size_t i = frame.made_of; i < made_of_.size(); ++i) {
    AddUser(user, shared_[static_cast<size_t>(made_of_[i])].users);
  }
  made_of_.resize(frame.made_of);
  std::vector<ast::NodeId>& asked = hidden_.asked();
  for (size_t i = frame.asked; i < asked.size(); ++i) {
    AddUser(user, users_of_node_[asked[i].index()]);
  }
  asked.resize(frame.asked);
  return first_shared_ + user;
}

Memo::CallerSearch::CallerSearch(Memo& memo)
    : memo_(memo), steps_before_(memo.steps_), limit_before_(memo.step_limit_) {
  memo_.Nest(Nesting::kCallers);
  const int allowance = std::min(kMaxCallerSteps, memo_.caller_steps_left_);
  memo_.step_limit_ = std::min(memo_.step_limit_, memo_.steps_ + allowance);
}

Memo::CallerSearch::~CallerSearch() {
  memo_.Unnest(Nesting::kCallers);
  const int used = memo_.steps_ - steps_before_;
  memo_.caller_steps_left_ = std::max(0, memo_.caller_steps_left_ - used);
  memo_.steps_ = steps_before_;
  memo_.step_limit_ = limit_before_;
}

bool Memo::CallerSearch::is_outermost() const {
  if (!memo_.frames_.empty()) memo_.frames_.back().by_caller_depth = true;
  return memo_.nested(Nesting::kCallers) == 1;
}

bool Memo::may_look_for_callers() {
  if (nested(Nesting::kCallers) >= limit(Nesting::kCallers)) {
    if (!frames_.empty()) frames_.back().by_caller_depth = true;
    return false;
  }
  if (caller_steps_left_ <= 0) CutShort(0);
  return caller_steps_left_ > 0;
}

}  // namespace fastnode::types
