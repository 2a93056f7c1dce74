// How the ranker reads a candidate's features. Most are counts and distances on a scale of
// logarithms, of which no straight line tells enough: whether there is any says more than whether
// there are five or six. So to each unit of the first layer a feature that is there (its byte is
// not 0) adds, with x its value (byte / 64),
//
//   x w1 + what stands between its values at the knots round x, in proportion
//
// As most features of a candidate are 0, that costs no more than a product with all of them
// (decision 54).
#pragma once

#include <array>
#include <cstdint>

namespace fastnode::learn {

inline constexpr int kNumKnots = 4;
inline constexpr std::array<float, kNumKnots> kKnots = {0.0f, 0.5f, 1.25f, 4.0f};

// Between two knots a feature adds offset + x slope.
inline constexpr int kNumPieces = kNumKnots - 1;

// The piece that a byte lies in; a knot belongs to the piece before it.
constexpr std::array<uint8_t, 256> MakePieces() {
  std::array<uint8_t, 256> pieces{};
  for (size_t byte = 1; byte < pieces.size(); ++byte) {
    while (static_cast<float>(byte) / 64 > kKnots[pieces[byte] + size_t{1}]) ++pieces[byte];
  }
  return pieces;
}
inline constexpr std::array<uint8_t, 256> kPieceOf = MakePieces();

}  // namespace fastnode::learn
