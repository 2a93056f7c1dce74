// An evaluator that many sites of a file have been asked of says of each what an evaluator of its
// own says: every type and every member, on real sources and on the cases, in any order of sites.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyze/types/answers_for_test.h"
#include "analyze/types/imports/library_for_test.h"
#include "analyze/types/imports/workspace.h"
#include "analyze/types/types.h"
#include "support/file.h"
#include "support/random.h"

namespace fastnode::types {
namespace {

constexpr int kSites = 20;

using Hidden = std::vector<NodeId>;

// Names after a dot, names before one, and the rest of what a bracket holds.
std::vector<Hidden> SitesOf(const bind::FileIndex& index, Random& random) {
  std::vector<Hidden> sites;
  for (int i = 0; i < kSites && !index.attributes.empty(); ++i) {
    const bind::AttributeUse& use = index.attributes[random.Below(index.attributes.size())];
    sites.push_back({use.name});
    if (index.tree[use.base].kind == ast::Kind::kIdentifier) sites.push_back({use.base, use.name});
    const NodeId call = index.tree[use.node].parent;
    if (call == kNoNode || index.tree[call].kind != ast::Kind::kCall) continue;
    Hidden rest;
    for (NodeId node : index.tree.Subtree(call)) {
      if (node >= index.tree[use.node].subtree_end + 1) rest.push_back(node);
    }
    sites.push_back(std::move(rest));
  }
  random.Shuffle(sites);
  return sites;
}

void Compare(const std::string& source, const Environment& environment, uint64_t seed) {
  Result<bind::FileIndex> index = bind::BindText(source);
  if (!index.ok()) return;
  Random random(seed, 7, 7);
  TypeEvaluator shared(*index, environment);
  for (const Hidden& hidden : SitesOf(*index, random)) {
    if (hidden.empty()) continue;
    shared.Hide(hidden);
    TypeEvaluator own(*index, environment, hidden);
    ASSERT_EQ(AnswersAround(hidden[0], *index, shared), AnswersAround(hidden[0], *index, own))
        << "hidden from node " << hidden[0];
  }
}

TEST(SharingTest, AFilesSitesShareWhatTheyHaveInCommon) { ForEachCase(Compare); }

TEST(SharingTest, AndSoDoThoseOfProjects) {
  if (StandardLibraryForTest().empty()) GTEST_SKIP() << "no standard library in /usr/lib";
  ForEachModule(Compare);
}

// Circles through loops and callers, in which questions meet their bounds.
constexpr const char* kCircles = R"(
import numpy as np
from math import degrees
import math

def turn(dy, dx):
    if dx == 0 and dy == 0:
        return 0
    else:
        return math.atan2(dy, dx)

def cut(across, along, edge, side="right", right=True, up=True):
    kept_across = []
    kept_along = []
    angles = []
    signx = 1 if right else -1
    signy = 1 if up else -1
    for x, y in zip(across, along):
        if side in ["up", "right"]:
            b = (x < edge).astype("i")
            db = b[1:] - b[:-1]
        else:
            b = (x > edge).astype("i")
            db = b[1:] - b[:-1]
        if b[0]:
            ns = 0
        else:
            ns = -1
        partx, party = [], []
        for (i,) in np.argwhere(db):
            c = db[i]
            if c == -1:
                dx = (edge - x[i])
                dy = (y[i+1] - y[i]) * (dx / (x[i+1] - x[i]))
                y0 = y[i] + dy
                kept_across.append(np.concatenate([partx, x[ns:i+1], [edge]]))
                kept_along.append(np.concatenate([party, y[ns:i+1], [y0]]))
                ns = -1
                partx, party = [], []
                if dx == 0. and dy == 0:
                    dx = x[i+1] - x[i]
                    dy = y[i+1] - y[i]
                a = degrees(turn(signy*dy, signx*dx))
                angles.append((edge, y0, a))
            elif c == 1:
                dx = (edge - x[i])
                dy = (y[i+1] - y[i]) * (dx / (x[i+1] - x[i]))
                y0 = y[i] + dy
                partx, party = [edge], [y0]
                ns = i+1
                if dx == 0. and dy == 0:
                    dx = x[i+1] - x[i]
                    dy = y[i+1] - y[i]
                a = degrees(turn(signy*dy, signx*dx))
                angles.append((edge, y0, a))
        if ns != -1:
            kept_across.append(np.concatenate([partx, x[ns:]]))
            kept_along.append(np.concatenate([party, y[ns:]]))
    return kept_across, kept_along, angles

def within(line, row, box):
    x0, y0, x1, y1 = box.extents
    right = x1 > x0
    up = y1 > y0
    if x1 > x0:
        u1, v1, at_right = cut([line], [row], x1, side="right", right=right, up=up)
        u2, v2, at_left = cut(u1, v1, x0, side="left", right=right, up=up)
    else:
        u1, v1, at_right = cut([line], [row], x0, side="right", right=right, up=up)
        u2, v2, at_left = cut(u1, v1, x1, side="left", right=right, up=up)
    if y1 > y0:
        v3, u3, at_top = cut(v2, u2, y1, side="right", right=up, up=right)
        v4, u4, at_bottom = cut(v3, u3, y0, side="left", right=up, up=right)
    else:
        v3, u3, at_top = cut(v2, u2, y0, side="right", right=up, up=right)
        v4, u4, at_bottom = cut(v3, u3, y1, side="left", right=up, up=right)
    left = [((x, y), a) for x, y, a in at_left if box.contains(y)]
    bottom = [((x, y), 90 - a) for y, x, a in at_bottom if box.contains(x)]
    return list(zip(u4, v4)), [left, bottom]
)";
// Whatever was asked before, and in whatever order.
TEST(SharingTest, WhatMetItsBoundsIsNoPartOfOtherAnswers) {
  constexpr uint64_t kSeeds = 10;
  const Result<bind::FileIndex> index = bind::BindText(kCircles);
  ASSERT_TRUE(index.ok());
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    Random random(seed, 7, 7);
    TypeEvaluator shared(*index, LibraryForTest());
    for (int site = 0; site < 6; ++site) {
      const Hidden hidden = {index->attributes[random.Below(index->attributes.size())].name};
      shared.Hide(hidden);
      TypeEvaluator own(*index, LibraryForTest(), hidden);
      for (int i = 0; i < 30; ++i) {
        const NodeId node(random.Below(index->tree.nodes.size()));
        const Type of_shared = shared.TypeOf(node), of_own = own.TypeOf(node);
        ASSERT_EQ(shared.Describe(of_shared), own.Describe(of_own)) << seed << " node " << node;
      }
    }
  }
}

}  // namespace
}  // namespace fastnode::types
