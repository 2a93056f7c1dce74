// The parts of a dataset with shares, for draws: each is opened when a round falls into it, and
// closed again when others need the room. Who draws from some parts needs no others, and what is in
// memory is bounded however many there are: the catalogue, and the parts used last.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyze/types/imports/library.h"
#include "collect/corpus/catalogue.h"
#include "collect/corpus/places.h"
#include "collect/corpus/store.h"
#include "collect/draw/corpus_names.h"
#include "collect/draw/project_tables.h"
#include "collect/draw/source_cache.h"
#include "support/result.h"

namespace fastnode::draw {

// A store that is drawn from, and what draws know of it.
struct StoreInHand {
  const corpus::Store* store;
  const ProjectTables* projects;
  SourceCache* sources;
  const CorpusNames* corpus_names;
};

// Thread-safe. One of them at a time in a process may have a folder's parts open (LMDB's rule).
class PartsInHand {
 public:
  struct Options {
    std::string folder;                    // of the corpus
    const types::ModulePlace* library;     // this and the next must outlive it
    const corpus::UsageTable* usage;       // of the whole dataset
    std::optional<int> only;               // this part; unset: those that are there
    uint64_t max_text_bytes = 1ull << 30;  // of the sources of open parts; one may have more
    // For who makes parts when they are asked for: called before one is opened, with the catalogue
    // to write down what is made.
    std::function<Status(int part, corpus::Catalogue& catalogue)> make;
  };
  PartsInHand(Options options, corpus::Catalogue catalogue);
  ~PartsInHand();

  const corpus::Catalogue& catalogue() const { return catalogue_; }
  // Whether it was there at the beginning and may be drawn from.
  bool Has(int part) const { return slots_[static_cast<size_t>(part)].here; }
  std::vector<int> missing() const;

  class Pin;
  // Opened, if it is not open. Errors name the part: it is not here, damaged, not the catalogue's.
  Result<Pin> Get(int part) const;

  int64_t num_opened() const;  // so far

 private:
  struct Open {
    corpus::Store store;
    corpus::ProjectPlaces places;
    ProjectTables projects;
    SourceCache sources;
    CorpusNames corpus_names;
    Open(corpus::Store opened, const Options& options, uint64_t cached_bytes)
        : store(std::move(opened)),
          places(store, *options.library),
          projects(store),
          sources(store, &places, cached_bytes),
          corpus_names(*options.usage, store.projects().size()) {}
  };
  struct Slot {
    bool here = false;
    int pins = 0;
    uint64_t last_used = 0, text_bytes = 0;
    std::mutex opening;
    std::unique_ptr<Open> open;
  };
  void Release(Slot& slot) const;
  void CloseOthers(const Slot& kept) const;

  const Options options_;
  mutable corpus::Catalogue catalogue_;
  mutable std::mutex mutex_;  // of all but `opening`, which is taken first
  mutable std::vector<Slot> slots_;
  mutable uint64_t now_ = 0, text_bytes_ = 0;
  mutable int64_t num_opened_ = 0;
};

// Keeps a part open. Move-only; the parts must outlive it.
class PartsInHand::Pin {
 public:
  Pin(Pin&& other) noexcept : parts_(std::exchange(other.parts_, nullptr)), slot_(other.slot_) {}
  Pin& operator=(Pin&&) = delete;
  ~Pin() {
    if (parts_ != nullptr) parts_->Release(*slot_);
  }
  StoreInHand in_hand() const {
    Open& open = *slot_->open;
    return {&open.store, &open.projects, &open.sources, &open.corpus_names};
  }

 private:
  friend class PartsInHand;
  Pin(const PartsInHand* parts, Slot* slot) : parts_(parts), slot_(slot) {}
  const PartsInHand* parts_;
  Slot* slot_;
};

}  // namespace fastnode::draw
