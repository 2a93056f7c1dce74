#include "support/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "support/check.h"
#include "support/hash.h"
#include "support/json.h"

namespace fastnode {
namespace {

constexpr long kProbeAfterSeconds = 15, kProbeEverySeconds = 5;

// Sets libcurl up, once per process.
void InitLibrary() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  CHECK(code == CURLE_OK);
}

struct Receiver {
  std::string body;
  uint64_t max_bytes;
};

size_t Receive(char* data, size_t size, size_t count, void* target) {
  auto* receiver = static_cast<Receiver*>(target);
  if (receiver->body.size() + size * count > receiver->max_bytes) return 0;
  receiver->body.append(data, size * count);
  return size * count;
}

struct Sender {
  std::string_view rest;
};

size_t Send(char* to, size_t size, size_t count, void* source) {
  auto* sender = static_cast<Sender*>(source);
  const size_t sent = std::min(size * count, sender->rest.size());
  std::copy_n(sender->rest.data(), sent, to);
  sender->rest.remove_prefix(sent);
  return sent;
}

bool ReachesLoopback(std::string_view url) {
  size_t start = url.find("://");
  std::string_view host = url.substr(start == std::string_view::npos ? 0 : start + 3);
  return host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
}

// Where a proxy may be what fails.
std::string ProxyNote() {
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      return std::string(" (through the proxy of ") + name + "? no_proxy=HOST goes without it)";
    }
  }
  return "";
}

int Abandoned(void* options, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<HttpClientOptions*>(options)->abandoned() ? 1 : 0;
}

std::string ToLower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

using Headers = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

void AddHeader(const std::string& line, Headers& headers) {
  curl_slist* list = curl_slist_append(headers.get(), line.c_str());
  CHECK(list != nullptr);
  (void)headers.release();
  headers.reset(list);
}

}  // namespace

std::string HttpReply::Reason() const {
  Result<Json> json = ParseJson(body);
  if (json.ok() && json->is_object() && json->contains("error") && (*json)["error"].is_string()) {
    return (*json)["error"].get<std::string>();
  }
  return "status " + std::to_string(status);
}

struct HttpClient::Parts {
  std::string url;
  HttpClientOptions options;
  CURL* curl;
  char error[CURL_ERROR_SIZE];

  Result<HttpReply> Request(const char* method, const std::string& path,
                            const std::string_view* body = nullptr,
                            const std::string& accept = "") {
    // Nothing of the last request is left but the connection.
    curl_easy_reset(curl);
    Receiver receiver{{}, options.max_reply_bytes};
    Sender sender{body == nullptr ? std::string_view() : *body};
    Headers headers(nullptr, curl_slist_free_all);
    SetMethod(method, body, sender);
    if (options.aws) {
      Sign(body, headers);
    } else if (body != nullptr) {
      AddHeader("Content-Type: application/json", headers);
      if (!accept.empty()) AddHeader("Accept: " + accept, headers);
      AddHeader("Expect:", headers);  // Do not ask before sending a large body.
    }
    for (const std::string& header : options.headers) AddHeader(header, headers);
    if (!options.token.empty()) AddHeader("Authorization: Bearer " + options.token, headers);
    const std::string target = url + path;
    error[0] = '\0';
    curl_easy_setopt(curl, CURLOPT_URL, target.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &receiver);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(options.connect_timeout_s));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(options.timeout_s));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    // Who waits long for an answer should see that the machine that owes it is gone.
    curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(curl, CURLOPT_TCP_KEEPIDLE, kProbeAfterSeconds);
    curl_easy_setopt(curl, CURLOPT_TCP_KEEPINTVL, kProbeEverySeconds);
    if (options.abandoned) {
      curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
      curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, Abandoned);
      curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &options);
    }
    // A proxy of the environment must not stand between us and our own machine.
    if (ReachesLoopback(url)) curl_easy_setopt(curl, CURLOPT_PROXY, "");
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
      return Error{target + ": " + (error[0] != '\0' ? error : curl_easy_strerror(code)) +
                   (ReachesLoopback(url) ? "" : ProxyNote())};
    }
    HttpReply reply;
    long status = 0;
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    reply.status = static_cast<int>(status);
    reply.content_type = type != nullptr ? type : "";
    reply.body = std::move(receiver.body);
    curl_header* header = nullptr;
    while ((header = curl_easy_nextheader(curl, CURLH_HEADER, -1, header)) != nullptr) {
      reply.headers[ToLower(header->name)] = header->value;
    }
    return reply;
  }

  void SetMethod(std::string_view method, const std::string_view* body, Sender& sender) {
    const auto size = static_cast<curl_off_t>(sender.rest.size());
    if (method == "GET") {
      curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    } else if (method == "HEAD") {
      curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else if (method == "POST") {
      curl_easy_setopt(curl, CURLOPT_POST, 1L);
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, size);
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->data());
    } else if (method == "PUT") {
      curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
      curl_easy_setopt(curl, CURLOPT_READFUNCTION, Send);
      curl_easy_setopt(curl, CURLOPT_READDATA, &sender);
      curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, size);
    } else {
      curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "DELETE");
    }
  }

  // libcurl signs; the hash of the body is ours to give.
  void Sign(const std::string_view* body, Headers& headers) {
    const AwsIdentity& aws = *options.aws;
    curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, ("aws:amz:" + aws.region + ":s3").c_str());
    curl_easy_setopt(curl, CURLOPT_USERNAME, aws.access_key.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, aws.secret_key.c_str());
    AddHeader("x-amz-content-sha256: " + Sha256Hex(body == nullptr ? std::string_view() : *body),
              headers);
    if (!aws.session_token.empty()) {
      AddHeader("x-amz-security-token: " + aws.session_token, headers);
    }
    if (body != nullptr) AddHeader("Content-Type: application/octet-stream", headers);
  }
};

Status CheckUrl(const std::string& url) {
  std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), curl_url_cleanup);
  CHECK(parsed != nullptr);
  auto has = [&](CURLUPart part) {
    char* text = nullptr;
    const bool found = curl_url_get(parsed.get(), part, &text, 0) == CURLUE_OK;
    curl_free(text);
    return found;
  };
  const CURLUcode code =
      curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER);
  std::string why;
  if (code != CURLUE_OK) {
    why = curl_url_strerror(code);
  } else if (!url.starts_with("http://") && !url.starts_with("https://")) {
    why = "neither http nor https";
  } else if (has(CURLUPART_QUERY) || has(CURLUPART_FRAGMENT)) {
    why = "something stands after the host";
  } else {
    return {};
  }
  return Error{"'" + url + "' is not the address of a server (" + why +
               "); write http://HOST:PORT"};
}

HttpClient::HttpClient(std::string url, HttpClientOptions options)
    : parts_(std::make_unique<Parts>()) {
  InitLibrary();
  while (!url.empty() && url.back() == '/') url.pop_back();
  parts_->url = std::move(url);
  parts_->options = std::move(options);
  parts_->curl = curl_easy_init();
  CHECK(parts_->curl != nullptr);
}

HttpClient::~HttpClient() { curl_easy_cleanup(parts_->curl); }

Result<HttpReply> HttpClient::Get(const std::string& path) { return parts_->Request("GET", path); }

Result<HttpReply> HttpClient::Post(const std::string& path, std::string_view body,
                                   const std::string& accept) {
  return parts_->Request("POST", path, &body, accept);
}

Result<HttpReply> HttpClient::Put(const std::string& path, std::string_view body) {
  return parts_->Request("PUT", path, &body);
}

Result<HttpReply> HttpClient::Head(const std::string& path) {
  return parts_->Request("HEAD", path);
}

Result<HttpReply> HttpClient::Delete(const std::string& path) {
  return parts_->Request("DELETE", path);
}

const std::string& HttpClient::url() const { return parts_->url; }

void HttpClient::set_timeout_s(int seconds) { parts_->options.timeout_s = seconds; }

}  // namespace fastnode
