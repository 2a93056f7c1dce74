#include "support/build_id.h"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>

#include <cstring>
#include <filesystem>
#include <string_view>

namespace fastnode {
namespace {

// The descriptor of the note that the linker writes (ELF: type NT_GNU_BUILD_ID, name "GNU"), or "".
std::string FindNote(const dl_phdr_info& program) {
  for (int i = 0; i < program.dlpi_phnum; ++i) {
    const ElfW(Phdr)& header = program.dlpi_phdr[i];
    if (header.p_type != PT_NOTE) continue;
    const char* at = reinterpret_cast<const char*>(program.dlpi_addr + header.p_vaddr);
    const char* end = at + header.p_memsz;
    auto padded = [](uint32_t size) { return (size + 3u) & ~3u; };
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const char* name = at + sizeof note;
      const char* bytes = name + padded(note.n_namesz);
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && !std::memcmp(name, "GNU", 4)) {
        return {bytes, note.n_descsz};
      }
      at = bytes + padded(note.n_descsz);
    }
  }
  return "";
}

std::string MakeBuildId() {
  std::string note;
  // The first is the program itself.
  dl_iterate_phdr(
      [](dl_phdr_info* program, size_t, void* found) {
        *static_cast<std::string*>(found) = FindNote(*program);
        return 1;
      },
      &note);
  std::string id;
  for (char byte : note) id += fmt::format("{:02x}", static_cast<uint8_t>(byte));
  if (!id.empty()) return id;
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto time = std::filesystem::last_write_time(path, error);
  return fmt::format("{} {}", path.string(), time.time_since_epoch().count());
}

}  // namespace

const std::string& BuildId() {
  static const auto* id = new std::string(MakeBuildId());
  return *id;
}

}  // namespace fastnode
