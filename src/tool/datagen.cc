// fastnode datagen
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "collect/corpus/catalogue.h"
#include "collect/corpus/store.h"
#include "collect/draw/parts.h"
#include "collect/record/cut_store.h"
#include "collect/record/generate.h"
#include "collect/server/local_data.h"
#include "learn/model/validation_session.h"
#include "support/file.h"
#include "support/object_store.h"
#include "support/stop_signal.h"
#include "tool/arguments.h"
#include "tool/commands.h"
#include "tool/former_name.h"
#include "tool/session_flags.h"

namespace fastnode::tool {
namespace {

constexpr int64_t kSamplesPerShard = 100;

struct DatagenArguments {
  server::LocalFiles files;
  std::string out, cuts, publish;
  bool no_cuts = false, no_compression = false, by_corpus_part = false, by_condition = false;
  int64_t first = 0, samples = 0, validation_samples = 16;
  uint64_t seed = 1;
  draw::SessionConfig session;
  record::GenerateOptions generate;
};

// The object store that shards are published in: what another process, or this one before it was
// killed, has drawn is brought from there.
class Publisher {
 public:
  Publisher(std::unique_ptr<ObjectStore> store, std::string folder)
      : store_(std::move(store)), folder_(std::move(folder)) {}

  Status Bring(const std::string& path) {
    Result<int64_t> there = store_->Size(Key(path));
    if (!there.ok()) return there.error();
    if (*there < 0) return {};
    Result<std::string> bytes = store_->Get(Key(path));
    if (!bytes.ok()) return bytes.error();
    Status made = MakeFolders(path.substr(0, path.rfind('/')));
    return made.ok() ? WriteFileAtomic(path, *bytes) : made;
  }

  // Copies a file there; one that was not just drawn only if it is not there. What was drawn may be
  // there damaged, as it may have come from there.
  Status Publish(const std::string& path, bool drawn) {
    Result<std::string> bytes = ReadFile(path);
    if (!bytes.ok()) return bytes.error();
    if (!drawn) {
      Result<int64_t> there = store_->Size(Key(path));
      if (!there.ok()) return there.error();
      if (*there == static_cast<int64_t>(bytes->size())) return {};
    }
    return store_->Put(Key(path), *bytes);
  }

 private:
  std::string Key(const std::string& path) const { return path.substr(folder_.size() + 1); }

  const std::unique_ptr<ObjectStore> store_;
  const std::string folder_;
};

// Of a dataset with shares: a shard is a round, so that it is of one share, and so are its draws of
// one part. Shards of parts that are not here are not taken.
Status TakeWhatIsHere(const server::LocalData& local, const draw::Drawer& drawer,
                      record::GenerateOptions& options) {
  int64_t& length = options.session.samples_per_shard;
  const int64_t together = drawer.samples_per_round();
  if (length == 0) length = drawer.num_shares() > 1 ? together : kSamplesPerShard;
  if (local.parts() == nullptr || local.parts()->missing().empty()) return {};
  if (together % length != 0) {
    return Error{
        "only some parts of the corpus are drawn from here, and a shard of " +
        std::to_string(length) +
        " samples would need several: leave out --samples-per-shard, or give a divisor of " +
        std::to_string(together)};
  }
  options.takes = [&drawer, together](const record::ShardRange& shard) {
    return drawer.HasRound(shard.begin / together);
  };
  return {};
}

// One of the folder's two parts.
Status Draw(const DatagenArguments& arguments, const server::LocalData& local,
            const draw::SessionConfig& session, const std::string& name, record::ShardRange range) {
  if (range.begin == range.end) return {};
  auto drawer = draw::Drawer::Create(local.data(), session, arguments.generate.num_threads);
  if (!drawer.ok()) return drawer.error();
  record::GenerateOptions options = arguments.generate;
  options.folder = arguments.out + "/" + name;
  options.range = range;
  options.samples_together = session.samples_per_round;
  options.session.dataset_id = local.data()->metainfo.dataset_id;
  options.session.metainfo_hash = local.metainfo_hash();
  options.session.session = PrintJson(draw::SessionConfigToJson(session));
  options.session.compressed = !arguments.no_compression;
  options.stop = &StopRequested();
  if (Status set = TakeWhatIsHere(local, **drawer, options); !set.ok()) return set.error();
  std::optional<Publisher> publisher;
  if (!arguments.publish.empty()) {
    auto opened = OpenStore(arguments.publish);
    if (!opened.ok()) return opened.error();
    publisher.emplace(*std::move(opened), arguments.out);
    options.bring = [&](const std::string& path) { return publisher->Bring(path); };
    options.whole = [&](const std::string& path, bool drawn) {
      return publisher->Publish(path, drawn);
    };
  }
  Result<record::GenerateReport> report =
      record::Generate(options, [&](int64_t k) -> Result<std::string> {
        Result<pack::PackedSample> sample = (*drawer)->DrawPacked(k);
        if (!sample.ok()) return sample.error();
        return sample->bytes();
      });
  if (!report.ok()) return report.error();
  std::printf("%s: samples %lld to %lld in %.1f MB; %lld shards drawn, %lld there already",
              options.folder.c_str(), static_cast<long long>(range.begin),
              static_cast<long long>(range.end - 1), static_cast<double>(report->bytes) / 1e6,
              static_cast<long long>(report->made), static_cast<long long>(report->present));
  if (report->repaired > 0) {
    std::printf(", %lld damaged ones drawn again", static_cast<long long>(report->repaired));
  }
  if (report->elsewhere > 0) {
    std::printf(", %lld left to those who have their parts",
                static_cast<long long>(report->elsewhere));
  }
  std::printf("\n");
  for (const auto& [reason, count] : (*drawer)->counts().replaced) {
    std::printf("  %lld places replaced: %s\n", static_cast<long long>(count), reason.c_str());
  }
  return {};
}

// Work is dealt by the corpus's parts: which of them this one draws from, and which share of it.
Status DealByCorpusPart(DatagenArguments& arguments) {
  if (!corpus::HasCatalogue(arguments.files.store)) {
    return Error{arguments.files.store + " is no corpus in parts; leave out --by-corpus-part"};
  }
  Result<corpus::Catalogue> catalogue = corpus::ReadCatalogue(arguments.files.store);
  if (!catalogue.ok()) return catalogue.error();
  int &part = arguments.generate.part, &parts = arguments.generate.parts;
  const int num_parts = catalogue->num_parts();
  if (parts % num_parts != 0) {
    return Error{"--parts must be a multiple of the corpus's " + std::to_string(num_parts) +
                 " parts, with --by-corpus-part"};
  }
  arguments.files.part = part % num_parts;
  part /= num_parts;
  parts /= num_parts;
  return {};
}

Status Run(DatagenArguments& arguments) {
  if (arguments.by_corpus_part) {
    if (Status dealt = DealByCorpusPart(arguments); !dealt.ok()) return dealt;
  }
  std::unique_ptr<record::CutStore> cuts;
  // Where no store is, no folder of cuts is made: opening the store says what is wrong.
  if (!arguments.no_cuts && corpus::HasStore(arguments.files.store)) {
    if (arguments.cuts.empty()) arguments.cuts = arguments.files.store + "/cuts";
    auto opened = record::CutStore::Open(arguments.cuts);
    if (opened.ok()) {
      cuts = *std::move(opened);
    } else {
      // This only costs time. A cluster's tasks share a store, and not all of them can share this.
      std::fprintf(stderr, "fastnode datagen: without remembered cuts: %s\n",
                   opened.error().message.c_str());
    }
  }
  auto local = server::LocalData::Open(arguments.files, cuts.get());
  if (!local.ok()) return local.error();
  while (arguments.out.size() > 1 && arguments.out.ends_with('/')) arguments.out.pop_back();
  // Set the way training sets it.
  arguments.session.seed = arguments.seed;
  const record::ShardRange range{arguments.first, arguments.first + arguments.samples};
  // The samples of validation first: a training that sync feeds does not begin without them.
  if (arguments.generate.part == 0) {
    DatagenArguments whole = arguments;
    whole.generate.parts = 1;
    const record::ShardRange judges{0, arguments.validation_samples};
    Status drawn = Draw(whole, **local, learn::ValidationSession(arguments.session),
                        learn::kValidationSamples, judges);
    if (!drawn.ok()) return drawn;
    if (arguments.by_condition) {
      for (const auto& under : learn::ValidationByCondition(arguments.session)) {
        drawn = Draw(whole, **local, under.session, under.folder, judges);
        if (!drawn.ok()) return drawn;
      }
    }
  }
  return Draw(arguments, **local, arguments.session, learn::kTrainingSamples, range);
}

}  // namespace

int RunDatagen(int argc, char** argv) {
  DatagenArguments arguments;
  CLI::App app{
      "Draws samples into shards (docs/formats/record.md), to train from them without a server.\n"
      "Sample k is the same whoever draws it, so any number of processes can fill one folder, each "
      "with a range or a --part of one. Shards that are there and whole are not drawn again.",
      "fastnode datagen"};
  app.add_option("--store", arguments.files.store, "folder of the corpus store")->required();
  app.add_option("--library", arguments.files.library, "file of the library it was made with")
      ->required();
  app.add_option("--corpus-part", arguments.files.part,
                 "of a corpus in parts with shares: draw only what falls into this part, from 0 "
                 "(default: into the parts that are in --store)")
      ->check(CLI::Range(0, corpus::kMaxParts - 1));
  app.add_flag(
         "--by-corpus-part", arguments.by_corpus_part,
         "--part I of --parts N draws from the corpus's part I modulo P alone, of P, so that it "
         "needs no other; N is a multiple of P")
      ->excludes("--corpus-part");
  app.add_option("--metainfo", arguments.files.metainfo, "out/metainfo.json")->required();
  app.add_option("--usage", arguments.files.usage, "out/usage.bin")->required();
  app.add_option("--out", arguments.out, "folder; train/ and validation/ are made in it")
      ->required();
  app.add_option("--publish", arguments.publish,
                 "copy each shard, once it is whole, to s3://bucket/prefix or file:///folder, for "
                 "'fastnode sync'; those that are there and whole are not drawn again");
  auto count = CLI::Range(int64_t{0}, int64_t{1'000'000'000});
  app.add_option("--samples", arguments.samples, "training samples, one per step")
      ->required()
      ->check(count);
  app.add_option("--first", arguments.first, "the first of them; a multiple of --samples-per-shard")
      ->capture_default_str()
      ->check(count);
  app.add_option("--validation-samples", arguments.validation_samples, "")
      ->capture_default_str()
      ->check(count);
  app.add_flag("--by-condition", arguments.by_condition,
               "as many validation samples more under each condition alone, for 'fastnode train "
               "--by-condition'");
  app.add_option("--part", arguments.generate.part,
                 "which of --parts; part 0 draws the validation samples too")
      ->capture_default_str()
      ->check(CLI::Range(0, 99'999));
  app.add_option("--parts", arguments.generate.parts,
                 "each process draws every --parts-th shard of the range")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
  CLI::Option* per_shard =
      app.add_option("--samples-per-shard", arguments.generate.session.samples_per_shard,
                     "default: 100; of a dataset with shares those of a round");
  per_shard->check(CLI::Range(1, 10'000));
  AddFormerName(app, "--samples-a-shard", per_shard);
  app.add_flag("--no-compression", arguments.no_compression, "larger files, read faster");
  app.add_option("--seed", arguments.seed, "seed of training")->capture_default_str();
  AddSessionFlags(app, arguments.session);
  app.add_option("--threads", arguments.generate.num_threads, "")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  app.add_option(
      "--cuts", arguments.cuts,
      "folder of remembered cuts, a cache (default: cuts in the store); it is only used on a "
      "disk of this machine");
  app.add_flag("--no-cuts", arguments.no_cuts, "cut everything again");
  if (auto status = ParseArguments(app, argc, argv)) return *status;
  if (per_shard->count() == 0) arguments.generate.session.samples_per_shard = 0;  // not known yet
  if (arguments.generate.part >= arguments.generate.parts) {
    std::fprintf(stderr, "fastnode datagen: --part must be less than --parts\n");
    return kUsageError;
  }
  StopOnSignals("fastnode datagen: told to end\n");
  Status done = Run(arguments);
  return done.ok() ? 0 : Failed("datagen", done.error());
}

}  // namespace fastnode::tool
