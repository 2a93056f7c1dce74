// Requests to one HTTP server over a kept connection; the one place that includes libcurl.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace fastnode {

// Who signs requests to an S3-compatible store (AWS Signature Version 4).
struct AwsIdentity {
  std::string region, access_key, secret_key;
  std::string session_token;  // of temporary keys, else ""
};

struct HttpClientOptions {
  int connect_timeout_s = 3;
  int timeout_s = 60;               // of a whole request
  std::function<bool()> abandoned;  // if set, asked all along: true ends the request with an error
  uint64_t max_reply_bytes = 1u << 30;
  std::vector<std::string> headers;  // "Name: value", sent with every request
  std::string token;                 // if set, borne as "Authorization: Bearer ..."
  std::optional<AwsIdentity> aws;  // if set, requests are signed; paths are percent-encoded already
};

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::string body;
  std::map<std::string, std::string> headers;  // names in lower case; of repeated ones the last

  // The reason an error reply gives: "error" of its JSON body, or the status.
  std::string Reason() const;
};

// Errors: `url` is not http://HOST[:PORT] or https://HOST[:PORT], perhaps with a path; it bears a
// user's name or a question. The message says why, and how it is written.
Status CheckUrl(const std::string& url);

// One thread at a time. Proxies of the environment (http_proxy, no_proxy) are used, but not to this
// machine.
class HttpClient {
 public:
  // `url`: scheme, host and port: "http://localhost:3039"; slashes at its end do not count.
  explicit HttpClient(std::string url, HttpClientOptions options = {});
  ~HttpClient();

  // Errors: no connection, no answer in time, too large. A reply of any status is no error.
  // Messages name the URL.
  Result<HttpReply> Get(const std::string& path);
  Result<HttpReply> Post(const std::string& path, std::string_view body,
                         const std::string& accept = "application/json");

  Result<HttpReply> Put(const std::string& path, std::string_view body);
  Result<HttpReply> Head(const std::string& path);
  Result<HttpReply> Delete(const std::string& path);

  const std::string& url() const;
  void set_timeout_s(int seconds);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fastnode
