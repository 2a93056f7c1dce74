#include "learn/model/network_transfer.h"

namespace fastnode::learn {
namespace {

using torch::Tensor;

constexpr int64_t kAlign = 64;

int64_t BytesOf(const Tensor& tensor) {
  return tensor.numel() * static_cast<int64_t>(tensor.element_size());
}

// The place `at` in `bytes` as a tensor like `like`.
Tensor Part(const Tensor& bytes, int64_t at, const Tensor& like) {
  return bytes.narrow(0, at, BytesOf(like)).view(like.scalar_type()).view(like.sizes());
}

}  // namespace

Tensor Stage(const std::vector<Tensor*>& tensors, bool pinned) {
  int64_t total = 0;
  for (const Tensor* tensor : tensors) total += (BytesOf(*tensor) + kAlign - 1) / kAlign * kAlign;
  const Tensor bytes =
      torch::empty({total}, torch::TensorOptions(torch::kByte).pinned_memory(pinned));
  int64_t at = 0;
  for (Tensor* tensor : tensors) {
    Tensor part = Part(bytes, at, *tensor);
    part.copy_(*tensor);
    at += (BytesOf(*tensor) + kAlign - 1) / kAlign * kAlign;
    *tensor = part;
  }
  return bytes;
}

void Deliver(const Tensor& staged, const std::vector<Tensor*>& tensors,
             const torch::Device& device) {
  const Tensor bytes = staged.to(device, /*non_blocking=*/true);
  const auto* base = staged.data_ptr<uint8_t>();
  for (Tensor* tensor : tensors) {
    const int64_t at =
        tensor->numel() == 0 ? 0 : static_cast<const uint8_t*>(tensor->data_ptr()) - base;
    *tensor = Part(bytes, at, *tensor);
  }
}

}  // namespace fastnode::learn
