// For tests: every kind of JSON that the program reads from outside, each with a valid example and
// its reader. Whatever the bytes are, a reader must accept them or give an error. (Messages of the
// language server: serve/language_server_test.cc. Checkpoints: learn/train/trainer_test.cc.)
#pragma once

#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "collect/draw/metainfo.h"
#include "collect/draw/session.h"
#include "collect/record/shard.h"
#include "learn/model/config.h"
#include "learn/model/weights.h"
#include "predict/json_lines.h"
#include "qualify/measure/example.h"
#include "qualify/report/compare_runs.h"
#include "qualify/report/print_runs.h"
#include "release/bundle.h"
#include "release/registry.h"
#include "release/upload.h"
#include "support/file.h"
#include "support/hash.h"
#include "support/json.h"
#include "support/manifest.h"
#include "support/run_record.h"
#include "support/sealed.h"

namespace fastnode::release {

struct JsonReader {
  std::string name;
  Json whole;  // accepted
  std::function<Status(const std::string& text)> read;
};

namespace json_readers {

template <typename T>
Status Outcome(const Result<T>& result) {
  return result.ok() ? Status() : Status(result.error());
}

// A reader of parsed JSON, from text.
template <typename Read>
auto Parsed(Read read) {
  return [read](const std::string& text) {
    Result<Json> json = ParseJson(text);
    return json.ok() ? Outcome(read(*json)) : Status(json.error());
  };
}

// A reader of something with its own checksum. A changed example gets the right checksum, so that
// its fields are looked at.
template <typename Read>
auto Sealed(Read read) {
  return [read](const std::string& text) {
    Result<Json> json = ParseJson(text);
    return Outcome(read(json.ok() && json->is_object() ? PrintSealed(*json) : text));
  };
}

// A reader of a file.
template <typename Read>
auto FromFile(const std::string& path, Read read) {
  return [path, read](const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
    return read();
  };
}

inline Json Registry() {
  return {{"format", 1},
          {"models",
           {{"general",
             {{"current", "b"}, {"before", {"a"}}, {"versions", {{"a", "out/a"}, {"b", "out/b"}}}}},
            {"web",
             {{"current", "c"},
              {"before", Json::array()},
              {"versions", {{"c", "out/c"}}},
              {"packages", {"flask"}}}}}}};
}

inline Status ReadRegistry(const std::string& path) {
  for (const Status& read : {Outcome(PrintRegistry(path)), Outcome(CurrentModels(path)),
                             Outcome(CurrentModel(path, "general"))}) {
    if (!read.ok()) return read;
  }
  // These also look for the folders, which are not there.
  (void)UseVersion(path, "general", "a");
  (void)RollBack(path, "general");
  return {};
}

inline Json BundleOf(Json models) {
  const std::string id = Sha256Hex(PrintJson(models));
  return {{"format", 1}, {"id", id}, {"models", std::move(models)}};
}

inline Json Run() {
  return {{"format", 1},
          {"command", "train"},
          {"started", "20260101T000000.000Z"},
          {"status", "started"},
          {"host", "h"},
          {"process", 77},
          {"commit", "c"},
          {"parameters", {{"steps", 5}, {"recipe", {{"learning_rate", 0.1}}}}},
          {"results", {{{"name", "accuracy"}, {"value", 0.5}}}},
          {"skipped", {{"files", {{"too large", {{"count", 1}, {"samples", {"a.py"}}}}}}}},
          {"artifacts", {"/out/model"}},
          {"dataset_id", "d"}};
}

inline Status ReadRuns(const std::string& root) {
  (void)qualify::PrintRunList(root);
  (void)qualify::PrintComparison(root, {"run", "run"});
  return Outcome(qualify::PrintRun(root, "run"));
}

inline Status ReadSafetensors(const std::string& text) {
  std::string header = text;
  Result<Json> json = ParseJson(text);
  const bool has_place = json.ok() && json->is_object() &&
                         (!json->contains("__metadata__") || (*json)["__metadata__"].is_object());
  if (has_place) {
    (*json)["__metadata__"][kChecksumField] = kNoChecksum;
    header = PrintJson(*json);
  }
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(header.size() >> (8 * i)));
  bytes += header + std::string(12, '\0');
  if (has_place) Seal(bytes, 8 + header.size());
  return Outcome(learn::DecodeSafetensorsFile(bytes));
}

inline Status AnswerRequest(const Json& json) {
  const Json answer =
      predict::AnswerJson(json, {[](const predict::Request& request) -> Result<predict::Answer> {
                                   if (request.question.cursor > request.question.text.size())
                                     return Error{"offset"};
                                   return predict::Answer{};
                                 },
                                 [](const predict::Question&, const predict::Budget&) {
                                   return Result(predict::KnownProject());
                                 }});
  return answer.contains("error") ? Status(Error{PrintJson(answer)}) : Status();
}

}  // namespace json_readers

// `scratch`: a folder for examples that are read from files.
inline std::vector<JsonReader> JsonReaders(const std::string& scratch) {
  using namespace json_readers;
  const std::string run = scratch + "/runs/run";
  const std::string released = scratch + "/release", bundle = scratch + "/bundle";
  for (const std::string& folder : {run, released, bundle}) {
    CHECK(MakeFolders(folder).ok());
  }
  CHECK(WriteFileAtomic(released + "/weights", "w").ok());
  CHECK(WriteManifest(released, {"m1", "data", "config", "code"}).ok());
  const std::string manifest = *ReadFile(released + "/" + kManifestName);

  learn::ModelConfig model;
  model.name_rows = model.type_rows = 5;
  learn::ModelConfig gated = *learn::ModelPreset("old");
  gated.name_rows = gated.type_rows = 5;
  draw::Metainfo metainfo;
  metainfo.dataset_id = "d";
  metainfo.attributes = {{"append", 3}};
  metainfo.bases = {{"os", 2}};
  metainfo.symbols[0] = {{"os.path", 4}};
  metainfo.vocabularies.names = pack::Vocabulary({"a", "b"});
  const Json session = draw::SessionConfigToJson({});
  record::ShardSession shards;
  shards.dataset_id = shards.metainfo_hash = "x";
  shards.session = PrintJson(session);

  auto read_runs = [=] { return ReadRuns(scratch + "/runs"); };
  return {
      {"registry", Registry(),
       FromFile(scratch + "/models.json", [=] { return ReadRegistry(scratch + "/models.json"); })},
      {"bundle", BundleOf({{{"name", "general"}, {"version", "a"}, {"packages", {"flask"}}}}),
       FromFile(bundle + "/bundle.json", [=] { return Outcome(ReadBundle(bundle)); })},
      {"manifest", *ParseJson(manifest), Sealed(DecodeManifest)},
      {"verdict",
       {{"split", "test"},
        {"release", {{"manifest_sha256", Sha256Hex(manifest)}}},
        {"verdict",
         {{"passed", true}, {"gates", {{{"name", "recall@1 above counts"}, {"passed", true}}}}}}},
       FromFile(scratch + "/validation.json",
                [=] {
                  return Outcome(Upload(
                      {released, scratch + "/validation.json", "file://" + scratch + "/objects"}));
                })},
      {"model config", learn::ToJson(model), Parsed(learn::ModelConfigFromJson)},
      {"gated config", learn::ToJson(gated), Parsed(learn::ModelConfigFromJson)},
      {"metainfo", *ParseJson(draw::EncodeMetainfo(metainfo)), Sealed(draw::DecodeMetainfo)},
      {"session", session, Parsed(draw::SessionConfigFromJson)},
      {"session of shards", record::ToJson(shards), Parsed(record::ShardSessionFromJson)},
      {"safetensors header",
       {{"__metadata__", {{"state", "{}"}}},
        {"a", {{"dtype", "F32"}, {"shape", {1, 3}}, {"data_offsets", {0, 12}}}}},
       ReadSafetensors},
      {"examples",
       {{"Buffer", "os.\n"},
        {"Cursor", 3},
        {"Symbol", "os"},
        {"Expected", "path"},
        {"Project", "p"},
        {"Slice", "s"},
        {"Provided",
         {{"model",
           {{"Completions", {{{"Identifier", "path"}, {"Score", 0.5}}}},
            {"MungedBuffer", "os."}}}}}},
       [](const std::string& text) { return Outcome(qualify::DecodeExamples(text)); }},
      {"run", Run(), FromFile(run + "/run.json", read_runs)},
      {"curve",
       {{"step", 1}, {"loss", 0.5}},
       FromFile(run + "/curve.jsonl",
                [=] { return Outcome(ReadCurve(scratch + "/runs", "run")); })},
      {"request of complete",
       {{"id", 1},
        {"path", "a.py"},
        {"root", "/x"},
        {"source", "os."},
        {"offset", 3},
        {"calls", true}},
       Parsed([](const Json& json) {
         Status answered = json_readers::AnswerRequest(json);
         return answered.ok() ? Result(true) : Result<bool>(answered.error());
       })},
  };
}

}  // namespace fastnode::release
