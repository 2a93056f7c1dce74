#include "predict/auto_import/where_to_insert.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/check.h"

namespace fastnode::auto_import {
namespace {

// The text with what is wanted imported; the cursor stands at `$`.
std::string After(std::string text, const Wanted& wanted, const std::string& package = "") {
  const size_t cursor = text.find('$');
  CHECK(cursor != std::string::npos);
  text.erase(cursor, 1);
  const Imports imports(text, cursor, package, [](std::string_view top) { return top == "shop"; });
  std::vector<Edit> edits = imports.EditsFor(wanted);
  CHECK(std::is_sorted(edits.begin(), edits.end(),
                       [](const Edit& a, const Edit& b) { return a.end <= b.begin; }));
  std::reverse(edits.begin(), edits.end());
  for (const Edit& edit : edits) {
    EXPECT_LE(edit.end, text.find_last_of("\r\n", cursor == 0 ? 0 : cursor - 1) + 1);
    text.replace(edit.begin, edit.end - edit.begin, edit.text);
  }
  return text;
}

TEST(WhereToInsert, ExtendsAStatementOfTheModule) {
  EXPECT_EQ(After("from typing import Any, List\nx: Dic$\n", {"typing", "Dict"}),
            "from typing import Any, Dict, List\nx: Dic\n");
  EXPECT_EQ(After("from typing import Any\nx: Dic$\n", {"typing", "Dict"}),
            "from typing import Any, Dict\nx: Dic\n");
  EXPECT_EQ(After("from typing import (Any, List)  # all\nx$\n", {"typing", "Union", "U"}),
            "from typing import (Any, List, Union as U)  # all\nx\n");
  EXPECT_EQ(After("from typing import Any, \\\n    List\nx$\n", {"typing", "Union"}),
            "from typing import Any, \\\n    List, Union\nx\n");
}

TEST(WhereToInsert, ExtendsAColumnOfNames) {
  const std::string head = "from typing import (\n";
  EXPECT_EQ(After(head + "    Any,\n    List,\n)\nx$\n", {"typing", "Dict"}),
            head + "    Any,\n    Dict,\n    List,\n)\nx\n");
  EXPECT_EQ(After(head + "    Any,\n    List,  # why\n)\nx$\n", {"typing", "Union"}),
            head + "    Any,\n    List,  # why\n    Union,\n)\nx\n");
  EXPECT_EQ(After(head + "    Any,\n    List\n)\nx$\n", {"typing", "Union"}),
            head + "    Any,\n    List,\n    Union\n)\nx\n");
  EXPECT_EQ(After(head + "    Any,\n    List  # why\n)\nx$\n", {"typing", "Union"}),
            head + "    Any,\n    List,  # why\n    Union\n)\nx\n");
  EXPECT_EQ(After(head + "    Any,\n    List)\nx$\n", {"typing", "Union"}),
            head + "    Any,\n    List,\n    Union)\nx\n");
}

TEST(WhereToInsert, KeepsTheOrderOfNamesAsItIs) {
  // Constants and classes first.
  EXPECT_EQ(After("from a import MAX, Box, lid\nx$\n", {"a", "Cup"}),
            "from a import MAX, Box, Cup, lid\nx\n");
  // By letters alone.
  EXPECT_EQ(After("from a import box, Cup, lid\nx$\n", {"a", "Hat"}),
            "from a import box, Cup, Hat, lid\nx\n");
  // Not sorted.
  EXPECT_EQ(After("from a import lid, box, pan\nx$\n", {"a", "hat"}),
            "from a import lid, box, pan, hat\nx\n");
}

TEST(WhereToInsert, PutsAStatementAmongThoseOfItsOrigin) {
  const std::string text =
      "import os\nimport sys\nfrom pathlib import Path\n\nimport numpy\n\nfrom shop import till\n";
  EXPECT_EQ(
      After(text + "\nre$\n", {"re"}),
      "import os\nimport re\nimport sys\nfrom pathlib import Path\n\nimport numpy\n\nfrom shop "
      "import till\n\nre\n");
  EXPECT_EQ(After(text + "\nre$\n", {"json", "loads"}),
            "import os\nimport sys\nfrom json import loads\nfrom pathlib import Path\n\nimport "
            "numpy\n\nfrom shop import till\n\nre\n");
  EXPECT_EQ(After(text + "\nre$\n", {"attr"}),
            "import os\nimport sys\nfrom pathlib import Path\n\nimport attr\nimport numpy\n\nfrom "
            "shop import till\n\nre\n");
  EXPECT_EQ(After(text + "\nre$\n", {"shop.cart", "Cart"}),
            text + "from shop.cart import Cart\n\nre\n");
}

TEST(WhereToInsert, MixesFormsWhereTheFileDoes) {
  EXPECT_EQ(After("from abc import ABC\nimport os\nfrom re import sub\nx$\n", {"json"}),
            "from abc import ABC\nimport json\nimport os\nfrom re import sub\nx\n");
}

TEST(WhereToInsert, OpensAGroupWhereItsOriginIsNew) {
  EXPECT_EQ(After("import os\n\nx$\n", {"numpy", "", "np"}),
            "import os\n\nimport numpy as np\n\nx\n");
  EXPECT_EQ(After("import numpy\n\nx$\n", {"os"}), "import os\n\nimport numpy\n\nx\n");
  EXPECT_EQ(After("import os\nimport numpy\n\nx$\n", {"shop"}),
            "import os\nimport numpy\nimport shop\n\nx\n");
  EXPECT_EQ(After("import numpy\nimport os\n\nx$\n", {"re"}),
            "import numpy\nimport os\nimport re\n\nx\n");
}

TEST(WhereToInsert, BeginsTheImportsBehindWhatStandsAtTheTop) {
  EXPECT_EQ(After("x = o$\n", {"os"}), "import os\n\nx = o\n");
  EXPECT_EQ(After("def f():\n    o$\n", {"os"}), "import os\n\n\ndef f():\n    o\n");
  EXPECT_EQ(After("\"\"\"Says.\n\nMore.\n\"\"\"\n\nx = o$\n", {"os"}),
            "\"\"\"Says.\n\nMore.\n\"\"\"\n\nimport os\n\nx = o\n");
  EXPECT_EQ(After("\"\"\"Says.\"\"\"\nx = o$\n", {"os"}),
            "\"\"\"Says.\"\"\"\n\nimport os\n\nx = o\n");
  EXPECT_EQ(After("#!/usr/bin/python3\n# coding: utf-8\nx = o$\n", {"os"}),
            "#!/usr/bin/python3\n# coding: utf-8\nimport os\n\nx = o\n");
  EXPECT_EQ(After("# Whose it is.\n# -*- coding: latin-1 -*-\nx = o$\n", {"os"}),
            "# Whose it is.\n# -*- coding: latin-1 -*-\n\nimport os\n\nx = o\n");
  EXPECT_EQ(After("u'Says.'\nx = o$\n", {"os"}), "u'Says.'\n\nimport os\n\nx = o\n");
  EXPECT_EQ(After("# Whose it is.\n\nx = o$\n", {"os"}), "# Whose it is.\n\nimport os\n\nx = o\n");
  EXPECT_EQ(After("# About x.\nx = o$\n", {"os"}), "import os\n\n# About x.\nx = o\n");
  EXPECT_EQ(After("from __future__ import annotations\n\nx = o$\n", {"os"}),
            "from __future__ import annotations\n\nimport os\n\nx = o\n");
}

TEST(WhereToInsert, PutsNothingAboveImportsFromTheFuture) {
  const std::string head = "from __future__ import annotations\n";
  EXPECT_EQ(After(head + "from requests import get\nfrom os import path\n\nj$\n", {"json"}),
            head + "import json\nfrom requests import get\nfrom os import path\n\nj\n");
}

TEST(WhereToInsert, LeavesStatementsWithinOthersAlone) {
  EXPECT_EQ(After("import os\n\nif os.name:\n    from a import b\n\nc$\n", {"a", "c"}),
            "import os\n\nfrom a import c\n\nif os.name:\n    from a import b\n\nc\n");
  EXPECT_EQ(After("from a import *\nc$\n", {"a", "c"}), "from a import *\nfrom a import c\nc\n");
}

TEST(WhereToInsert, LooksAtNothingBelowTheCursor) {
  EXPECT_EQ(After("o$\nimport sys\n", {"os"}), "import os\n\no\nimport sys\n");
  EXPECT_EQ(After("import re\nf(\n  o$\nimport sys\n", {"os"}),
            "import os\nimport re\nf(\n  o\nimport sys\n");
}

TEST(WhereToInsert, WritesModulesOfItsPackageAsTheFileDoes) {
  EXPECT_EQ(After("from .a import b\nx$\n", {"shop.till.c", "d"}, "shop.till"),
            "from .a import b\nfrom .c import d\nx\n");
  EXPECT_EQ(After("from .a import b\nx$\n", {"shop.till.a", "d"}, "shop.till"),
            "from .a import b, d\nx\n");
  EXPECT_EQ(After("from .a import b\nx$\n", {"shop.cart", "d"}, "shop.till"),
            "from ..cart import d\nfrom .a import b\nx\n");
  EXPECT_EQ(After("from shop.a import b\nx$\n", {"shop.till.c", "d"}, "shop.till"),
            "from shop.a import b\nfrom shop.till.c import d\nx\n");
}

TEST(WhereToInsert, WritesWholePathsBehindImport) {
  EXPECT_EQ(After("from .b import x\n\nc$\n", {"pkg.config", "", "cfg"}, "pkg"),
            "import pkg.config as cfg\n\nfrom .b import x\n\nc\n");
  EXPECT_EQ(After("from .b import x\n\np$\n", {"pkg"}, "pkg"),
            "import pkg\n\nfrom .b import x\n\np\n");
}

TEST(WhereToInsert, EndsLinesAsTheFileDoes) {
  EXPECT_EQ(After("import os\r\n\r\nx$\r\n", {"re"}), "import os\r\nimport re\r\n\r\nx\r\n");
  EXPECT_EQ(After("from a import (\r\n    b,\r\n)\r\nx$\r\n", {"a", "c"}),
            "from a import (\r\n    b,\r\n    c,\r\n)\r\nx\r\n");
  EXPECT_EQ(After("import os\rx$\r", {"re"}), "import os\rimport re\rx\r");
}

}  // namespace
}  // namespace fastnode::auto_import
