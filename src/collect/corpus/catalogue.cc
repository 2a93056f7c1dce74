// The catalogue is small: a few numbers for each part. What grows with the text, the rows of
// projects and files, stands in one file a part, whose hash the catalogue has. Rows are written
// before the catalogue that names them, so a merge that is killed is seen: hashes differ.
#include "collect/corpus/catalogue.h"

#include <charconv>
#include <filesystem>
#include <utility>

#include "collect/corpus/roles.h"
#include "collect/corpus/seal.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/json_fields.h"
#include "support/scratch.h"
#include "support/sealed.h"

namespace fastnode::corpus {
namespace {

constexpr int kCatalogueFormat = 1;
constexpr uint64_t kMaxCatalogueBytes = 64u << 20;
constexpr uint32_t kRowsMagic = 0x31504e46;  // "FNP1"
constexpr char kMergeAgain[] = "; run 'fastnode corpus merge'";

std::string CataloguePath(const std::string& store) { return store + "/catalogue.json"; }

std::string RowsPath(const std::string& store, int part, int num_parts) {
  return PartFolder(store, part, num_parts) + ".rows";
}

// "part-3-of-16" -> 16; 0: another name.
int NumPartsIn(std::string_view name) {
  constexpr std::string_view kBegin = "part-", kOf = "-of-";
  const size_t of = name.find(kOf);
  if (!name.starts_with(kBegin) || of == name.npos) return 0;
  const std::string_view digits = name.substr(of + kOf.size());
  int number = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
  const bool whole = error == std::errc() && end == digits.end();
  return whole && number > 0 && number <= kMaxParts ? number : 0;
}

Json SplitsToJson(const CataloguePart& part) {
  Json json = Json::object();
  for (int split = 0; split < kNumSplits; ++split) {
    const CatalogueSplit& sums = part.splits[split];
    json[std::string(Name(static_cast<Split>(split)))] = {
        {"projects", sums.projects}, {"sources", sums.sources}, {"sites", sums.sites}};
  }
  return json;
}

void ReadShare(JsonFields& fields, ShareWeights& share) {
  for (int split = 0; split < kNumSplits; ++split) {
    fields.Read(std::string(Name(static_cast<Split>(split))), 0, int64_t{1} << 62,
                share[static_cast<size_t>(split)]);
  }
}

Json SharesToJson(const std::vector<ShareWeights>& shares) {
  Json json = Json::array();
  for (const ShareWeights& share : shares) {
    Json row = Json::object();
    for (int split = 0; split < kNumSplits; ++split) {
      row[std::string(Name(static_cast<Split>(split)))] = share[static_cast<size_t>(split)];
    }
    json.push_back(std::move(row));
  }
  return json;
}

void ReadPart(JsonFields& fields, CataloguePart& part) {
  constexpr int64_t kMost = int64_t{1} << 62;
  fields.ReadText("contents", part.contents);
  fields.ReadText("rows", part.rows);
  fields.Require({"contents", "rows", "splits"});
  fields.ReadObject("splits", [&](JsonFields& splits) {
    for (int split = 0; split < kNumSplits; ++split) {
      CatalogueSplit& sums = part.splits[split];
      splits.ReadObject(std::string(Name(static_cast<Split>(split))), [&](JsonFields& row) {
        row.Read("projects", 0, kMost, sums.projects);
        row.Read("sources", 0, kMost, sums.sources);
        row.Read("sites", 0, kMost, sums.sites);
      });
    }
  });
}

// Visits the row of each project, by name; leaves `reader` behind them.
template <typename Visit>
Status ReadProjectRows(ByteReader& reader, const Visit& visit) {
  if (reader.Get<uint32_t>() != kRowsMagic) reader.Fail();
  const uint32_t count = reader.GetCount(2 * sizeof(uint32_t));
  for (uint32_t i = 0; i < count; ++i) {
    const std::string_view name = reader.GetText(), bytes = reader.GetText();
    Result<ProjectRow> project = DecodeProject(bytes);
    if (!project.ok()) return project.error().Context("project " + std::string(name));
    visit(name, bytes, *std::move(project));
  }
  return {};
}

Result<PartRows> DecodePartRows(std::string_view bytes) {
  ByteReader reader(bytes);
  PartRows rows;
  Status read =
      ReadProjectRows(reader, [&](std::string_view name, std::string_view, ProjectRow row) {
        rows.projects.emplace(name, std::move(row));
      });
  if (!read.ok()) return read.error();
  rows.sources.resize(reader.GetCount(sizeof(SourceRow)));
  for (SourceRow& row : rows.sources) {
    for (uint32_t* value : {&row.bytes, &row.lines, &row.sites, &row.base_sites}) {
      *value = reader.Get<uint32_t>();
    }
  }
  if (!reader.ok() || !reader.at_end()) return Error{"damaged rows"};
  return rows;
}

// Error: not the bytes that the catalogue names.
Status CheckRows(const std::string& path, std::string_view bytes, const CataloguePart& part) {
  if (HashContent(bytes).Hex() == part.rows) return {};
  return Error{path + " is not what the catalogue names" + kMergeAgain};
}

}  // namespace

int PartOfProject(std::string_view project, int num_parts) {
  for (Split split : {Split::kValidation, Split::kTest}) {
    const std::string end = PartOf("", split);
    if (project.size() > end.size() && project.ends_with(end)) {
      project.remove_suffix(end.size());
      break;
    }
  }
  return static_cast<int>(Hash64(project) % static_cast<uint64_t>(num_parts));
}

std::string PartFolder(const std::string& store, int part, int num_parts) {
  return store + "/part-" + std::to_string(part) + "-of-" + std::to_string(num_parts);
}

Result<Lmdb> OpenPart(const std::string& store, int part, int num_parts) {
  const std::string folder = PartFolder(store, part, num_parts);
  if (!PathExists(folder + "/data.mdb")) {
    return Error{folder + " is missing; 'fastnode corpus add --parts " + std::to_string(num_parts) +
                 " --part " + std::to_string(part) +
                 "' makes it, 'fastnode corpus merge' looks at it again"};
  }
  if (Status checked = CheckSeal(folder); !checked.ok()) return checked.error();
  return Lmdb::Open(folder, Tables(), Lmdb::Mode::kRead);
}

Result<int> CountParts(const std::string& store) {
  int num_parts = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(store, error)) {
    const bool is_digest = entry.path().extension() == ".digest";
    if (!is_digest && !entry.is_directory(error)) continue;
    const int number =
        NumPartsIn((is_digest ? entry.path().stem() : entry.path().filename()).string());
    if (number == 0 || number == num_parts) continue;
    if (num_parts != 0) {
      return Error{store + ": has a part of " + std::to_string(num_parts) + " and one of " +
                   std::to_string(number) + "; remove those that do not belong there"};
    }
    num_parts = number;
  }
  return num_parts;
}

Result<std::string> ContentsOf(const Lmdb::Transaction& part) {
  // A hash of hashes: the rows of a part may be many.
  std::string hashes;
  Status read = part.ForEach(kProjects, [&](std::string_view key, std::string_view value) {
    hashes += HashContent(key).Hex() + HashContent(value).Hex();
    return Status();
  });
  if (!read.ok()) return read.error();
  return HashContent(hashes).Hex();
}

Status CheckShares(int num_shares, int num_parts) {
  if (num_shares == 1 || num_shares % std::max(num_parts, 1) == 0) return {};
  return Error{std::to_string(num_shares) + " shares in " + std::to_string(num_parts) +
               " parts: it must be a multiple, or 1"};
}

std::vector<int> MissingParts(const std::string& store, int num_parts) {
  std::vector<int> missing;
  for (int part = 0; part < num_parts; ++part) {
    const bool there = PathExists(PartFolder(store, part, num_parts) + "/data.mdb") &&
                       PathExists(RowsPath(store, part, num_parts));
    if (!there) missing.push_back(part);
  }
  return missing;
}

std::string PrintParts(const std::vector<int>& parts) {
  std::string text = parts.size() == 1 ? "part " : "parts ";
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += std::to_string(parts[i]);
  }
  return text;
}

bool HasCatalogue(const std::string& store) { return PathExists(CataloguePath(store)); }

Result<Catalogue> ReadCatalogue(const std::string& store) {
  Result<std::string> text = ReadFile(CataloguePath(store), kMaxCatalogueBytes);
  if (!text.ok()) return text.error();
  Result<Json> json = ParseSealed(*text);
  if (!json.ok()) return Error{CataloguePath(store) + ": " + json.error().message + kMergeAgain};
  Catalogue catalogue;
  int format = 0;
  std::string store_format;
  JsonFields fields(*json, CataloguePath(store));
  fields.Read("format", 1, 1'000'000, format);
  fields.ReadText("store_format", store_format);
  fields.ReadText("dataset_id", catalogue.dataset_id);
  fields.ReadUnsigned("library", catalogue.library_hash);
  fields.Require({"format", "store_format", "dataset_id", "library", "parts"});
  fields.ReadObjects("parts", [&](JsonFields& part) {
    catalogue.parts.emplace_back();
    ReadPart(part, catalogue.parts.back());
  });
  fields.ReadObjects("shares", [&](JsonFields& share) {
    catalogue.shares.emplace_back();
    ReadShare(share, catalogue.shares.back());
  });
  if (Status read = fields.Finish(); !read.ok()) return read.error();
  if (Status fits = CheckShares(catalogue.num_shares(), catalogue.num_parts()); !fits.ok()) {
    return Error{CataloguePath(store) + ": " + fits.error().message + kMergeAgain};
  }
  if (format != kCatalogueFormat || store_format != kFormat || catalogue.parts.empty()) {
    return Error{CataloguePath(store) + ": of another version of fastnode" + kMergeAgain};
  }
  return catalogue;
}

Status WriteCatalogue(const std::string& store, const Catalogue& catalogue) {
  Json parts = Json::array();
  for (const CataloguePart& part : catalogue.parts) {
    parts.push_back(
        {{"contents", part.contents}, {"rows", part.rows}, {"splits", SplitsToJson(part)}});
  }
  Json json = {{"format", kCatalogueFormat},
               {"store_format", kFormat},
               {"dataset_id", catalogue.dataset_id},
               {"library", catalogue.library_hash},
               {"parts", std::move(parts)}};
  if (catalogue.num_shares() > 1) json["shares"] = SharesToJson(catalogue.shares);
  return WriteFileAtomic(CataloguePath(store), PrintSealed(std::move(json), 1));
}

std::string EncodePartRows(const PartRows& rows) {
  ByteWriter writer;
  writer.Put(kRowsMagic);
  writer.Put(static_cast<uint32_t>(rows.projects.size()));
  for (const auto& [name, project] : rows.projects) {
    writer.PutText(name);
    writer.PutText(EncodeProject(project));
  }
  writer.Put(static_cast<uint32_t>(rows.sources.size()));
  for (const SourceRow& row : rows.sources) {
    for (uint32_t value : {row.bytes, row.lines, row.sites, row.base_sites}) writer.Put(value);
  }
  return writer.Take();
}

Result<PartRows> ReadPartRows(const std::string& store, const Catalogue& catalogue, int part) {
  const std::string path = RowsPath(store, part, static_cast<int>(catalogue.parts.size()));
  Result<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return Error{bytes.error().message + kMergeAgain};
  if (Status same = CheckRows(path, *bytes, catalogue.parts[static_cast<size_t>(part)]);
      !same.ok()) {
    return same.error();
  }
  Result<PartRows> rows = DecodePartRows(*bytes);
  if (!rows.ok()) return rows.error().Context(path);
  return rows;
}

Result<CatalogueRows> CatalogueRows::Open(const std::string& store) {
  Result<Catalogue> catalogue = ReadCatalogue(store);
  if (!catalogue.ok()) return catalogue.error();
  CatalogueRows rows;
  for (int part = 0; part < catalogue->num_parts(); ++part) {
    const std::string path = RowsPath(store, part, catalogue->num_parts());
    Result<MappedFile> file = MappedFile::Open(path);
    if (!file.ok()) return Error{file.error().message + kMergeAgain};
    Status same = CheckRows(path, file->bytes(), catalogue->parts[static_cast<size_t>(part)]);
    if (!same.ok()) return same.error();
    ByteReader reader(file->bytes());
    Status read = ReadProjectRows(
        reader, [&](std::string_view name, std::string_view row, const ProjectRow&) {
          rows.projects_.emplace(name, RowAt(row));
        });
    if (!read.ok()) return read.error().Context(path);
    LetGo(file->bytes());
    rows.files_.push_back(*std::move(file));
  }
  return rows;
}

Status WritePartRows(const std::string& store, int part, int num_parts, std::string_view bytes) {
  return WriteFileAtomic(RowsPath(store, part, num_parts), bytes);
}

}  // namespace fastnode::corpus
