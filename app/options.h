// --name value options of the headless commands.
#pragma once

#include <QMap>
#include <QStringList>

namespace dalescope {

/// Options of one command, each with a value.
class Options {
public:
    /// Throws WrongUseError for an option that is not in `known` (with the nearest one), without a value, or
    /// given twice when it is not --set.
    Options(const QStringList& arguments, const QStringList& known);

    bool has(const QString& name) const { return values_.contains(name); }
    QString value(const QString& name) const { return values_.value(name).value(0); }
    QStringList values(const QString& name) const { return values_.value(name); }
    /// Throws WrongUseError where it is absent.
    QString required(const QString& name) const;

private:
    QMap<QString, QStringList> values_;
};

} // namespace dalescope
