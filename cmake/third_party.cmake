# Third-party parts, one interface library for each wall: third_party_support (store, hashes, HTTP,
# JSON, command line), third_party_tree_sitter, third_party_malloc, third_party_blas, third_party_torch.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
if(FASTNODE_TESTS)
  find_package(GTest REQUIRED)
endif()
find_package(CURL REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET lmdb)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
find_path(TOMLPLUSPLUS toml++/toml.h REQUIRED)  # headers alone

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
  add_custom_target(${name}_header DEPENDS ${header})  # waits for nothing that TARGET is linked to
  add_dependencies(${target} ${name}_header)
  target_sources(${target} PRIVATE ${header})
endfunction()

# Protocol buffers: fastnode_protobuf(TARGET FILE.proto) makes a library of the schema src/FILE.proto,
# included as FILE.pb.h.
find_package(Protobuf REQUIRED)
function(fastnode_protobuf target schema)
  string(REPLACE ".proto" ".pb" name ${schema})
  set(generated "${CMAKE_BINARY_DIR}/generated")
  add_custom_command(
    OUTPUT "${generated}/${name}.cc" "${generated}/${name}.h"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${generated}"
    COMMAND protobuf::protoc --proto_path=src "--cpp_out=${generated}" "src/${schema}"
    DEPENDS "src/${schema}"
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  add_library(${target} STATIC "${generated}/${name}.cc" "${generated}/${name}.h")
  target_include_directories(${target} PUBLIC "${generated}")
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf-lite)
endfunction()

# Small pieces of memory, taken and given back by many threads: what the product spends a tenth of its
# time less on than with the C library's (docs/decisions/0047-memory-in-small-pieces.md). Programs link
# it, libraries do not.
find_library(MIMALLOC mimalloc REQUIRED)
add_library(third_party_malloc INTERFACE)
target_link_libraries(third_party_malloc INTERFACE ${MIMALLOC})

find_library(OPENBLAS openblas REQUIRED)
add_library(third_party_blas INTERFACE)
target_link_libraries(third_party_blas INTERFACE ${OPENBLAS})

# Any libtorch from 1.13 on: Debian's, another one through Torch_DIR, or that of a Python package
# (FASTNODE_TORCH_PACKAGE, the package's folder; scripts/pip_torch.sh makes one).
option(FASTNODE_TORCH "build the trainer" ON)
set(FASTNODE_TORCH_PACKAGE "" CACHE PATH "folder of the Python package torch, instead of Torch_DIR")
if(FASTNODE_TORCH)
  find_package(OpenMP REQUIRED)
  add_library(third_party_torch INTERFACE)
  if(FASTNODE_TORCH_PACKAGE)
    # The package's own CMake files want CUDA's compiler, which nothing of ours needs: the part of
    # torch that knows CUDA is loaded when a card is asked for (learn/train/use_device.cc). Of its
    # headers only torch's own: there are other libraries' among them, of other versions than ours.
    set(TORCH_INCLUDE_DIRS "${CMAKE_BINARY_DIR}/torch_headers")
    file(MAKE_DIRECTORY ${TORCH_INCLUDE_DIRS})
    foreach(folder ATen c10 torch)
      file(CREATE_LINK "${FASTNODE_TORCH_PACKAGE}/include/${folder}" "${TORCH_INCLUDE_DIRS}/${folder}" SYMBOLIC)
    endforeach()
    list(APPEND TORCH_INCLUDE_DIRS "${TORCH_INCLUDE_DIRS}/torch/csrc/api/include")
    target_include_directories(third_party_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
    foreach(library torch_cpu c10)
      target_link_libraries(third_party_torch INTERFACE "${FASTNODE_TORCH_PACKAGE}/lib/lib${library}.so")
    endforeach()
  else()
    find_package(Torch REQUIRED)
    target_link_libraries(third_party_torch INTERFACE ${TORCH_LIBRARIES})
    separate_arguments(torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
    target_compile_options(third_party_torch INTERFACE ${torch_flags})
  endif()
  target_link_libraries(third_party_torch INTERFACE OpenMP::OpenMP_CXX)
  # Training by several processes; the headers come with some libtorch builds, Debian has them apart.
  find_path(GLOO_HEADERS gloo/allreduce.h HINTS ${TORCH_INCLUDE_DIRS})
  if(GLOO_HEADERS)
    target_compile_definitions(third_party_torch INTERFACE FASTNODE_GLOO)
  endif()
endif()
