box.lid = shut(1)
#- @box.lid child = @box @lid
#- @shut(1) child @shut
#- ! @box child @lid
