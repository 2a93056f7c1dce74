// Files are merged like sorted runs: a heap has the one whose next text or key is the least.
// count_parts_test.cc adds up parts of a store and gets the store.
#include "collect/draw/counts_file.h"

#include <algorithm>
#include <cstring>
#include <queue>
#include <utility>

#include "collect/corpus/count_bytes.h"
#include "support/hash.h"

namespace fastnode::draw {
namespace {

constexpr uint32_t kCountsMagic = 0x31434e46;  // "FNC1"
constexpr size_t kChecksumBytes = 16;

std::string ChecksumOf(std::string_view bytes) {
  const ContentId id = HashContent(bytes);
  ByteWriter writer;
  writer.Put(id.high);
  writer.Put(id.low);
  return writer.Take();
}

Error DamagedCounts() { return Error{"damaged counts; remove the file, and count the part again"}; }

}  // namespace

void CountsWriter::AddText(Counted what, std::string_view text, const TextCounts& counts) {
  ByteWriter& writer = texts_[static_cast<size_t>(what)];
  writer.PutText(text);
  const size_t number = what == Counted::kSymbol ? counts.size() : 1;
  for (size_t i = 0; i < number; ++i) writer.Put(counts[i]);
  ++num_texts_[static_cast<size_t>(what)];
}

void CountsWriter::AddUsage(uint64_t key, std::vector<corpus::NamedRow> rows) {
  usage_.Put(key);
  usage_.Put(static_cast<uint32_t>(rows.size()));
  for (const corpus::NamedRow& row : rows) {
    const auto [name, added] = names_.emplace(row.name, static_cast<uint32_t>(name_ends_.size()));
    if (added) {
      letters_.PutBytes(row.name);
      const uint64_t before = name_ends_.empty() ? 0 : name_ends_.back();
      name_ends_.push_back(before + row.name.size());
    }
    usage_.Put(name->second);
    usage_.Put(row.num_projects);
    corpus::PutCounts(row.counts, usage_);
  }
  ++num_keys_;
}

std::string CountsWriter::Take() {
  ByteWriter writer;
  writer.Put(kCountsMagic);
  writer.PutText(counted_from_);
  for (int64_t value : {size_.projects, size_.sources, size_.sites}) writer.Put(value);
  const auto put = [&](uint64_t number, const std::string& bytes) {
    writer.Put(number);
    writer.Put(static_cast<uint64_t>(bytes.size()));
    writer.PutBytes(bytes);
  };
  for (size_t what = 0; what < kNumCounted; ++what) put(num_texts_[what], texts_[what].Take());
  ByteWriter names;
  for (uint64_t end : name_ends_) names.Put(end);
  names.PutBytes(letters_.Take());
  put(name_ends_.size(), names.Take());
  put(num_keys_, usage_.Take());
  std::string bytes = writer.Take();
  bytes += ChecksumOf(bytes);
  return bytes;
}

Result<CountsFile> CountsFile::Open(const std::string& path) {
  Result<MappedFile> mapped = MappedFile::Open(path);
  if (!mapped.ok()) return mapped.error();
  CountsFile file(*std::move(mapped));
  if (Status read = file.Read(); !read.ok()) return read.error().Context(path);
  return file;
}

Status CountsFile::Read() {
  std::string_view bytes = file_.bytes();
  if (bytes.size() < kChecksumBytes) return DamagedCounts();
  const std::string_view checksum = bytes.substr(bytes.size() - kChecksumBytes);
  bytes.remove_suffix(kChecksumBytes);
  if (ChecksumOf(bytes) != checksum) return DamagedCounts();
  ByteReader reader(bytes);
  if (reader.Get<uint32_t>() != kCountsMagic) return DamagedCounts();
  counted_from_ = reader.GetText();
  for (int64_t* value : {&size_.projects, &size_.sources, &size_.sites}) {
    *value = reader.Get<int64_t>();
  }
  const auto section = [&] {
    Section read;
    read.number = reader.Get<uint64_t>();
    read.bytes = reader.GetBytes(reader.Get<uint64_t>());
    return read;
  };
  for (Section& texts : texts_) texts = section();
  names_ = section();
  usage_ = section();
  if (names_.number > names_.bytes.size() / sizeof(uint64_t)) reader.Fail();
  return reader.ok() && reader.at_end() ? Status() : Status(DamagedCounts());
}

// Empty for what is no name of the file's.
std::string_view CountsFile::Name(uint32_t id) const {
  if (id >= names_.number) return {};
  const auto end_of = [&](uint64_t i) {
    uint64_t end;
    std::memcpy(&end, names_.bytes.data() + i * sizeof end, sizeof end);
    return end;
  };
  const std::string_view letters = names_.bytes.substr(names_.number * sizeof(uint64_t));
  const uint64_t begin = id == 0 ? 0 : end_of(id - 1), end = end_of(id);
  return begin <= end && end <= letters.size() ? letters.substr(begin, end - begin)
                                               : std::string_view();
}

// Walks over the texts of one kind in one file.
class TextCursor {
 public:
  TextCursor(const CountsFile& file, Counted what)
      : reader_(file.texts_[static_cast<size_t>(what)].bytes),
        left_(file.texts_[static_cast<size_t>(what)].number),
        width_(what == Counted::kSymbol ? kNumSymbolLists : 1) {}

  bool Next() {
    if (left_ == 0) return false;
    --left_;
    key_ = reader_.GetText();
    for (size_t i = 0; i < width_; ++i) counts_[i] = reader_.Get<int64_t>();
    return reader_.ok();
  }
  std::string_view key() const { return key_; }
  const TextCounts& counts() const { return counts_; }
  bool ok() const { return reader_.ok(); }

 private:
  ByteReader reader_;
  uint64_t left_;
  size_t width_;
  std::string_view key_;
  TextCounts counts_{};
};

// Walks over the rows of one key after the other in one file.
class UsageCursor {
 public:
  explicit UsageCursor(const CountsFile& file)
      : file_(&file), reader_(file.usage_.bytes), left_(file.usage_.number) {}

  bool Next() {
    if (left_ == 0) return false;
    --left_;
    key_ = reader_.Get<uint64_t>();
    rows_.resize(reader_.GetCount(9));
    for (corpus::NamedRow& row : rows_) {
      row.name = file_->Name(reader_.Get<uint32_t>());
      row.num_projects = reader_.Get<uint32_t>();
      row.counts = corpus::GetCounts(reader_);
    }
    return reader_.ok();
  }
  uint64_t key() const { return key_; }
  const std::vector<corpus::NamedRow>& rows() const { return rows_; }
  bool ok() const { return reader_.ok(); }

 private:
  const CountsFile* file_;
  ByteReader reader_;
  uint64_t left_;
  uint64_t key_ = 0;
  std::vector<corpus::NamedRow> rows_;
};

namespace {

// Calls visit(cursors) for each key, ascending, with all cursors that stand there.
template <typename Cursor, typename Visit>
Status ForEachKey(std::vector<Cursor> cursors, const Visit& visit) {
  const auto later = [&](size_t a, size_t b) {
    return std::pair(cursors[a].key(), a) > std::pair(cursors[b].key(), b);
  };
  std::priority_queue<size_t, std::vector<size_t>, decltype(later)> next(later);
  const auto move = [&](size_t i) {
    if (cursors[i].Next()) next.push(i);
  };
  for (size_t i = 0; i < cursors.size(); ++i) move(i);
  std::vector<size_t> here;
  std::vector<const Cursor*> group;
  while (!next.empty()) {
    here.clear();
    group.clear();
    do {
      here.push_back(next.top());
      group.push_back(&cursors[next.top()]);
      next.pop();
    } while (!next.empty() && cursors[next.top()].key() == group.front()->key());
    visit(group);
    for (size_t i : here) move(i);
  }
  for (const Cursor& cursor : cursors) {
    if (!cursor.ok()) return DamagedCounts();
  }
  return {};
}

// Rows of the same name become one.
std::vector<corpus::NamedRow> SumOfRows(const std::vector<const UsageCursor*>& group) {
  std::vector<corpus::NamedRow> rows;
  for (const UsageCursor* cursor : group) {
    rows.insert(rows.end(), cursor->rows().begin(), cursor->rows().end());
  }
  if (group.size() == 1) return rows;
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  size_t kept = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (kept > 0 && rows[kept - 1].name == rows[i].name) {
      rows[kept - 1].num_projects += rows[i].num_projects;
      corpus::AddCounts(rows[i].counts, rows[kept - 1].counts);
    } else {
      rows[kept++] = rows[i];
    }
  }
  rows.resize(kept);
  return rows;
}

}  // namespace

Status AddUpCounts(const std::vector<CountsFile>& files, CountsSink& sink) {
  TrainingSize size;
  for (const CountsFile& file : files) {
    size.projects += file.size().projects;
    size.sources += file.size().sources;
    size.sites += file.size().sites;
  }
  sink.AddSize(size);
  for (int kind = 0; kind < kNumCounted; ++kind) {
    const auto what = static_cast<Counted>(kind);
    std::vector<TextCursor> cursors;
    for (const CountsFile& file : files) cursors.emplace_back(file, what);
    Status read = ForEachKey(std::move(cursors), [&](const std::vector<const TextCursor*>& group) {
      TextCounts sum{};
      for (const TextCursor* cursor : group) {
        for (size_t i = 0; i < sum.size(); ++i) sum[i] += cursor->counts()[i];
      }
      sink.AddText(what, group.front()->key(), sum);
    });
    if (!read.ok()) return read;
  }
  std::vector<UsageCursor> cursors;
  for (const CountsFile& file : files) cursors.emplace_back(file);
  Status read = ForEachKey(std::move(cursors), [&](const std::vector<const UsageCursor*>& group) {
    sink.AddUsage(group.front()->key(), SumOfRows(group));
  });
  if (!read.ok()) return read;
  sink.Finish();
  return {};
}

}  // namespace fastnode::draw
