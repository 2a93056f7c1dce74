# Writes the commit of the sources as a header, and leaves one that says so already as it is:
#   cmake -DSOURCES=FOLDER -DHEADER=FILE -P commit.cmake
# "" where the sources are no checkout of their own (an archive, even if it was unpacked inside of
# another checkout), or there is no git.
find_program(GIT git)
set(commit "")
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCES} rev-parse --show-toplevel
                  OUTPUT_VARIABLE top OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  file(REAL_PATH "${SOURCES}" real)
  if("${top}" STREQUAL "${real}")
    execute_process(COMMAND ${GIT} -C ${SOURCES} describe --always --dirty --abbrev=12 --exclude=*
                    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
endif()
set(text "inline constexpr char kCommit[] = \"${commit}\";\n")
set(before "")
if(EXISTS "${HEADER}")
  file(READ "${HEADER}" before)
endif()
if(NOT before STREQUAL text)
  file(WRITE "${HEADER}" "${text}")
endif()
