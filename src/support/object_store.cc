#include "support/object_store.h"

#include <filesystem>

#include "support/file.h"
#include "support/s3_store.h"

namespace fastnode {
namespace {

constexpr std::string_view kFileScheme = "file://";
constexpr std::string_view kS3Scheme = "s3://";

class Folder : public ObjectStore {
 public:
  explicit Folder(std::string root) : root_(std::move(root)) {}

  Status Put(const std::string& key, std::string_view bytes) override {
    const std::string path = Path(key);
    Status made = MakeFolders(path.substr(0, path.rfind('/')));
    return made.ok() ? WriteFileAtomic(path, bytes) : made;
  }
  Result<std::string> Get(const std::string& key) override { return ReadFile(Path(key)); }
  Result<int64_t> Size(const std::string& key) override {
    if (!PathExists(Path(key))) return int64_t{-1};
    std::error_code error;
    const auto size = std::filesystem::file_size(Path(key), error);
    if (error) return Error{Path(key) + ": " + error.message()};
    return static_cast<int64_t>(size);
  }
  Result<std::vector<std::string>> List(const std::string& prefix) override {
    if (!PathExists(Path(prefix))) return std::vector<std::string>{};
    return ListFiles(Path(prefix.substr(0, prefix.size() - 1)), "");
  }
  std::string Location(const std::string& key) const override { return Path(key); }

 private:
  std::string Path(const std::string& key) const { return root_ + "/" + key; }
  const std::string root_;
};

}  // namespace

Result<std::unique_ptr<ObjectStore>> OpenStore(const std::string& url) {
  const std::string_view to = url;
  if (to.starts_with(kS3Scheme)) return OpenS3Store(url.substr(kS3Scheme.size()));
  if (to.starts_with(kFileScheme) && to.substr(kFileScheme.size(), 1) == "/") {
    return std::unique_ptr<ObjectStore>(
        std::make_unique<Folder>(std::string(to.substr(kFileScheme.size()))));
  }
  return Error{"'" + url +
               "' is not a place for objects; use s3://bucket/prefix or file:///folder"};
}

}  // namespace fastnode
