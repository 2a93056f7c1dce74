// A hash table on disk: a header, pages of 128 places each, then the values. A key's page follows
// from its hash, and in a full page a new key takes the place of another, so that nothing is ever
// moved. Values are written first and made durable, then their places: who finds a place finds the
// value. A place has a checksum and the hash of its key with its value; what differs is damaged.
// disk_cache_test damages every byte.
#include "support/cache_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <type_traits>

#include "support/hash.h"

namespace fastnode {
namespace {

constexpr uint64_t kPageBytes = 4096;
constexpr uint64_t kBytesPerPlace = 512;  // of max_bytes; smaller values fill the table first

struct Header {
  char magic[8] = {'F', 'N', 'C', 'A', 'C', 'H', 'E', '1'};
  uint64_t build = 0, buckets = 0, checksum = 0;
};

// Where a value is. All zero: nothing is there.
struct Place {
  uint64_t key = 0, offset = 0, content = 0;  // content: of the key and the value
  uint32_t length = 0, checksum = 0;

  auto operator<=>(const Place&) const = default;
};
static_assert(sizeof(Place) == 32 && std::is_trivially_copyable_v<Place>);
constexpr size_t kPlaces = kPageBytes / sizeof(Place);
using Bucket = std::array<Place, kPlaces>;

template <typename T>
std::string_view BytesBefore(const T& value, size_t size) {
  return {reinterpret_cast<const char*>(&value), size};
}

uint64_t ChecksumOf(const Header& header) {
  return Hash64(BytesBefore(header, offsetof(Header, checksum)));
}

uint32_t ChecksumOf(const Place& place) {
  return static_cast<uint32_t>(Hash64(BytesBefore(place, offsetof(Place, checksum))));
}

uint64_t HashOfKey(std::string_view key) { return std::max<uint64_t>(Hash64(key), 1); }

// Of both, so that no key finds the value of another.
uint64_t HashOfContent(std::string_view key, std::string_view value) {
  return Hash64(value, Hash64(key, 1));
}

// How many bytes were read: fewer at the end of the file.
size_t ReadAt(int fd, uint64_t offset, char* bytes, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(fd, bytes + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  return done;
}

Status WriteAt(int fd, uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return Error{std::strerror(errno)};
    offset += static_cast<uint64_t>(put);
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return {};
}

struct stat StatOf(int fd) {
  struct stat info {};
  ::fstat(fd, &info);
  return info;
}

// The key's own place, else a free one or one that is damaged, else one of the others.
size_t ChoosePlace(const Bucket& bucket, uint64_t key) {
  size_t chosen = kPlaces;
  for (size_t i = 0; i < kPlaces; ++i) {
    const bool whole = bucket[i].checksum == ChecksumOf(bucket[i]) && bucket[i] != Place();
    if (whole && bucket[i].key == key) return i;
    if (!whole && chosen == kPlaces) chosen = i;
  }
  return chosen < kPlaces ? chosen : (key >> 32) % kPlaces;
}

}  // namespace

Result<CacheFile> CacheFile::Make(const std::string& path, uint64_t max_bytes, uint64_t build) {
  Header header;
  header.build = build;
  header.buckets = std::max<uint64_t>(1, max_bytes / kBytesPerPlace / kPlaces);
  header.checksum = ChecksumOf(header);
  const std::string unfinished = path + ".tmp";
  const int fd = ::open(unfinished.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return Error{unfinished + ": " + std::strerror(errno)};
  CacheFile file(fd, header.buckets, build);
  const bool made = WriteAt(fd, 0, BytesBefore(header, sizeof header)).ok() &&
                    ::ftruncate(fd, static_cast<off_t>(file.values_begin())) == 0 &&
                    ::rename(unfinished.c_str(), path.c_str()) == 0;
  if (!made) return Error{path + ": " + std::strerror(errno)};
  return file;
}

Result<CacheFile> CacheFile::Open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return Error{path + ": " + std::strerror(errno)};
  CacheFile file(fd, 0, 0);
  Header header;
  const size_t got = ReadAt(fd, 0, reinterpret_cast<char*>(&header), sizeof header);
  const bool whole = got == sizeof header &&
                     std::memcmp(header.magic, Header().magic, sizeof header.magic) == 0 &&
                     header.checksum == ChecksumOf(header);
  if (whole) {
    file.buckets_ = header.buckets;
    file.build_ = header.build;
    if (file.size() < file.values_begin()) file.buckets_ = 0;
  }
  return file;
}

CacheFile::~CacheFile() {
  if (fd_ >= 0) ::close(fd_);
}

uint64_t CacheFile::values_begin() const { return (1 + buckets_) * kPageBytes; }

uint64_t CacheFile::size() const { return static_cast<uint64_t>(StatOf(fd_).st_size); }

uint64_t CacheFile::used_bytes() const {
  return static_cast<uint64_t>(StatOf(fd_).st_blocks) * 512;
}

bool CacheFile::IsAt(const std::string& path) const {
  struct stat there {};
  const struct stat ours = StatOf(fd_);
  return ::stat(path.c_str(), &there) == 0 && there.st_dev == ours.st_dev &&
         there.st_ino == ours.st_ino;
}

CacheFile::Found CacheFile::Find(std::string_view key, std::string& value) const {
  const uint64_t hash = HashOfKey(key);
  Bucket bucket;
  const uint64_t page = (1 + hash % buckets_) * kPageBytes;
  if (ReadAt(fd_, page, reinterpret_cast<char*>(bucket.data()), kPageBytes) < kPageBytes) {
    return Found::kDamaged;
  }
  auto whole = [](const Place& place) { return place.checksum == ChecksumOf(place); };
  for (const Place& place : bucket) {
    if (place.key != hash || !whole(place)) continue;
    value.resize(place.length);
    if (ReadAt(fd_, place.offset, value.data(), value.size()) < value.size()) {
      return Found::kDamaged;
    }
    return HashOfContent(key, value) == place.content ? Found::kYes : Found::kDamaged;
  }
  // It is not here, unless it is one of those that cannot be read.
  auto readable = [&](const Place& place) { return place == Place() || whole(place); };
  return std::all_of(bucket.begin(), bucket.end(), readable) ? Found::kNo : Found::kDamaged;
}

Status CacheFile::Append(const std::vector<Row>& rows, uint64_t max_bytes) {
  const uint64_t end = size();
  if (end < values_begin()) return Error{"the cache's file was cut off"};
  std::string values;
  std::vector<Place> places;
  for (const auto& [key, value] : rows) {
    Place place{HashOfKey(key), end + values.size(), HashOfContent(key, value),
                static_cast<uint32_t>(value.size()), 0};
    place.checksum = ChecksumOf(place);
    places.push_back(place);
    values += value;
  }
  if (end + values.size() > max_bytes) return Error{"the cache is full"};
  if (Status written = WriteAt(fd_, end, values); !written.ok()) return written.error();
  if (::fdatasync(fd_) != 0) return Error{std::strerror(errno)};
  for (const Place& place : places) {
    const uint64_t page = (1 + place.key % buckets_) * kPageBytes;
    Bucket bucket{};
    ReadAt(fd_, page, reinterpret_cast<char*>(bucket.data()), kPageBytes);
    const uint64_t at = page + ChoosePlace(bucket, place.key) * sizeof(Place);
    if (Status written = WriteAt(fd_, at, BytesBefore(place, sizeof place)); !written.ok()) {
      return written.error();
    }
  }
  return {};
}

}  // namespace fastnode
