# Third-party parts, one interface library for each wall: third_party_support (store, hashes, HTTP,
# JSON, command line), third_party_tree_sitter, third_party_blas, third_party_torch.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(GTest REQUIRED)
find_package(CURL REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET lmdb)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)

include(cmake/tree_sitter.cmake)
set(FASTNODE_TYPESHED "${FASTNODE_NODE_MODULES}/pyright/dist/typeshed-fallback")

add_library(third_party_support INTERFACE)
target_link_libraries(third_party_support INTERFACE
  PkgConfig::LMDB PkgConfig::ZSTD PkgConfig::HTTPLIB OpenSSL::Crypto CURL::libcurl nlohmann_json::nlohmann_json
  spdlog::spdlog fmt::fmt Threads::Threads)

# FlatBuffers: fastnode_flatbuffers(TARGET FILE.fbs) generates generated/NAME_generated.h, NAME the
# schema's file name, before TARGET is compiled.
find_program(FLATC flatc REQUIRED)
function(fastnode_flatbuffers target schema)
  get_filename_component(name ${schema} NAME_WE)
  set(header ${CMAKE_BINARY_DIR}/generated/${name}_generated.h)
  add_custom_command(OUTPUT ${header} DEPENDS ${CMAKE_SOURCE_DIR}/${schema}
    COMMAND ${FLATC} --cpp --scoped-enums -o ${CMAKE_BINARY_DIR}/generated ${CMAKE_SOURCE_DIR}/${schema})
  target_sources(${target} PRIVATE ${header})
endfunction()

find_library(OPENBLAS openblas REQUIRED)
add_library(third_party_blas INTERFACE)
target_link_libraries(third_party_blas INTERFACE ${OPENBLAS})

# Any libtorch from 1.13 on: Debian's, or another one through Torch_DIR.
option(FASTNODE_TORCH "build the trainer" ON)
if(FASTNODE_TORCH)
  find_package(Torch REQUIRED)
  find_package(OpenMP REQUIRED)
  add_library(third_party_torch INTERFACE)
  target_link_libraries(third_party_torch INTERFACE ${TORCH_LIBRARIES} OpenMP::OpenMP_CXX)
  separate_arguments(torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
  target_compile_options(third_party_torch INTERFACE ${torch_flags})

  # Protocol buffers: TensorBoard's event files, src/learn/train/event.proto.
  find_package(Protobuf REQUIRED)
  set(event_proto "${CMAKE_BINARY_DIR}/generated/learn/train/event.pb")
  add_custom_command(
    OUTPUT "${event_proto}.cc" "${event_proto}.h"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${CMAKE_BINARY_DIR}/generated"
    COMMAND protobuf::protoc --proto_path=src "--cpp_out=${CMAKE_BINARY_DIR}/generated"
            src/learn/train/event.proto
    DEPENDS src/learn/train/event.proto
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  add_library(event_proto STATIC "${event_proto}.cc" "${event_proto}.h")
  target_include_directories(event_proto PUBLIC "${CMAKE_BINARY_DIR}/generated")
  target_link_libraries(event_proto PUBLIC protobuf::libprotobuf)
endif()
