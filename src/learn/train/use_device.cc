// Nothing here is linked to CUDA. The part of torch that knows it is a library of its own, and it
// is loaded when a card is asked for: so the same program trains on machines with and without one.
#include "learn/train/use_device.h"

#include <cblas.h>
#include <dlfcn.h>
#include <malloc.h>

#include <algorithm>
#include <string>

namespace fastnode::learn {
namespace {

constexpr char kCudaLibrary[] = "libtorch_cuda.so";

// The library is found beside the torch that we were linked to, or along LD_LIBRARY_PATH. Torch
// asks once whether there is CUDA and keeps the answer, so nothing may ask before.
Status LoadCuda() {
  const bool loaded = ::dlopen(kCudaLibrary, RTLD_NOW | RTLD_GLOBAL) != nullptr;
  const std::string why = loaded ? "" : ::dlerror();
  if (at::hasCUDA()) return {};
  if (loaded) {
    return Error{"torch finds no CUDA device; see whether nvidia-smi does, or use DEVICE=cpu"};
  }
  return Error{"this torch has no CUDA (" + why +
               "); use DEVICE=cpu, or build with one that has: make build TORCH=pip-cuda"};
}

}  // namespace

Result<torch::Device> UseDevice(const Trainer::Device& device) {
  // Each step asks for the same megabytes as the step before. They are kept, instead of being given
  // back to the system and zeroed again.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  // On a card, threads prepare a sample each, and none of them needs others of its own.
  const int threads = device.name == "cpu" ? device.threads : 1;
  at::set_num_threads(threads);
  openblas_set_num_threads(threads);
  if (device.name == "cpu") return torch::Device(torch::kCPU);
  if (device.name != "cuda") return Error{"DEVICE is '" + device.name + "'; it is cpu or cuda"};
  if (Status loaded = LoadCuda(); !loaded.ok()) return loaded.error();
  // Matrix products read tensor-float-32 and add up in 32 bits: the fast path of the cards.
  at::globalContext().setAllowTF32CuBLAS(true);
  const int64_t cards = std::max<int64_t>(1, static_cast<int64_t>(at::getNumGPUs()));
  return torch::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(device.card % cards));
}

}  // namespace fastnode::learn
