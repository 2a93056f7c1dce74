// cut_bench STORE LIBRARY METAINFO USAGE [SAMPLES]: one thread draws, cuts and encodes samples as a
// session does.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "collect/corpus/places.h"
#include "collect/draw/session.h"
#include "collect/record/encode.h"
#include "support/file.h"

namespace fastnode {
namespace {

int Main(int argc, char** argv) {
  if (argc < 5) return 2;
  auto store = corpus::Store::Open(argv[1]);
  auto library = types::Library::Open(argv[2]);
  auto metainfo_text = ReadFile(argv[3]);
  auto usage_text = ReadFile(argv[4]);
  if (!store.ok() || !library.ok() || !metainfo_text.ok() || !usage_text.ok()) {
    std::fprintf(stderr, "cannot read\n");
    return 1;
  }
  auto metainfo = draw::DecodeMetainfo(*metainfo_text);
  auto usage = corpus::UsageTable::Decode(*usage_text);
  if (!metainfo.ok() || !usage.ok()) {
    std::fprintf(stderr, "cannot decode\n");
    return 1;
  }
  corpus::ProjectPlaces places(*store, *library);
  draw::ProjectTables tables(*store);
  auto data = std::make_shared<draw::DrawData>(draw::DrawData{
      &*store, &*library, &tables, *std::move(metainfo), *std::move(usage), &places});
  draw::SessionConfig config;
  if (argc > 6) config.sites_per_source = std::atoi(argv[6]);
  auto drawer = draw::Drawer::Create(data, config);
  if (!drawer.ok()) {
    std::fprintf(stderr, "%s\n", drawer.error().message.c_str());
    return 1;
  }
  int64_t count = argc > 5 ? std::atoll(argv[5]) : 100;
  uint64_t bytes = 0;
  for (int pass = 0; pass < 2; ++pass) {
    auto start = std::chrono::steady_clock::now();
    int64_t sites = 0;
    for (int64_t k = 0; k < count; ++k) {
      auto sample = (*drawer)->Draw(pass * count + k);
      if (!sample.ok()) return 1;
      bytes += record::Encode(*sample).size();
      sites += sample->num_sites();
    }
    double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%lld samples, %lld sites, %.1f s, %.0f sites/s, %.0f bytes a site\n",
                static_cast<long long>(count), static_cast<long long>(sites), seconds,
                static_cast<double>(sites) / seconds,
                static_cast<double>(bytes) / static_cast<double>(sites));
    bytes = 0;
  }
  return 0;
}

}  // namespace
}  // namespace fastnode

int main(int argc, char** argv) { return fastnode::Main(argc, argv); }
