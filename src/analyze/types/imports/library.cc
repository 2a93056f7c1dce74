#include "analyze/types/imports/library.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "analyze/ast/compact.h"
#include "analyze/types/file/parse_module.h"
#include "analyze/types/imports/library_format.h"
#include "support/compress.h"
#include "support/file.h"
#include "support/hash.h"

namespace fastnode::types {
namespace {

struct View {
  const LibraryHeader* header = nullptr;
  const LibraryModule* modules = nullptr;
  const LibraryBlock* blocks = nullptr;
  const char* names = nullptr;
  std::string_view frames;

  uint32_t size() const { return header == nullptr ? 0 : header->num_modules; }
  std::string_view Name(uint32_t module) const {
    uint32_t begin = module == 0 ? 0 : modules[module - 1].name_end;
    return {names + begin, modules[module].name_end - begin};
  }
  // The first module whose name is not less.
  uint32_t LowerBound(std::string_view name) const {
    uint32_t low = 0, high = size();
    while (low < high) {
      uint32_t middle = low + (high - low) / 2;
      if (Name(middle) < name) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
};

Status Check(const View& view) {
  uint32_t end = 0;
  for (uint32_t m = 0; m < view.size(); ++m) {
    const LibraryModule& module = view.modules[m];
    std::string place = "library: module " + std::to_string(m);
    if (module.name_end < end || module.name_end > view.header->names_bytes) {
      return Error{place + ": bad name"};
    }
    end = module.name_end;
    if (m > 0 && view.Name(m) <= view.Name(m - 1)) return Error{place + ": names do not ascend"};
    if (module.block >= view.header->num_blocks) return Error{place + ": no such block"};
    const LibraryBlock& block = view.blocks[module.block];
    const uint64_t end_in_block =
        uint64_t{module.offset} + uint64_t{module.bytes} + uint64_t{module.tree_bytes};
    if (end_in_block > block.unpacked) return Error{place + ": its text is outside its block"};
  }
  for (uint32_t b = 0; b < view.header->num_blocks; ++b) {
    const LibraryBlock& block = view.blocks[b];
    if (block.offset > view.frames.size() || block.bytes > view.frames.size() - block.offset) {
      return Error{"library: block " + std::to_string(b) + ": outside the file"};
    }
    if (block.unpacked > kMaxBlockBytes) {
      return Error{"library: block " + std::to_string(b) + ": too large"};
    }
  }
  return {};
}

// `bytes` must be aligned to 8 and outlive the view.
Result<View> ViewLibrary(std::string_view bytes) {
  View view;
  if (bytes.size() < sizeof(LibraryHeader)) return Error{"library: too short"};
  view.header = reinterpret_cast<const LibraryHeader*>(bytes.data());
  const LibraryHeader& header = *view.header;
  if (std::memcmp(header.magic, kLibraryMagic.data(), kLibraryMagic.size()) != 0) {
    return Error{"library: not a library of this version; build it again with 'corpus library'"};
  }
  constexpr size_t kHashed = offsetof(LibraryHeader, num_modules);
  if (Hash64(bytes.substr(kHashed)) != header.content_hash) {
    return Error{
        "library: damaged: its bytes are not those that its checksum is of; copy it again, or "
        "build "
        "it again with 'corpus library'"};
  }
  uint64_t size = sizeof(LibraryHeader) + uint64_t{header.num_modules} * sizeof(LibraryModule) +
                  uint64_t{header.num_blocks} * sizeof(LibraryBlock) + header.names_bytes;
  if (size > bytes.size()) return Error{"library: cut off"};
  const char* at = bytes.data() + sizeof(LibraryHeader);
  view.modules = reinterpret_cast<const LibraryModule*>(at);
  at += uint64_t{header.num_modules} * sizeof(LibraryModule);
  view.blocks = reinterpret_cast<const LibraryBlock*>(at);
  at += uint64_t{header.num_blocks} * sizeof(LibraryBlock);
  view.names = at;
  view.frames = bytes.substr(size);
  if (Status checked = Check(view); !checked.ok()) return checked.error();
  return view;
}

}  // namespace

struct Library::Data {
  std::optional<MappedFile> file;
  View view;
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const Module>, std::less<>> modules;
  // The block that was unpacked last: who asks for a module asks for its neighbours, too.
  std::shared_ptr<const std::string> last;
  uint32_t number_of_last = 0;

  // Null if it is damaged.
  std::shared_ptr<const std::string> Unpacked(uint32_t number) {
    {
      std::lock_guard lock(mutex);
      if (last != nullptr && number_of_last == number) return last;
    }
    const LibraryBlock& block = view.blocks[number];
    std::string_view frame = view.frames.substr(block.offset, block.bytes);
    if (Hash64(frame) != block.hash) return nullptr;
    Result<std::string> text = Decompress(frame, block.unpacked);
    if (!text.ok() || text->size() != block.unpacked) return nullptr;
    std::lock_guard lock(mutex);
    number_of_last = number;
    return last = std::make_shared<const std::string>(*std::move(text));
  }

  std::shared_ptr<const Module> Read(std::string_view path) {
    uint32_t m = view.LowerBound(path);
    if (m == view.size() || view.Name(m) != path) {
      // A namespace package: a folder of modules without a file of its own.
      const std::string below = path.empty() ? "" : std::string(path) + ".";
      uint32_t first = view.LowerBound(below);
      bool has_modules = first < view.size() && view.Name(first).starts_with(below);
      return has_modules ? ParseModule(std::string(path), true, false, "") : nullptr;
    }
    const LibraryModule& module = view.modules[m];
    const std::shared_ptr<const std::string> block = Unpacked(module.block);
    return block == nullptr ? nullptr : Make(std::string(path), module, *block);
  }

  std::shared_ptr<const Module> Make(std::string path, const LibraryModule& module,
                                     std::string_view block) const {
    const bool is_package = (module.flags & kPackage) != 0, is_stub = (module.flags & kStub) != 0;
    std::string text(block.substr(module.offset, module.bytes));
    if (view.header->tree_version != ast::TreeVersion()) {
      return ParseModule(std::move(path), is_package, is_stub, std::move(text));
    }
    Result<ast::Tree> tree =
        ast::Expand(std::move(text), block.substr(module.offset + module.bytes, module.tree_bytes));
    if (!tree.ok()) return nullptr;
    return BindModule(std::move(path), is_package, is_stub, *std::move(tree));
  }
};

Library::Library(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Library Library::Empty() { return Library(std::make_unique<Data>()); }

Result<Library> Library::Open(const std::string& path) {
  Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  return Open(*std::move(file), path);
}

Result<Library> Library::Open(MappedFile file, const std::string& path) {
  auto data = std::make_unique<Data>();
  data->file = std::move(file);
  Result<View> view = ViewLibrary(data->file->bytes());
  if (!view.ok()) return view.error().Context(path);
  data->view = *view;
  return Library(std::move(data));
}

std::shared_ptr<const Module> Library::Find(std::string_view path) const {
  if (path.empty()) return nullptr;
  {
    std::lock_guard lock(data_->mutex);
    auto found = data_->modules.find(path);
    if (found != data_->modules.end()) return found->second;
  }
  // Unpacked and bound without the lock: two threads may do it at once, one of them in vain.
  std::shared_ptr<const Module> module = data_->Read(path);
  std::lock_guard lock(data_->mutex);
  return data_->modules.emplace(path, std::move(module)).first->second;
}

std::vector<std::string> Library::Submodules(std::string_view path) const {
  std::vector<std::string> names;
  const std::string below = path.empty() ? "" : std::string(path) + ".";
  for (uint32_t m = data_->view.LowerBound(below); m < data_->view.size(); ++m) {
    std::string_view name = data_->view.Name(m);
    if (!name.starts_with(below)) break;
    name.remove_prefix(below.size());
    name = name.substr(0, name.find('.'));
    if (names.empty() || names.back() != name) names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

uint64_t Library::content_hash() const {
  return data_->view.header == nullptr ? 0 : data_->view.header->content_hash;
}

}  // namespace fastnode::types
