#include "learn/model/network_transfer.h"

#include <gtest/gtest.h>

namespace fastnode::learn {
namespace {

TEST(Transfer, KeepsTypesShapesAndValues) {
  const std::vector<torch::Tensor> before = {
      torch::arange(7, torch::kByte), torch::arange(6, torch::kInt).view({2, 3}),
      torch::zeros({0, 4}, torch::kFloat), torch::arange(5, torch::kDouble) / 3,
      torch::arange(3, torch::kLong)};
  std::vector<torch::Tensor> after = before;
  std::vector<torch::Tensor*> pointers;
  for (torch::Tensor& tensor : after) pointers.push_back(&tensor);
  for (bool delivered : {false, true}) {
    if (!delivered) {
      const torch::Tensor bytes = Stage(pointers, /*pinned=*/false);
      for (const torch::Tensor& tensor : after) {
        if (tensor.numel() > 0) EXPECT_EQ(tensor.storage().data(), bytes.storage().data());
      }
    } else {
      Deliver(Stage(pointers, false), pointers, torch::kCPU);
    }
    for (size_t i = 0; i < before.size(); ++i) {
      EXPECT_EQ(after[i].scalar_type(), before[i].scalar_type()) << i;
      EXPECT_TRUE(torch::equal(after[i], before[i])) << i;
    }
  }
}

}  // namespace
}  // namespace fastnode::learn
