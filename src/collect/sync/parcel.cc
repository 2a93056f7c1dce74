// Content first, names last, as a release is published (release/upload.h), but in pieces, because a
// store of sources may be larger than memory. A piece that arrives is hashed before it is believed,
// and a file gets its name when all of its pieces are in it. parcel_test.cc holds it.
#include "collect/sync/parcel.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "support/file.h"
#include "support/hash.h"
#include "support/json_fields.h"
#include "support/object_store.h"
#include "support/open_files.h"
#include "support/workers.h"

namespace fastnode::sync {
namespace {

namespace fs = std::filesystem;

constexpr int kFormat = 1;
constexpr int64_t kMaxPieceBytes = 1 << 30;

std::string PieceKey(const std::string& sha256) { return "objects/" + sha256; }
std::string ListKey(const std::string& id) { return "parcels/" + id + ".json"; }

bool IsSha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// Of plain parts, so that it means the same on every machine and stays below its folder.
bool IsPlainPath(const std::string& path) {
  for (const fs::path& part : fs::path(path)) {
    const std::string name = part.string();
    const bool plain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
      return std::isalnum(c) || c == '.' || c == '_' || c == '-';
    });
    if (!plain || name.empty() || name == "." || name == "..") return false;
  }
  return !path.empty() && path[0] != '/';
}

uint64_t NumPieces(uint64_t bytes, uint64_t piece_bytes) {
  return bytes / piece_bytes + (bytes % piece_bytes != 0);
}

std::string Encode(const Parcel& parcel) {
  Json files = Json::array();
  for (const ParcelFile& file : parcel.files) {
    files.push_back({{"name", file.name}, {"bytes", file.bytes}, {"pieces", file.pieces}});
  }
  return PrintJson({{"format", kFormat},
                    {"program", parcel.program},
                    {"piece_bytes", parcel.piece_bytes},
                    {"files", std::move(files)}},
                   1) +
         "\n";
}

Result<Parcel> Decode(const std::string& text) {
  Result<Json> json = ParseJson(text);
  if (!json.ok()) return json.error();
  Parcel parcel;
  JsonFields fields(*json, "parcel");
  int format = 0;
  fields.Read("format", kFormat, kFormat, format);
  fields.ReadText("program", parcel.program);
  fields.Read("piece_bytes", 1, kMaxPieceBytes, parcel.piece_bytes);
  fields.ReadObjects("files", [&](JsonFields& of_file) {
    ParcelFile file;
    of_file.ReadText("name", file.name);
    of_file.ReadUnsigned("bytes", file.bytes);
    of_file.ReadTexts("pieces", file.pieces);
    of_file.Require({"name", "bytes", "pieces"});
    if (!IsPlainPath(file.name)) of_file.Fail("name", "must be a path of plain names");
    if (!std::all_of(file.pieces.begin(), file.pieces.end(), IsSha256)) {
      of_file.Fail("pieces", "must be SHA-256 sums");
    }
    if (parcel.piece_bytes > 0 && file.pieces.size() != NumPieces(file.bytes, parcel.piece_bytes)) {
      of_file.Fail("pieces", "must be as many as the size says");
    }
    parcel.files.push_back(std::move(file));
  });
  fields.Require({"format", "program", "piece_bytes", "files"});
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return parcel;
}

// Runs `body` for each i, with a store of its own for each thread, until one fails.
using OneOfMany = std::function<Status(ObjectStore&, int64_t)>;
Status ForAll(const std::string& store, int64_t count, int num_threads,
              const std::atomic<bool>* stop, const OneOfMany& body) {
  std::mutex mutex;
  Status failed;
  std::vector<std::unique_ptr<ObjectStore>> idle;
  ParallelFor(count, num_threads, [&](int64_t i) {
    std::unique_ptr<ObjectStore> mine;
    {
      std::lock_guard lock(mutex);
      if (failed.ok() && stop != nullptr && stop->load()) failed = Error{"was stopped"};
      if (!failed.ok()) return;
      if (!idle.empty()) {
        mine = std::move(idle.back());
        idle.pop_back();
      }
    }
    Status done;
    if (mine == nullptr) {
      auto opened = OpenStore(store);
      if (opened.ok()) {
        mine = *std::move(opened);
      } else {
        done = opened.error();
      }
    }
    if (done.ok()) done = body(*mine, i);
    std::lock_guard lock(mutex);
    if (!done.ok() && failed.ok()) failed = done;
    if (mine != nullptr) idle.push_back(std::move(mine));
  });
  return failed;
}

// A piece of a file: which of the parcel's files, which piece of it.
struct PieceAt {
  size_t file, piece;
};

std::vector<PieceAt> PiecesOf(const std::vector<ParcelFile>& files) {
  std::vector<PieceAt> places;
  for (size_t file = 0; file < files.size(); ++file) {
    for (size_t piece = 0; piece < files[file].pieces.size(); ++piece) {
      places.push_back({file, piece});
    }
  }
  return places;
}

Result<std::vector<PutParcelOptions::Content>> FilesOf(const PutParcelOptions& options) {
  auto is_left_out = [&](const std::string& name) {
    return std::any_of(options.without.begin(), options.without.end(), [&](const auto& without) {
      return ("/" + name + "/").find("/" + without + "/") != std::string::npos;
    });
  };
  std::vector<PutParcelOptions::Content> files;
  for (const PutParcelOptions::Content& content : options.contents) {
    std::error_code error;
    if (!fs::is_directory(content.path, error)) {
      files.push_back(content);
      continue;
    }
    Result<std::vector<std::string>> names = ListFiles(content.path, "");
    if (!names.ok()) return names.error();
    for (const std::string& name : *names) {
      if (!is_left_out(name)) {
        files.push_back({content.name + "/" + name, content.path + "/" + name});
      }
    }
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  for (size_t i = 0; i < files.size(); ++i) {
    if (!IsPlainPath(files[i].name)) {
      return Error{"'" + files[i].name + "' is not a name for a file of a parcel"};
    }
    if (i > 0 && files[i].name == files[i - 1].name) {
      return Error{files[i].name + " is there twice"};
    }
  }
  if (files.empty()) return Error{"there is nothing to put into a parcel"};
  return files;
}

bool HasPiece(std::string_view bytes, const std::string& sha256) {
  return Sha256Hex(bytes) == sha256;
}

std::string_view PieceOf(std::string_view bytes, size_t piece, uint64_t piece_bytes) {
  return bytes.substr(piece * piece_bytes, piece_bytes);
}

// A file that is written in any order under a name of its own, and renamed when it is whole.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(std::string path) : path_(std::move(path)) {}
  ~UnfinishedFile() {
    if (fd_ >= 0) ::close(fd_);
    if (!finished_) ::unlink(Temporary().c_str());
  }
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

  Status Begin() {
    if (Status made = MakeFolders(fs::path(path_).parent_path().string()); !made.ok()) return made;
    fd_ = ::open(Temporary().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    return fd_ < 0 ? Failed() : Status();
  }
  // Thread-safe.
  Status Write(std::string_view bytes, uint64_t offset) {
    while (!bytes.empty()) {
      const ssize_t written = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return Failed();
      bytes.remove_prefix(static_cast<size_t>(written));
      offset += static_cast<uint64_t>(written);
    }
    return {};
  }
  Status Finish() {
    if (::fsync(fd_) != 0 || ::rename(Temporary().c_str(), path_.c_str()) != 0) return Failed();
    finished_ = true;
    return {};
  }

 private:
  std::string Temporary() const { return path_ + ".unfinished"; }
  Status Failed() const { return Error{path_ + ": " + std::strerror(errno)}; }

  const std::string path_;
  int fd_ = -1;
  bool finished_ = false;
};

// Whether a file is there and has the bytes that the parcel says.
bool IsThere(const std::string& path, const ParcelFile& file, uint64_t piece_bytes) {
  if (!PathExists(path)) return false;
  Result<MappedFile> map = MappedFile::Open(path);
  if (!map.ok() || map->bytes().size() != file.bytes) return false;
  for (size_t piece = 0; piece < file.pieces.size(); ++piece) {
    if (!HasPiece(PieceOf(map->bytes(), piece, piece_bytes), file.pieces[piece])) return false;
  }
  return true;
}

bool IsOf(const std::string& name, const std::string& content) {
  return name == content || name.starts_with(content + "/");
}

// Whether a file is of no use to who draws from that part of a corpus: it is below part-I-of-N/ of
// another one, or its part-I-of-N.rows, or for merges and training data alone
// (docs/formats/catalogue.md).
bool IsOfNoUseToPart(const std::string& name, int corpus_part) {
  for (const fs::path& step : fs::path(name)) {
    int part = 0, parts = 0, end = 0;
    const std::string text = step.string();
    if (std::sscanf(text.c_str(), "part-%d-of-%d%n", &part, &parts, &end) != 2 || parts < 1)
      continue;
    const std::string rest = text.substr(static_cast<size_t>(end));
    if (rest == ".digest" || rest == ".counts") return true;
    if (rest.empty() || rest == ".rows") return part != corpus_part % parts;
  }
  return false;
}

bool IsWanted(const std::string& name, const GetParcelOptions& options) {
  const auto& only = options.only;
  const bool is_chosen =
      only.empty() ||
      std::any_of(only.begin(), only.end(), [&](const auto& one) { return IsOf(name, one); });
  return is_chosen && (options.corpus_part < 0 || !IsOfNoUseToPart(name, options.corpus_part));
}

}  // namespace

uint64_t Parcel::bytes() const {
  uint64_t sum = 0;
  for (const ParcelFile& file : files) sum += file.bytes;
  return sum;
}

Result<Parcel> PutParcel(const std::string& store, const PutParcelOptions& options,
                         ParcelReport& report) {
  auto listed = FilesOf(options);
  if (!listed.ok()) return listed.error();
  Parcel parcel{"", options.program, options.piece_bytes, {}};
  std::vector<MappedFile> maps;
  for (const auto& [name, path] : *listed) {
    Result<MappedFile> map = MappedFile::Open(path);
    if (!map.ok()) return map.error();
    maps.push_back(*std::move(map));
    const uint64_t bytes = maps.back().bytes().size();
    parcel.files.push_back(
        {name, bytes, std::vector<std::string>(NumPieces(bytes, parcel.piece_bytes))});
  }
  std::mutex mutex;
  const std::vector<PieceAt> places = PiecesOf(parcel.files);
  Status sent = ForAll(store, static_cast<int64_t>(places.size()), options.num_threads,
                       options.stop, [&](ObjectStore& objects, int64_t i) -> Status {
                         const PieceAt place = places[static_cast<size_t>(i)];
                         const std::string_view bytes =
                             PieceOf(maps[place.file].bytes(), place.piece, parcel.piece_bytes);
                         std::string& sha256 = parcel.files[place.file].pieces[place.piece];
                         sha256 = Sha256Hex(bytes);
                         Result<int64_t> size = objects.Size(PieceKey(sha256));
                         if (!size.ok()) return size.error();
                         const bool there =
                             *size == static_cast<int64_t>(bytes.size()) && !options.again;
                         if (!there) {
                           if (Status put = objects.Put(PieceKey(sha256), bytes); !put.ok())
                             return put;
                         }
                         std::lock_guard lock(mutex);
                         ++(there ? report.present : report.moved);
                         report.bytes_moved += there ? 0 : bytes.size();
                         return {};
                       });
  if (!sent.ok()) return sent.error();
  const std::string list = Encode(parcel);
  parcel.id = Sha256Hex(list);
  auto objects = OpenStore(store);
  if (!objects.ok()) return objects.error();
  if (Status put = (*objects)->Put(ListKey(parcel.id), list); !put.ok()) return put.error();
  return parcel;
}

Result<Parcel> ReadParcel(const std::string& store, const std::string& id) {
  if (!IsSha256(id)) return Error{"'" + id + "' is not a parcel's id: 64 hexadecimal digits"};
  auto objects = OpenStore(store);
  if (!objects.ok()) return objects.error();
  Result<std::string> list = (*objects)->Get(ListKey(id));
  if (!list.ok()) return list.error();
  const std::string location = (*objects)->Location(ListKey(id));
  if (Sha256Hex(*list) != id) return Error{location + " is damaged: put the parcel again"};
  Result<Parcel> parcel = Decode(*list);
  if (!parcel.ok()) return parcel.error().Context(location);
  parcel->id = id;
  return parcel;
}

Status GetParcel(const std::string& store, const Parcel& parcel, const std::string& folder,
                 const GetParcelOptions& options, ParcelReport& report) {
  for (const std::string& content : options.only) {
    const bool known = std::any_of(parcel.files.begin(), parcel.files.end(),
                                   [&](const auto& file) { return IsOf(file.name, content); });
    if (!known) return Error{"the parcel has no " + content};
  }
  std::vector<ParcelFile> missing;
  for (const ParcelFile& file : parcel.files) {
    if (!IsWanted(file.name, options)) continue;
    if (IsThere(folder + "/" + file.name, file, parcel.piece_bytes)) {
      report.present += static_cast<int64_t>(file.pieces.size());
    } else {
      missing.push_back(file);
    }
  }
  AllowOpenFiles(missing.size());
  std::vector<std::unique_ptr<UnfinishedFile>> files;
  for (const ParcelFile& file : missing) {
    files.push_back(std::make_unique<UnfinishedFile>(folder + "/" + file.name));
    if (Status begun = files.back()->Begin(); !begun.ok()) return begun;
  }
  std::mutex mutex;
  const std::vector<PieceAt> places = PiecesOf(missing);
  Status brought = ForAll(store, static_cast<int64_t>(places.size()), options.num_threads,
                          options.stop, [&](ObjectStore& objects, int64_t i) -> Status {
                            const PieceAt place = places[static_cast<size_t>(i)];
                            const std::string& sha256 = missing[place.file].pieces[place.piece];
                            Result<std::string> bytes = objects.Get(PieceKey(sha256));
                            if (!bytes.ok()) return bytes.error();
                            if (!HasPiece(*bytes, sha256)) {
                              return Error{objects.Location(PieceKey(sha256)) +
                                           " is damaged: put the parcel again, with --again"};
                            }
                            Status written =
                                files[place.file]->Write(*bytes, place.piece * parcel.piece_bytes);
                            if (!written.ok()) return written;
                            std::lock_guard lock(mutex);
                            ++report.moved;
                            report.bytes_moved += bytes->size();
                            return {};
                          });
  if (!brought.ok()) return brought;
  for (const auto& file : files) {
    if (Status finished = file->Finish(); !finished.ok()) return finished;
  }
  return {};
}

}  // namespace fastnode::sync
