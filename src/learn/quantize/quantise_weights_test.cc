#include "learn/quantize/quantise_weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "learn/model/parameters.h"
#include "learn/model/quantised_rows.h"

namespace fastnode::learn {
namespace {

ModelConfig SmallConfig() { return {.hidden = 64, .layers = 2, .name_rows = 50, .type_rows = 20}; }

TEST(Quantise, EveryValueStaysWithinHalfItsRowsScale) {
  const Weights weights = InitialWeights(SmallConfig(), 1);
  const Weights small = QuantiseWeights(weights);
  Weights restored = std::move(Dequantise(small)).value();
  EXPECT_EQ(VerifyWeights(SmallConfig(), restored), "");
  const Tensor &before = weights.at("layer.0.relation"), &after = restored.at("layer.0.relation");
  const float* scales = small.at("layer.0.relation.row_scale").f32();
  EXPECT_EQ(small.at("layer.0.relation").dtype, DType::kI8);
  const int64_t width = before.shape.back();
  for (int64_t i = 0; i < before.size(); ++i) {
    EXPECT_LE(std::abs(before.f32()[i] - after.f32()[i]), 0.5001f * scales[i / width]);
  }
}

TEST(Quantise, MissingScalesAreRefused) {
  Weights small = QuantiseWeights(InitialWeights(SmallConfig(), 1));
  small.erase("layer.0.relation.row_scale");
  EXPECT_FALSE(Dequantise(small).ok());
}

}  // namespace
}  // namespace fastnode::learn
