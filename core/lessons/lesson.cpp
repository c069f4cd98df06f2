#include "core/lessons/lesson.h"

#include "core/common/text.h"

#include <array>

namespace dalescope {

std::string Condition::text() const {
    constexpr std::array signs = {"<", "\u2264", ">", "\u2265"};
    const auto* number = std::get_if<double>(&right);
    return left + ' ' + signs[static_cast<std::size_t>(comparison)] + ' ' +
           (number ? shortNumber(*number) : std::get<std::string>(right));
}

bool Condition::holds(double leftValue, double rightValue) const {
    switch (comparison) {
    case Comparison::Less:
        return leftValue < rightValue;
    case Comparison::AtMost:
        return leftValue <= rightValue;
    case Comparison::Greater:
        return leftValue > rightValue;
    case Comparison::AtLeast:
        break;
    }
    return leftValue >= rightValue;
}

std::string unitOf(const std::string& quantity) {
    if (quantity.ends_with("_error"))
        return "%";
    if (quantity.ends_with("_loss"))
        return "nats";
    return quantity == "update"  ? "updates"
           : quantity == "epoch" ? "epochs"
           : quantity == "speed" ? "updates a second"
                                 : std::string();
}

} // namespace dalescope
