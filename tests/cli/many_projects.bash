# Many small projects that do not repeat each other. Sourced.
# write_projects FOLDER NUMBER: and the list of their roles beside the folder, `roles`
write_projects() {
  local folder=$1 number=$2 i file role
  for ((i = 0; i < number; ++i)); do
    mkdir -p "$folder/project_$i"
    role=train
    ((i % 4 != 3)) || role=validation
    ((i != 1)) || role=test
    echo "project_$i $role"
    for file in 0 1; do
      awk -v n=$((2 * i + file)) 'BEGIN {
        print "class Thing" n ":\n    def __init__(self, start" n "):"
        for (k = 0; k < 4; ++k) print "        self.field_" n "_" k " = start" n
        for (k = 0; k < 12 + n % 7; ++k) {
          field = "self.field_" n "_" k % 4
          print "    def step_" n "_" k "(self):\n        return scaled(" field ", self, factor=self, by=" n * 100 + k ")"
        }
        print "def use_" n "(thing" n "):\n    return thing" n ".step_" n "_1().real"
      }' >"$folder/project_$i/file_$file.py"
    done
  done >"$(dirname "$folder")/roles"
}
