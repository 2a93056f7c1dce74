#include "learn/model/network_transfer.h"

namespace fastnode::learn {
namespace {

constexpr int64_t kAlign = 64;

int64_t BytesOf(const torch::Tensor& tensor) {
  return tensor.numel() * static_cast<int64_t>(tensor.element_size());
}

// The place `at` in `bytes` as a tensor like `like`.
torch::Tensor Part(const torch::Tensor& bytes, int64_t at, const torch::Tensor& like) {
  return bytes.narrow(0, at, BytesOf(like)).view(like.scalar_type()).view(like.sizes());
}

}  // namespace

torch::Tensor Stage(const std::vector<torch::Tensor*>& tensors, bool pinned) {
  int64_t total = 0;
  for (const torch::Tensor* tensor : tensors)
    total += (BytesOf(*tensor) + kAlign - 1) / kAlign * kAlign;
  const torch::Tensor bytes =
      torch::empty({total}, torch::TensorOptions(torch::kByte).pinned_memory(pinned));
  int64_t at = 0;
  for (torch::Tensor* tensor : tensors) {
    torch::Tensor part = Part(bytes, at, *tensor);
    part.copy_(*tensor);
    at += (BytesOf(*tensor) + kAlign - 1) / kAlign * kAlign;
    *tensor = part;
  }
  return bytes;
}

void Deliver(const torch::Tensor& staged, const std::vector<torch::Tensor*>& tensors,
             const torch::Device& device) {
  const torch::Tensor bytes = staged.to(device, /*non_blocking=*/true);
  const auto* base = staged.data_ptr<uint8_t>();
  for (torch::Tensor* tensor : tensors) {
    const int64_t at =
        tensor->numel() == 0 ? 0 : static_cast<const uint8_t*>(tensor->data_ptr()) - base;
    *tensor = Part(bytes, at, *tensor);
  }
}

}  // namespace fastnode::learn
