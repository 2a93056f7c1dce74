What docstrings say of types counts where nothing else does.

#= Sphinx
class Boiler:
    def heat(self): ...

def start(boiler, minutes, names, maybe, words):
    """Starts it.

    :param boiler: which
    :type boiler: Boiler
    :param int minutes: how long
    :type names: list of str
    :type maybe: :class:`Boiler` or None
    :type words: whatever you like to pass
    :rtype: Boiler
    """
    boiler.heat
    #- @boiler whole_type Boiler
    minutes
    #- @minutes whole_type builtins.int
    names
    #- @names whole_type builtins.list[builtins.str]
    maybe
    #- @maybe whole_type Boiler|None
    words
    #- @words type unknown
    return made(boiler)

start()
#- @start() whole_type Boiler

#= Google
class Boiler: ...

def start(boiler, minutes, note):
    """Starts it.

    Args:
        boiler (Boiler): Which.
        minutes (int, optional): How long.
        note: Anything.

    Returns:
        Boiler: The same.
    """
    boiler
    #- @boiler whole_type Boiler
    minutes
    #- @minutes whole_type builtins.int
    note
    #- @note type unknown
    return made(boiler)

start()
#- @start() whole_type Boiler

#= numpy
def start(first, second, third):
    """Starts it.

    Parameters
    ----------
    first, second : int
        Two.
    third : dict[str, int], optional
        One.

    Returns
    -------
    list of int
    """
    second
    #- @second whole_type builtins.int
    third
    #- @third whole_type builtins.dict[builtins.str,builtins.int]
    return made(first)

start()
#- @start() whole_type builtins.list[builtins.int]

#= of a constructor in its class's, and an annotation rules
class Tank:
    """Holds.

    :type litres: float
    """
    def __init__(self, litres, name: str):
        """:type name: int"""
        litres
        #- @litres whole_type builtins.float
        name
        #- @name whole_type builtins.str

#= whole paths of modules that the file does not import
def hold(thread):
    """Waits.

    :type thread: threading.Thread
    """
    thread.daemon
    #- @thread.daemon whole_type builtins.bool
