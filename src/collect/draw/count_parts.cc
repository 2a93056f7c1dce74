#include "collect/draw/count_parts.h"

#include <algorithm>
#include <utility>

#include "collect/corpus/layout.h"
#include "collect/corpus/store.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode::draw {
namespace {

std::string CountsPath(const std::string& folder, const corpus::Catalogue& catalogue, int part) {
  return corpus::PartFolder(folder, part, catalogue.num_parts()) + ".counts";
}

// Of what is counted, and how names are split: another number where counts become others.
constexpr int kCountsVersion = 1;

// Counts hold for what the part holds, what of it the dataset keeps, the library of types, and the
// code that read it.
std::string CountedFrom(const corpus::Catalogue& catalogue, int part) {
  const corpus::CataloguePart& row = catalogue.parts[static_cast<size_t>(part)];
  std::string of;
  for (const std::string& one : {row.contents, row.rows, std::to_string(catalogue.library_hash),
                                 std::string(corpus::kFormat), corpus::EncodeTreeVersion(),
                                 std::to_string(kCountsVersion)}) {
    of += one + " ";
  }
  return HashContent(of).Hex();
}

// Error: there are none, or they are of something else, or damaged.
Result<CountsFile> ReadCounts(const std::string& folder, const corpus::Catalogue& catalogue,
                              int part) {
  Result<CountsFile> file = CountsFile::Open(CountsPath(folder, catalogue, part));
  if (file.ok() && file->counted_from() != CountedFrom(catalogue, part)) {
    return Error{CountsPath(folder, catalogue, part) + " is of another catalogue"};
  }
  return file;
}

}  // namespace

Result<CountedPart> CountPart(const std::string& folder, const corpus::Catalogue& catalogue,
                              int part) {
  CountedPart counted{.part = part};
  const std::string path = CountsPath(folder, catalogue, part);
  if (Result<CountsFile> there = ReadCounts(folder, catalogue, part); there.ok()) {
    counted.size = there->size();
    return counted;
  }
  Result<corpus::Store> store = corpus::Store::OpenPart(folder, catalogue, part);
  if (!store.ok()) return store.error();
  Result<std::vector<int32_t>> projects = corpus::ProjectsOf(*store, corpus::Split::kTrain);
  if (!projects.ok()) return projects.error();
  CountsWriter writer(CountedFrom(catalogue, part));
  if (Status read = CountTraining(*store, *projects, writer); !read.ok()) return read.error();
  counted.is_new = true;
  counted.size = writer.size();
  if (Status written = WriteFileAtomic(path, writer.Take()); !written.ok()) return written.error();
  return counted;
}

Result<std::vector<CountsFile>> CountsOfParts(const std::string& folder,
                                              const corpus::Catalogue& catalogue) {
  std::vector<CountsFile> files;
  std::vector<int> missing;
  std::string why;  // what is wrong with counts that are here
  const std::vector<int> away = corpus::MissingParts(folder, catalogue.num_parts());
  for (int part = 0; part < catalogue.num_parts(); ++part) {
    Result<CountsFile> file = ReadCounts(folder, catalogue, part);
    if (!file.ok() && std::find(away.begin(), away.end(), part) != away.end()) {
      missing.push_back(part);
      if (PathExists(CountsPath(folder, catalogue, part))) why += " (" + file.error().message + ")";
      continue;
    }
    if (!file.ok()) {
      Result<CountedPart> counted = CountPart(folder, catalogue, part);
      if (!counted.ok()) return counted.error();
      file = ReadCounts(folder, catalogue, part);
    }
    if (!file.ok()) return file.error();
    files.push_back(*std::move(file));
  }
  if (missing.empty()) return files;
  return Error{
      folder + ": " + corpus::PrintParts(missing) + " of " + std::to_string(catalogue.num_parts()) +
      (missing.size() == 1 ? " is neither here nor counted" : " are neither here nor counted") +
      why + "; 'fastnode traindata --count --part " + std::to_string(missing.front()) +
      "' where the part is, with the catalogue and the rows of here, makes the file to bring, " +
      corpus::PartFolder("", missing.front(), catalogue.num_parts()).substr(1) + ".counts"};
}

}  // namespace fastnode::draw
