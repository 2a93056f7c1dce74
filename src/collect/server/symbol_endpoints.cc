// Every answer is a walk over the postings of the store (corpus/store.h), which are sorted by
// symbol and source; nothing is indexed here. The test split is never told: it is for the
// validation of releases.
#include "collect/server/symbol_endpoints.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collect/server/answers.h"
#include "support/json_fields.h"

namespace fastnode::server {
namespace {

using corpus::Split;
using corpus::SymbolCounts;
using corpus::SymbolForm;

constexpr int64_t kDefaultLimit = 10;
constexpr size_t kMaxSymbols = 100'000;        // in one request for scores
constexpr uint64_t kMaxTextBytes = 64u << 20;  // of the texts in one answer
constexpr std::string_view kAllContexts = "symbol_context_all";

// Which uses of a symbol are asked for.
struct Scope {
  SymbolForm form = SymbolForm::kWritten;
  std::optional<corpus::SymbolContext> context;  // none: the sum of all
  Split split = Split::kTrain;

  uint32_t Count(const SymbolCounts& counts) const {
    if (context.has_value()) return counts[static_cast<size_t>(*context)];
    uint32_t sum = 0;
    for (uint32_t count : counts) sum += count;
    return sum;
  }
};

Scope ReadScope(JsonFields& fields) {
  Scope scope;
  std::string context(Name(corpus::SymbolContext::kAttribute));
  std::string split(Name(Split::kTrain));
  bool canonicalize = false;
  fields.ReadText("context", context);
  fields.ReadText("split", split);
  fields.ReadBool("canonicalize", canonicalize);
  if (context != kAllContexts) {
    scope.context = corpus::SymbolContextFromName(context);
    if (!scope.context.has_value()) fields.Fail("context", "is not a context: '" + context + "'");
  }
  std::optional<Split> known = corpus::SplitFromName(split);
  // The test split is for validation of releases alone.
  if (!known.has_value() || *known == Split::kTest) {
    fields.Fail("split", "must be 'train' or 'validation'");
  }
  scope.split = known.value_or(Split::kTrain);
  if (canonicalize) scope.form = SymbolForm::kCanonical;
  return scope;
}

bool IsDottedPath(const std::string& symbol) {
  return !symbol.empty() && symbol.size() <= corpus::kMaxSymbolBytes &&
         symbol.find('\0') == std::string::npos && symbol.front() != '.' && symbol.back() != '.' &&
         symbol.find("..") == std::string::npos;
}

struct SymbolRequest {
  std::string symbol;
  int64_t offset = 0, limit = 0;  // limit: -1 for all
  Scope scope;
};

Result<SymbolRequest> ReadSymbolRequest(const HttpRequest& http) {
  Result<Json> body = ParseBody(http);
  if (!body.ok()) return body.error();
  SymbolRequest request;
  JsonFields fields(*body, "body");
  fields.ReadText("symbol", request.symbol);
  fields.Read("offset", 0, INT64_MAX, request.offset);
  fields.Read("limit", INT64_MIN, INT64_MAX, request.limit);
  request.scope = ReadScope(fields);
  if (!IsDottedPath(request.symbol)) fields.Fail("symbol", "is not a dotted path");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (request.limit == 0) request.limit = kDefaultLimit;
  return request;
}

// A source and how often it uses a symbol in the scope.
struct Use {
  int32_t source;
  uint32_t count;
};

bool InSplit(const corpus::Store& store, int32_t source, Split split) {
  const int32_t project = store.sources()[static_cast<size_t>(source)].project;
  return store.projects()[static_cast<size_t>(project)].split == split;
}

// By content id.
Result<std::vector<Use>> UsesOf(const corpus::Store& store, const std::string& symbol,
                                const Scope& scope) {
  std::vector<Use> uses;
  Status read = store.ForEachUse(scope.form, symbol,
                                 [&](std::string_view, int32_t source, const SymbolCounts& counts) {
                                   const uint32_t count = scope.Count(counts);
                                   if (count > 0 && InSplit(store, source, scope.split))
                                     uses.push_back({source, count});
                                 });
  if (!read.ok()) return read.error();
  return uses;
}

// The part of the list that was asked for. (The answer also gives the length of the whole list.)
Result<std::vector<Use>> PageOf(std::vector<Use> uses, const SymbolRequest& request) {
  const auto size = static_cast<int64_t>(uses.size());
  if (request.offset > size) {
    return Error{"body: offset " + std::to_string(request.offset) + " is beyond the last of " +
                 std::to_string(size)};
  }
  const int64_t left = size - request.offset;
  const int64_t count = request.limit < 0 ? left : std::min(left, request.limit);
  auto first = uses.begin() + request.offset;
  return std::vector<Use>(first, first + count);
}

// Answers a request for the sources of a symbol: `answer` gets the page.
template <typename Answer>
HttpResponse AnswerPage(const corpus::Store& store, const HttpRequest& http, const Answer& answer) {
  Result<SymbolRequest> request = ReadSymbolRequest(http);
  if (!request.ok()) return HttpError(400, request.error().message);
  Result<std::vector<Use>> uses = UsesOf(store, request->symbol, request->scope);
  if (!uses.ok()) return HttpError(500, uses.error().message);
  const size_t total = uses->size();
  Result<std::vector<Use>> page = PageOf(*std::move(uses), *request);
  if (!page.ok()) return HttpError(400, page.error().message);
  return answer(*page, total);
}

// Sorted by score, ties by name.
Json Ranked(const std::map<std::string, int64_t>& scores, const char* name) {
  std::vector<std::pair<std::string, int64_t>> ranked(scores.begin(), scores.end());
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  Json list = Json::array();
  for (const auto& [text, score] : ranked) list.push_back({{name, text}, {"score", score}});
  return list;
}

}  // namespace

void SymbolEndpoints::AddTo(HttpServer& server) const {
  using Request = const HttpRequest&;
  server.Handle("POST", "/symbol/meta-info", [this](Request r) { return MetaInfo(r); });
  server.Handle("POST", "/symbol/members", [this](Request r) { return Members(r); });
  server.Handle("POST", "/symbol/sources", [this](Request r) { return Sources(r); });
  server.Handle("POST", "/symbol/scores", [this](Request r) { return Scores(r); });
  server.Handle("POST", "/symbol/imports", [this](Request r) { return Imports(r); });
  server.Handle("GET", "/symbol/packages", [this](Request r) { return Packages(r); });
  server.Handle("POST", "/hash/source", [this](Request r) { return SourceOfHash(r); });
}

HttpResponse SymbolEndpoints::MetaInfo(const HttpRequest& request) const {
  return AnswerPage(store_, request, [](const std::vector<Use>&, size_t total) {
    return JsonAnswer({{"total_sources", total}});
  });
}

HttpResponse SymbolEndpoints::Members(const HttpRequest& http) const {
  Result<SymbolRequest> request = ReadSymbolRequest(http);
  if (!request.ok()) return HttpError(400, request.error().message);
  const std::string prefix = request->symbol + ".";
  std::map<std::string, int64_t> scores;
  Status read = store_.ForEachPosting(
      request->scope.form, prefix,
      [&](std::string_view symbol, int32_t source, const SymbolCounts& counts) {
        std::string_view member = symbol.substr(prefix.size());
        if (member.find('.') != std::string_view::npos) return;
        const uint32_t count = request->scope.Count(counts);
        if (count > 0 && InSplit(store_, source, request->scope.split)) {
          scores[std::string(member)] += count;
        }
      });
  if (!read.ok()) return HttpError(500, read.error().message);
  return JsonAnswer({{"members", Ranked(scores, "member")}});
}

HttpResponse SymbolEndpoints::Sources(const HttpRequest& request) const {
  return AnswerPage(store_, request, [this](const std::vector<Use>& page, size_t total) {
    Json texts = Json::array();
    uint64_t bytes = 0;
    for (const Use& use : page) {
      bytes += store_.sources()[static_cast<size_t>(use.source)].bytes;
      if (bytes > kMaxTextBytes) {
        return HttpError(400, "body: limit asks for more than 64 MiB of sources");
      }
      Result<std::string> text = store_.Text(use.source);
      if (!text.ok()) return HttpError(500, text.error().message);
      texts.push_back(*std::move(text));
    }
    return JsonAnswer({{"sources", std::move(texts)}, {"total", total}});
  });
}

HttpResponse SymbolEndpoints::Imports(const HttpRequest& request) const {
  Result<SymbolRequest> asked = ReadSymbolRequest(request);
  if (!asked.ok()) return HttpError(400, asked.error().message);
  const auto form = static_cast<size_t>(asked->scope.form);
  return AnswerPage(store_, request, [&](const std::vector<Use>& page, size_t total) {
    Json imports = Json::array();
    for (const Use& use : page) {
      Result<corpus::FileSymbols> symbols = store_.Symbols(use.source);
      if (!symbols.ok()) return HttpError(500, symbols.error().message);
      Json of_file = Json::array();
      for (const corpus::FileSymbols::Row& row : symbols->rows[form]) {
        const auto context = static_cast<size_t>(corpus::SymbolContext::kImport);
        if (row.counts[context] > 0) of_file.push_back(row.symbol);
      }
      if (!of_file.empty()) imports.push_back(std::move(of_file));
    }
    return JsonAnswer({{"imports", std::move(imports)}, {"total", total}});
  });
}

HttpResponse SymbolEndpoints::Scores(const HttpRequest& request) const {
  Result<Json> body = ParseBody(request);
  if (!body.ok()) return HttpError(400, body.error().message);
  std::vector<std::string> symbols;
  JsonFields fields(*body, "body");
  fields.ReadTexts("symbols", symbols);
  Scope scope = ReadScope(fields);
  if (symbols.size() > kMaxSymbols) {
    fields.Fail("symbols", "names more than " + std::to_string(kMaxSymbols));
  }
  if (Status status = fields.Finish(); !status.ok()) return HttpError(400, status.error().message);
  Json scores = Json::object(), errors = Json::object();
  for (const std::string& symbol : symbols) {
    if (!IsDottedPath(symbol)) {
      errors[symbol] = "not a dotted path";
      continue;
    }
    Result<std::vector<Use>> uses = UsesOf(store_, symbol, scope);
    if (!uses.ok()) return HttpError(500, uses.error().message);
    int64_t score = 0;
    for (const Use& use : *uses) score += use.count;
    if (score > 0) {
      scores[symbol] = score;
    } else {
      errors[symbol] = "not used in this context";
    }
  }
  return JsonAnswer({{"scores", std::move(scores)}, {"errors", std::move(errors)}});
}

HttpResponse SymbolEndpoints::Packages(const HttpRequest&) const {
  std::lock_guard lock(counting_);
  if (!packages_.has_value()) {
    std::map<std::string, int64_t> scores;
    Status read = store_.ForEachPosting(
        SymbolForm::kWritten, "",
        [&](std::string_view symbol, int32_t source, const SymbolCounts& counts) {
          const uint32_t count = counts[static_cast<size_t>(corpus::SymbolContext::kImport)];
          if (count == 0 || !InSplit(store_, source, Split::kTrain)) return;
          scores[std::string(symbol.substr(0, symbol.find('.')))] += count;
        });
    if (!read.ok()) return HttpError(500, read.error().message);
    packages_ = Ranked(scores, "name");
  }
  return JsonAnswer(*packages_);
}

HttpResponse SymbolEndpoints::SourceOfHash(const HttpRequest& request) const {
  Result<Json> body = ParseBody(request);
  if (!body.ok()) return HttpError(400, body.error().message);
  std::string hash;
  JsonFields fields(*body, "body");
  fields.ReadText("hash", hash);
  std::optional<ContentId> id = ContentId::FromHex(hash);
  if (!id.has_value()) fields.Fail("hash", "must be 32 hexadecimal digits");
  if (Status status = fields.Finish(); !status.ok()) return HttpError(400, status.error().message);
  const int32_t source = store_.FindSource(*id);
  // The test split is for validation of releases alone.
  if (source < 0 || InSplit(store_, source, Split::kTest)) {
    return HttpError(404, "no source " + hash);
  }
  Result<std::string> text = store_.Text(source);
  if (!text.ok()) return HttpError(500, text.error().message);
  return JsonAnswer({{"source", *std::move(text)}});
}

}  // namespace fastnode::server
