#include "serve/python_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace fastnode::serve {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

TEST(PackageFolders, OfTheNearestEnvironment) {
  ::unsetenv("VIRTUAL_ENV");
  ::unsetenv("CONDA_PREFIX");
  const std::string root = testing::TempDir() + "/python_environment_test";
  fs::remove_all(root);
  const std::string venv = root + "/.venv/lib/python3.11/site-packages";
  fs::create_directories(root + "/.venv/lib/python3.9/site-packages");
  fs::create_directories(venv);
  fs::create_directories(root + "/edited/src");
  std::ofstream(venv + "/edited.pth") << "# a comment\nimport os\n"
                                      << root << "/edited/src\n/none\n";
  EXPECT_THAT(PackageFolders(root, ""), ElementsAre(venv, root + "/edited/src"));

  // A configured interpreter comes first, and the system's folders follow if the environment says
  // so.
  const std::string other = root + "/other/lib/python3.12/site-packages";
  fs::create_directories(other);
  EXPECT_THAT(PackageFolders(root, root + "/other/bin/python3"), ElementsAre(other));
  std::ofstream(root + "/other/pyvenv.cfg") << "include-system-site-packages = true\n";
  EXPECT_GE(PackageFolders(root, root + "/other/bin/python3").size(), 1u);
  // A virtual environment names the Python that made it.
  const std::string made_by = root + "/made_by/lib/python3.11";
  fs::create_directories(made_by + "/encodings");
  std::ofstream(root + "/.venv/pyvenv.cfg")
      << "home = " << root << "/made_by/bin\nversion = 3.11\n";
  EXPECT_EQ(StandardLibraryFolder(root, ""), made_by);
  EXPECT_EQ(StandardLibraryFolder("", root + "/made_by/bin/python3"), made_by);
  ::setenv("VIRTUAL_ENV", (root + "/other").c_str(), 1);
  EXPECT_EQ(PackageFolders(root, "").front(), other);
  ::unsetenv("VIRTUAL_ENV");
  fs::remove_all(root);
}

}  // namespace
}  // namespace fastnode::serve
