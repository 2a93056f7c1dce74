// A place for objects, of releases or samples: a folder, or a bucket of an S3-compatible store.
// Keys are relative paths of letters, digits, '.', '_', '-' and '/'.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode {

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  // As a whole or not at all.
  virtual Status Put(const std::string& key, std::string_view bytes) = 0;
  virtual Result<std::string> Get(const std::string& key) = 0;
  // The object's size, or -1 if there is none.
  virtual Result<int64_t> Size(const std::string& key) = 0;
  // Of the keys that begin with `prefix`, which ends in '/', what follows it; sorted. None is no
  // error.
  virtual Result<std::vector<std::string>> List(const std::string& prefix) = 0;
  // For people: "s3://bucket/prefix/key".
  virtual std::string Location(const std::string& key) const = 0;
};

// "file:///folder", or "s3://bucket" with a prefix or without. Of the store the environment tells,
// as other programs have it: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; else the
// profile AWS_PROFILE (default: "default") of AWS_SHARED_CREDENTIALS_FILE (default:
// ~/.aws/credentials); AWS_REGION or AWS_DEFAULT_REGION (default: us-east-1); AWS_ENDPOINT_URL_S3
// or AWS_ENDPOINT_URL. FASTNODE_S3_ADDRESSING=path or virtual says where the bucket's name stands;
// by default in the path of an endpoint that was given, and in the host's name of AWS itself.
// Errors: another scheme, no keys. Nothing is asked of the store yet.
Result<std::unique_ptr<ObjectStore>> OpenStore(const std::string& url);

}  // namespace fastnode
