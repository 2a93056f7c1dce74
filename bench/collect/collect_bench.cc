// Speed of the data side. run.sh says what is measured; each of these prints its rows:
//
//   collect_bench floor STORE: tree-sitter alone, over the sources drawn from
//   collect_bench again STORE: texts as where somebody types, analysed
//   collect_bench index FASTNODE CORPUS-FOLDER LIBRARY STORE: corpus add into a new store
//   collect_bench cold STORE LIBRARY METAINFO USAGE: the first row of `cut` alone
//   collect_bench cut STORE LIBRARY METAINFO USAGE CUTS: one thread draws, cuts and encodes
//   collect_bench contexts FOLDER: the index of a project's sources
//   collect_bench shards FOLDER: a training's reading of shards, by one thread and by several
//   collect_bench client URL METAINFO SERVER-PID: one client of a server
//   collect_bench memory URL METAINFO SERVER-PID SAMPLES: of a server, drawing from everywhere
//   collect_bench load URL METAINFO SERVER-PID REQUESTS: 200 clients
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <tree_sitter/api.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "analyze/ast/reparse.h"
#include "collect/context/index.h"
#include "collect/corpus/statistics.h"
#include "collect/draw/read_ahead.h"
#include "collect/draw/session.h"
#include "collect/pack/analyse.h"
#include "collect/record/cut_store.h"
#include "collect/record/encode.h"
#include "collect/record/shard_folder.h"
#include "collect/server/client.h"
#include "collect/server/local_data.h"
#include "support/check.h"
#include "support/compress.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/http_client.h"
#include "support/random.h"
#include "support/tfrecord.h"

extern "C" const TSLanguage* tree_sitter_python();

namespace fastnode {
namespace {

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double CpuSeconds(const rusage& usage) {
  auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double OwnCpuSeconds() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return CpuSeconds(usage);
}

// The value; an error ends the program.
template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "collect_bench: %s\n", result.error().message.c_str());
    std::exit(1);
  }
  return *std::move(result);
}

int Index(char** argv) {
  const std::string program = argv[0], folder = argv[1], library = argv[2], store = argv[3];
  std::filesystem::remove_all(store);
  const auto start = Clock::now();
  const pid_t child = fork();
  if (child == 0) {
    // What it prints does not matter.
    if (std::freopen("/dev/null", "w", stdout) == nullptr ||
        std::freopen("/dev/null", "w", stderr) == nullptr) {
      _exit(1);
    }
    execl(program.c_str(), program.c_str(), "corpus", "add", "--store", store.c_str(), "--library",
          library.c_str(), folder.c_str(), nullptr);
    _exit(1);
  }
  int status = 0;
  rusage usage;
  wait4(child, &status, 0, &usage);
  if (status != 0) return 1;
  const double seconds = Since(start);
  double bytes = 0, files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".py" || !entry.is_regular_file()) continue;
    ++files;
    bytes += static_cast<double>(entry.file_size());
  }
  const auto stored = static_cast<double>(std::filesystem::file_size(store + "/data.mdb"));
  fmt::print(
      "index: {:.0f} files, {:.1f} MB in {:.1f} s ({:.1f} CPU s): {:.0f} files/s, {:.2f} MB/s\n",
      files, bytes / 1e6, seconds, CpuSeconds(usage), files / seconds, bytes / 1e6 / seconds);
  fmt::print("index: store {:.1f} MB, {:.2f} MB a MB of source; peak memory {:.0f} MB\n",
             stored / 1e6, stored / bytes, static_cast<double>(usage.ru_maxrss) / 1024);
  const auto opening = Clock::now();
  Must(corpus::Store::Open(store));
  fmt::print("index: the store is opened, its checksum read, in {:.0f} ms\n",
             1000 * Since(opening));
  return 0;
}

struct Rate {
  double graphs = 0, seconds = 0, cpu = 0, bytes = 0;
};

void Print(const std::string& name, const Rate& rate) {
  fmt::print("{:<34}{:>9.0f} graphs/s{:>9.0f} a CPU second{:>9.0f} bytes a graph\n", name,
             rate.graphs / rate.seconds, rate.graphs / rate.cpu, rate.bytes / rate.graphs);
}

constexpr int64_t kSamples = 100;  // of 64 sites each
constexpr int kRounds = 10;        // of what is quick

// Draws all samples so many times; `use` returns how many bytes it makes of one.
Rate DrawAll(const draw::Drawer& drawer, int rounds,
             const std::function<size_t(const pack::PackedSample&)>& use) {
  Rate rate;
  const auto start = Clock::now();
  const double cpu = OwnCpuSeconds();
  for (int64_t k = 0; k < rounds * kSamples; ++k) {
    const pack::PackedSample sample = Must(drawer.DrawPacked(k % kSamples));
    rate.graphs += sample.num_sites();
    rate.bytes += static_cast<double>(use(sample));
  }
  rate.seconds = Since(start);
  rate.cpu = OwnCpuSeconds() - cpu;
  return rate;
}

// Microseconds a graph, and the share of the whole.
void PrintPhases(const pack::PhaseTimes& times, const Rate& rate) {
  for (int i = 0; i < pack::kNumPhases; ++i) {
    const auto phase = static_cast<pack::Phase>(i);
    if (times.Seconds(phase) <= 0) continue;
    fmt::print("    {:<30}{:>9.1f} us a graph{:>6.1f} %\n", pack::Words(phase),
               1e6 * times.Seconds(phase) / rate.graphs, 100 * times.Seconds(phase) / rate.seconds);
  }
}

size_t SizeAsTable(const pack::PackedSample& sample) { return record::Encode(sample).size(); }

// Cuts made anew. Their signature is another one where any byte of a sample is.
void DrawCold(const draw::Drawer& drawer) {
  uint64_t signature = 0;
  const Rate cold = DrawAll(drawer, 1, [&](const pack::PackedSample& sample) {
    signature = Hash64(sample.bytes(), signature);
    return SizeAsTable(sample);
  });
  Print("cut, one thread, cold", cold);
  PrintPhases(drawer.counts().times, cold);
  fmt::print("    signature of the samples: {:016x}\n", signature);
}

int Cold(char** argv) {
  auto local = Must(server::LocalData::Open({argv[0], argv[1], argv[2], argv[3]}, nullptr));
  DrawCold(*Must(draw::Drawer::Create(local->data(), {})));
  return 0;
}

int Cut(char** argv) {
  std::filesystem::remove_all(argv[4]);
  std::unique_ptr<record::CutStore> cuts = Must(record::CutStore::Open(argv[4]));
  auto local = Must(server::LocalData::Open({argv[0], argv[1], argv[2], argv[3]}, cuts.get()));
  auto drawer = Must(draw::Drawer::Create(local->data(), {}));
  using Packed = const pack::PackedSample&;
  DrawCold(*drawer);
  CHECK(cuts->Flush().ok());
  Print("cut, one thread, remembered", DrawAll(*drawer, kRounds, SizeAsTable));
  Print("the same, packed",
        DrawAll(*drawer, kRounds, [](Packed sample) { return sample.bytes().size(); }));
  Print("the same, unpacked", DrawAll(*drawer, kRounds, [](Packed sample) {
          sample.Unpack();
          return sample.bytes().size();
        }));
  Print("the same, with zstd", DrawAll(*drawer, 1, [](Packed sample) {
          return Compress(record::Encode(sample), 1).size();
        }));
  Print("packed, with zstd",
        DrawAll(*drawer, 1, [](Packed sample) { return Compress(sample.bytes(), 1).size(); }));
  return 0;
}

// What no draw can do without: each source of the training split is parsed once, and gives as many
// graphs as it has sites, 16 at most.
// Of all Python files below a folder as one project: how long its index takes, how much memory, how
// long when one file was edited, and how long a question for a name after a dot.
int Contexts(char** argv) {
  std::vector<std::string> texts;
  double bytes = 0;
  for (const std::string& name : Must(ListFiles(argv[0], ".py"))) {
    texts.push_back(Must(ReadFile(std::string(argv[0]) + "/" + name)));
    bytes += static_cast<double>(texts.back().size());
  }
  double start = OwnCpuSeconds();
  std::vector<context::FileTokens> files;
  for (const std::string& text : texts) files.push_back(context::ReadTokens(text));
  const double reading = OwnCpuSeconds() - start;
  start = OwnCpuSeconds();
  context::Index::Builder builder;
  for (const context::FileTokens& file : files) builder.Add(file);
  const context::Index index = std::move(builder).Finish();
  const double sorting = OwnCpuSeconds() - start;
  start = OwnCpuSeconds();
  const size_t edited = files.size() / 2;
  context::Index::Builder again;
  for (size_t i = 0; i < files.size(); ++i) {
    if (i == edited) {
      again.Add(files[i]);
    } else {
      again.Add(index, static_cast<int32_t>(i));
    }
  }
  CHECK(std::move(again).Finish() == index);
  const double editing = OwnCpuSeconds() - start;

  std::vector<double> micros;
  double found = 0;
  context::Followers followers;
  for (size_t i = 0; i < texts.size(); ++i) {
    const context::Tokens tokens = context::Tokenize(texts[i]);
    for (size_t at = 1; at < tokens.size(); at += 97) {
      while (at < tokens.size() && tokens.list[at - 1] != context::tokens::kDot) ++at;
      const auto begin = Clock::now();
      followers.Clear();
      const context::Left left = context::LeftOf(tokens.list, at, context::Asked::kAttribute);
      index.Find(left, static_cast<int32_t>(i), followers);
      micros.push_back(1e6 * Since(begin));
      found += static_cast<double>(followers.list().size());
    }
  }
  std::sort(micros.begin(), micros.end());
  fmt::print(
      "contexts: {} files, {:.1f} MB, {:.1f} million tokens; read at {:.0f} MB/s, sorted in {:.2f} "
      "s, with one file edited in {:.2f} s; {:.1f} MB of memory\n",
      texts.size(), bytes / 1e6, static_cast<double>(index.num_tokens()) / 1e6,
      bytes / 1e6 / reading, sorting, editing, static_cast<double>(index.bytes()) / 1e6);
  const size_t count = micros.size();
  if (count == 0) return 0;
  fmt::print("contexts: {} questions: median {:.0f} us, 99th percentile {:.0f} us; {:.0f} names\n",
             count, micros[count / 2], micros[count * 99 / 100],
             found / static_cast<double>(count));
  return 0;
}

int Floor(char** argv) {
  constexpr int64_t kSitesPerSource = 16;
  const corpus::Store store = Must(corpus::Store::Open(argv[0]));
  double bytes = 0, graphs = 0, sources = 0, seconds = 0;
  for (int32_t source : store.SourcesOf(corpus::Split::kTrain)) {
    const corpus::Source& row = store.sources()[static_cast<size_t>(source)];
    if (row.sites == 0) continue;
    const std::string text = Must(store.Text(source));
    const double start = OwnCpuSeconds();
    TSParser* parser = ts_parser_new();
    ts_parser_set_language(parser, tree_sitter_python());
    TSTree* tree =
        ts_parser_parse_string(parser, nullptr, text.data(), static_cast<uint32_t>(text.size()));
    ts_tree_delete(tree);
    ts_parser_delete(parser);
    seconds += OwnCpuSeconds() - start;
    bytes += static_cast<double>(text.size());
    graphs += static_cast<double>(std::min<int64_t>(row.sites, kSitesPerSource));
    ++sources;
  }
  fmt::print(
      "floor: tree-sitter alone {:.2f} MB/s; {:.1f} kB and {:.1f} graphs a source: {:.0f} "
      "graphs/s\n",
      bytes / 1e6 / seconds, bytes / 1e3 / sources, graphs / sources, graphs / seconds);
  return 0;
}

// Texts as they are where somebody types: of each source some, cut off after an attribute's name,
// up to the line's end. What it costs to analyse them, knowing the whole source.
int Again(char** argv) {
  constexpr size_t kSources = 400, kTexts = 10;
  const corpus::Store store = Must(corpus::Store::Open(argv[0]));
  const std::vector<int32_t> sources = store.SourcesOf(corpus::Split::kTrain);
  Random random(1, 0, 0);
  double texts = 0, in_part = 0, bytes = 0, whole = 0, parse = 0, again = 0, num_sources = 0;
  for (size_t i = 0; i < kSources; ++i) {
    const int32_t source = sources[random.Below(sources.size())];
    double start = OwnCpuSeconds();
    const pack::AnalysedSource before = pack::AnalyseTree(Must(store.Tree(source)));
    whole += OwnCpuSeconds() - start;
    ++num_sources;
    const std::string& text = before.index.tree.source;
    if (before.index.attributes.empty()) continue;
    for (size_t k = 0; k < kTexts; ++k) {
      const bind::AttributeUse& use =
          before.index.attributes[random.Below(before.index.attributes.size())];
      const size_t begin = before.index.tree[use.name].end;
      std::string typed = text;
      typed.erase(begin, std::min(text.find('\n', begin), text.size()) - begin);
      ++texts;
      bytes += static_cast<double>(typed.size());
      start = OwnCpuSeconds();
      in_part += Must(ast::Reparse(before.index.tree, typed)).in_part ? 1 : 0;
      parse += OwnCpuSeconds() - start;
      start = OwnCpuSeconds();
      Must(pack::AnalyseAgain(before, std::move(typed)));
      again += OwnCpuSeconds() - start;
    }
  }
  fmt::print(
      "typed: {:.1f} kB a text, {:.1f} % parsed in part; {:.0f} us a source, {:.0f} us a text, of "
      "these {:.0f} us parsing\n",
      bytes / 1e3 / texts, 100 * in_part / texts, 1e6 * whole / num_sources, 1e6 * again / texts,
      1e6 * parse / texts);
  return 0;
}

std::string CreateSession(HttpClient& client, const std::string& metainfo, int sites, int seed,
                          int sites_per_source = 32) {
  Json body = {
      {"random_seed", seed}, {"sites_per_sample", sites}, {"sites_per_source", sites_per_source}};
  body["metainfo"] = Must(ParseJson(metainfo));
  HttpReply reply = Must(client.Post("/session", PrintJson(body)));
  CHECK(reply.status == 200);
  return Must(ParseJson(reply.body))["session"].get<std::string>();
}

// CPU seconds that a process has used so far.
double CpuSecondsOf(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  std::string skipped;
  double user = 0, system = 0;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// What `fetch` gets, in graphs a second, a CPU second of the server and one of ours.
void PrintServed(const std::string& name, const std::string& pid,
                 const std::function<Rate()>& fetch) {
  const auto start = Clock::now();
  const double cpu = OwnCpuSeconds(), servers = CpuSecondsOf(pid);
  const Rate rate = fetch();
  const double graphs = rate.graphs;
  fmt::print("{:<34}{:>9.0f} graphs/s{:>9.0f} a CPU second of the server{:>9.0f} of the client",
             name, graphs / Since(start), graphs / std::max(CpuSecondsOf(pid) - servers, 0.01),
             graphs / std::max(OwnCpuSeconds() - cpu, 0.01));
  if (rate.bytes > 0) fmt::print("{:>9.0f} bytes a graph", rate.bytes / graphs);
  fmt::print("\n");
}

// `samples` samples, four per request, read but not decoded.
Rate Fetch(HttpClient& client, const std::string& session, const std::string& accept,
           int64_t samples) {
  Rate rate;
  for (int64_t k = 0; k < samples; k += 4) {
    const Json request = {{"session", session}, {"index", k % kSamples}, {"num_batches", 4}};
    HttpReply reply = Must(client.Post("/session", PrintJson(request), accept));
    CHECK(reply.status == 200);
    rate.bytes += static_cast<double>(reply.body.size());
    rate.graphs += 4 * 64;
  }
  return rate;
}

int Client(char** argv) {
  const std::string url = argv[0], metainfo = Must(ReadFile(argv[1])), pid = argv[2];
  HttpClient client(url);
  const std::string session = CreateSession(client, metainfo, 64, 1);
  auto row = [&](const std::string& name, const std::string& accept, int64_t samples) {
    PrintServed(name, pid, [&] { return Fetch(client, session, accept, samples); });
  };
  row("served, cold", std::string(record::kPackedSamples), kSamples);
  // What the server draws ahead behind the last one is not to be paid for by the next row.
  const Json behind = {{"session", session}, {"index", kSamples}, {"num_batches", 12}};
  CHECK(Must(client.Post("/session", PrintJson(behind))).status == 200);
  // The way a trainer reads: decoded and verified.
  draw::SessionConfig config;
  config.seed = 1;
  auto source = Must(server::HttpSampleSource::Connect(
      {url, ""}, Must(draw::DecodeMetainfo(metainfo)), config, 4));
  PrintServed("served, remembered, to a trainer", pid, [&] {
    Rate rate;
    for (int64_t k = 0; k < kRounds * kSamples; ++k) {
      rate.graphs += Must(source->Get(k % kSamples)).num_sites();
    }
    return rate;
  });
  row("served, packed", std::string(record::kPackedSamples), kRounds * kSamples);
  row("served, tables", std::string(record::kPlainSamples), kRounds * kSamples);
  row("served, tables in zstd", std::string(record::kZstdSamples), kSamples);
  row("served, JSON", "application/json", 12);
  return 0;
}

// One kind of request and the status it must get.
struct Kind {
  std::string method, path, body, accept;
  int status;
};

std::vector<Kind> Kinds(const std::vector<std::string>& sessions) {
  const std::string json = "application/json";
  std::vector<Kind> kinds = {
      {"GET", "/healthz", "", json, 200},
      {"GET", "/dataset", "", json, 200},
      {"GET", "/sessions/info", "", json, 200},
      {"GET", "/symbol/packages", "", json, 200},
      {"POST", "/symbol/meta-info", R"({"symbol": "os.path.join"})", json, 200},
      {"POST", "/symbol/meta-info", R"({"symbol": "json", "context": "symbol_context_all"})", json,
       200},
      {"POST", "/symbol/members", R"({"symbol": "os.path"})", json, 200},
      {"POST", "/symbol/scores", R"({"symbols": ["json.loads", "re.compile", "no.such"]})", json,
       200},
      {"POST", "/symbol/sources", R"({"symbol": "json.loads", "limit": 1})", json, 200},
      {"GET", "/no/such/path", "", json, 404},
      {"POST", "/dataset", "{}", json, 405},
      {"POST", "/session", "{", json, 400},
      {"POST", "/session", R"({"random_seed": 1})", json, 400},
      {"POST", "/session", R"({"session": "none", "index": 0})", json, 404},
      {"POST", "/session/ping", R"({"session": 7})", json, 400},
      {"POST", "/symbol/members", R"({"symbol": "a..b"})", json, 400},
      {"POST", "/symbol/scores", R"({"symbols": 3, "surplus": 1})", json, 400},
      {"POST", "/traindata", R"({"max_rows": 3})", json, 400},
      {"GET", "/usage?config=0", "", json, 404},
  };
  for (const std::string& session : sessions) {
    const std::string name = PrintJson(Json(session));
    kinds.push_back({"POST", "/session/ping", "{\"session\": " + name + "}", json, 200});
    for (int k : {0, 1, 5}) {
      kinds.push_back({"POST", "/session",
                       "{\"session\": " + name + ", \"index\": " + std::to_string(k) + "}",
                       "application/x-flatbuffers", 200});
    }
  }
  return kinds;
}

// A line of a process's status, in MB: "RssAnon", its own memory, or "VmHWM", with maps of files.
double MemoryOf(const std::string& pid, const std::string& field) {
  std::ifstream status("/proc/" + pid + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field + ":")) return std::stod(line.substr(field.size() + 1)) / 1024;
  }
  return 0;
}

// One site of each source, so that few samples meet most of the corpus.
int Memory(char** argv) {
  const std::string url = argv[0], metainfo = Must(ReadFile(argv[1])), pid = argv[2];
  const int64_t samples = std::atoll(argv[3]);
  auto print = [&](const std::string& when) {
    fmt::print("memory of the server, {:<28}{:>6.0f} MB its own{:>6.0f} MB of mapped files\n", when,
               MemoryOf(pid, "RssAnon"), MemoryOf(pid, "RssFile"));
  };
  HttpClient client(url);
  print("at its start");
  const std::string session = CreateSession(client, metainfo, 64, 2, 1);
  print("with training data made");
  for (int64_t k = 0; k < samples; k += 4) {
    const Json request = {{"session", session}, {"index", k}, {"num_batches", 4}};
    CHECK(Must(client.Post("/session", PrintJson(request), std::string(record::kPackedSamples)))
              .status == 200);
  }
  print(fmt::format("after {} sources drawn from", 64 * samples));
  return 0;
}

int Load(char** argv) {
  constexpr int kClients = 200;
  const std::string url = argv[0], metainfo = Must(ReadFile(argv[1])), pid = argv[2];
  const int64_t requests = std::atoll(argv[3]);
  HttpClient first(url);
  std::vector<std::string> sessions;
  for (int i = 0; i < 4; ++i) sessions.push_back(CreateSession(first, metainfo, 8, i));
  const std::vector<Kind> kinds = Kinds(sessions);
  std::atomic<int64_t> next = 0, wrong = 0, failed = 0, refused = 0;
  std::vector<std::vector<float>> times(kClients);
  const double before = MemoryOf(pid, "RssAnon");
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (int c = 0; c < kClients; ++c) {
    threads.emplace_back([&, c] {
      HttpClient client(url);
      for (int64_t i = next++; i < requests; i = next++) {
        Random random(1, 0, static_cast<uint64_t>(i));
        const Kind& kind = kinds[random.Below(kinds.size())];
        const auto asked = Clock::now();
        Result<HttpReply> reply = kind.method == "GET"
                                      ? client.Get(kind.path)
                                      : client.Post(kind.path, kind.body, kind.accept);
        times[static_cast<size_t>(c)].push_back(static_cast<float>(Since(asked)));
        if (!reply.ok()) {
          if (++failed < 5) std::fprintf(stderr, "%s\n", reply.error().message.c_str());
        } else if (reply->status != kind.status) {
          if (++wrong < 5) {
            std::fprintf(stderr, "%s: %d, not %d: %s\n", kind.path.c_str(), reply->status,
                         kind.status, reply->body.substr(0, 200).c_str());
          }
        }
        if (kind.status >= 400) ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = Since(start);
  std::vector<float> all;
  for (const auto& some : times) all.insert(all.end(), some.begin(), some.end());
  std::sort(all.begin(), all.end());
  auto quantile = [&](double q) {
    return 1000 * all[static_cast<size_t>(q * static_cast<double>(all.size() - 1))];
  };
  fmt::print("load: {} clients, {} requests in {:.0f} s ({:.0f}/s), {} of them invalid\n", kClients,
             requests, seconds, static_cast<double>(requests) / seconds, refused.load());
  fmt::print("load: {} failed, {} with another status than theirs\n", failed.load(), wrong.load());
  fmt::print("load: p50 {:.1f} ms, p95 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms\n", quantile(.5),
             quantile(.95), quantile(.99), quantile(1));
  fmt::print(
      "load: memory of the server {:.0f} MB before, {:.0f} MB after; {:.0f} MB with its maps of "
      "files\n",
      before, MemoryOf(pid, "RssAnon"), MemoryOf(pid, "VmHWM"));
  return failed + wrong == 0 ? 0 : 1;
}

}  // namespace
// Sites that a training could read a second, of a folder of shards with samples from 0 on.
int Shards(char** argv) {
  const std::string folder = argv[0];
  const auto session = Must(record::ReadShardSession(folder));
  const auto ranges = Must(record::ListShards(folder));
  CHECK(session.has_value() && !ranges.empty());
  const record::ShardRange all{0, ranges.back().end};
  for (const int32_t num_threads : {1, 2, 4, 8}) {
    auto source =
        Must(record::ShardSampleSource::Open(folder, *session, all, INT32_MAX, INT32_MAX));
    draw::ReadAhead ahead(std::move(source),
                          {.num_ahead = std::max(8, 4 * num_threads), .num_threads = num_threads});
    double sites = 0;
    const double cpu = OwnCpuSeconds();
    const auto begin = Clock::now();
    for (int round = 0; round < kRounds; ++round) {
      for (int64_t k = 0; k < all.end; ++k) sites += Must(ahead.Get(k)).num_sites();
    }
    fmt::print("shards: {} threads: {:>9.0f} sites/s{:>9.0f} a CPU second\n", num_threads,
               sites / Since(begin), sites / (OwnCpuSeconds() - cpu));
  }
  return 0;
}

}  // namespace fastnode

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "index" && argc == 6) return fastnode::Index(argv + 2);
  if (what == "cold" && argc == 6) return fastnode::Cold(argv + 2);
  if (what == "cut" && argc == 7) return fastnode::Cut(argv + 2);
  if (what == "floor" && argc == 3) return fastnode::Floor(argv + 2);
  if (what == "again" && argc == 3) return fastnode::Again(argv + 2);
  if (what == "contexts" && argc == 3) return fastnode::Contexts(argv + 2);
  if (what == "shards" && argc == 3) return fastnode::Shards(argv + 2);
  if (what == "memory" && argc == 6) return fastnode::Memory(argv + 2);
  if (what == "client" && argc == 5) return fastnode::Client(argv + 2);
  if (what == "load" && argc == 6) return fastnode::Load(argv + 2);
  std::fprintf(stderr, "see bench/collect/run.sh\n");
  return 2;
}
