#include "app/options.h"

#include "app/commands.h"
#include "core/common/text.h"

namespace dalescope {

Options::Options(const QStringList& arguments, const QStringList& known, const QStringList& switches) {
    std::vector<std::string> names;
    for (const auto& name : known + switches)
        names.push_back(name.toStdString());
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString name = arguments[i], value;
        const auto equals = name.startsWith(QLatin1String("--")) ? name.indexOf(u'=') : -1;
        if (equals > 0) {
            value = name.mid(equals + 1);
            name.truncate(equals);
        }
        const bool isSwitch = switches.contains(name);
        if (!isSwitch && !known.contains(name)) {
            const std::string guess = nearest(name.toStdString(), names);
            throw WrongUseError(name.toStdString(), "there is no such option",
                                guess.empty() ? "see dalescope --help" : "did you mean " + guess + "?");
        }
        if (isSwitch && equals >= 0)
            throw WrongUseError(name.toStdString(), "it takes no value", "give it alone");
        if (!isSwitch && equals < 0) {
            if (i + 1 == arguments.size())
                throw WrongUseError(name.toStdString(), "its value is missing", "see dalescope --help");
            value = arguments[++i];
        }
        if (values_.contains(name) && name != QLatin1String("--set"))
            throw WrongUseError(name.toStdString(), "it is given twice", "give it once");
        values_[name].append(value);
    }
}

QString Options::required(const QString& name) const {
    if (!has(name))
        throw WrongUseError(name.toStdString(), "it is missing", "see dalescope --help");
    return value(name);
}

} // namespace dalescope
