// Answers remembered, and the bounds within which they are looked for.
//
// A question is about a node of a file. One that comes back to itself (`x = x.next()` in a loop) is
// answered "unknown" there. So is one that is asked too deep, or after too much was tried in vain.
//
// An answer that met neither is the same whatever was asked before, so it is shared by all
// questions about the file, whatever they hide. For that, an answer remembers the answers it was
// made of and the nodes it asked to be visible; hiding a node forgets, for that turn, what depends
// on it (the reverse edges are walked, as a build tool finds what a changed file spoils). Most
// texts are asked about one site alone, and hide something once: what an answer was made of is
// noted from the second time on, and what was found before that is forgotten. And the bounds count
// nothing that depends on what is remembered already: an answer knows how deep it reached when it
// was found, and is found again where that would be too deep; and only answers that are not shared
// count as steps.
//
// One that never looked at the file at hand holds for every text of it, and is kept when another
// one takes its place: what is known of the other files of a project and of the library.
//
// An answer that met itself may come out otherwise where it is asked from elsewhere. It is kept for
// the turn if the circle closed inside of it, else as long as the question at which it closes is
// being answered. One that met a bound is kept if it was asked from outside, for who asks it from
// there again. As no shared answer is made of these, a turn finds the same ones whatever was asked
// before it.
// Held by memo_test.cc, sharing_test.cc and texts_test.cc.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analyze/types/file/hidden.h"
#include "analyze/types/infer/type_id.h"

namespace fastnode::types {

enum class Question : uint8_t {
  kValue,         // of an expression
  kTarget,        // what a binding gives its target
  kReturn,        // what a call of a function gives
  kAnnotation,    // what a value is that is declared so
  kParameter,     // what calls pass for a parameter
  kGrowth,        // an empty container, with what is put into it elsewhere
  kClass,         // what the statement of a class says
  kAncestors,     // of a type; its number is the node
  kMembers,       // of a type
  kLibraryClass,  // a class by its path; the path's number is the node
  kUsesOfName,    // of the parameters of a file that have a name; the first one is the node
};

// What is bounded in depth.
enum class Nesting : uint8_t {
  kQuestions,  // about nodes
  kCallers,    // of parameters that come from parameters
  kGrowths,    // of containers put into containers
  kClasses,    // of classes while the bases of another are read
};
inline constexpr size_t kNumNestings = 4;

class Memo {
 public:
  // `num_nodes`: of the file at hand.
  explicit Memo(int32_t num_nodes);

  // Before a question from outside: it has all its steps.
  void Begin() {
    steps_ = 0;
    caller_steps_left_ = kMaxStepsAQuestion;
  }

  // Another text of the file at hand, of so many nodes; nothing of it is hidden.
  void MoveTo(int32_t num_nodes);

  // The nodes of file 0 that must not be looked at from now on, and none else.
  void Hide(std::span<const ast::NodeId> nodes);
  HiddenNodes& hidden() { return hidden_; }

  // The answer, remembered or computed: a TypeId, or another id. Where it was cut short, Answer(0).
  template <typename Compute>
  auto Ask(Question question, int32_t file, int32_t node, const Compute& compute) {
    using Answer = decltype(compute());
    Slots& slots = SlotsOf(question, file);
    Slot& slot = slots.Of(KeyOf(question, file, node));
    if (const Known* known = Find(slot)) return Answer(known->answer);
    if (!Enter(question, slots, slot)) return Answer(0);
    const Answer answer = compute();
    Leave(question, slots, static_cast<int32_t>(answer));
    return answer;
  }

  // For answers that had to stop early, at a bound: they are returned as they are, and not kept.
  template <typename Answer>
  Answer CutShort(Answer answer) {
    if (!frames_.empty()) frames_.back().met_bound = true;
    return answer;
  }

  // While a container is looked at together with what is put into it, which may be containers.
  class Growing {
   public:
    explicit Growing(Memo& memo) : memo_(memo) { memo_.Nest(Nesting::kGrowths); }
    ~Growing() { memo_.Unnest(Nesting::kGrowths); }
    Growing(const Growing&) = delete;
    Growing& operator=(const Growing&) = delete;
    bool is_too_deep() const {
      return memo_.nested(Nesting::kGrowths) > memo_.limit(Nesting::kGrowths);
    }

   private:
    Memo& memo_;
  };

  // Looking for callers has an allowance of its own: it must not use up what the question has. How
  // deep in such searches a question is asked may change its answer: answers that depend on it are
  // kept by depth.
  bool may_look_for_callers();
  class CallerSearch {
   public:
    explicit CallerSearch(Memo& memo);
    ~CallerSearch();
    CallerSearch(const CallerSearch&) = delete;
    CallerSearch& operator=(const CallerSearch&) = delete;
    // Not inside of another search.
    bool is_outermost() const;

   private:
    Memo& memo_;
    const int steps_before_, limit_before_;
  };

 private:
  using Key = uint64_t;
  // A number for each kind of nesting. They are added and compared all at once.
  using Heights = int16_t __attribute__((vector_size(kNumNestings * sizeof(int16_t))));
  static constexpr Heights kLimits = {100, 3, 3, 1000};
  static constexpr int kMaxStepsAQuestion = 1500;
  static constexpr int kMaxStepsATurn = 4000;
  static constexpr int kMaxCallerSteps = 400;
  static constexpr int32_t kNothing = -1;

  static Key KeyOf(Question question, int32_t file, int32_t node) {
    return static_cast<Key>(question) << 60 | static_cast<Key>(file) << 32 |
           static_cast<uint32_t>(node);
  }

  // About nodes of the file at hand. (Questions about types and paths have numbers for nodes.)
  static bool IsOfText(Question question, int32_t file) {
    const bool is_of_node = question <= Question::kClass || question == Question::kUsesOfName;
    return file == 0 && is_of_node;
  }

  // The frames at which circles close that are open still: all are among these.
  struct Open {
    int32_t outermost = INT32_MAX, innermost = kNothing;
    bool any() const { return innermost != kNothing; }
    void Add(const Open& other) {
      outermost = std::min(outermost, other.outermost);
      innermost = std::max(innermost, other.innermost);
    }
  };

  struct Known {
    Heights heights;  // how much deeper than where it was asked its questions went
    int32_t answer;
    bool by_caller_depth;  // found there, it may not be used elsewhere
  };
  // One that met the file at hand.
  struct OfText : Known {
    uint32_t spoilt_turn = 0;  // not in the turn of this number
    int32_t users = kNothing;  // shared answers that were made of this one: a list of edges
  };
  // One of this turn alone.
  struct OfTurn : Known {
    bool met_bound, met_itself;
    Open open;            // if any, it counts as long as the innermost is
    uint32_t serial = 0;  // of that frame
  };
  static constexpr size_t kCallerDepths = 4;
  using ByDepth = std::array<int32_t, kCallerDepths>;
  static constexpr ByDepth kNone = {kNothing, kNothing, kNothing, kNothing};
  // Of a key: answers by the depth of searches for callers; those that do not depend on it first.
  // Shared ones are told by numbers from `first_shared_` on if they met the file at hand as it is,
  // by lower ones if they met it as it was, and others by numbers below kNothing.
  struct alignas(64) Slot {  // most lie far off in memory: one line of it
    Key key = 0;
    uint32_t text = 0;  // in which it is taken, of its table
    uint32_t local_turn = 0;
    ByDepth shared = kNone, local = kNone;
    ByDepth frame = kNone;  // that is about it
  };
  // By key: open addressing, a power of two.
  class Slots {
   public:
    // Valid until the next one is asked for.
    Slot& Of(Key key) { return Of(key, HashOf(key) & (size_ - 1)); }
    // The same for a key that stood at `place`, and may have moved.
    Slot& Of(Key key, size_t place) {
      Slot& slot = slots_[place];
      return slot.text == text_ && slot.key == key ? slot : FindOrTake(key);
    }
    size_t PlaceOf(const Slot& slot) const { return static_cast<size_t>(&slot - slots_.data()); }
    // All keys. What was used last is used again first: it is near.
    void Forget() { ++text_, num_taken_ = 0, size_ = kSmall; }

   private:
    static constexpr size_t kSmall = 1024;

    static size_t HashOf(Key key) {
      key *= 0x9E3779B97F4A7C15u;
      return static_cast<size_t>(key ^ (key >> 29));
    }
    size_t Search(Key key) const;
    Slot& FindOrTake(Key key);
    void Grow();

    std::vector<Slot> slots_ = std::vector<Slot>(kSmall);
    size_t size_ = kSmall;  // of these are in use
    size_t num_taken_ = 0;
    uint32_t text_ = 1;
  };

  // A question that is being answered.
  struct Frame {
    Key key;
    size_t place;  // of its slot
    Heights nested, peak;
    size_t made_of, asked;  // where its own begin in made_of_ and in hidden_.asked()
    uint32_t serial;
    bool outer_met, outer_met_file;
    bool by_caller_depth = false, met_bound = false, met_itself = false, is_local = false;
    Open open;
  };

  struct Edge {
    int32_t user, next;
  };

  const Known* Find(const Slot& slot);
  const Known* FindAmong(const Slot& slot, size_t depth);
  const Known* FindShared(const Slot& slot, size_t side, size_t depth);
  const Known* FindOfTurn(const Slot& slot, size_t side, size_t depth);
  bool Fits(const Known& known, size_t side, size_t depth) const {
    return (side == depth || !known.by_caller_depth) && Reaches(known);
  }
  void Use(const Known& known);
  void UseOfText(int32_t number);
  void UseOfTurn(const OfTurn& known);
  void NoteUse(int32_t used);
  bool IsOpen(const OfTurn& known) const;
  bool Enter(Question question, Slots& slots, Slot& slot);
  void Leave(Question question, Slots& slots, int32_t answer);
  void Keep(Slot& slot, const Frame& frame, const Known& known);
  int32_t Share(const Frame& frame, const Known& known, bool met_file);
  void AddUser(int32_t user, int32_t& list);
  void Spoil(int32_t list);
  const Edge* EdgeAt(int32_t number) const {
    return number < first_edge_ ? nullptr : &edges_[static_cast<size_t>(number - first_edge_)];
  }
  Slots& SlotsOf(Question question, int32_t file) {
    return IsOfText(question, file) ? of_text_ : of_rest_;
  }
  void ForgetText();
  bool Reaches(const Known& known) const;
  size_t SideOf(const Known& known) const {
    return known.by_caller_depth ? nested(Nesting::kCallers) : 0;
  }

  size_t nested(Nesting nesting) const {
    return static_cast<size_t>(nested_[static_cast<size_t>(nesting)]);
  }
  static size_t limit(Nesting nesting) {
    return static_cast<size_t>(kLimits[static_cast<size_t>(nesting)]);
  }
  static Heights Highest(Heights a, Heights b) { return a > b ? a : b; }
  void Nest(Nesting nesting);
  void Unnest(Nesting nesting) { --nested_[static_cast<size_t>(nesting)]; }
  bool IsSpent() const { return steps_ > step_limit_ || total_steps_ > kMaxStepsATurn; }

  HiddenNodes hidden_;
  // Per node of file 0: answers that asked it to be visible. Lists of other texts' edges count as
  // empty.
  std::vector<int32_t> users_of_node_;

  // A text has few keys, and they stay close together; the rest are many.
  Slots of_text_, of_rest_;
  std::vector<Known> elsewhere_;
  std::vector<OfText> shared_;
  int32_t first_shared_ = 0;  // number of the first of these
  std::vector<OfTurn> local_;
  std::vector<Edge> edges_;       // of this text
  int32_t first_edge_ = 0;        // number of the first of these
  std::vector<int32_t> made_of_;  // of shared_, what those being found used, by frame
  std::vector<Frame> frames_;     // outermost first
  std::vector<int32_t> to_spoil_;
  uint32_t turn_ = 1;        // of what is hidden
  bool hid_before_ = false;  // in this text
  Heights nested_{};

  int steps_ = 0;  // of this question from outside: answers found that nobody remembers
  int step_limit_ = kMaxStepsAQuestion;
  int total_steps_ = 0;                         // in this turn
  int caller_steps_left_ = kMaxStepsAQuestion;  // of this question
  uint32_t serial_ = 0;                         // of the newest frame
};

}  // namespace fastnode::types
