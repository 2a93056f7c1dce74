#= of the file
import os, os.path as op
#- @os type os
#- @op type os.path
import xml.dom.minidom
#- @xml type xml
import numpy as np
#- @np type mod:numpy
from datetime import datetime as dt
#- @dt type type:datetime.datetime
from json import dumps, missing_name
#- @dumps type def:json.dumps
#- @missing_name type ext:json.missing_name
from .models import Order
#- @Order type ext:.models.Order
from . import views
#- @views type ext:.views

path = os.path.join("a", "b")
#- @path type builtins.str
document = xml.dom.minidom.parseString("")
#- @document type xml.dom.minidom.Document
# What a package outside the library gives has no type, but it is the same thing everywhere.
values = np.zeros(3)
#- @values type ext:numpy.zeros()
order = Order()
#- @order type ext:.models.Order()

try:
    import simplejson_of_old as json
except ImportError:
    import json
json.loads
#- @json type json
