// What a disk or a copy does to a file, all of it: for tests that no such file is believed.
#pragma once

#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace fastnode {

// Calls `visit` with copies of `bytes` that have one byte changed (three ways, a single bit among
// them), are cut at the end, or have one byte more or less: at every place, or at every step-th.
// `what` is for the message of a test.
using VisitDamage = std::function<void(const std::string& damaged, const std::string& what)>;
inline void ForEachDamage(std::string_view bytes, const VisitDamage& visit, size_t step = 1) {
  for (size_t at = 0; at < bytes.size(); at += step) {
    const std::string place = std::to_string(at);
    for (int mask : {1 << (at % 7), 0x80, 0xFF}) {
      std::string changed(bytes);
      changed[at] = static_cast<char>(changed[at] ^ mask);
      visit(changed, "byte " + place + " xor " + std::to_string(mask));
    }
    visit(std::string(bytes.substr(0, at)), "cut at " + place);
    std::string shorter(bytes), longer(bytes);
    shorter.erase(at, 1);
    visit(shorter, "without byte " + place);
    longer.insert(at, 1, 'x');
    visit(longer, "with an x before byte " + place);
  }
  visit(std::string(bytes) + '\0', "with a zero at the end");
  visit(std::string(bytes) + '\n', "with a newline at the end");
}

// Thousands of files one after the other: without waiting for the disk. A file that is there is
// removed: some file systems write one that is cut to nothing through to the disk when it is
// closed.
inline void WriteQuickly(const std::string& path, std::string_view bytes) {
  std::remove(path.c_str());
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace fastnode
