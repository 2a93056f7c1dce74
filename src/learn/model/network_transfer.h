// Many small tensors to a device at once: a copy costs the same microseconds for a byte and for a
// megabyte.
#pragma once

#include <vector>

#include "learn/model/network_torch.h"

namespace fastnode::learn {

// Makes the tensors, all on the host, parts of one tensor of bytes and returns that; any thread.
// `pinned`: in memory that the device can read while we go on.
torch::Tensor Stage(const std::vector<torch::Tensor*>& tensors, bool pinned);

// Copies the bytes to the device and makes the tensors parts of the copy. For work that is given to
// the device's current stream afterwards.
void Deliver(const torch::Tensor& staged, const std::vector<torch::Tensor*>& tensors,
             const torch::Device& device);

}  // namespace fastnode::learn
