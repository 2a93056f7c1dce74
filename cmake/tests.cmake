# Tests that drive the built programs from outside: each script in tests/cli and tests/pipeline is
# one test, started with the build folder's program and the source folder. Those in tests/slow start
# clusters, kill and wait; they are `make test_slow`.
foreach(kind cli pipeline slow)
  file(GLOB scripts CONFIGURE_DEPENDS tests/${kind}/*.sh)
  foreach(script ${scripts})
    get_filename_component(name ${script} NAME_WE)
    add_test(NAME ${kind}_${name}
             COMMAND bash ${script} ${CMAKE_BINARY_DIR}/fastnode ${CMAKE_SOURCE_DIR}
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${kind}_${name} PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77)
    if(kind STREQUAL slow)
      set_tests_properties(${kind}_${name} PROPERTIES LABELS slow)
    endif()
  endforeach()
endforeach()

set_tests_properties(slow_compiled_alone PROPERTIES PROCESSORS 2 TIMEOUT 1800)

# Fuzzers of analyze and collect (scripts/fuzz.sh), in a build folder of their own: clang, with sanitizers.
add_test(NAME fuzz_build
         COMMAND bash scripts/build_fuzzers.sh ${CMAKE_BINARY_DIR}/fuzz ${CMAKE_BINARY_DIR}/fastnode
         WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(fuzz_build PROPERTIES FIXTURES_SETUP fuzzers TIMEOUT 900 PROCESSORS 2 LABELS slow)
foreach(entry json parse tree bind graph types tokens request sample shard)
  add_test(NAME fuzz_${entry}
           COMMAND bash scripts/fuzz.sh ${CMAKE_BINARY_DIR}/fuzz ${entry} 30
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(fuzz_${entry} PROPERTIES FIXTURES_REQUIRED fuzzers TIMEOUT 300 LABELS slow)
endforeach()
