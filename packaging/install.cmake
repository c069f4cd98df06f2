# Where an installed Dalescope puts its files.
include(GNUInstallDirs)
