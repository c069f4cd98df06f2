// --name value options and --name switches of the headless commands.
#pragma once

#include <QMap>
#include <QStringList>

namespace dalescope {

/// Options of one command.
class Options {
public:
    /// `known` take a value, `switches` none. Throws WrongUseError for an option that is in neither (with the
    /// nearest one), without its value or with one it does not take, or given twice when it is not --set.
    Options(const QStringList& arguments, const QStringList& known, const QStringList& switches = {});

    bool has(const QString& name) const { return values_.contains(name); }
    QString value(const QString& name) const { return values_.value(name).value(0); }
    QStringList values(const QString& name) const { return values_.value(name); }
    /// Throws WrongUseError where it is absent.
    QString required(const QString& name) const;

private:
    QMap<QString, QStringList> values_;
};

} // namespace dalescope
