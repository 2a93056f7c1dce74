# What is installed, and what all packages are made of: the one description (docs/packages.md).
#
#   program     the program, its manual, what shells complete, the model in the box, a service
#   trainer     fastnode-train, which brings torch
#   libraries   the libraries that the program loads, for machines that do not have them
#
# `make install` installs program and trainer, the Debian packages have one of them each, and the archive
# and the wheel have program and libraries.
include(GNUInstallDirs)

# The program looks for libraries beside itself first, wherever it was moved to: old-fashioned RPATH, as the
# newer kind is not asked for what libraries themselves load.
set_target_properties(fastnode PROPERTIES BUILD_WITH_INSTALL_RPATH ON INSTALL_RPATH "$ORIGIN/../lib/fastnode")
target_link_options(fastnode PRIVATE -Wl,--disable-new-dtags)

install(TARGETS fastnode DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(FILES ${CMAKE_SOURCE_DIR}/packaging/fastnode.service
        DESTINATION share/systemd/user COMPONENT program)
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md
        DESTINATION share/doc/fastnode COMPONENT program)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE RENAME copyright DESTINATION share/doc/fastnode COMPONENT program)
if(TARGET fastnode-train)
  install(TARGETS fastnode-train DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT trainer)
  install(FILES ${CMAKE_SOURCE_DIR}/LICENSE RENAME copyright
          DESTINATION share/doc/fastnode-train COMPONENT trainer)
endif()

# Manual pages and completions, made when they are installed: the build does not wait for them.
find_program(PYTHON python3 REQUIRED)
set(manual [[
  execute_process(COMMAND "@PYTHON@" "@CMAKE_SOURCE_DIR@/packaging/make_manual.py" "$<TARGET_FILE:fastnode>"
                          "@CMAKE_BINARY_DIR@/manual" COMMAND_ERROR_IS_FATAL ANY)
  set(manual "@CMAKE_BINARY_DIR@/manual")
  set(share "${CMAKE_INSTALL_PREFIX}/share")
]])
string(CONFIGURE "${manual}" manual @ONLY)
install(CODE "${manual}" COMPONENT program)
install(CODE [[
  file(INSTALL "${manual}/man" "${manual}/bash-completion" "${manual}/zsh" "${manual}/fish" DESTINATION "${share}"
    PATTERN fastnode-train.1 EXCLUDE)
  # Debian's zsh looks here, others there.
  file(INSTALL "${manual}/zsh/site-functions/_fastnode" DESTINATION "${share}/zsh/vendor-completions")
]] COMPONENT program)
if(TARGET fastnode-train)
  install(CODE "${manual}" COMPONENT trainer)
  install(FILES "${CMAKE_BINARY_DIR}/manual/man/man1/fastnode-train.1" DESTINATION share/man/man1 COMPONENT trainer)
endif()

# What others made and is part of it, and their notices.
set(notices [[
  execute_process(COMMAND "@PYTHON@" "@CMAKE_SOURCE_DIR@/packaging/make_sbom.py" "@CMAKE_BINARY_DIR@" "@CMAKE_BINARY_DIR@/notices"
                  COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
  file(INSTALL "@CMAKE_BINARY_DIR@/notices/third-party-notices.txt" "@CMAKE_BINARY_DIR@/notices/fastnode.spdx.json"
       DESTINATION "${CMAKE_INSTALL_PREFIX}/share/doc/fastnode")
]])
string(CONFIGURE "${notices}" notices @ONLY)
install(CODE "${notices}" COMPONENT program)

# The model in the box: a release folder, models/pythonexpr or what FASTNODE_MODEL_IN_BOX names. Without one
# the program is installed without.
set(model [[
  set(box "$ENV{FASTNODE_MODEL_IN_BOX}")
  if(NOT box)
    set(box "@CMAKE_SOURCE_DIR@/models/pythonexpr")
  endif()
  if(EXISTS "${box}/manifest.json")
    file(INSTALL "${box}/" DESTINATION "${CMAKE_INSTALL_PREFIX}/share/fastnode/models/pythonexpr")
  elseif(NOT "$ENV{FASTNODE_MODEL_IN_BOX}" STREQUAL "")
    message(FATAL_ERROR "FASTNODE_MODEL_IN_BOX: there is no release in ${box}")
  else()
    message(STATUS "no model: there is none in ${box}")
  endif()
  file(INSTALL "@CMAKE_SOURCE_DIR@/editors/settings.schema.json" DESTINATION "${CMAKE_INSTALL_PREFIX}/share/fastnode")
]])
string(CONFIGURE "${model}" model @ONLY)
install(CODE "${model}" COMPONENT program)

# All but the C library's own: it is the one thing that a machine must have, 2.36 or newer.
install(CODE [[
  file(GET_RUNTIME_DEPENDENCIES EXECUTABLES "$<TARGET_FILE:fastnode>" RESOLVED_DEPENDENCIES_VAR found
    PRE_EXCLUDE_REGEXES "^ld-linux" "^lib(c|m|dl|pthread|rt|resolv|util|mvec|anl)\\.so" "^linux-vdso")
  foreach(library IN LISTS found)
    get_filename_component(name "${library}" NAME)
    file(REAL_PATH "${library}" real)
    # By the name that it is loaded by: what that is a link to has a version in its name.
    file(INSTALL "${real}" DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/fastnode" RENAME "${name}")
  endforeach()
]] COMPONENT libraries EXCLUDE_FROM_ALL)

# ---- Packages (`make packages`) ------------------------------------------------------------------

set(CPACK_PACKAGE_NAME fastnode)
set(CPACK_PACKAGE_VENDOR Fastnode)
set(CPACK_PACKAGE_CONTACT "The Fastnode maintainers <maintainers@fastnode.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Python completions ranked by a model of how names are used")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_FILE_NAME fastnode-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_SOURCE_DIR}/packaging/generators.cmake)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "Python completions ranked by a model of how names are used
 A language server, a command and an HTTP server that complete Python code.
 Works off-line; sends nothing anywhere.")
set(CPACK_COMPONENT_TRAINER_DESCRIPTION "Trains models for fastnode
 The part of fastnode that needs libtorch: 'fastnode train'.")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS OFF)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME fastnode)
set(CPACK_DEBIAN_PROGRAM_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_TRAINER_PACKAGE_NAME fastnode-train)
set(CPACK_DEBIAN_TRAINER_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_TRAINER_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_TRAINER_PACKAGE_DEPENDS "fastnode (= ${PROJECT_VERSION})")
include(CPack)
