#include "collect/pack/contexts.h"

#include <algorithm>
#include <utility>

namespace fastnode::pack {
namespace {

using context::Followers;
using context::Weights;
using context::Where;

double Share(double part, double all) { return all > 0 ? part / all : 0; }

uint8_t QuantiseRun(int run) { return static_cast<uint8_t>(8 * run); }

}  // namespace

// What a site hides of the text, from where its answer stands or would stand.
SiteContexts::Bytes SiteContexts::HiddenText(const ast::Tree& tree, const Site& site) {
  if (site.place == nullptr && site.name == ast::kNoNode) {
    return {tree[site.focus].begin, tree[site.focus].end};
  }
  if (site.place == nullptr) {
    const ast::NodeId first = site.hidden_read != ast::kNoNode ? site.base : site.name;
    return {tree[first].begin, tree[site.name].end};
  }
  const ast::Node& list = tree[site.place->list];
  const bool is_closed = list.end > list.begin && tree.source[list.end - 1] == ')';
  const size_t end = is_closed ? list.end - 1 : list.end;
  return {site.begin < site.end ? tree[site.begin].begin : end, end};
}

SiteContexts::SiteContexts(const AnalysedSource& source, const Site& site, context::Asked asked,
                           const UsageAround& usage)
    : index_(usage.project_index),
      hidden_(HiddenText(source.index.tree, site)),
      near_words_(source.index.tree.source, hidden_.begin, hidden_.end, source.text_words.get()) {
  const context::Tokens& tokens = source.tokens;
  const size_t at = tokens.From(hidden_.begin), end = tokens.From(hidden_.end);
  const context::Left left = context::LeftOf(tokens.list, at, asked);
  context::FindInFile(tokens, left, at, end, followers_);
  if (index_ != nullptr) index_->Find(left, usage.project_index_minus, followers_);
}

void SiteContexts::Put(uint64_t candidate, const NumberedParts& parts, CandidateBytes& f) const {
  near_words_.Put(candidate, parts, f);
  const Followers::One* one = followers_.Find(context::tokens::OfHash(candidate));
  if (one == nullptr) return;
  for (size_t where = 0; where < context::kNumWheres; ++where) {
    const Weights &own = one->in[where], &all = followers_.total(static_cast<Where>(where));
    if (own.longest == 0) continue;
    uint8_t* to = &f[static_cast<size_t>(SlotOf(static_cast<Where>(where), kRun))];
    to[kRun] = QuantiseRun(own.longest);
    to[kShareOfAll] = QuantiseShare(Share(own.slow, all.slow));
    to[kShareOfLongest] = QuantiseShare(Share(own.steep, all.steep));
  }
  auto near = [&](Where where) {
    const Weights& own = one->in[static_cast<size_t>(where)];
    return own.nearest == Weights::kNowhere ? uint8_t{0} : QuantiseNearness(own.nearest / 8);
  };
  f[kNearestRun] = near(Where::kFile);
  f[kNearestShapeRun] = near(Where::kFileShape);
}

void SiteContexts::PutSite(SiteBytes& f) const {
  for (size_t where = 0; where < context::kNumWheres; ++where) {
    f[kFirstContextOfSite + where] =
        QuantiseRun(followers_.total(static_cast<Where>(where)).longest);
  }
}

double SiteContexts::PriorOf(const Followers::One& one) const {
  auto share = [&](Where where) {
    return Share(one.in[static_cast<size_t>(where)].slow, followers_.total(where).slow);
  };
  return 1.0 * share(Where::kFile) + 1.0 * share(Where::kProject) + 0.5 * share(Where::kFileShape) +
         0.5 * share(Where::kProjectShape);
}

double SiteContexts::PriorOf(uint64_t candidate) const {
  const Followers::One* one = followers_.Find(context::tokens::OfHash(candidate));
  return one == nullptr ? 0 : PriorOf(*one);
}

std::vector<std::string_view> SiteContexts::MostOfProject(size_t limit) const {
  if (index_ == nullptr) return {};
  std::vector<std::pair<double, context::Token>> order;
  for (const Followers::One& one : followers_.list()) {
    const bool in_project = one.in[static_cast<size_t>(Where::kProject)].longest > 0 ||
                            one.in[static_cast<size_t>(Where::kProjectShape)].longest > 0;
    if (in_project) order.emplace_back(-PriorOf(one), one.answer);
  }
  if (order.size() > limit) {
    std::nth_element(order.begin(), order.begin() + static_cast<ptrdiff_t>(limit), order.end());
    order.resize(limit);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::string_view> names;
  for (const auto& [prior, answer] : order) names.push_back(index_->TextOf(answer));
  return names;
}

}  // namespace fastnode::pack
