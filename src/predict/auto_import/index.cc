// A name that a file has from another one of these is followed to where it is made: so what can be
// imported by several paths is known to be one thing (index_test.cc).
#include "predict/auto_import/index.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "analyze/ast/name_byte.h"
#include "analyze/bind/path.h"
#include "predict/auto_import/names.h"

namespace fastnode::auto_import {
namespace {

// <0, 0, >0: without the case of letters.
int Compare(std::string_view a, std::string_view b) {
  const size_t size = std::min(a.size(), b.size());
  for (size_t i = 0; i < size; ++i) {
    const auto x = static_cast<unsigned char>(Lower(a[i])),
               y = static_cast<unsigned char>(Lower(b[i]));
    if (x != y) return x < y ? -1 : 1;
  }
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

bool IsIdentifier(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::all_of(name.begin(), name.end(), ast::IsNameByte);
}

std::string Dotted(std::string_view folder) {
  std::string dotted(folder.substr(0, folder.empty() ? 0 : folder.size() - 1));
  std::replace(dotted.begin(), dotted.end(), '/', '.');
  return dotted;
}

// "pkg.core" of ".core" in the file.
std::string Absolute(const SourceFile& file, std::string_view written) {
  const size_t dots = std::min(written.find_first_not_of('.'), written.size());
  if (dots == 0) return std::string(written);
  std::string package = file.module;
  for (size_t up = file.is_package ? 1 : 0; up < dots; ++up) {
    const size_t dot = package.rfind('.');
    package.resize(dot == std::string::npos ? 0 : dot);
  }
  if (dots < written.size()) {
    package += (package.empty() ? "" : ".") + std::string(written.substr(dots));
  }
  return package;
}

}  // namespace

class IndexBuilder {
 public:
  IndexBuilder(Source source, std::string root, const std::vector<SourceFile>& files)
      : files_(files), made_(std::make_shared<Index>()), exported_(files.size()) {
    made_->source_ = source;
    made_->root_ = std::move(root);
  }

  std::shared_ptr<const Index> Build() {
    std::set<std::string> tops;
    for (size_t i = 0; i < files_.size(); ++i) {
      const SourceFile& file = files_[i];
      const auto number = static_cast<uint32_t>(i);
      made_->files_.push_back({Add(file.place), Add(file.module)});
      by_module_.emplace(file.module, number);
      by_place_.emplace(std::pair(std::string_view(file.place), std::string_view(file.module)),
                        number);
      tops.emplace(TopOf(file.module));
      if (!file.place.empty()) tops.emplace(TopOf(Dotted(file.place)));
      if (!file.place.empty()) by_path_.emplace(Dotted(file.place) + "." + file.module, number);
    }
    made_->top_levels_.assign(tops.begin(), tops.end());
    for (uint32_t i = 0; i < files_.size(); ++i) AddEntries(i);
    for (uint32_t i = 0; i < files_.size(); ++i) AddHabits(i);
    if (made_->source_ == Source::kPackages) AddWorth();
    Sort();
    return made_;
  }

 private:
  struct Thing {
    uint32_t file;
    std::string_view name;
    Kind kind;
    bool operator<(const Thing& o) const { return std::tie(file, name) < std::tie(o.file, o.name); }
  };
  using Things = std::map<std::string_view, Thing>;  // by the name under which a file has it

  uint32_t Add(std::string_view name) { return made_->names_.Add(name); }

  uint32_t FileOf(const SourceFile& from, const std::string& module) const {
    const auto beside = by_place_.find({from.place, module});
    if (beside != by_place_.end()) return beside->second;
    const auto anywhere = by_module_.find(module);
    if (anywhere != by_module_.end()) return anywhere->second;
    const auto below = by_path_.find(module);
    return below == by_path_.end() ? Index::kNoFile : below->second;
  }

  bool IsExported(const SourceFile& file, const Exports::Imported& one) const {
    if (!one.is_exported) return false;
    if (!file.is_package || file.is_stub || file.exports.has_all) return true;
    return one.module.starts_with('.') || TopOf(one.module) == TopOf(file.module);
  }

  // What others may import from a file; of files that import each other in a circle, what is known
  // by then.
  const Things& ThingsOf(uint32_t number) {
    std::optional<Things>& known = exported_[number];
    if (known) return *known;
    known.emplace();
    const SourceFile& file = files_[number];
    Things things;
    for (const Exports::Defined& one : file.exports.defined) {
      things.emplace(one.name, Thing{number, one.name, one.kind});
    }
    for (const Exports::Imported& one : file.exports.imported) {
      if (IsExported(file, one)) AddImported(number, one, things);
    }
    exported_[number] = std::move(things);
    return *exported_[number];
  }

  void AddImported(uint32_t number, const Exports::Imported& one, Things& things) {
    const SourceFile& file = files_[number];
    const std::string module = Absolute(file, one.module);
    const uint32_t from = FileOf(file, module);
    if (one.bound == "*") {
      if (from == Index::kNoFile || from == number) return;
      for (const auto& [name, thing] : ThingsOf(from)) things.emplace(name, thing);
      return;
    }
    const uint32_t below = FileOf(file, one.name.empty() ? module : module + "." + one.name);
    if (from != Index::kNoFile && from != number && !one.name.empty()) {
      const Things& others = ThingsOf(from);
      const auto found = others.find(one.name);
      if (found != others.end()) {
        things.emplace(one.bound, found->second);
        return;
      }
    }
    if (below != Index::kNoFile) {
      things.emplace(one.bound, Thing{below, "", Kind::kModule});
    } else {
      things.emplace(one.bound, Thing{number, one.bound, Kind::kVariable});
    }
  }

  uint32_t OriginOf(const Thing& thing) {
    return origins_.emplace(thing, static_cast<uint32_t>(origins_.size())).first->second;
  }

  void AddEntries(uint32_t number) {
    const std::string& module = files_[number].module;
    made_->entries_.push_back({Add(bind::LastComponent(module)), number,
                               OriginOf({number, "", Kind::kModule}), Kind::kModule});
    for (const auto& [name, thing] : ThingsOf(number)) {
      // A module of a package can be imported anyway.
      const bool is_below = thing.kind == Kind::kModule &&
                            files_[thing.file].module == module + "." + std::string(name);
      if (!is_below) made_->entries_.push_back({Add(name), number, OriginOf(thing), thing.kind});
    }
  }

  void AddHabits(uint32_t number) {
    const SourceFile& file = files_[number];
    for (const Exports::Imported& one : file.exports.imported) {
      const bool is_whole = one.name.empty() && one.bound == one.module;
      // `import a.b` binds a.
      if (one.bound == "*" || (is_whole && one.module.find('.') != std::string::npos)) continue;
      if (one.bound.starts_with('_')) continue;
      const std::string module = Absolute(file, one.module);
      if (module.empty() || module == "__future__") continue;
      made_->habits_.push_back(
          {Add(one.bound), Add(module), Add(one.name), FileOf(file, module), number});
    }
  }

  // The thing that a file has by this name, whether others are meant to import it or not.
  Thing ThingOf(uint32_t number, std::string_view name) {
    const Things& things = ThingsOf(number);
    const auto found = things.find(name);
    if (found != things.end()) return found->second;
    const SourceFile& file = files_[number];
    const uint32_t below = FileOf(file, file.module + "." + std::string(name));
    return below != Index::kNoFile ? Thing{below, "", Kind::kModule}
                                   : Thing{number, name, Kind::kVariable};
  }

  // What is done with one thing.
  struct Uses {
    uint32_t last = Index::kNoFile;  // the file that was counted last
    uint32_t own = 0, others = 0;    // files that import it: of its own package, of others
    uint32_t shown = 0;              // files whose documentation imports it
    uint32_t last_shown = Index::kNoFile;
  };
  using UsesOfThings = std::map<Thing, Uses>;
  using Named = std::pair<uint32_t, std::string_view>;  // a file, and a name of it

  void AddWorth() {
    UsesOfThings uses;
    std::set<Named> named;
    for (uint32_t i = 0; i < files_.size(); ++i) CountUses(i, uses, named);
    const std::set<Named> taken = named;
    std::map<std::string_view, std::map<uint32_t, uint32_t>> spoken;  // by the first of the path
    for (const SourceFile& file : files_) {
      std::map<uint32_t, uint32_t>& of_package = spoken[TopOf(file.module)];
      for (const Documented::Word& word : file.exports.documented.words) {
        of_package[word.hash] += word.number;
      }
    }
    for (uint32_t i = 0; i < files_.size(); ++i) {
      for (const auto& [name, thing] : ThingsOf(i)) named.emplace(i, name);
    }
    for (const auto& [file, name] : named) {
      const Thing thing = ThingOf(file, name);
      const auto& of_package = spoken[TopOf(files_[file].module)];
      const auto word = of_package.find(WordHash(name));
      // What a module is called is too often a word of the language.
      const bool is_module = thing.kind == Kind::kModule;
      const float times = word == of_package.end() ? 0 : LogOf(word->second);
      made_->worth_.push_back(
          {file, Add(name), WorthOf(uses[thing]) + times * (is_module ? 0.5F : 1),
           is_module ? offered_.contains({file, name}) : ThingsOf(file).contains(name),
           taken.contains({file, name})});
    }
    std::sort(made_->worth_.begin(), made_->worth_.end(),
              [](const Index::Worth& a, const Index::Worth& b) {
                return std::tie(a.file, a.name) < std::tie(b.file, b.name);
              });
    made_->by_module_.resize(files_.size());
    for (uint32_t i = 0; i < files_.size(); ++i) made_->by_module_[i] = i;
    std::sort(made_->by_module_.begin(), made_->by_module_.end(), [&](uint32_t a, uint32_t b) {
      const auto of_a = made_->files_[a].module, of_b = made_->files_[b].module;
      return of_a != of_b ? of_a < of_b : a < b;
    });
  }

  // The weights put first what people import of 32 packages, by lists written by hand: found on
  // half of them, tried on the other half, and rounded.
  static float WorthOf(const Uses& uses) {
    return 0.5F * LogOf(uses.own) + 0.7F * LogOf(uses.others) + 2 * LogOf(uses.shown);
  }
  static float LogOf(uint32_t count) { return std::log2(1 + static_cast<float>(count)); }

  // Who imports from a module uses it, and the packages round it.
  void CountModule(uint32_t number, uint32_t module, UsesOfThings& uses, std::set<Named>& named) {
    const std::string_view own = TopOf(files_[number].module);
    while (module != Index::kNoFile) {
      const std::string_view path = files_[module].module;
      const size_t dot = path.rfind('.');
      if (dot == path.npos) return;
      const uint32_t above = FileOf(files_[number], std::string(path.substr(0, dot)));
      if (above == Index::kNoFile || files_[above].module.size() != dot) return;
      named.emplace(above, path.substr(dot + 1));
      Uses& of_module = uses[Thing{module, "", Kind::kModule}];
      if (std::exchange(of_module.last, number) != number) {
        ++(TopOf(path) == own ? of_module.own : of_module.others);
      }
      module = above;
    }
  }

  void CountUses(uint32_t number, UsesOfThings& uses, std::set<Named>& named) {
    const SourceFile& file = files_[number];
    for (const Exports::Imported& one : file.exports.imported) {
      const uint32_t from = FileOf(file, Absolute(file, one.module));
      if (from == Index::kNoFile || from == number) continue;
      CountModule(number, from, uses, named);
      if (one.name.empty()) continue;
      named.emplace(from, one.name);
      if (!one.module.starts_with('.')) offered_.emplace(from, one.name);
      const Thing thing = ThingOf(from, one.name);
      Uses& of_thing = uses[thing];
      if (std::exchange(of_thing.last, number) == number) continue;
      const bool is_own = TopOf(files_[thing.file].module) == TopOf(file.module);
      ++(is_own ? of_thing.own : of_thing.others);
    }
    for (const Documented::Shown& one : file.exports.documented.shown) {
      const uint32_t from = FileOf(file, one.module);
      if (from == Index::kNoFile) continue;
      Uses& of_thing = uses[ThingOf(from, one.name)];
      if (std::exchange(of_thing.last_shown, number) != number) ++of_thing.shown;
    }
  }

  void Sort() {
    const corpus::NameTable& names = made_->names_;
    auto by_name = [&](uint32_t a, uint32_t b) {
      const int order = Compare(names[a], names[b]);
      return order != 0 ? order : names[a].compare(names[b]);
    };
    std::sort(made_->entries_.begin(), made_->entries_.end(),
              [&](const Index::Entry& a, const Index::Entry& b) {
                const int order = by_name(a.name, b.name);
                return order != 0 ? order < 0 : std::tie(a.file, a.kind) < std::tie(b.file, b.kind);
              });
    std::sort(made_->habits_.begin(), made_->habits_.end(),
              [&](const Index::Habit& a, const Index::Habit& b) {
                const int order = by_name(a.bound, b.bound);
                return order != 0 ? order < 0
                                  : std::tie(a.module, a.name, a.by, a.file) <
                                        std::tie(b.module, b.name, b.by, b.file);
              });
  }

  const std::vector<SourceFile>& files_;
  std::set<Named> offered_;  // what files import by a name and its module's whole path
  const std::shared_ptr<Index> made_;
  std::vector<std::optional<Things>> exported_;
  std::map<std::string_view, uint32_t> by_module_;
  std::map<std::string, uint32_t, std::less<>> by_path_;
  std::map<std::pair<std::string_view, std::string_view>, uint32_t> by_place_;
  std::map<Thing, uint32_t> origins_;
};

std::shared_ptr<const Index> Index::Build(Source source, std::string root,
                                          const std::vector<SourceFile>& files) {
  return IndexBuilder(source, std::move(root), files).Build();
}

namespace {

// The rows of a list, sorted by `name` of a row, whose names begin with the prefix.
template <typename Row, typename NameOf>
std::span<const Row> Beginning(const std::vector<Row>& rows, std::string_view prefix,
                               const NameOf& name) {
  auto start = [&](const Row& row) { return name(row).substr(0, prefix.size()); };
  const auto begin = std::partition_point(
      rows.begin(), rows.end(), [&](const Row& row) { return Compare(start(row), prefix) < 0; });
  const auto end = std::partition_point(
      begin, rows.end(), [&](const Row& row) { return Compare(start(row), prefix) == 0; });
  return {begin, end};
}

}  // namespace

std::span<const Index::Entry> Index::Starting(std::string_view prefix) const {
  return Beginning(entries_, prefix, [&](const Entry& e) { return names_[e.name]; });
}

const Index::Worth* Index::FindWorth(std::string_view module, std::string_view name) const {
  if (worth_.empty()) return nullptr;
  const uint32_t path = names_.Find(module), id = names_.Find(name);
  if (path == corpus::kNoName || id == corpus::kNoName) return nullptr;
  const auto file = std::partition_point(by_module_.begin(), by_module_.end(),
                                         [&](uint32_t f) { return files_[f].module < path; });
  if (file == by_module_.end() || files_[*file].module != path) return nullptr;
  const auto found = std::partition_point(worth_.begin(), worth_.end(), [&](const Worth& one) {
    return std::tie(one.file, one.name) < std::tie(*file, id);
  });
  const bool is_there = found != worth_.end() && found->file == *file && found->name == id;
  return is_there ? &*found : nullptr;
}

std::span<const Index::Habit> Index::HabitsStarting(std::string_view prefix) const {
  return Beginning(habits_, prefix, [&](const Habit& h) { return names_[h.bound]; });
}

bool Index::HasTopLevel(std::string_view name) const {
  return std::binary_search(top_levels_.begin(), top_levels_.end(), name);
}

size_t Index::bytes() const {
  return names_.bytes() + entries_.size() * sizeof(Entry) + habits_.size() * sizeof(Habit) +
         worth_.size() * sizeof(Worth) + files_.size() * sizeof(File);
}

SourceFile PlaceOf(std::string_view path, const std::function<bool(std::string_view)>& is_package) {
  SourceFile file;
  file.is_stub = path.ends_with(".pyi");
  path.remove_suffix(file.is_stub ? 4 : 3);
  size_t slash = path.rfind('/');
  std::string_view name = path.substr(slash == path.npos ? 0 : slash + 1);
  std::string_view folder = path.substr(0, path.size() - name.size());
  file.is_package = name == "__init__";
  if (!file.is_package) {
    if (!IsIdentifier(name)) return file;
    file.module = name;
  }
  while (!folder.empty() && is_package(folder)) {
    const std::string_view up = folder.substr(0, folder.size() - 1);
    const size_t begin = up.rfind('/') + 1;  // npos + 1 is 0
    if (!IsIdentifier(up.substr(begin))) break;
    file.module = std::string(up.substr(begin)) + (file.module.empty() ? "" : ".") + file.module;
    folder = folder.substr(0, begin);
  }
  file.place = folder;
  return file;
}

}  // namespace fastnode::auto_import
