if not box: open(box)  # comments and punctuation are no tokens
#- @if next_token = @not
#- @not next_token = @box
#- @box next_token = @open
#- @box[2] is LAST
#- ! @if next_token @box
"text" + f"{shown} text"
#- @shown is SHOWN
#- @+ next_token SHOWN
x = ()
#- SHOWN next_token = @x
