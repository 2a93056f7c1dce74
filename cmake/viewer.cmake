# The example viewer's page: Vite makes one page, one script and one style sheet of
# src/qualify/viewer, and they become part of the program.
file(GLOB viewer_sources CONFIGURE_DEPENDS src/qualify/viewer/*.html src/qualify/viewer/*.ts
     src/qualify/viewer/src/*)
set(viewer_page ${CMAKE_BINARY_DIR}/viewer)
set(viewer_files ${viewer_page}/index.html ${viewer_page}/app.js ${viewer_page}/app.css)
add_custom_command(
  OUTPUT ${viewer_files}
  COMMAND node node_modules/vite/bin/vite.js build src/qualify/viewer --outDir ${viewer_page}
          --emptyOutDir --logLevel warn
  DEPENDS ${viewer_sources} package-lock.json
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
  COMMENT "Building the viewer's page"
  VERBATIM)

set(viewer_assets ${CMAKE_BINARY_DIR}/generated/viewer_assets.cc)
configure_file(cmake/viewer_assets.cc.in ${viewer_assets} @ONLY)
set_source_files_properties(${viewer_assets} PROPERTIES OBJECT_DEPENDS "${viewer_files}")
target_sources(fastnode_qualify PRIVATE ${viewer_assets})
