// What the tables say of names: looked up once for a source, as its sites ask for the same ones.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "collect/corpus/name_table.h"
#include "collect/pack/cut.h"
#include "collect/pack/name_parts.h"
#include "collect/pack/surroundings.h"
#include "collect/pack/usage_view.h"
#include "collect/pack/vocabulary.h"

namespace fastnode::pack {

// Names by number, and of each what does not depend on a site, looked up when it is first asked
// for. What is remembered changes how fast a cut is, never what it is. One thread only.
class NamesAround {
 public:
  // The tables must outlive it.
  NamesAround(const AnalysedSource& source, const UsageAround& usage);
  NamesAround(const NamesAround&) = delete;
  NamesAround& operator=(const NamesAround&) = delete;

  // Whether it may serve a source: the one that it was made of, or one that numbers names alike.
  bool Serves(const AnalysedSource& source) const { return source.names == of_source_; }
  const UsageView& usage() const { return usage_; }

  // Those of the source have the numbers of AnalysedSource::names; others get further ones.
  uint32_t NumberOf(std::string_view name) { return names_.Add(name); }
  uint32_t NumberOf(std::string_view name, uint64_t hash) { return names_.Add(name, hash); }
  uint32_t size() const { return names_.size(); }
  // Valid until the next number is given.
  std::string_view Text(uint32_t name) const { return names_[name]; }

  struct Facts {
    UsageView::Name in_tables;
    corpus::UseCounts in_project{}, in_corpus{};  // on any base
    corpus::UseCounts defined{};                  // in the project
    NumberedParts parts;
    uint64_t hash = 0;  // Hash64
    bool is_known = false;
  };
  // Valid until another is asked for.
  const Facts& Of(uint32_t name) {
    return name < facts_.size() && facts_[name].is_known ? facts_[name] : Find(name);
  }

  // Rows of a name's parts in a vocabulary, always the same one. Valid until another is asked for.
  std::span<const int32_t> RowsOf(std::string_view name, const Vocabulary& vocabulary) {
    return rows_.Of(name, [&](const auto& add) {
      ForEachPart(name, kMaxNameParts, [&](std::string_view part) { add(vocabulary.Row(part)); });
    });
  }
  // The same of a name with a number.
  std::span<const int32_t> RowsOf(uint32_t name, const Vocabulary& vocabulary) {
    if (name >= numbered_.size()) numbered_.resize(names_.size() + size_t{64});
    RowsOfName& known = numbered_[name];
    if (known.size == RowsOfName::kUnknown) {
      known.size = 0;
      ForEachPart(names_[name], kMaxNameParts,
                  [&](std::string_view part) { known.rows[known.size++] = vocabulary.Row(part); });
    }
    return std::span(known.rows).first(known.size);
  }
  // The same of a type's name.
  std::span<const int32_t> RowsOfType(std::string_view name, const Vocabulary& vocabulary) {
    return type_rows_.Of(name, [&](const auto& add) {
      ForEachTypePart(name, kMaxTypeParts,
                      [&](std::string_view part) { add(vocabulary.Row(part)); });
    });
  }

  // What the project and the corpus have most of, used on any base or defined, so many of each. A
  // handful of different limits only: each list is kept.
  const std::vector<uint32_t>& Frequent(int32_t of_project, int32_t of_corpus);

 private:
  const Facts& Find(uint32_t name);

  const std::shared_ptr<const corpus::NameTable> of_source_;
  const UsageView usage_;
  const UsageView::Key any_, defined_;
  corpus::NameTable names_;
  std::vector<Facts> facts_;
  struct FrequentNames {
    int32_t of_project, of_corpus;
    std::vector<uint32_t> names;
  };
  std::deque<FrequentNames> frequent_;  // those of all limits that were asked for

  // Rows of names that were asked for: vocabularies are too large for caches.
  class KnownRows {
   public:
    // `find`: calls its argument with each row.
    template <typename Find>
    std::span<const int32_t> Of(std::string_view name, const Find& find) {
      const uint32_t number = names_.Add(name);
      if (number + 1 == begin_.size()) {
        find([&](int32_t row) { rows_.push_back(row); });
        begin_.push_back(static_cast<uint32_t>(rows_.size()));
      }
      return std::span(rows_).subspan(begin_[number], begin_[number + 1] - begin_[number]);
    }

   private:
    corpus::NameTable names_;
    std::vector<uint32_t> begin_ = {0};
    std::vector<int32_t> rows_;
  };
  KnownRows rows_, type_rows_;
  struct RowsOfName {
    static constexpr size_t kUnknown = SIZE_MAX;
    size_t size = kUnknown;
    std::array<int32_t, kMaxNameParts> rows{};
  };
  std::vector<RowsOfName> numbered_;
};

}  // namespace fastnode::pack
