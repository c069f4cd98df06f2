// What a person can begin with at once, with the data sets that are at hand.
#pragma once

#include "core/settings/config.h"

#include <QString>

#include <vector>

namespace dalescope {

struct FirstStep {
    QString title; ///< "Learn MNIST now"
    QString about;
    Config config;
    QString note; ///< what the window says of it where it is not quite what the title says; may be empty
};

/// The best images at hand: MNIST, else Fashion-MNIST, else the glyphs that the program draws.
std::string bestData();

/// What a known data set is called in a sentence: "Fashion-MNIST", "glyphs".
QString dataTitle(const std::string& name);

/// Learning them, learning glyphs, and figure 2 on them.
std::vector<FirstStep> firstSteps();

} // namespace dalescope
