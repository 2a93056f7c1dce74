#include "support/s3_store.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "support/file.h"
#include "support/trim.h"

namespace fastnode {
namespace {

constexpr int kRequestSeconds = 120;

std::string Variable(const char* name, const std::string& otherwise = "") {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

// The text of an element of a small XML answer; "" where there is none.
std::string Element(const std::string& xml, const std::string& name, size_t from = 0) {
  const size_t begin = xml.find("<" + name + ">", from);
  if (begin == std::string::npos) return "";
  const size_t text = begin + name.size() + 2, end = xml.find("</" + name + ">", text);
  return end == std::string::npos ? "" : xml.substr(text, end - text);
}

// Of a parameter: a slash is no separator there.
std::string EncodeValue(std::string_view text) {
  std::string encoded;
  for (char c : PercentEncode(text)) {
    if (c == '/') {
      encoded += "%2F";
    } else {
      encoded += c;
    }
  }
  return encoded;
}

bool IsWorthAnotherTry(int status) { return status >= 500 || status == 429 || status == 408; }

std::string Explain(const HttpReply& reply) {
  const std::string code = Element(reply.body, "Code");
  std::string text = "status " + std::to_string(reply.status);
  if (!code.empty()) text += " " + code + ": " + Element(reply.body, "Message");
  if (code == "RequestTimeTooSkewed") {
    text += "; set this machine's clock, it differs from the store's";
  } else if (code == "SignatureDoesNotMatch" || code == "InvalidAccessKeyId" ||
             reply.status == 403) {
    text += "; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile";
  } else if (code == "NoSuchBucket") {
    text += "; create the bucket first";
  }
  return text;
}

class S3Store : public ObjectStore {
 public:
  explicit S3Store(S3Options options)
      : options_(std::move(options)), client_(HostOf(options_), ClientOptions(options_)) {}

  Status Put(const std::string& key, std::string_view bytes) override {
    if (bytes.size() > options_.part_bytes) return PutInParts(key, bytes);
    Result<HttpReply> reply = Ask(key, [&] { return client_.Put(Path(key), bytes); });
    return reply.ok() ? Status() : reply.error();
  }

  Result<std::string> Get(const std::string& key) override {
    Result<HttpReply> reply = Ask(key, [&] { return client_.Get(Path(key)); });
    if (!reply.ok()) return reply.error();
    return std::move(reply->body);
  }

  Result<int64_t> Size(const std::string& key) override {
    Result<HttpReply> reply = Ask(
        key, [&] { return client_.Head(Path(key)); }, /*may_be_missing=*/true);
    if (!reply.ok()) {
      // An answer to HEAD has no body that says why.
      Result<std::string> why = Get(key);
      return why.ok() ? reply.error() : why.error();
    }
    if (reply->status == 404) return int64_t{-1};
    auto length = reply->headers.find("content-length");
    if (length == reply->headers.end()) return Error{Location(key) + ": the store tells no size"};
    return static_cast<int64_t>(std::strtoll(length->second.c_str(), nullptr, 10));
  }

  // ListObjectsV2. Keys are plain, so that nothing in the answer needs to be decoded.
  Result<std::vector<std::string>> List(const std::string& prefix) override {
    const std::string whole = (options_.prefix.empty() ? "" : options_.prefix + "/") + prefix;
    std::vector<std::string> names;
    std::string token;
    do {
      // Parameters in the order in which they are signed.
      std::string query = token.empty() ? "" : "continuation-token=" + EncodeValue(token) + "&";
      query += "list-type=2&prefix=" + EncodeValue(whole);
      Result<HttpReply> reply =
          Ask(prefix, [&] { return client_.Get(BucketPath() + "?" + query); });
      if (!reply.ok()) return reply.error();
      const std::string& xml = reply->body;
      for (size_t at = xml.find("<Key>"); at != std::string::npos; at = xml.find("<Key>", at + 1)) {
        const std::string key = Element(xml, "Key", at);
        if (key.size() > whole.size() && key.starts_with(whole)) {
          names.push_back(key.substr(whole.size()));
        }
      }
      token = Element(xml, "IsTruncated") == "true" ? Element(xml, "NextContinuationToken") : "";
    } while (!token.empty());
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string Location(const std::string& key) const override {
    return "s3://" + options_.bucket + "/" +
           (options_.prefix.empty() ? "" : options_.prefix + "/") + key;
  }

 private:
  static std::string HostOf(const S3Options& options) {
    if (options.bucket_in_path) return options.endpoint;
    const size_t host = options.endpoint.find("://") + 3;
    return options.endpoint.substr(0, host) + options.bucket + "." + options.endpoint.substr(host);
  }
  static HttpClientOptions ClientOptions(const S3Options& options) {
    HttpClientOptions http;
    http.timeout_s = kRequestSeconds;
    http.connect_timeout_s = 10;
    http.aws = options.identity;
    return http;
  }
  std::string BucketPath() const { return options_.bucket_in_path ? "/" + options_.bucket : "/"; }
  std::string Path(const std::string& key) const {
    std::string path = options_.bucket_in_path ? "/" + options_.bucket : "";
    if (!options_.prefix.empty()) path += "/" + options_.prefix;
    return PercentEncode(path + "/" + key);
  }

  // Again, after a pause that doubles, where the store or the way to it may do better.
  Result<HttpReply> Ask(const std::string& key, const std::function<Result<HttpReply>()>& request,
                        bool may_be_missing = false) {
    int pause = options_.first_pause_ms;
    for (int attempt = 1;; ++attempt) {
      Result<HttpReply> reply = request();
      const bool again = !reply.ok() || IsWorthAnotherTry(reply->status);
      if (!again || attempt == options_.attempts) {
        if (!reply.ok()) return reply.error();
        if (reply->status < 300 || (may_be_missing && reply->status == 404)) return reply;
        return Error{Location(key) + ": " + Explain(*reply) +
                     (attempt > 1 ? " (after " + std::to_string(attempt) + " attempts)" : "")};
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(pause));
      pause *= 2;
    }
  }

  Status PutInParts(const std::string& key, std::string_view bytes) {
    Result<HttpReply> begun = Ask(key, [&] { return client_.Post(Path(key) + "?uploads=", ""); });
    if (!begun.ok()) return begun.error();
    const std::string id = Element(begun->body, "UploadId");
    if (id.empty()) return Error{Location(key) + ": the store began no upload in parts"};
    const std::string upload = "uploadId=" + PercentEncode(id);
    Status put = PutParts(key, bytes, upload);
    // What went up of an upload that failed is not paid for.
    if (!put.ok()) (void)client_.Delete(Path(key) + "?" + upload);
    return put;
  }

  Status PutParts(const std::string& key, std::string_view bytes, const std::string& upload) {
    std::string list = "<CompleteMultipartUpload>";
    for (size_t at = 0, number = 1; at < bytes.size(); at += options_.part_bytes, ++number) {
      const std::string_view part = bytes.substr(at, options_.part_bytes);
      const std::string path = Path(key) + "?partNumber=" + std::to_string(number) + "&" + upload;
      Result<HttpReply> reply = Ask(key, [&] { return client_.Put(path, part); });
      if (!reply.ok()) return reply.error();
      auto tag = reply->headers.find("etag");
      if (tag == reply->headers.end()) return Error{Location(key) + ": a part has no ETag"};
      list += "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" + tag->second +
              "</ETag></Part>";
    }
    list += "</CompleteMultipartUpload>";
    Result<HttpReply> done = Ask(key, [&] { return client_.Post(Path(key) + "?" + upload, list); });
    if (!done.ok()) return done.error();
    // A store may find out after it has begun to answer.
    if (done->body.find("<Error>") != std::string::npos) {
      return Error{Location(key) + ": " + Explain(*done)};
    }
    return {};
  }

  const S3Options options_;
  HttpClient client_;
};

}  // namespace

std::string PercentEncode(std::string_view text) {
  std::string encoded;
  for (char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~' || c == '/';
    if (plain) {
      encoded += c;
      continue;
    }
    char hex[4];
    std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned char>(c));
    encoded += hex;
  }
  return encoded;
}

std::string CredentialOf(std::string_view file, std::string_view profile, std::string_view name) {
  bool ours = false;
  while (!file.empty()) {
    const size_t end = file.find('\n');
    const std::string_view line = Trimmed(file.substr(0, end));
    file.remove_prefix(end == std::string_view::npos ? file.size() : end + 1);
    if (line.empty() || line[0] == '#' || line[0] == ';') continue;
    if (line[0] == '[') {
      ours = line.back() == ']' && Trimmed(line.substr(1, line.size() - 2)) == profile;
      continue;
    }
    const size_t equals = line.find('=');
    if (!ours || equals == std::string_view::npos || Trimmed(line.substr(0, equals)) != name)
      continue;
    return std::string(Trimmed(line.substr(equals + 1)));
  }
  return "";
}

Result<S3Options> S3OptionsOf(const std::string& place) {
  S3Options options;
  const size_t slash = place.find('/');
  options.bucket = place.substr(0, slash);
  options.prefix = slash == std::string::npos ? "" : place.substr(slash + 1);
  while (options.prefix.ends_with('/')) options.prefix.pop_back();
  if (options.bucket.empty()) return Error{"s3://" + place + ": no bucket"};

  AwsIdentity& identity = options.identity;
  identity.access_key = Variable("AWS_ACCESS_KEY_ID");
  identity.secret_key = Variable("AWS_SECRET_ACCESS_KEY");
  identity.session_token = Variable("AWS_SESSION_TOKEN");
  if (identity.access_key.empty()) {
    const std::string path =
        Variable("AWS_SHARED_CREDENTIALS_FILE", Variable("HOME") + "/.aws/credentials");
    Result<std::string> file = ReadFile(path, 1u << 20);
    const std::string profile = Variable("AWS_PROFILE", "default");
    if (file.ok()) {
      identity = {"", CredentialOf(*file, profile, "aws_access_key_id"),
                  CredentialOf(*file, profile, "aws_secret_access_key"),
                  CredentialOf(*file, profile, "aws_session_token")};
    }
    if (identity.access_key.empty()) {
      return Error{"no keys for s3://" + place +
                   ": set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write a profile '" +
                   profile + "' into " + path};
    }
  }
  identity.region = Variable("AWS_REGION", Variable("AWS_DEFAULT_REGION", "us-east-1"));
  const std::string endpoint = Variable("AWS_ENDPOINT_URL_S3", Variable("AWS_ENDPOINT_URL"));
  options.endpoint =
      endpoint.empty() ? "https://s3." + identity.region + ".amazonaws.com" : endpoint;
  while (options.endpoint.ends_with('/')) options.endpoint.pop_back();
  if (options.endpoint.find("://") == std::string::npos) {
    return Error{"AWS_ENDPOINT_URL is '" + endpoint + "'; it begins with http:// or https://"};
  }
  const std::string addressing =
      Variable("FASTNODE_S3_ADDRESSING", endpoint.empty() ? "virtual" : "path");
  if (addressing != "path" && addressing != "virtual") {
    return Error{"FASTNODE_S3_ADDRESSING is '" + addressing + "'; it is path or virtual"};
  }
  options.bucket_in_path = addressing == "path";
  return options;
}

std::unique_ptr<ObjectStore> MakeS3Store(const S3Options& options) {
  return std::make_unique<S3Store>(options);
}

Result<std::unique_ptr<ObjectStore>> OpenS3Store(const std::string& place) {
  Result<S3Options> options = S3OptionsOf(place);
  if (!options.ok()) return options.error();
  return MakeS3Store(*options);
}

}  // namespace fastnode
