// Where a training's tensors live.
#pragma once

#include "learn/model/network_torch.h"
#include "learn/train/trainer.h"

namespace fastnode::learn {

// Sets torch, BLAS and the allocator up for this process. Errors: no such device, or a torch
// without CUDA.
Result<torch::Device> UseDevice(const Trainer::Device& device);

}  // namespace fastnode::learn
