# Where an installed Dalescope puts its files.
include(GNUInstallDirs)
install(TARGETS dalescope)
install(FILES packaging/dalescope.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES packaging/dalescope.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
install(FILES resources/icons/dalescope.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
