# The example viewer's page: esbuild makes one script and one style sheet of src/qualify/viewer/web.
# Both are compressed once, here, and become part of the program.
file(GLOB viewer_sources CONFIGURE_DEPENDS src/qualify/viewer/web/src/*)
set(viewer_source ${CMAKE_SOURCE_DIR}/src/qualify/viewer/web)
set(viewer_page ${CMAKE_BINARY_DIR}/viewer)
set(viewer_files ${viewer_page}/app.js ${viewer_page}/app.css ${viewer_page}/app.js.br
                 ${viewer_page}/app.css.br)
add_custom_command(
  OUTPUT ${viewer_files}
  COMMAND node ${viewer_source}/build.mjs ${viewer_page}
  DEPENDS ${viewer_sources} ${viewer_source}/build.mjs package-lock.json
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
  COMMENT "Building the viewer's page"
  VERBATIM)

# A target of its own, so that it need not wait for what fastnode_qualify is linked to.
add_custom_target(viewer_page DEPENDS ${viewer_files})

set(viewer_assets ${CMAKE_BINARY_DIR}/generated/viewer_assets.cc)
configure_file(cmake/viewer_assets.cc.in ${viewer_assets} @ONLY)
set_source_files_properties(${viewer_assets} PROPERTIES OBJECT_DEPENDS
                                                        "${viewer_files};${viewer_source}/index.html")
target_sources(fastnode_qualify PRIVATE ${viewer_assets})
