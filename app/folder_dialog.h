// Asking for a folder to write to, which need not be there yet.
#pragma once

#include <QString>

class QWidget;

namespace dalescope {

/// Empty where the person thinks better of it. Qt's own getExistingDirectory() refuses a name that is new.
QString chooseFolderToWrite(QWidget* parent, const QString& title, const QString& first = {});

} // namespace dalescope
