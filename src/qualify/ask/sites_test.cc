#include "qualify/ask/sites.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "qualify/ask/attributes.h"

namespace fastnode::qualify {
namespace {

struct World {
  std::map<ContentId, std::string> texts;
  std::vector<SourceRef> refs;

  void Add(const std::string& project, const std::string& path, const std::string& text) {
    texts[HashContent(text)] = text;
    refs.push_back({HashContent(text), project, path, 0});
  }
  Result<SiteList> Choose(const SiteOptions& options) const {
    auto read = [&](const SourceRef& ref) { return ast::Parse(texts.at(ref.id)); };
    return ChooseSites(refs, read, types::Library::Empty(), AttributeSites(), options);
  }
};

World ManyFiles() {
  World world;
  for (int i = 0; i < 40; ++i) {
    std::string text = "x = 1\n";
    for (int j = 0; j < 7; ++j) text += "x.a" + std::to_string(i) + "_" + std::to_string(j) + "\n";
    world.Add("p" + std::to_string(i % 4), "f" + std::to_string(i) + ".py", text);
  }
  return world;
}

std::vector<std::string> Names(const SiteList& list) {
  std::vector<std::string> names;
  for (const Site& site : list.sites) names.push_back(site.expected);
  return names;
}

TEST(ChooseSites, StopsAtTheNumberAndTakesFewFromAFile) {
  SiteList list = *ManyFiles().Choose({1, 20, 3});
  EXPECT_EQ(list.sites.size(), 20u);
  EXPECT_EQ(list.files.size(), 7u);
  std::map<int32_t, int> of_file;
  for (const Site& site : list.sites) ++of_file[site.file];
  for (auto [file, count] : of_file) EXPECT_LE(count, 3);
}

TEST(ChooseSites, PointsAtTheNameItExpects) {
  SiteList list = *ManyFiles().Choose({1, 50, 3});
  for (const Site& site : list.sites) {
    const std::string& source = list.files[site.file].source;
    EXPECT_EQ(source.substr(site.offset, site.expected.size()), site.expected);
    EXPECT_EQ(source[site.offset - 1], '.');
  }
}

TEST(ChooseSites, KnowsWhatTheExpressionGoesOnWith) {
  const std::string text = "y = (a.b(c)[0].d, e.f) + 1\n";
  SourceRef ref{HashContent(text), "project", "a.py", 0};
  auto read = [&](const SourceRef&) { return ast::Parse(text); };
  Result<SiteList> list =
      ChooseSites({ref}, read, types::Library::Empty(), AttributeSites(), {1, 10, 10});
  ASSERT_TRUE(list.ok());
  std::vector<std::string> rests;
  for (const Site& site : list->sites) {
    const pack::Gone& gone = site.gone[static_cast<size_t>(pack::Condition::kExpressionEnds)];
    rests.push_back(text.substr(gone.behind.begin, gone.behind.end - gone.behind.begin));
  }
  EXPECT_EQ(rests, (std::vector<std::string>{"(c)[0].d", "", ""}));
}

TEST(ChooseSites, IsTheSameWhateverTheOrderOfTheSources) {
  World world = ManyFiles();
  std::vector<std::string> names = Names(*world.Choose({1, 30, 3}));
  std::reverse(world.refs.begin(), world.refs.end());
  EXPECT_EQ(Names(*world.Choose({1, 30, 3})), names);
}

TEST(ChooseSites, DependsOnTheSeed) {
  EXPECT_NE(Names(*ManyFiles().Choose({1, 30, 3})), Names(*ManyFiles().Choose({2, 30, 3})));
}

TEST(ChooseSites, OfALargerListBeginWithTheSmallerOne) {
  std::vector<std::string> few = Names(*ManyFiles().Choose({1, 10, 3}));
  std::vector<std::string> many = Names(*ManyFiles().Choose({1, 60, 3}));
  many.resize(few.size());
  EXPECT_EQ(many, few);
}

TEST(ChooseSites, CountsWhatGaveNoSite) {
  World world;
  world.Add("p", "none.py", "x = 1\n");
  world.Add("p", "one.py", "x.a\n");
  SiteList list = *world.Choose({1, 10, 3});
  EXPECT_EQ(Names(list), std::vector<std::string>{"a"});
  EXPECT_EQ(list.skipped["file without attributes"], 1);
}

TEST(ChooseSites, ASourceThatCannotBeReadIsAnError) {
  World world;
  world.Add("p", "binary.py", std::string("x.a\0", 4));
  Result<SiteList> list = world.Choose({1, 10, 3});
  ASSERT_FALSE(list.ok());
  EXPECT_EQ(list.error().message, "p/binary.py: binary");
}

TEST(ChooseSites, KnowsSelfFromOtherBases) {
  World world;
  world.Add("p", "a.py", "class C:\n  def f(self):\n    self.a()\n");
  world.Add("p", "b.py", "def f(x):\n  x.y.b = 1\n");
  SiteList list = *world.Choose({1, 10, 3});
  for (const Site& site : list.sites) {
    EXPECT_EQ(site.slice, site.expected == "a" ? AttributeSlice::kSelf : AttributeSlice::kOther);
    if (site.expected == "a") EXPECT_EQ(site.context, bind::UseContext::kCall);
    if (site.expected == "b") {
      EXPECT_EQ(site.context, bind::UseContext::kStore);
      EXPECT_EQ(site.base, "x.y");
    }
  }
}

}  // namespace
}  // namespace fastnode::qualify
