#= what the version decides
import conditional
conditional.newer()
#- @conditional.newer() type builtins.str
conditional
#- ! @conditional member gone
#- @conditional member newer

#= what the platform decides
from conditional import separator
separator
#- @separator type builtins.str

#= what a type checker sees
from conditional import checked
checked
#- @checked type builtins.bytes

#= the import that succeeds
from conditional import Table
Table().popitem
#- @Table() type collections.OrderedDict
