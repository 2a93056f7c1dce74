// A bucket of an S3-compatible store (Amazon S3 API Reference, API version 2006-03-01).
#pragma once

#include <memory>
#include <string>

#include "support/http_client.h"
#include "support/object_store.h"
#include "support/result.h"

namespace fastnode {

struct S3Options {
  std::string bucket, prefix;  // prefix without slashes at its ends, may be empty
  std::string endpoint;        // "https://host:port"
  bool bucket_in_path = true;  // else in the host's name
  AwsIdentity identity;
  int attempts = 5;                 // of each request that a store may answer later
  int first_pause_ms = 200;         // doubled after each
  uint64_t part_bytes = 16u << 20;  // larger objects go up in parts of this size
};

// `place`: "bucket/prefix"; the rest from the environment, see OpenStore.
Result<S3Options> S3OptionsOf(const std::string& place);

std::unique_ptr<ObjectStore> MakeS3Store(const S3Options& options);
Result<std::unique_ptr<ObjectStore>> OpenS3Store(const std::string& place);

// Of an INI file of credentials, a profile's "name = value"; "" where there is none.
std::string CredentialOf(std::string_view file, std::string_view profile, std::string_view name);

// As S3 wants it: all but unreserved characters and '/'.
std::string PercentEncode(std::string_view text);

}  // namespace fastnode
