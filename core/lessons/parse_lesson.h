// Reads and checks lessons.
#pragma once

#include "core/lessons/lesson.h"

#include <functional>

namespace dalescope {

/// Reads `text`, the content of `file`. Settings, presets, quantities and kept names are checked here. Throws
/// Error that names file and line, what is wrong there and the way out.
Lesson parseLesson(const std::string& text, const std::string& file);

/// What a window has, for the names that only a window can check.
struct LessonNames {
    std::vector<std::string> controls, panels, plots;
};

/// Throws Error, as parseLesson() does, at the first control, panel or plot that is not there.
void checkNames(const Lesson& lesson, const std::string& file, const LessonNames& names);

/// In three digits; what rounding has left of a zero is 0.
std::string lessonNumber(double x);

/// `text` with each {quantity} replaced by its lessonNumber(), or by a dash where `value` has none.
std::string withValues(const std::string& text,
                       const std::function<std::optional<double>(const std::string&)>& value);

struct ShippedLesson {
    std::string name; ///< "01-dales-principle"
    Lesson lesson;
};
/// Those in resources/lessons, in order.
const std::vector<ShippedLesson>& shippedLessons();

} // namespace dalescope
