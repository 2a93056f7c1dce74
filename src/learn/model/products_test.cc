#include "learn/model/products.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace fastnode::learn {
namespace {

std::vector<float> ProductNumbers(int64_t count, double phase) {
  std::vector<float> numbers(static_cast<size_t>(count));
  for (size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = static_cast<float>(std::sin(static_cast<double>(i) * 12.9898 + phase));
  }
  return numbers;
}

TEST(Products, AreThoseOfPlainLoops) {
  if (!CanMultiplyInPlace(64)) GTEST_SKIP() << "no AVX-512";
  EXPECT_FALSE(CanMultiplyInPlace(20));
  for (int64_t m : {1, 5, 6, 13, 64}) {
    for (int64_t n : {16, 32, 48, 64, 112, 176}) {
      for (int64_t k : {1, 7, 64}) {
        for (bool turned : {false, true}) {
          const int64_t stride = n + 3;
          const std::vector<float> a = ProductNumbers(m * k, 1), b = ProductNumbers(k * stride, 2);
          const std::vector<float> before = ProductNumbers(m * stride, 3);
          const ProductSide side{a.data(), turned ? 1 : k, turned ? m : 1};
          for (float beta : {0.0f, 0.5f}) {
            std::vector<float> c = before;
            MultiplyInPlace(m, n, k, side, b.data(), stride, beta, c.data(), stride);
            for (int64_t i = 0; i < m; ++i) {
              for (int64_t j = 0; j < stride; ++j) {
                const auto at = static_cast<size_t>(i * stride + j);
                double sum = j < n ? beta * before[at] : before[at];
                for (int64_t p = 0; j < n && p < k; ++p) {
                  sum += side.at[i * side.rows + p * side.columns] *
                         b[static_cast<size_t>(p * stride + j)];
                }
                ASSERT_NEAR(c[at], sum, 1e-4) << m << " " << n << " " << k << " " << i << " " << j;
              }
            }
          }
        }
      }
    }
  }
}

TEST(Products, OfRowsWhereTheyStand) {
  if (!CanMultiplyInPlace(64)) GTEST_SKIP() << "no AVX-512";
  constexpr int64_t kRows = 40, kWide = 32, kInner = 7;
  const std::vector<float> a = ProductNumbers(kRows * kInner, 1),
                           b = ProductNumbers(kInner * kWide, 2),
                           before = ProductNumbers(kRows * kWide, 3);
  for (int32_t count : {1, 8, 13}) {
    std::vector<int32_t> from, to;
    for (int32_t i = 0; i < count; ++i) from.push_back(i * 11 % 40), to.push_back(39 - i * 3);
    std::vector<float> c = before, sums(kInner * kWide, 1.0f);
    MultiplyPlacedRows(count, kWide, kInner, {a.data(), from.data()}, b.data(), 1, c.data(),
                       to.data());
    SumPlacedProducts(kInner, kWide, count, {a.data(), from.data()}, kInner,
                      {before.data(), to.data()}, sums.data());
    std::vector<float> expected = before, expected_sums(kInner * kWide);
    for (int32_t i = 0; i < count; ++i) {
      const float* of_a = a.data() + from[static_cast<size_t>(i)] * kInner;
      const int64_t row = to[static_cast<size_t>(i)] * kWide;
      for (int64_t p = 0; p < kInner; ++p) {
        for (int64_t j = 0; j < kWide; ++j) {
          expected[static_cast<size_t>(row + j)] += of_a[p] * b[static_cast<size_t>(p * kWide + j)];
          expected_sums[static_cast<size_t>(p * kWide + j)] +=
              of_a[p] * before[static_cast<size_t>(row + j)];
        }
      }
    }
    for (size_t i = 0; i < c.size(); ++i) ASSERT_NEAR(c[i], expected[i], 1e-4) << count << " " << i;
    for (size_t i = 0; i < sums.size(); ++i) {
      ASSERT_NEAR(sums[i], expected_sums[i], 1e-4) << count << " " << i;
    }
  }
}

// Threads and padding give a row other neighbours.
TEST(Products, ARowIsTheSameBytesAmongAnyOthers) {
  if (!CanMultiplyInPlace(64)) GTEST_SKIP() << "no AVX-512";
  const std::vector<float> a = ProductNumbers(20 * 64, 1), b = ProductNumbers(64 * 64, 2);
  std::vector<float> whole(20 * 64), alone(64);
  MultiplyInPlace(20, 64, 64, {a.data(), 64, 1}, b.data(), 64, 0, whole.data(), 64);
  for (size_t i = 0; i < 20; ++i) {
    MultiplyInPlace(1, 64, 64, {a.data() + i * 64, 64, 1}, b.data(), 64, 0, alone.data(), 64);
    EXPECT_TRUE(
        std::equal(alone.begin(), alone.end(), whole.begin() + static_cast<int64_t>(i) * 64));
  }
}

TEST(Products, TransposeTurnsMatricesOfAnySize) {
  for (int64_t rows : {1, 16, 33, 64}) {
    for (int64_t columns : {1, 15, 32, 70}) {
      const std::vector<float> from = ProductNumbers(rows * (columns + 2), 1);
      std::vector<float> to(static_cast<size_t>(columns * (rows + 1)), -7.0f);
      TransposeMatrix(from.data(), columns + 2, rows, columns, to.data(), rows + 1);
      for (int64_t j = 0; j < columns; ++j) {
        for (int64_t i = 0; i < rows; ++i) {
          ASSERT_EQ(to[static_cast<size_t>(j * (rows + 1) + i)],
                    from[static_cast<size_t>(i * (columns + 2) + j)]);
        }
        EXPECT_EQ(to[static_cast<size_t>(j * (rows + 1) + rows)], -7.0f);
      }
    }
  }
}

}  // namespace
}  // namespace fastnode::learn
