# Types that stand in comments (PEP 484), where an annotation could stand.
from typing import Dict, List


class Parcel:
    weight = 1


def of_all(a, b, *rest, **others):
    # type: (Dict[str, int], Parcel, int, Parcel) -> List[Parcel]
    a
    #- @a whole_type builtins.dict[builtins.str,builtins.int]
    b
    #- @b whole_type Parcel
    rest
    #- @rest whole_type builtins.tuple[builtins.int,...]
    others
    #- @others whole_type builtins.dict[builtins.str,Parcel]
    return unheard_of()


shelf = of_all({}, 1)
shelf
#- @shelf whole_type builtins.list[Parcel]


class Shelf:
    def put(self, c, d=None):
        """Not between head and body: # type: (int, int) -> int"""
        # type: (Parcel, int) -> Parcel
        c
        #- @c type unknown

    def take(self, c, d=None):
        # type: (Parcel, int) -> Parcel
        c
        #- @c whole_type Parcel
        d
        #- @d whole_type builtins.int
        self
        #- @self whole_type Shelf


def one_by_one(e,  # type: Parcel
               f=None,  # type: int
               g=""  # not a type: Parcel
               ):
    # type: (...) -> Parcel
    e
    #- @e whole_type Parcel
    f
    #- @f whole_type builtins.int
    g
    #- @g whole_type builtins.str


wrapped = one_by_one(1)
wrapped.weight
#- @wrapped whole_type Parcel

parcels = []  # type: List[Parcel]  # so far
parcels
#- @parcels whole_type builtins.list[Parcel]
looked_away = unheard_of()  # type: ignore
looked_away
#- @looked_away type unknown
broken = unheard_of()  # type: List[
broken
#- @broken type unknown
annotated: int = unheard_of()  # type: Parcel
annotated
#- @annotated whole_type builtins.int
