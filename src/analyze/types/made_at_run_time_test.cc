// Classes that a framework makes at run time, by a small one of the test's own, whose sources do it
// as those of Django do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "analyze/ast/parse.h"
#include "analyze/types/imports/library_for_test.h"
#include "analyze/types/imports/workspace.h"
#include "analyze/types/types.h"
#include "support/file.h"

namespace fastnode::types {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

constexpr const char* kSets = R"(
class Rows:
    def __init__(self, model=None):
        self.model = model
        self._cache = None
        self._iterable_class = Maker

    def __class_getitem__(cls, *args):
        return cls

    def as_manager(cls):
        from frame.managers import Manager
        return Manager.from_rows(cls)()

    as_manager = classmethod(as_manager)

    def __iter__(self):
        self._fetch()
        return iter(self._cache)

    def __getitem__(self, k):
        if self._cache is not None:
            return self._cache[k]
        if isinstance(k, slice):
            return self._copy()
        return self._copy()._cache[0]

    def _fetch(self):
        if self._cache is None:
            self._cache = list(self._iterable_class(self))

    def _copy(self):
        made = self.__class__(model=self.model)
        made._iterable_class = self._iterable_class
        return made

    def where(self, **wanted):
        found = self._copy()
        return found

    def one(self):
        found = self.where()
        return found._cache[0]

    def make(self, **values):
        row = self.model(**values)
        return row

    def dictionaries(self):
        found = self._copy()
        found._iterable_class = Dictionaries
        return found

    def columns(self):
        found = self._copy()
        found._iterable_class = Columns
        return found

    def values(self, flat):
        found = self._copy()
        found._iterable_class = Dictionaries if flat else Maker
        return found

    def count(self):
        return 1

class Maker: ...

class Columns:
    def __iter__(self):
        names, row = self.read()
        yield {names[i]: row[i] for i in range(3)}

class Dictionaries:
    def __iter__(self):
        yield {"a": 1}
)";

constexpr const char* kManagers = R"(
import inspect
from frame.sets import Rows

class BaseManager:
    def __class_getitem__(cls, *args):
        return cls

    @classmethod
    def _methods_of(cls, rows_class):
        def forward(name):
            def method(self, *args):
                return getattr(self.get_rows(), name)(*args)
            return method
        return {name: forward(name) for name, _ in inspect.getmembers(rows_class)}

    @classmethod
    def from_rows(cls, rows_class):
        return type("Made", (cls,), {"_rows_class": rows_class, **cls._methods_of(rows_class)})

    def contribute_to_class(self, cls, name):
        self.model = cls

    def get_rows(self):
        return self._rows_class(model=self.model)

    def all(self):
        return self.get_rows()

class Manager(BaseManager.from_rows(Rows)):
    pass
)";

constexpr const char* kFields = R"(
class Field:
    related_model = None

    def contribute_to_class(self, cls, name): ...

    def to_python(self, value):
        return value

class Text(Field):
    def to_python(self, value):
        if value is None:
            return value
        return str(value)

class File(Field):
    attr_class = dict

class ForeignKey(Field):
    many_to_one = True

    def __init__(self, to): ...

class ManyToManyField(Field):
    many_to_many = True
)";

constexpr const char* kModels = R"(
from frame.managers import Manager
from frame.fields import *

class Meta(type):
    def __new__(mcs, name, bases, attrs):
        make = super().__new__
        made = make(mcs, name, bases, attrs)
        made.add_to_class("Missing", type("Missing", (KeyError,), {}))
        made.size = 1
        made._prepare()
        return made

    def add_to_class(cls, name, value):
        if hasattr(value, "contribute_to_class"):
            value.contribute_to_class(cls, name)
        else:
            setattr(cls, name, value)

    def _prepare(cls):
        manager = Manager()
        cls.add_to_class("objects", manager)

class Model(metaclass=Meta):
    def save(self): ...

    def _get_key(self):
        return getattr(self, self.options.key)

    pk = property(_get_key)
)";

class MadeAtRunTimeTest : public testing::Test {
 protected:
  MadeAtRunTimeTest()
      : root_(fs::path(testing::TempDir()) /
              (std::string("made_at_run_time_") +
               testing::UnitTest::GetInstance()->current_test_info()->name())),
        workspace_(LibraryForTest(), {root_.string() + "/packages"}) {
    fs::remove_all(root_);
    Write("packages/frame/__init__.py", "");
    Write("packages/frame/sets.py", kSets);
    Write("packages/frame/managers.py", kManagers);
    Write("packages/frame/fields.py", kFields);
    Write("packages/frame/models.py", kModels);
  }
  ~MadeAtRunTimeTest() override { fs::remove_all(root_); }

  void Write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    ASSERT_TRUE(WriteFileAtomic(root_ / path, text).ok());
  }

  bind::FileIndex Index(std::string text) { return bind::Bind(*ast::Parse(std::move(text))); }
  Environment EnvironmentOf(const std::string& path) {
    return workspace_.EnvironmentOf((root_ / path).string(), root_.string());
  }

  // The types of expressions behind a text.
  std::vector<std::string> Types(const std::string& text,
                                 const std::vector<std::string>& expressions) {
    std::vector<std::string> types;
    for (const std::string& expression : expressions) {
      const bind::FileIndex index = Index(text + expression + "\n");
      const Environment environment = EnvironmentOf("shop/views.py");
      TypeEvaluator evaluator(index, environment);
      NodeId last = kNoNode;
      for (NodeId n : index.tree.ids()) {
        if (index.tree[n].kind == ast::Kind::kExpressionStatement) last = n;
      }
      types.push_back(evaluator.Describe(evaluator.TypeOf(last + 1)));
    }
    return types;
  }

  // Whether these may follow the dot behind an expression.
  std::vector<bool> Has(const std::string& text, const std::string& expression,
                        const std::vector<std::string_view>& names) {
    const bind::FileIndex index = Index(text + expression + "\n");
    const Environment environment = EnvironmentOf("shop/views.py");
    TypeEvaluator evaluator(index, environment);
    NodeId last = kNoNode;
    for (NodeId n : index.tree.ids()) {
      if (index.tree[n].kind == ast::Kind::kExpressionStatement) last = n;
    }
    const std::vector<Member>& members = evaluator.Members(evaluator.TypeOf(last + 1));
    std::vector<bool> has;
    for (std::string_view name : names) {
      has.push_back(std::any_of(members.begin(), members.end(),
                                [&](const Member& member) { return member.name == name; }));
    }
    return has;
  }

  fs::path root_;
  Workspace workspace_;
};

constexpr const char* kBooks =
    "from frame.models import Model\n"
    "from frame.managers import Manager\n"
    "from frame.sets import Rows\n"
    "from frame import fields\n"
    "class Author(Model):\n"
    "    name = fields.Text()\n"
    "    photo = fields.File()\n"
    "    plain = fields.Field()\n"
    "    friends = fields.ManyToManyField('self')\n"
    "class Book(Model):\n"
    "    author = fields.ForeignKey(Author)\n"
    "    editor = fields.ForeignKey('Author', related_name='edited')\n"
    "    other = fields.ForeignKey('nobody.Author', related_name='+')\n";

TEST_F(MadeAtRunTimeTest, WhatAMetaclassSetsIsThere) {
  EXPECT_THAT(
      Types(kBooks, {"Author.objects", "Author.size", "Author.Missing", "Author().size",
                     "Author().objects", "Author.elsewhere"}),
      ElementsAre("frame.managers.Manager[views.Author]", "builtins.int",
                  "type:frame.models.Meta.__new__.?", "builtins.int", "unknown", "unknown"));
  EXPECT_THAT(Has(kBooks, "Author", {"objects", "Missing", "size", "save", "elsewhere"}),
              ElementsAre(true, true, true, true, false));
  EXPECT_THAT(Has(kBooks, "Author()", {"objects", "size", "save"}), ElementsAre(false, true, true));
}

TEST_F(MadeAtRunTimeTest, ManagersKnowWhoseRowsTheyManage) {
  EXPECT_THAT(
      Types(kBooks, {"Author.objects.all()", "Author.objects.where()", "Author.objects.one()",
                     "Author.objects.make()", "Author.objects.where().where().one()",
                     "Author.objects.count()", "Author.objects.all()[0]",
                     "Author.objects.all()[1:2]", "[a for a in Author.objects.all()]",
                     "[a for a in Author.objects.where().dictionaries()]",
                     "Author.objects.columns().one()", "Author.objects.values(True)[0]"}),
      ElementsAre("frame.sets.Rows[views.Author]", "frame.sets.Rows[views.Author]", "views.Author",
                  "views.Author", "views.Author", "builtins.int", "views.Author",
                  "frame.sets.Rows[views.Author]", "builtins.list[views.Author]",
                  "builtins.list[builtins.dict[builtins.str,builtins.int]]",
                  "builtins.dict[builtins.str,unknown]", "unknown"));
  EXPECT_THAT(Has(kBooks, "Author.objects", {"where", "one", "all", "_fetch", "_copy"}),
              ElementsAre(true, true, true, false, false));
}

TEST_F(MadeAtRunTimeTest, ManagersMayBeOnesOwn) {
  const std::string own = std::string(kBooks) +
                          "class PaperRows(Rows):\n"
                          "    def thick(self):\n"
                          "        return self.where()\n"
                          "class Papers(Manager):\n"
                          "    def get_rows(self):\n"
                          "        return PaperRows(self.model)\n"
                          "    def old(self):\n"
                          "        return self.where()\n"
                          "class Paper(Model):\n"
                          "    objects = Papers()\n"
                          "    others = PaperRows.as_manager()\n";
  EXPECT_THAT(Types(own, {"Paper.objects", "Paper.objects.old().thick().one()",
                          "Paper.others.thick()", "Paper.others.thick().one()"}),
              ElementsAre("views.Papers[views.Paper]", "views.Paper",
                          "views.PaperRows[views.Paper]", "views.Paper"));
}

TEST_F(MadeAtRunTimeTest, FieldsAreTheirValuesOnObjects) {
  EXPECT_THAT(Types(kBooks, {"Author().name", "Author.name", "Author().photo", "Author().plain"}),
              ElementsAre("builtins.str", "frame.fields.Text", "builtins.dict", "unknown"));
}

TEST_F(MadeAtRunTimeTest, FieldsStandForOtherClasses) {
  EXPECT_THAT(Types(kBooks, {"Book().author", "Book().editor.name", "Book().other",
                             "Author().friends.one()", "Author().book_set.one()",
                             "Author().edited.where()", "Book().book_set"}),
              ElementsAre("views.Author", "builtins.str", "unknown", "views.Author", "views.Book",
                          "frame.sets.Rows[views.Book]", "unknown"));
  EXPECT_THAT(Has(kBooks, "Author()", {"book_set", "edited", "+"}), ElementsAre(true, true, false));
}

TEST_F(MadeAtRunTimeTest, RowsHaveKeys) {
  const std::string text = std::string(kBooks) +
                           "class Tag(Model):\n    label = fields.Text(primary_key=True)\n"
                           "class Other:\n    pk = nobody()\n";
  EXPECT_THAT(Types(text, {"Author().pk", "Tag().pk", "Other().pk"}),
              ElementsAre("builtins.int", "builtins.str", "unknown"));
}

TEST_F(MadeAtRunTimeTest, FieldsNameClassesOfOtherApplications) {
  Write("shop/__init__.py", "");
  Write("shop/people/__init__.py", "");
  Write("shop/people/models.py",
        "from frame.models import Model\nclass Person(Model):\n    age = 1\n");
  Write("manage.py", "");
  EXPECT_THAT(Types("from frame.models import Model\n"
                    "from frame import fields\n"
                    "class Order(Model):\n"
                    "    buyer = fields.ForeignKey('people.Person')\n",
                    {"Order().buyer.age"}),
              ElementsAre("builtins.int"));
}

TEST_F(MadeAtRunTimeTest, FieldsBringOthersWithThem) {
  const std::string text = std::string(kBooks) +
                           "class Pen(Model):\n"
                           "    owner = fields.ForeignKey(Author)\n"
                           "    color = fields.Text(choices=[('r', 'Red')])\n";
  EXPECT_THAT(
      Types(text, {"Pen().id", "Pen().owner_id", "Pen().get_color_display()", "Pen().color_id",
                   "Pen().get_owner_display", "Pen.owner_id"}),
      ElementsAre("builtins.int", "builtins.int", "builtins.str", "unknown", "unknown", "unknown"));
  EXPECT_THAT(Has(text, "Pen()", {"id", "owner_id", "get_color_display", "get_owner_display"}),
              ElementsAre(true, true, true, false));
}

// What is known by the names of Django's modules.
class OfDjangoTest : public MadeAtRunTimeTest {
 protected:
  OfDjangoTest() {
    Write("packages/django/__init__.py", "");
    Write("packages/django/conf/__init__.py",
          "class LazySettings:\n    def __getattr__(self, name): return self.other(name)\n"
          "settings = LazySettings()\n");
    Write("packages/django/conf/global_settings.py",
          "AUTH_USER_MODEL = 'auth.User'\nDEBUG = False\nimport os\n");
    Write("packages/django/contrib/auth/__init__.py", "def get_user_model(): ...\n");
    Write("packages/django/contrib/auth/models.py",
          "from frame.models import Model\nclass User(Model):\n    password = ''\n");
    Write(
        "packages/django/shortcuts.py",
        "def get_object_or_404(klass, *args): return klass.fetch_it()\ndef get_list_or_404(klass, "
        "*args): return klass.fetch_it()\n"
        "def render(request, name): ...\n");
    Write("packages/django/http/request.py",
          "from django.utils.datastructures import MultiValueDict\n"
          "class QueryDict(MultiValueDict): ...\n"
          "class HttpRequest:\n    GET = QueryDict()\n    FILES = MultiValueDict()\n");
    Write("packages/django/utils/datastructures.py",
          "class MultiValueDict(dict):\n    def get(self, key, default=None): return []\n"
          "    def getlist(self, key, default=None): return default\n"
          "    def __getitem__(self, key): return []\n");
    Write("packages/django/core/files/uploadedfile.py", "class UploadedFile:\n    name = ''\n");
    Write("packages/django/contrib/sessions/backends/base.py", "class SessionBase: ...\n");
    Write("packages/django/contrib/admin/options.py",
          "class BaseModelAdmin:\n    def get_queryset(self, request): return self.model.all\n"
          "class ModelAdmin(BaseModelAdmin): ...\n"
          "def register(*models): return lambda cls: cls\n");
    Write("packages/django/db/models/enums.py",
          "from enum import Enum\nclass Choices(Enum):\n"
          "    @property\n    def label(self): return self._label_\n"
          "class TextChoices(str, Choices): ...\n");
    Write("packages/django/views/generic/detail.py",
          "from frame.sets import Rows\nclass SingleObjectMixin:\n    model = None\n"
          "    def get_rows(self) -> Rows: ...\n"
          "    def get_object(self): return self.queryset.one()\n"
          "    def get(self): self.object = self.get_object()\n");
    Write("packages/django/forms/models.py",
          "class BaseModelForm:\n    def save(self): return self.instance\n"
          "    def __init__(self): self.instance = self._meta.model()\n");
  }
};

TEST_F(OfDjangoTest, SettingsAreWhatTheirModulesBind) {
  const std::string text =
      "from django.conf import settings\nfrom django.contrib.auth import get_user_model\n"
      "from frame.models import Model\nfrom frame import fields\n"
      "class Note(Model):\n    owner = fields.ForeignKey(settings.AUTH_USER_MODEL)\n";
  const std::vector<std::string> asked = {"settings.DEBUG", "settings.os", "get_user_model()",
                                          "Note().owner"};
  Write("manage.py",
        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_of_mine.options')\n");
  Write("site_of_mine/__init__.py", "");
  Write("site_of_mine/options.py", "DEBUG = 1.0\nAUTH_USER_MODEL = 'people.Person'\nOWN = ''\n");
  Write("people/__init__.py", "");
  Write("people/models.py", "from frame.models import Model\nclass Person(Model): ...\n");
  EXPECT_THAT(Types(text, asked), ElementsAre("builtins.float", "unknown",
                                              "type:people.models.Person", "people.models.Person"));
  EXPECT_THAT(Has(text, "settings", {"OWN", "DEBUG", "AUTH_USER_MODEL", "os", "owner"}),
              ElementsAre(true, true, true, false, false));
}

TEST_F(OfDjangoTest, SettingsHaveDefaults) {
  EXPECT_THAT(Types("from django.conf import settings\n"
                    "from django.contrib.auth import get_user_model\n",
                    {"settings.DEBUG", "settings.os", "get_user_model()"}),
              ElementsAre("builtins.bool", "unknown", "type:django.contrib.auth.models.User"));
}

TEST_F(OfDjangoTest, ObjectsOr404AreOfWhatIsAsked) {
  EXPECT_THAT(
      Types(
          std::string(kBooks) + "from django.shortcuts import get_object_or_404, get_list_or_404\n",
          {"get_object_or_404(Author)", "get_list_or_404(Author.objects.all())",
           "get_object_or_404(Author.objects)", "get_object_or_404(1)"}),
      ElementsAre("views.Author", "builtins.list[views.Author]", "views.Author", "unknown"));
}

TEST_F(OfDjangoTest, ViewsTakeRequests) {
  const std::string import = "from django.shortcuts import render\n";
  EXPECT_THAT(Types(import + "def view(request, key):\n    ", {"request", "key"}),
              ElementsAre("django.http.request.HttpRequest?", "unknown"));
  EXPECT_THAT(Types(import + "def test_view(request):\n    ", {"request"}), ElementsAre("unknown"));
  EXPECT_THAT(Types("import django_like\ndef view(request):\n    ", {"request"}),
              ElementsAre("unknown"));
}

TEST_F(OfDjangoTest, ViewsTakeTheirForms) {
  Write("packages/django/views/generic/edit.py", "class FormMixin:\n    form_class = None\n");
  const std::string text =
      "from django.views.generic.edit import FormMixin\nclass Form:\n    size = 1\n";
  EXPECT_THAT(Types(text + "class View(FormMixin):\n    form_class = Form\n"
                           "    def form_valid(self, form, other):\n        ",
                    {"form", "other"}),
              ElementsAre("views.Form", "unknown"));
  EXPECT_THAT(Types(text + "class View:\n    form_class = Form\n"
                           "    def form_valid(self, form):\n        ",
                    {"form"}),
              ElementsAre("views.Form?"));
}

TEST_F(OfDjangoTest, QueriesHoldTexts) {
  EXPECT_THAT(Types("from django.http.request import HttpRequest\nq = HttpRequest().GET\n",
                    {"q.get('a')", "q.get('a', '')", "q['a']", "q.getlist('a')",
                     "HttpRequest().FILES['a'].name"}),
              ElementsAre("builtins.str|None", "builtins.str", "builtins.str",
                          "builtins.list[builtins.str]", "builtins.str"));
}

TEST_F(OfDjangoTest, RequestsHaveWhatMiddlewareAdds) {
  const std::string text =
      "from django.http.request import HttpRequest\n"
      "class Own(HttpRequest): ...\nclass Other: ...\n";
  EXPECT_THAT(Types(text, {"Own().user.password", "HttpRequest().session", "Other().user",
                           "HttpRequest().nothing"}),
              ElementsAre("builtins.str", "django.contrib.sessions.backends.base.SessionBase",
                          "unknown", "unknown"));
  EXPECT_THAT(Has(text, "Own()", {"user", "session"}), ElementsAre(true, true));
  EXPECT_THAT(Has(text, "Own", {"user", "session"}), ElementsAre(false, false));
}

TEST_F(OfDjangoTest, AdministratorsOfAModelAreDecorated) {
  const std::string text = std::string(kBooks) +
                           "from django.contrib.admin import options\n"
                           "class Papers(Manager):\n"
                           "    def get_queryset(self): return PaperRows(self.model)\n"
                           "class PaperRows(Rows): ...\n"
                           "class Paper(Model):\n    objects = Papers()\n"
                           "@options.register(Paper)\n"
                           "class Admin(options.ModelAdmin): ...\n"
                           "class Other(options.ModelAdmin): ...\n";
  EXPECT_THAT(Types(text, {"Admin().get_queryset(1)", "Other().get_queryset(1)"}),
              ElementsAre("views.PaperRows[views.Paper]", "unknown"));
}

TEST_F(OfDjangoTest, HandlersAreSaidWhereTheyAreRegistered) {
  Write("packages/django/core/management/base.py",
        "class CommandParser: ...\nclass BaseCommand:\n    def add_arguments(self, parser): ...\n");
  const std::string text = std::string(kBooks) +
                           "from django.contrib.admin import options\n"
                           "from django.core.management.base import BaseCommand\n"
                           "class Admin(options.ModelAdmin):\n"
                           "    def save(self, obj, queryset, other): return obj\n"
                           "    def rows(self, queryset): return queryset\n"
                           "    def rest(self, other): return other\n"
                           "site.register(Book, Admin)\n"
                           "@options.register(Author)\n"
                           "class Inner(options.ModelAdmin):\n"
                           "    def save(self, obj): return obj\n"
                           "@receiver(saved, sender=Author)\n"
                           "def saved(sender, instance, **rest): return instance\n"
                           "@receiver(saved)\n"
                           "def all_saved(sender, instance, **rest): return instance\n"
                           "class Command(BaseCommand):\n"
                           "    def add_arguments(self, parser): return parser\n"
                           "    def other(self, parser): return parser\n";
  EXPECT_THAT(Types(text, {"Admin().save()", "Admin().rest()", "Inner().save()", "saved()",
                           "all_saved()", "Command().add_arguments()", "Command().other()"}),
              ElementsAre("views.Book", "unknown", "views.Author", "views.Author", "unknown",
                          "django.core.management.base.CommandParser", "unknown"));
}

TEST_F(OfDjangoTest, ViewsAndFormsKeepRowsOfTheirModel) {
  const std::string text = std::string(kBooks) +
                           "from django.views.generic.detail import SingleObjectMixin\n"
                           "from django.forms.models import BaseModelForm\n"
                           "class Page(SingleObjectMixin):\n    model = Author\n"
                           "class Form(BaseModelForm):\n"
                           "    class Meta:\n        model = Book\n"
                           "class Listed(SingleObjectMixin):\n"
                           "    queryset = Author.objects.where()\n"
                           "    def get_rows(self): return self.queryset or Rows(1)\n"
                           "class Other(SingleObjectMixin): ...\n";
  EXPECT_THAT(Types(text, {"Listed().get_rows().one()", "Listed().object"}),
              ElementsAre("views.Author", "views.Author"));
  EXPECT_THAT(
      Types(text, {"Page().object", "Page().get_object()", "Page().get_rows().one()",
                   "Form().instance", "Form().save()", "Other().object", "Other().get_rows()"}),
      ElementsAre("views.Author", "views.Author", "views.Author", "views.Book", "views.Book",
                  "unknown", "frame.sets.Rows"));
}

TEST_F(OfDjangoTest, ChoicesHaveLabels) {
  EXPECT_THAT(Types("from django.db.models.enums import TextChoices\n"
                    "class Kind(TextChoices):\n    A = 'a', 'First'\n",
                    {"Kind.A", "Kind.A.label", "Kind.A.value"}),
              ElementsAre("views.Kind", "builtins.str", "builtins.str"));
}

TEST_F(OfDjangoTest, ATestClientGetsResponses) {
  Write("packages/django/http/response.py", "class HttpResponse:\n    status_code = 200\n");
  Write("packages/django/test/client.py",
        "class Factory:\n    def get(self, path): return self.handler(path)\n"
        "class Client(Factory):\n    def post(self, path): return self.handler(path)\n");
  EXPECT_THAT(Types("from django.test.client import Client, Factory\nclass Own(Client): ...\n",
                    {"Client().get('/')", "Own().post('/')", "Factory().get('/')"}),
              ElementsAre("django.http.response.HttpResponse", "django.http.response.HttpResponse",
                          "unknown"));
}

TEST_F(MadeAtRunTimeTest, HiddenNamesSetNothing) {
  const std::string text = std::string(kBooks) + "Author.objects.one().name\n";
  const bind::FileIndex index = Index(text);
  const Environment environment = EnvironmentOf("shop/views.py");
  for (NodeId n : index.tree.ids()) {
    if (index.tree[n].kind != ast::Kind::kIdentifier) continue;
    // As if a fresh name stood there.
    std::string fresh = text;
    fresh.replace(index.tree[n].begin, index.tree[n].end - index.tree[n].begin, "fastnode_fresh");
    const bind::FileIndex other = Index(fresh);
    TypeEvaluator hiding(index, environment, {n}), plain(other, environment);
    const NodeId last = NodeId(index.tree.size() - 3);
    EXPECT_EQ(hiding.Describe(hiding.TypeOf(last)), plain.Describe(plain.TypeOf(last)))
        << index.tree.Text(n) << " at " << index.tree[n].begin;
  }
}

}  // namespace
}  // namespace fastnode::types
