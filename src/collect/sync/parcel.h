// A parcel: files handed to other machines through an object store (docs/formats/parcel.md). They
// are cut into pieces, each an object named by its SHA-256, and a list of them is named by its own.
// So whoever knows the list's name, the parcel's id, gets these bytes or an error, and what is in
// the store already is not sent again.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "support/result.h"

namespace fastnode::sync {

struct ParcelFile {
  std::string name;  // a relative path of plain parts: "store/data.mdb"
  uint64_t bytes = 0;
  std::vector<std::string> pieces;  // SHA-256 of each
};

struct Parcel {
  std::string id;       // SHA-256 of the list
  std::string program;  // who put it, or ""
  uint64_t piece_bytes = 0;
  std::vector<ParcelFile> files;  // sorted by name

  uint64_t bytes() const;
};

struct ParcelReport {
  int64_t moved = 0, present = 0;  // pieces
  uint64_t bytes_moved = 0;
};

struct PutParcelOptions {
  struct Content {
    std::string name, path;  // a file, or a folder with all that is in it
  };
  std::vector<Content> contents;
  std::vector<std::string> without;  // names of files and folders that are left out
  std::string program;
  bool again = false;                  // sends what is there, too: an object was damaged
  uint64_t piece_bytes = 16u << 20;    // what a store takes in one request
  int num_threads = 4;                 // each with a connection of its own
  const std::atomic<bool>* stop = {};  // set from outside: an error, at once
};

// The list goes up last. It may be killed at any moment; put again, it sends what is missing.
Result<Parcel> PutParcel(const std::string& store, const PutParcelOptions& options,
                         ParcelReport& report);

Result<Parcel> ReadParcel(const std::string& store, const std::string& id);

struct GetParcelOptions {
  std::vector<std::string> only;  // contents; none: all
  // Of a corpus in parts only the one whose number is this modulo how many there are; -1: all.
  int corpus_part = -1;
  int num_threads = 4;
  const std::atomic<bool>* stop = {};
};

// Into `folder`, each file as a whole or not at all. One that is there and right is left.
Status GetParcel(const std::string& store, const Parcel& parcel, const std::string& folder,
                 const GetParcelOptions& options, ParcelReport& report);

}  // namespace fastnode::sync
