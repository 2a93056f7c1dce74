try:
    import json
    #- @json is A
except ImportError:
    json = None
    #- @json is B
    #- B last_write =
use(json)
#- @json last_write = A B
