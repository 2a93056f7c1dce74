Parameters of tests are what the fixtures of their names give.

#= of the file, of the class, in a chain
import pytest

class Kettle:
    def boil(self): ...

class Cup: ...

@pytest.fixture
def kettle():
    return Kettle()

@pytest.fixture(name="cup")
def make_cup(kettle):
    kettle
    #- @kettle whole_type Kettle
    yield Cup()

def test_tea(kettle, cup, unheard_of):
    kettle
    #- @kettle whole_type Kettle
    cup
    #- @cup whole_type Cup
    unheard_of
    #- @unheard_of type unknown

class TestParty:
    @pytest.fixture
    def kettle(self):
        return Cup()

    def test_all(self, kettle):
        kettle
        #- @kettle whole_type Cup

def serve(kettle):  # no test: it is only named after the class
    kettle
    #- @kettle whole_type Kettle?

#= of which nothing is known
import elsewhere, pytest

@pytest.fixture
def strange():
    return elsewhere.make()

@pytest.fixture
def maybe(request):
    return None if request else 1

@pytest.fixture
def nothing(): ...

def test_all(strange, maybe, nothing):
    strange
    #- @strange type ext:elsewhere.make()
    maybe
    #- @maybe types = None builtins.int
    nothing
    #- @nothing type None

#= that pytest brings
def test_file(tmp_path):
    tmp_path
    #- @tmp_path whole_type pathlib.Path

#= values of tests that run once for each of them
import pytest
from pytest import mark

class Plate: ...

ROWS = [("a", 1.5)]

@mark.parametrize("word, count", [("a", 1), pytest.param("b", 2, id="two")])
@mark.parametrize("plate", [Plate(), pytest.param(None, marks=[])])
def test_plates(word, count, plate):
    word.upper
    #- @word whole_type builtins.str
    count
    #- @count whole_type builtins.int
    plate
    #- @plate whole_type Plate|None

@mark.parametrize(("name", "weight"), ROWS)
class TestPlates:
    def test_weight(self, name, weight, other):
        name
        #- @name whole_type builtins.str
        weight
        #- @weight whole_type builtins.float
        other
        #- @other type unknown

@mark.parametrize("cup", ["blue"], indirect=True)
def test_cups(cup):
    cup
    #- @cup type unknown
