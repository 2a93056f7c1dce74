# third_party_tree_sitter: the parser and its Python grammar, compiled here from the npm packages in
# FASTNODE_NODE_MODULES.

set(FASTNODE_NODE_MODULES "${CMAKE_CURRENT_LIST_DIR}/../node_modules" CACHE PATH "npm packages")
if(NOT EXISTS "${FASTNODE_NODE_MODULES}/tree-sitter-python/src/parser.c")
  message(FATAL_ERROR "${FASTNODE_NODE_MODULES} has no tree-sitter-python; run 'make deps'")
endif()

set(core "${FASTNODE_NODE_MODULES}/tree-sitter/vendor/tree-sitter/lib")
set(grammar "${FASTNODE_NODE_MODULES}/tree-sitter-python/src")
add_library(tree_sitter_objects STATIC "${core}/src/lib.c" "${grammar}/parser.c" "${grammar}/scanner.c")
target_include_directories(tree_sitter_objects PRIVATE "${core}/src" "${grammar}" PUBLIC SYSTEM "${core}/include")
set_target_properties(tree_sitter_objects PROPERTIES C_STANDARD 11 C_EXTENSIONS ON)
target_compile_options(tree_sitter_objects PRIVATE -w -O3)
target_compile_definitions(tree_sitter_objects PRIVATE NDEBUG)
add_library(third_party_tree_sitter INTERFACE)
target_link_libraries(third_party_tree_sitter INTERFACE tree_sitter_objects)
